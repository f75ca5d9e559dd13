package io.tradeprocessing.cli.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.backfill.Plan;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.input.Envelopes;
import io.tradeprocessing.cli.input.EventLines;
import io.tradeprocessing.cli.input.InputLine;
import io.tradeprocessing.common.hash.Sha256;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Cuts a source of events into partitions: all events of a trade in one, in the order of the
 * source. One pass in constant memory; the partitions are compressed files in a folder.
 */
public final class Planner {

  /** What a partition should hold of the source: some 2,000 events. */
  private static final long BYTES = 2L * 1024 * 1024;

  /** A compressed file holds about this many times its size. */
  private static final int COMPRESSION = 8;

  /** So that the plan stays a document that the function can read. */
  public static final int MAX_PARTITIONS = 5_000;

  /** Text of a partition that waits in memory to be compressed. */
  private static final int BUFFER = 32 * 1024;

  private final Clock clock;

  /** How the bytes of a part become events. */
  @FunctionalInterface
  public interface Format {
    EventLines read(InputStream plain);
  }

  public Planner(Clock clock) {
    this.clock = clock;
  }

  /**
   * Cuts a source.
   *
   * @param wanted partitions; empty for as many as the size of the source suggests
   * @param folder where the objects of the plan go, by their keys
   * @throws UserError if the source cannot be read
   */
  public Plan plan(Source source, Format format, Optional<Integer> wanted, FolderObjects folder) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    String id =
        now.toString().replaceAll("[-:]", "") + "-" + UUID.randomUUID().toString().substring(0, 8);
    try {
      List<Source.Part> parts = source.parts();
      int count = wanted.orElseGet(() -> suggested(parts));
      Cutting cutting = new Cutting(id, now, count, folder);
      for (Source.Part part : parts) {
        cutting.read(source, part, format);
      }
      Plan plan = new Plan(id, now.toString(), cutting.source(source), cutting.partitions());
      folder.put(Plan.key(id), plan.bytes());
      folder.put(Plan.itemsKey(id), plan.items());
      return plan;
    } catch (IOException e) {
      throw new UserError(source.name() + " cannot be read: " + UserError.reason(e), e);
    }
  }

  private static int suggested(List<Source.Part> parts) {
    long bytes =
        parts.stream()
            .mapToLong(part -> part.bytes() * (part.compressed() ? COMPRESSION : 1))
            .sum();
    return Math.clamp((bytes + BYTES - 1) / BYTES, 1, MAX_PARTITIONS);
  }

  private static InputStream plain(InputStream in) throws IOException {
    in.mark(2);
    byte[] start = in.readNBytes(2);
    in.reset();
    return FileSource.isGzip(start) ? new GZIPInputStream(in, 1 << 16) : in;
  }

  /**
   * What the events of one trade have in common; without an identifier, what an event and its
   * repetition have in common.
   */
  private static String key(InputLine line) {
    return switch (line) {
      case InputLine.Unreadable unreadable -> "line " + unreadable.line();
      case InputLine.Event event -> {
        JsonNode trade = Envelopes.sent(event.json()).path("detail");
        JsonNode id = trade.path("tradeId");
        yield id.isTextual() ? id.textValue() : trade.toString();
      }
    };
  }

  /** The partitions of a source while it is read. */
  private static final class Cutting {

    private final String id;
    private final Envelopes envelopes;
    private final FolderObjects folder;
    private final List<Partition> partitions = new ArrayList<>();

    /** A line for each part that was read: its hash, size, lines and name. */
    private final ByteArrayOutputStream manifest = new ByteArrayOutputStream();

    private long before;
    private long bytes;

    Cutting(String id, Instant now, int count, FolderObjects folder) throws IOException {
      this.id = id;
      this.envelopes = new Envelopes(Clock.fixed(now, ZoneOffset.UTC));
      this.folder = folder;
      for (int number = 1; number <= count; number++) {
        partitions.add(new Partition(number, folder.file(Plan.partitionKey(id, number))));
      }
    }

    void read(Source source, Source.Part part, Format format) throws IOException {
      MessageDigest digest = Sha256.newDigest();
      long last = 0;
      long nth = 1;
      try (InputStream raw =
              new BufferedInputStream(new DigestInputStream(source.open(part), digest), 1 << 16);
          EventLines lines = format.read(plain(raw))) {
        Optional<InputLine> next = lines.next();
        while (next.isPresent()) {
          InputLine line = next.get();
          nth = line.line() == last ? nth + 1 : 1;
          last = line.line();
          ObjectNode place = JsonNodeFactory.instance.objectNode().put("line", before + last);
          if (nth > 1) {
            place.put("nth", nth);
          }
          if (source.hasSeveral()) {
            place.putObject("origin").put("object", part.name()).put("line", last);
          }
          partitions
              .get(Math.floorMod(key(line).hashCode(), partitions.size()))
              .add(line(place, line));
          next = lines.next();
        }
        raw.transferTo(OutputStream.nullOutputStream());
      } catch (UserError e) {
        throw source.hasSeveral() ? new UserError(part.name() + ": " + e.getMessage(), e) : e;
      }
      before += last;
      bytes += part.bytes();
      ObjectNode entry = JsonNodeFactory.instance.objectNode();
      entry.put("object", part.name()).put("bytes", part.bytes()).put("sha256", Sha256.hex(digest));
      entry.put("firstLine", before - last + 1).put("lastLine", before);
      manifest.writeBytes((ExactJson.write(entry) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private byte[] line(ObjectNode json, InputLine line) {
      switch (line) {
        case InputLine.Unreadable unreadable -> json.put("unreadable", unreadable.problem());
        case InputLine.Event event -> {
          ObjectNode envelope = envelopes.envelope(event.json());
          if (!event.json().has("detail") || !event.json().has("id")) {
            // The same in every attempt, and another one for every line.
            String nth = json.has("nth") ? "." + json.path("nth").asText() : "";
            envelope.put("id", id + "-" + json.path("line").asText() + nth);
          }
          json.set("event", envelope);
        }
      }
      return (ExactJson.write(json) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The source as it was read. Where it has several parts, they are listed in an object of the
     * plan, and the hash is that of the list.
     */
    Plan.Source source(Source source) throws IOException {
      byte[] listed = manifest.toByteArray();
      if (!source.hasSeveral()) {
        return new Plan.Source(
            source.name(),
            bytes,
            ExactJson.read(new String(listed, StandardCharsets.UTF_8)).path("sha256").asText());
      }
      folder.put(Plan.objectsKey(id), listed);
      return new Plan.Source(source.name(), bytes, Sha256.hex(listed));
    }

    List<Plan.Partition> partitions() throws IOException {
      List<Plan.Partition> finished = new ArrayList<>();
      for (Partition partition : partitions) {
        finished.add(partition.finish());
      }
      return finished;
    }
  }

  /** A partition that is being written, closed between the writes: there may be thousands. */
  private static final class Partition {

    private final int number;
    private final Path file;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private long lines;

    Partition(int number, Path file) throws IOException {
      this.number = number;
      this.file = file;
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
    }

    void add(byte[] line) throws IOException {
      waiting.write(line);
      lines++;
      if (waiting.size() > BUFFER) {
        flush();
      }
    }

    private void flush() throws IOException {
      try (OutputStream out =
          new GZIPOutputStream(
              Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND))) {
        waiting.writeTo(out);
      }
      waiting.reset();
    }

    Plan.Partition finish() throws IOException {
      flush();
      byte[] bytes = Files.readAllBytes(file);
      return new Plan.Partition(number, lines, bytes.length, Sha256.hex(bytes));
    }
  }
}
