package io.tradeprocessing.cli.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.common.json.JsonReader;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.CharConversionException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads events one after the other, in constant memory and in UTF-8, from JSON Lines (one event a
 * line), from one JSON array, or from events that are spread over several lines each.
 *
 * <p>In JSON Lines an unreadable line is reported and the next one is read. In the other two forms
 * nothing says where the next event begins, so the first syntax error ends the reading.
 */
public final class EventReader implements EventLines {

  /** Bytes in a line: PutEvents takes less than 1 MiB. */
  static final int MAX_LINE = 1024 * 1024;

  /** 1E99999999999 is JSON, but no BigDecimal; Jackson finds out when it makes the tree. */
  private static final String BEYOND_DECIMALS = "a number's exponent is beyond that of decimals";

  private static final String UTF_16 =
      "the input is UTF-16 or UTF-32: convert it to UTF-8, for example with iconv -f UTF-16 -t"
          + " UTF-8";

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(200)
                          .maxStringLength(MAX_LINE)
                          .build())
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final CountingStream in;
  private Form form = new Undecided();
  private long line;

  private EventReader(InputStream in) {
    this.in = new CountingStream(in);
  }

  public static EventReader of(InputStream in) {
    return new EventReader(in);
  }

  /**
   * Opens a file.
   *
   * @throws UserError if it is not there or cannot be read
   */
  static EventReader open(Path file) {
    if (Files.isDirectory(file)) {
      throw new UserError(file + " is a folder: give a file of events, or - for standard input");
    }
    if (!Files.exists(file)) {
      throw new UserError(file + " does not exist: give a file of events, or - for standard input");
    }
    try {
      InputStream in = Files.newInputStream(file);
      return new EventReader(Files.isRegularFile(file) ? new FirstBytes(in, Files.size(file)) : in);
    } catch (IOException e) {
      throw new UserError(file + " cannot be read: " + UserError.reason(e), e);
    }
  }

  @Override
  public Optional<InputLine> next() throws IOException {
    return Optional.ofNullable(form.next());
  }

  /** Bytes taken from the input so far, for the progress display. */
  long bytesRead() {
    return in.taken;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private interface Form {
    @Nullable InputLine next() throws IOException;
  }

  /** Nothing but white space has been read: the first line says which form it is. */
  private final class Undecided implements Form {
    @Override
    public @Nullable InputLine next() throws IOException {
      if (in.beginsAsWideText()) {
        form = () -> null;
        return new InputLine.Unreadable(1, UTF_16);
      }
      in.skipByteOrderMark();
      in.mark(MAX_LINE + 2);
      int first = in.firstBeyondWhiteSpace();
      boolean array = first == '[';
      // A line of JSON Lines holds a whole object; a lone brace begins one that is spread out.
      boolean spread = first == '{' && in.restOfLineIsBlank();
      in.reset();
      form = array || spread ? new Values(array) : new Lines();
      return form.next();
    }
  }

  private final class Lines implements Form {
    @Override
    public @Nullable InputLine next() throws IOException {
      while (true) {
        byte[] bytes = readLine(in);
        if (bytes == null) {
          return null;
        }
        line++;
        if (bytes.length > MAX_LINE) {
          return unreadable("longer than " + MAX_LINE + " bytes, the most that EventBridge takes");
        }
        if (isBlank(bytes)) {
          continue;
        }
        int invalid = Utf8Check.firstInvalid(bytes);
        if (invalid >= 0) {
          return unreadable(notUtf8(bytes[invalid], invalid + 1L));
        }
        try {
          return event(line, MAPPER.readTree(text(bytes)));
        } catch (JsonProcessingException e) {
          return unreadable(problem(e));
        } catch (NumberFormatException e) {
          return unreadable(BEYOND_DECIMALS);
        }
      }
    }

    /** Without the byte order mark that begins each of several files put together. */
    private static String text(byte[] bytes) {
      String text = new String(bytes, StandardCharsets.UTF_8);
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private InputLine unreadable(String problem) {
      return new InputLine.Unreadable(line, problem);
    }
  }

  /** Values one after the other, with or without an array around them. */
  private final class Values implements Form {
    private final JsonParser parser;
    private boolean ended;

    Values(boolean array) throws IOException {
      parser =
          MAPPER.createParser(new InputStreamReader(new CheckedStream(in), StandardCharsets.UTF_8));
      if (array) {
        parser.nextToken();
      }
    }

    @Override
    public @Nullable InputLine next() throws IOException {
      if (ended) {
        return null;
      }
      try {
        JsonToken token = parser.nextToken();
        if (token == null || token == JsonToken.END_ARRAY) {
          ended = true;
          return token == null ? null : whatFollows();
        }
        line = parser.currentTokenLocation().getLineNr();
        return event(
            line,
            MAPPER
                .reader()
                .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .readTree(parser));
      } catch (JsonProcessingException e) {
        return rest(e);
      } catch (NotUtf8Exception e) {
        return rest(e.line, String.valueOf(e.getMessage()));
      } catch (NumberFormatException e) {
        return rest(line, BEYOND_DECIMALS);
      }
    }

    private @Nullable InputLine whatFollows() throws IOException {
      try {
        if (parser.nextToken() == null) {
          return null;
        }
        return new InputLine.Unreadable(
            parser.currentTokenLocation().getLineNr(),
            "more text after the end of the array; it is not read");
      } catch (JsonProcessingException e) {
        return rest(e);
      } catch (NotUtf8Exception e) {
        return rest(e.line, String.valueOf(e.getMessage()));
      }
    }

    private InputLine rest(JsonProcessingException e) {
      return rest(e.getLocation() == null ? line : e.getLocation().getLineNr(), problem(e));
    }

    private InputLine rest(long at, String problem) {
      ended = true;
      return new InputLine.Unreadable(
          at, problem + "; what follows cannot be read (JSON Lines would not have this limit)");
    }
  }

  private static InputLine event(long line, @Nullable JsonNode json) {
    if (json instanceof ObjectNode object) {
      return new InputLine.Event(line, ofDeadLetter(object));
    }
    String type = json == null ? "nothing" : json.getNodeType().name().toLowerCase(Locale.ROOT);
    return new InputLine.Unreadable(line, "an event must be a JSON object, not " + type);
  }

  /** The event of a dead letter, as local runs and {@code trades dead-letters --json} write it. */
  private static ObjectNode ofDeadLetter(ObjectNode json) {
    return json.path("event") instanceof ObjectNode event
            && event.has("detail")
            && json.path("error").isTextual()
            && !json.has("detail")
        ? event
        : json;
  }

  /** A line without its end; of one that is too long, one byte more than is allowed. */
  static byte @Nullable [] readLine(InputStream in) throws IOException {
    int b = in.read();
    if (b < 0) {
      return null;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
    while (b >= 0 && b != '\n') {
      if (bytes.size() <= MAX_LINE) {
        bytes.write(b);
      }
      b = in.read();
    }
    return bytes.toByteArray();
  }

  static boolean isBlank(byte[] bytes) {
    for (byte b : bytes) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  private static String problem(JsonProcessingException e) {
    String column = e.getLocation() == null ? "" : " at column " + e.getLocation().getColumnNr();
    return JsonReader.problem(e) + column;
  }

  static String notUtf8(int b, long place) {
    return "not UTF-8: byte %d of the line is 0x%02X; save the input as UTF-8"
        .formatted(place, b & 0xFF);
  }

  private static final class NotUtf8Exception extends CharConversionException {
    private static final long serialVersionUID = 1;
    private final long line;

    NotUtf8Exception(String message, long line) {
      super(message);
      this.line = line;
    }
  }

  /** Hands on what is UTF-8, and fails at the first byte that is not. */
  private static final class CheckedStream extends InputStream {
    private final InputStream in;
    private final Utf8Check check = new Utf8Check();
    private long line = 1;
    private long place;
    private @Nullable NotUtf8Exception problem;

    CheckedStream(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      if (problem != null) {
        throw problem;
      }
      int count = in.read(bytes, from, length);
      int invalid = check.firstRefused(bytes, from, from + count);
      count(bytes, from, invalid < 0 ? from + count : invalid);
      if (invalid < 0) {
        return count;
      }
      int pending = check.pending();
      int first = pending == 0 ? bytes[invalid] : check.lead();
      problem = new NotUtf8Exception(notUtf8(first, place - pending + 1), line);
      if (invalid == from) {
        throw problem;
      }
      return invalid - from;
    }

    private void count(byte[] bytes, int from, int to) {
      for (int i = from; i < to; i++) {
        if (bytes[i] == '\n') {
          line++;
          place = 0;
        } else {
          place++;
        }
      }
    }
  }

  /** What a file had when it was opened: a run adds to the dead letters that it may be reading. */
  private static final class FirstBytes extends FilterInputStream {
    private long left;

    FirstBytes(InputStream in, long size) {
      super(in);
      this.left = size;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int count = left == 0 ? -1 : in.read(bytes, from, (int) Math.min(length, left));
      left -= Math.max(0, count);
      return count;
    }
  }

  private static final class CountingStream extends BufferedInputStream {
    private long taken;

    CountingStream(InputStream in) {
      super(in, 1 << 16);
    }

    @Override
    public synchronized int read() throws IOException {
      int b = super.read();
      taken += b < 0 ? 0 : 1;
      return b;
    }

    @Override
    public synchronized int read(byte[] b, int off, int len) throws IOException {
      int n = super.read(b, off, len);
      taken += Math.max(n, 0);
      return n;
    }

    @Override
    public synchronized void reset() throws IOException {
      super.reset();
      taken = 0;
    }

    /** By its byte order mark, or the zeros of text that begins with ASCII, as JSON does. */
    boolean beginsAsWideText() throws IOException {
      mark(2);
      int first = read();
      int second = read();
      reset();
      return (first == 0 && second >= 0)
          || second == 0
          || (first == 0xFE && second == 0xFF)
          || (first == 0xFF && second == 0xFE);
    }

    void skipByteOrderMark() throws IOException {
      mark(3);
      if (read() != 0xEF || read() != 0xBB || read() != 0xBF) {
        reset();
      }
    }

    int firstBeyondWhiteSpace() throws IOException {
      int b = read();
      for (int n = 0; n < MAX_LINE / 2 && (b == ' ' || b == '\t' || b == '\r' || b == '\n'); n++) {
        b = read();
      }
      return b;
    }

    boolean restOfLineIsBlank() throws IOException {
      int b = read();
      for (int n = 0; n < MAX_LINE / 2 && (b == ' ' || b == '\t' || b == '\r'); n++) {
        b = read();
      }
      return b == '\n';
    }
  }
}
