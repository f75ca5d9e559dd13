package io.tradeprocessing.archiver;

import io.tradeprocessing.common.hash.Sha256;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonString;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.json.MalformedJsonException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * An object of the archive: a batch of changes as JSON Lines in gzip. The first line says what the
 * object is, each further line is a change, in the order of the stream. The same batch gives the
 * same content, and the name holds the content's hash.
 *
 * @param origin where the changes come from
 * @param changes at least one
 */
public record ArchiveObject(Origin origin, List<Change> changes) {

  /** The version of the format that this code writes. */
  public static final String VERSION = "1.0";

  /** The name of an object's signature is the object's and this. */
  public static final String SIGNATURE_SUFFIX = ".sig";

  /** Starts the name of every object, before the Region. */
  public static final String PREFIX = "records/";

  private static final String SUFFIX = ".jsonl.gz";
  private static final String FORMAT = "trade-archive";

  /** An invocation gets 6 MB at most; what unpacks to more than this was not written here. */
  private static final int MAX_CONTENT = 64 * 1024 * 1024;

  /**
   * Where changes come from.
   *
   * @param region of the table and of the records, for example {@code us-east-1}
   * @param table its name
   * @param stream the stream's label, the time at which it was enabled
   */
  public record Origin(String region, String table, String stream) {}

  /** An object as it is stored. */
  public static final class Stored {

    private final String name;
    private final byte[] bytes;

    /**
     * @param name in the archive
     * @param bytes gzip; not copied
     */
    public Stored(String name, byte[] bytes) {
      this.name = name;
      this.bytes = bytes;
    }

    /** The name in the archive. */
    public String name() {
      return name;
    }

    /** The object's gzip; not copied. */
    public byte[] bytes() {
      return bytes;
    }
  }

  public ArchiveObject {
    changes = List.copyOf(changes);
    if (changes.isEmpty()) {
      throw new IllegalArgumentException("an object holds at least one change");
    }
  }

  /** The object as it is stored. */
  public Stored stored() {
    byte[] content = content();
    return new Stored(name(content), compress(content));
  }

  private byte[] content() {
    ByteArrayOutputStream content = new ByteArrayOutputStream(4_096 * changes.size());
    try {
      JsonWriter.writeLine(header(), content);
      for (Change change : changes) {
        JsonWriter.writeLine(line(change), content);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return content.toByteArray();
  }

  private JsonObject header() {
    return JsonObject.builder()
        .put("format", FORMAT)
        .put("version", VERSION)
        .put("region", origin.region)
        .put("table", origin.table)
        .put("stream", origin.stream)
        .put("firstSequenceNumber", changes.getFirst().sequenceNumber())
        .put("lastSequenceNumber", changes.getLast().sequenceNumber())
        .put("changes", changes.size())
        .build();
  }

  private static JsonObject line(Change change) {
    JsonObject.Builder line =
        JsonObject.builder()
            .put("eventName", change.kind().name())
            .put("sequenceNumber", change.sequenceNumber())
            .put("approximateCreationDateTime", change.createdAt().toString());
    change.newImage().ifPresent(image -> line.put("newImage", image));
    change.oldImage().ifPresent(image -> line.put("oldImage", image));
    return line.build();
  }

  /**
   * {@code records/<Region>/<stream>/<date>/<first>-<last>-<SHA-256 of the content>.jsonl.gz}. The
   * hash covers the content and not its compression, which another version of zlib may do
   * otherwise.
   */
  private String name(byte[] content) {
    LocalDate date = LocalDate.ofInstant(changes.getFirst().createdAt(), ZoneOffset.UTC);
    return PREFIX
        + origin.region
        + '/'
        + origin.stream.replaceAll("[^0-9A-Za-z]", "")
        + '/'
        + date
        + '/'
        + changes.getFirst().sequenceNumber()
        + '-'
        + changes.getLast().sequenceNumber()
        + '-'
        + Sha256.hex(content)
        + SUFFIX;
  }

  /** JDK's gzip has neither time nor system in its header. */
  private static byte[] compress(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length / 4);
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Whether a name is that of an object, and not of a signature or of something else. */
  public static boolean isName(String name) {
    return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
  }

  /** Whether a name is that of an object's signature. */
  public static boolean isSignatureName(String name) {
    return name.endsWith(SIGNATURE_SUFFIX)
        && isName(name.substring(0, name.length() - SIGNATURE_SUFFIX.length()));
  }

  /** Whether two stored objects have the same content. */
  static boolean isSame(byte[] one, byte[] other) {
    try {
      return Arrays.equals(one, other) || Arrays.equals(decompress(one), decompress(other));
    } catch (IOException e) {
      return false;
    }
  }

  private static byte[] decompress(byte[] bytes) throws IOException {
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      byte[] content = gzip.readNBytes(MAX_CONTENT + 1);
      if (content.length > MAX_CONTENT) {
        throw new IOException("it unpacks to more than " + MAX_CONTENT + " bytes");
      }
      return content;
    }
  }

  /**
   * Reads a stored object.
   *
   * @throws MalformedObjectException if this code would not have stored it like that
   */
  public static ArchiveObject read(Stored stored) {
    byte[] content;
    try {
      content = decompress(stored.bytes);
    } catch (IOException e) {
      throw new MalformedObjectException("it is not gzip: " + e.getMessage());
    }
    ArchiveObject object = parse(content);
    String name = object.name(content);
    if (!name.equals(stored.name)) {
      throw new MalformedObjectException("by its content, its name is " + name);
    }
    return object;
  }

  private static ArchiveObject parse(byte[] content) {
    List<byte[]> lines = lines(content);
    if (lines.isEmpty()) {
      throw new MalformedObjectException("it is empty");
    }
    JsonObject header = object(lines.getFirst());
    if (!header.text("format").equals(Optional.of(FORMAT))
        || !header.text("version").equals(Optional.of(VERSION))) {
      throw new MalformedObjectException(
          "its first line is not of the format " + FORMAT + " " + VERSION);
    }
    List<Change> changes = new ArrayList<>(lines.size());
    for (byte[] line : lines.subList(1, lines.size())) {
      changes.add(change(object(line)));
    }
    if (changes.isEmpty()) {
      throw new MalformedObjectException("it has no changes");
    }
    ArchiveObject object =
        new ArchiveObject(
            new Origin(text(header, "region"), text(header, "table"), text(header, "stream")),
            changes);
    if (!object.header().equals(header)) {
      throw new MalformedObjectException("its first line does not describe its changes");
    }
    return object;
  }

  private static List<byte[]> lines(byte[] content) {
    List<byte[]> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < content.length; i++) {
      if (content[i] == '\n') {
        lines.add(Arrays.copyOfRange(content, start, i));
        start = i + 1;
      }
    }
    if (start < content.length) {
      throw new MalformedObjectException("its last line does not end");
    }
    return lines;
  }

  private static JsonObject object(byte[] line) {
    try {
      return JsonReader.readItems(line)
          .asObject()
          .orElseThrow(() -> new MalformedObjectException("a line is not a JSON object"));
    } catch (MalformedJsonException e) {
      throw new MalformedObjectException("a line cannot be read: " + e.getMessage());
    }
  }

  private static Change change(JsonObject line) {
    try {
      return new Change(
          Change.Kind.valueOf(text(line, "eventName")),
          text(line, "sequenceNumber"),
          Instant.parse(text(line, "approximateCreationDateTime")),
          line.object("newImage"),
          line.object("oldImage"));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new MalformedObjectException("a line is not a change: " + e.getMessage());
    }
  }

  private static String text(JsonObject object, String name) {
    Json value = object.get(name);
    if (value instanceof JsonString(String text)) {
      return text;
    }
    throw new MalformedObjectException("a line has no text " + name);
  }

  /** An object that this code would not have stored. */
  public static final class MalformedObjectException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MalformedObjectException(String message) {
      super(message);
    }
  }
}
