package io.tradeprocessing.embeddedtable;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Attribute values as DynamoDB keeps, compares and measures them. */
final class Values {

  /** What DynamoDB adds to each attribute of a list or map, and to the list or map itself. */
  private static final int NESTED = 1;

  private static final int CONTAINER = 3;

  /** A pair of chars that stands for one character takes four bytes. */
  private static final int MOST_BYTES_PER_CHAR = 3;

  private Values() {}

  /** A value as it is given back: numbers in their normal form. */
  static AttributeValue normal(AttributeValue value) {
    return switch (value.type()) {
      case N -> {
        String normal = Numbers.normal(value.n());
        yield normal.equals(value.n()) ? value : AttributeValue.fromN(normal);
      }
      case M -> AttributeValue.fromM(normal(value.m()));
      case L -> AttributeValue.fromL(value.l().stream().map(Values::normal).toList());
      case SS -> AttributeValue.fromSs(set(value.ss()));
      case NS -> AttributeValue.fromNs(set(value.ns().stream().map(Numbers::normal).toList()));
      case BS -> AttributeValue.fromBs(set(value.bs()));
      case S, B, BOOL, NUL -> value;
      case UNKNOWN_TO_SDK_VERSION ->
          throw Errors.invalid(
              "Supplied AttributeValue is empty, must contain exactly one of the supported"
                  + " datatypes");
    };
  }

  static Map<String, AttributeValue> normal(Map<String, AttributeValue> values) {
    Map<String, AttributeValue> normal = LinkedHashMap.newLinkedHashMap(values.size());
    values.forEach((name, value) -> normal.put(name, normal(value)));
    return normal;
  }

  private static <T> List<T> set(List<T> elements) {
    if (elements.isEmpty()) {
      throw Errors.invalid("One or more parameter values were invalid: An set  may not be empty");
    }
    if (new HashSet<>(elements).size() < elements.size()) {
      throw Errors.invalid(
          "One or more parameter values were invalid: Input collection contains duplicates.");
    }
    return elements;
  }

  /** Whether two normal values are the same; the order of a set does not matter. */
  static boolean equal(AttributeValue left, AttributeValue right) {
    if (left.type() != right.type()) {
      return false;
    }
    return switch (left.type()) {
      case SS -> new HashSet<>(left.ss()).equals(new HashSet<>(right.ss()));
      case NS -> new HashSet<>(left.ns()).equals(new HashSet<>(right.ns()));
      case BS -> new HashSet<>(left.bs()).equals(new HashSet<>(right.bs()));
      case L ->
          left.l().size() == right.l().size()
              && java.util.stream.IntStream.range(0, left.l().size())
                  .allMatch(i -> equal(left.l().get(i), right.l().get(i)));
      case M ->
          left.m().keySet().equals(right.m().keySet())
              && left.m().entrySet().stream()
                  .allMatch(
                      entry ->
                          equal(
                              entry.getValue(),
                              Objects.requireNonNull(right.m().get(entry.getKey()))));
      default -> left.equals(right);
    };
  }

  /** The bytes that DynamoDB counts for an item. */
  static long size(Map<String, AttributeValue> item) {
    return size(item, Values::utf8Length);
  }

  /** No fewer bytes than {@link #size}, without a look at the characters. */
  static long sizeAtMost(Map<String, AttributeValue> item) {
    return size(item, text -> (long) MOST_BYTES_PER_CHAR * text.length());
  }

  private static long size(Map<String, AttributeValue> item, ToLongFunction<String> length) {
    long size = 0;
    for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
      size += length.applyAsLong(attribute.getKey()) + size(attribute.getValue(), length);
    }
    return size;
  }

  private static long size(AttributeValue value, ToLongFunction<String> length) {
    return switch (value.type()) {
      case S -> length.applyAsLong(value.s());
      case N -> numberSize(value.n());
      case B -> value.b().asByteArrayUnsafe().length;
      case SS -> value.ss().stream().mapToLong(length).sum();
      case NS -> value.ns().stream().mapToLong(Values::numberSize).sum();
      case BS -> value.bs().stream().mapToLong(bytes -> bytes.asByteArrayUnsafe().length).sum();
      case L ->
          CONTAINER + value.l().stream().mapToLong(element -> NESTED + size(element, length)).sum();
      case M -> CONTAINER + (long) NESTED * value.m().size() + size(value.m(), length);
      case BOOL, NUL, UNKNOWN_TO_SDK_VERSION -> 1;
    };
  }

  /** A byte for two significant digits, and one for the exponent. */
  private static long numberSize(String number) {
    return 1 + (number.length() + 1L) / 2;
  }

  private static long utf8Length(String text) {
    long length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // A pair of surrogates is four bytes.
      length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return length;
  }
}
