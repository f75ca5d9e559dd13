package io.tradeprocessing.cli.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.backfill.Plan;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.input.Envelopes;
import io.tradeprocessing.cli.input.EventReader;
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
 * Cuts a file of events into partitions: all events of a trade in one, in the order of the file.
 * One pass in constant memory; the partitions are compressed files in a folder.
 */
public final class Planner {

  /** What a partition should hold of the file: some 2,000 events. */
  private static final long BYTES = 2L * 1024 * 1024;

  /** A compressed file holds about this many times its size. */
  private static final int COMPRESSION = 8;

  /** So that the plan stays a document that the function can read. */
  public static final int MAX_PARTITIONS = 5_000;

  /** Text of a partition that waits in memory to be compressed. */
  private static final int BUFFER = 32 * 1024;

  private final Clock clock;

  public Planner(Clock clock) {
    this.clock = clock;
  }

  /**
   * Cuts a file.
   *
   * @param wanted partitions; empty for as many as the size of the file suggests
   * @param folder where the objects of the plan go, by their keys
   * @throws UserError if the file cannot be read
   */
  public Plan plan(Path file, Optional<Integer> wanted, FolderObjects folder) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    String id =
        now.toString().replaceAll("[-:]", "") + "-" + UUID.randomUUID().toString().substring(0, 8);
    MessageDigest digest = Sha256.newDigest();
    try (InputStream raw =
            new BufferedInputStream(
                new DigestInputStream(Files.newInputStream(file), digest), 1 << 16);
        EventReader reader = EventReader.of(plain(raw))) {
      int count = wanted.orElseGet(() -> suggested(file));
      List<Part> parts = new ArrayList<>();
      for (int number = 1; number <= count; number++) {
        parts.add(new Part(number, folder.file(Plan.partitionKey(id, number))));
      }
      Envelopes envelopes = new Envelopes(Clock.fixed(now, ZoneOffset.UTC));
      Optional<InputLine> next = reader.next();
      while (next.isPresent()) {
        InputLine line = next.get();
        parts.get(Math.floorMod(key(line).hashCode(), count)).add(line(line, id, envelopes));
        next = reader.next();
      }
      raw.transferTo(OutputStream.nullOutputStream());
      List<Plan.Partition> partitions = new ArrayList<>();
      for (Part part : parts) {
        partitions.add(part.finish());
      }
      Plan plan =
          new Plan(
              id,
              now.toString(),
              new Plan.Source(
                  String.valueOf(file.getFileName()), Files.size(file), Sha256.hex(digest)),
              partitions);
      folder.put(Plan.key(id), plan.bytes());
      folder.put(Plan.itemsKey(id), plan.items());
      return plan;
    } catch (IOException e) {
      throw new UserError(file + " cannot be read: " + UserError.reason(e), e);
    }
  }

  private static int suggested(Path file) {
    try {
      byte[] start = new byte[2];
      boolean compressed;
      try (InputStream in = Files.newInputStream(file)) {
        compressed = in.readNBytes(start, 0, 2) == 2 && isGzip(start);
      }
      long bytes = Files.size(file) * (compressed ? COMPRESSION : 1);
      return Math.clamp((bytes + BYTES - 1) / BYTES, 1, MAX_PARTITIONS);
    } catch (IOException e) {
      throw new UserError(file + " cannot be read: " + UserError.reason(e), e);
    }
  }

  private static InputStream plain(InputStream in) throws IOException {
    in.mark(2);
    byte[] start = in.readNBytes(2);
    in.reset();
    return start.length == 2 && isGzip(start) ? new GZIPInputStream(in, 1 << 16) : in;
  }

  private static boolean isGzip(byte[] start) {
    return start[0] == 0x1f && start[1] == (byte) 0x8b;
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

  private static byte[] line(InputLine line, String plan, Envelopes envelopes) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("line", line.line());
    switch (line) {
      case InputLine.Unreadable unreadable -> json.put("unreadable", unreadable.problem());
      case InputLine.Event event -> {
        ObjectNode envelope = envelopes.envelope(event.json());
        if (!event.json().has("detail") || !event.json().has("id")) {
          // The same in every attempt, and another one for every line.
          envelope.put("id", plan + "-" + line.line());
        }
        json.set("event", envelope);
      }
    }
    return (ExactJson.write(json) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** A partition that is being written, closed between the writes: there may be thousands. */
  private static final class Part {

    private final int number;
    private final Path file;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private long lines;

    Part(int number, Path file) throws IOException {
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
