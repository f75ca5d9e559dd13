package io.tradeprocessing.common.json;

import io.tradeprocessing.common.hash.Sha256;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.IntStream;

/**
 * One text for each JSON value, and its SHA-256: RFC 8785 (JSON Canonicalization Scheme), except
 * for two cases that the RFC cannot hold.
 *
 * <ul>
 *   <li>A <b>number</b> is written as a JSON string of its exact decimal value, where the RFC
 *       writes an IEEE double: {@code 9007199254740993} would lose its last digit and a price its
 *       exact fraction. The value is {@code ±d × 10^p} with {@code d} an integer without trailing
 *       zeros. For {@code |p| <= 100} it is written plain, without trailing zeros after the point
 *       ({@code 100.50} and {@code 1.005e2} are {@code "100.5"}, {@code 1E3} is {@code "1000"});
 *       beyond that, as {@code d}, {@code e} and {@code p} ({@code 10e400} is {@code "1e401"}),
 *       because a plain form could be gigabytes long. Zero is {@code "0"}, whatever its sign and
 *       exponent.
 *   <li>A <b>lone surrogate</b> is written as its escape in lower-case hex ({@code \ud800}), as
 *       ECMAScript's JSON.stringify does, where the RFC stops: whatever arrives must be recorded.
 * </ul>
 *
 * <p>A number is normalised because what carries an event may rewrite its text ({@code 100.50} to
 * {@code 100.5}) without changing the message. A string is left as it was sent. Hence the number
 * {@code 100.50} and the string {@code "100.5"} have the same canonical form, and the strings
 * {@code "100.50"} and {@code "100.5"} do not.
 */
public final class CanonicalJson {

  /** The version of this definition, which a record names. */
  public static final int HASH_VERSION = 1;

  /** How many zeros a plain decimal may have beyond its significant digits, on either side. */
  private static final int MAX_PLAIN_EXPONENT = 100;

  private static final BigInteger MAX_EXPONENT = BigInteger.valueOf(MAX_PLAIN_EXPONENT);

  /** Up to this many names, sorting by insertion is faster than by anything else. */
  private static final int INSERTION_LIMIT = 64;

  private CanonicalJson() {}

  /** The SHA-256 of the canonical form's UTF-8, as 64 lower-case hexadecimal digits. */
  public static String sha256(Json value) {
    MessageDigest digest = Sha256.newDigest();
    JsonBytes utf8 = bytes(value);
    digest.update(utf8.array(), 0, utf8.size());
    return Sha256.hex(digest);
  }

  /** The canonical form in UTF-8, of a value that is hashed alone and as part of another. */
  public static byte[] utf8(Json value) {
    JsonBytes utf8 = bytes(value);
    return Arrays.copyOf(utf8.array(), utf8.size());
  }

  /** The canonical form. */
  public static String of(Json value) {
    return bytes(value).toString();
  }

  /** Its strings follow RFC 8785, 3.2.2.2. */
  private static JsonBytes bytes(Json value) {
    JsonBytes bytes = new JsonBytes(HexFormat.of());
    add(value, bytes);
    return bytes;
  }

  private static void add(Json value, JsonBytes out) {
    switch (value) {
      case JsonObject object -> addObject(object, out);
      case JsonArray array -> out.addArray(array, CanonicalJson::add);
      case JsonString string -> out.addQuoted(string.value());
      case JsonNumber number -> {
        out.add('"');
        out.add(plain(number.literal()));
        out.add('"');
      }
      case JsonBoolean bool -> out.add(String.valueOf(bool.value()));
      case JsonNull _ -> out.add("null");
    }
  }

  private static void addObject(JsonObject object, JsonBytes out) {
    int[] order = order(object);
    out.add('{');
    for (int i = 0; i < order.length; i++) {
      if (i > 0) {
        out.add(',');
      }
      out.addQuoted(object.nameAt(order[i]));
      out.add(':');
      add(object.valueAt(order[i]), out);
    }
    out.add('}');
  }

  /**
   * The places of the names in their order, which is that of their UTF-16 code units: RFC 8785,
   * 3.2.3.
   */
  private static int[] order(JsonObject object) {
    int size = object.size();
    if (size > INSERTION_LIMIT) {
      return IntStream.range(0, size)
          .boxed()
          .sorted(Comparator.comparing(object::nameAt))
          .mapToInt(Integer::intValue)
          .toArray();
    }
    int[] order = new int[size];
    long[] starts = new long[size];
    for (int i = 0; i < size; i++) {
      String name = object.nameAt(i);
      long start = start(name);
      int at = i;
      while (at > 0 && isBefore(start, name, starts[at - 1], object.nameAt(order[at - 1]))) {
        order[at] = order[at - 1];
        starts[at] = starts[at - 1];
        at--;
      }
      order[at] = i;
      starts[at] = start;
    }
    return order;
  }

  /** The first three code units, in whose order most names are. */
  private static long start(String name) {
    int length = name.length();
    long first = length > 0 ? name.charAt(0) : 0;
    long second = length > 1 ? name.charAt(1) : 0;
    long third = length > 2 ? name.charAt(2) : 0;
    return first << 32 | second << 16 | third;
  }

  private static boolean isBefore(long start, String name, long otherStart, String other) {
    return start != otherStart ? start < otherStart : name.compareTo(other) < 0;
  }

  /**
   * Works on the characters of the literal: the exponent of {@code BigDecimal} is limited to 32
   * bits, that of a JSON literal is not, and every literal must have a hash.
   */
  private static String plain(String literal) {
    boolean negative = literal.charAt(0) == '-';
    int exponentAt = Math.max(literal.indexOf('e'), literal.indexOf('E'));
    String mantissa =
        literal.substring(negative ? 1 : 0, exponentAt < 0 ? literal.length() : exponentAt);
    int point = mantissa.indexOf('.');
    String digits =
        point < 0 ? mantissa : mantissa.substring(0, point) + mantissa.substring(point + 1);
    int first = 0;
    while (first < digits.length() && digits.charAt(first) == '0') {
      first++;
    }
    if (first == digits.length()) {
      return "0";
    }
    int end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    BigInteger exponent =
        exponentAt < 0 ? BigInteger.ZERO : new BigInteger(literal.substring(exponentAt + 1));
    int fraction = point < 0 ? 0 : mantissa.length() - point - 1;
    exponent = exponent.add(BigInteger.valueOf((long) digits.length() - end - fraction));
    StringBuilder out = new StringBuilder(negative ? "-" : "");
    appendScaled(digits.substring(first, end), exponent, out);
    return out.toString();
  }

  /** Writes {@code digits × 10^exponent}, without redundant zeros. */
  private static void appendScaled(String digits, BigInteger exponent, StringBuilder out) {
    if (exponent.abs().compareTo(MAX_EXPONENT) > 0) {
      out.append(digits).append('e').append(exponent);
      return;
    }
    int shift = exponent.intValueExact();
    int point = digits.length() + shift;
    if (shift >= 0) {
      out.append(digits).repeat('0', shift);
    } else if (point > 0) {
      out.append(digits, 0, point).append('.').append(digits, point, digits.length());
    } else {
      out.append("0.").repeat('0', -point).append(digits);
    }
  }
}
