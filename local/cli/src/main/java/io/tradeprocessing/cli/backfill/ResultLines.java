package io.tradeprocessing.cli.backfill;

import io.tradeprocessing.backfill.ObjectStore;
import io.tradeprocessing.backfill.Plan;
import io.tradeprocessing.cli.console.UserError;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The result lines of a backfill in the order of its file, from the results of its partitions. */
public final class ResultLines {

  private final ObjectStore objects;
  private final Plan plan;

  public ResultLines(ObjectStore objects, Plan plan) {
    this.objects = objects;
    this.plan = plan;
  }

  /** Hands on every line that has a result. */
  public void forEach(Consumer<String> sink) {
    PriorityQueue<PartitionLines> heads =
        new PriorityQueue<>(Comparator.comparingLong(PartitionLines::number));
    for (Plan.Partition part : plan.partitions()) {
      PartitionLines lines = new PartitionLines(part.number());
      if (lines.advance()) {
        heads.add(lines);
      }
    }
    for (PartitionLines first = heads.poll(); first != null; first = heads.poll()) {
      sink.accept(first.text());
      if (first.advance()) {
        heads.add(first);
      }
    }
  }

  /** The lines of a partition, one result object after the other. */
  private final class PartitionLines {

    private final int partition;
    private long taken;
    private @Nullable BufferedReader reader;
    private String text = "";

    PartitionLines(int partition) {
      this.partition = partition;
    }

    String text() {
      return text;
    }

    long number() {
      return Long.parseLong(text.replaceAll("^\\{\"line\":([0-9]+),.*", "$1"));
    }

    boolean advance() {
      try {
        while (true) {
          if (reader == null) {
            Optional<ObjectStore.Stored> stored =
                objects.get(Plan.resultKey(plan.id(), partition, taken));
            if (stored.isEmpty()) {
              return false;
            }
            reader =
                new BufferedReader(
                    new InputStreamReader(
                        new GZIPInputStream(new ByteArrayInputStream(stored.get().bytes())),
                        StandardCharsets.UTF_8));
          }
          String line = reader.readLine();
          if (line != null) {
            text = line;
            taken++;
            return true;
          }
          reader = null;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(
            "the results of partition " + partition + " cannot be read: " + UserError.reason(e), e);
      }
    }
  }
}
