package io.tradeprocessing.common.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON text (UTF-8) into a {@link Json} tree, within limits. All limits on input are here;
 * only {@link #MAX_PAYLOAD} is not a limit of the reader.
 */
public final class JsonReader {

  /**
   * Bytes of the largest event that can be a trade: Step Functions accepts and passes on at most
   * 256 KiB. A larger one arrived another way; it is read, so that its rejection can be recorded.
   */
  public static final int MAX_PAYLOAD = 256 * 1024;

  /**
   * Bytes, or characters, of a document. Above {@link #MAX_PAYLOAD} because the functions' inputs
   * are not the only documents: a text of the payload's size grows when it is written with escapes.
   */
  public static final int MAX_DOCUMENT = 4 * MAX_PAYLOAD;

  /** Levels of arrays and objects within each other, in an event as in any other document. */
  public static final int MAX_DEPTH = 64;

  private static final String TOO_DEEP =
      "beyond a limit: nested deeper than " + MAX_DEPTH + " levels";

  /** Characters in a string: as much as a payload could hold. */
  public static final int MAX_STRING = MAX_PAYLOAD;

  /** Characters in a field's name. */
  public static final int MAX_NAME = 1_024;

  /** Characters in a number; decimal128 needs 43. */
  public static final int MAX_NUMBER = 1_000;

  /** Bytes of an item of the table at most, as DynamoDB counts them. */
  private static final int MAX_ITEM = 400 * 1024;

  /** Bytes of a line of the archive: two items, of which every character may be an escape. */
  private static final int MAX_LINE = 6 * 2 * MAX_ITEM;

  private static final char REPLACEMENT = '\uFFFD';

  private static final String NOT_UTF_8 = "not JSON: the bytes are not UTF-8";

  private static final JsonFactory FACTORY = factory(MAX_STRING);
  private static final JsonFactory ITEM_FACTORY = factory(MAX_ITEM);

  private JsonReader() {}

  private static JsonFactory factory(int maxString) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH + 1)
                .maxStringLength(maxString)
                .maxNameLength(MAX_NAME)
                .maxNumberLength(MAX_NUMBER)
                .build())
        // Error messages of the parser must not quote the input: it may hold what no log should.
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        // Names come from outside; the JVM-wide intern table is not the place for them.
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .build();
  }

  /**
   * Reads a line of the archive, which holds items of the table and so may be larger than an event.
   *
   * @throws MalformedJsonException if it is not one JSON value within the limits
   */
  public static Json readItems(byte[] utf8) {
    checkLength(utf8.length, MAX_LINE);
    try (JsonParser parser = ITEM_FACTORY.createParser(decode(utf8))) {
      return document(parser, MAX_DEPTH);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads one document that holds an event as one of its members, and so may be one level deeper:
   * what can be read as an event can be read with it.
   *
   * @param utf8 as by {@link #bytes}
   * @throws MalformedJsonException if it is not one JSON value within the limits
   */
  public static Json readHolderOfEvent(byte[] utf8) {
    return read(utf8, MAX_DEPTH + 1);
  }

  /**
   * Applies the limit of an event to a document that was read as the holder of one, and is not.
   *
   * @throws MalformedJsonException if it is nested deeper than {@link #MAX_DEPTH}
   */
  public static void checkDepth(Json value) {
    if (isDeeperThan(value, MAX_DEPTH)) {
      throw new MalformedJsonException(TOO_DEEP);
    }
  }

  private static boolean isDeeperThan(Json value, int levels) {
    if (value instanceof JsonArray array) {
      return levels == 0
          || array.values().stream().anyMatch(each -> isDeeperThan(each, levels - 1));
    }
    if (value instanceof JsonObject object) {
      for (int i = 0; i < object.size(); i++) {
        if (isDeeperThan(object.valueAt(i), levels - 1)) {
          return true;
        }
      }
      return levels == 0;
    }
    return false;
  }

  /**
   * The bytes of one document: the whole stream, or enough of it for {@link #read(byte[])} to
   * refuse it.
   *
   * @throws IOException if the stream cannot be read
   */
  public static byte[] bytes(InputStream in) throws IOException {
    // Lambda's stream knows its length, so no larger buffer is needed.
    return in instanceof ByteArrayInputStream && in.available() <= MAX_DOCUMENT
        ? in.readAllBytes()
        : in.readNBytes(MAX_DOCUMENT + 1);
  }

  /**
   * Reads one document.
   *
   * @throws MalformedJsonException if it is not one JSON value within the limits
   */
  public static Json read(byte[] utf8) {
    return read(utf8, MAX_DEPTH);
  }

  private static Json read(byte[] utf8, int levels) {
    checkLength(utf8.length, MAX_DOCUMENT);
    try (JsonParser parser = FACTORY.createParser(decode(utf8))) {
      return document(parser, levels);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Decodes the bytes before the parser sees them. Given bytes, the parser would guess UTF-16 and
   * UTF-32, and refuse a field name with a lone surrogate, which an event may have.
   */
  private static String decode(byte[] utf8) {
    int start = hasByteOrderMark(utf8) ? 3 : 0;
    String text = new String(utf8, start, utf8.length - start, StandardCharsets.UTF_8);
    // This decoder is the fast one. It replaces what is not UTF-8 by a character that may also be
    // in the text.
    if (text.indexOf(REPLACEMENT) >= 0) {
      checkUtf8(utf8);
    }
    return text;
  }

  private static void checkUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      throw new MalformedJsonException(NOT_UTF_8);
    }
  }

  private static boolean hasByteOrderMark(byte[] utf8) {
    return utf8.length >= 3
        && utf8[0] == (byte) 0xEF
        && utf8[1] == (byte) 0xBB
        && utf8[2] == (byte) 0xBF;
  }

  /**
   * Reads one document.
   *
   * @throws MalformedJsonException if it is not one JSON value within the limits
   */
  public static Json read(String text) {
    checkLength(text.length(), MAX_DOCUMENT);
    try (JsonParser parser = FACTORY.createParser(text)) {
      return document(parser, MAX_DEPTH);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The parser limits what it loads, and does not check what is in memory already. */
  private static void checkLength(int length, int most) {
    if (length > most) {
      throw new MalformedJsonException(
          "the document is longer than the " + most + " bytes that are read");
    }
  }

  private static Json document(JsonParser parser, int levels) throws IOException {
    try {
      if (parser.nextToken() == null) {
        throw new MalformedJsonException("the document is empty: one JSON value is expected");
      }
      Json value = value(parser, levels);
      if (parser.nextToken() != null) {
        throw malformed("more text after the JSON value", parser);
      }
      return value;
    } catch (JsonProcessingException e) {
      throw at(problem(e), e.getLocation());
    }
  }

  private static Json value(JsonParser parser, int levels) throws IOException {
    JsonToken token = parser.currentToken();
    if (levels == 0 && token.isStructStart()) {
      throw malformed(TOO_DEEP, parser);
    }
    return switch (token) {
      case START_OBJECT -> object(parser, levels - 1);
      case START_ARRAY -> array(parser, levels - 1);
      case VALUE_STRING -> new JsonString(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(parser.getText());
      case VALUE_TRUE -> JsonBoolean.TRUE;
      case VALUE_FALSE -> JsonBoolean.FALSE;
      case VALUE_NULL -> JsonNull.NULL;
      default -> throw malformed("a JSON value is expected", parser);
    };
  }

  private static Json object(JsonParser parser, int levels) throws IOException {
    JsonObject.Builder builder = JsonObject.builder();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      if (!builder.add(name, value(parser, levels))) {
        throw malformed("duplicate field name", parser);
      }
    }
    return builder.build();
  }

  private static Json array(JsonParser parser, int levels) throws IOException {
    List<Json> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values.add(value(parser, levels));
    }
    return new JsonArray(values);
  }

  /**
   * What a parser found wrong, without the input that its messages quote ("Unexpected character
   * ('x' (code 120))") and the settings that they name ("(10, from `StreamReadConstraints…`)").
   */
  public static String problem(JsonProcessingException e) {
    String message = String.valueOf(e.getOriginalMessage());
    if (e instanceof StreamConstraintsException) {
      return "beyond a limit: " + message.replaceAll(", from `[^`]*`", "");
    }
    int cut = message.length();
    for (char stop : new char[] {'(', ':', '\'', '\n'}) {
      int index = message.indexOf(stop);
      cut = index > 0 ? Math.min(cut, index) : cut;
    }
    return "not JSON: " + message.substring(0, cut).strip();
  }

  private static MalformedJsonException malformed(String message, JsonParser parser) {
    return at(message, parser.currentTokenLocation());
  }

  private static MalformedJsonException at(String message, @Nullable JsonLocation location) {
    return new MalformedJsonException(
        location == null
            ? message
            : message
                + " (line "
                + location.getLineNr()
                + ", column "
                + location.getColumnNr()
                + ")");
  }
}
