package io.tradeprocessing.backfill;

import com.amazonaws.services.lambda.runtime.Context;
import io.tradeprocessing.common.hash.Sha256;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.store.Provenance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Works through a partition, some hundred lines at a time: the events of a trade in order, those of
 * different trades in groups, groups concurrently. After each step the results are written, and
 * then the cursor, on condition that it is still the one that the step began with. So an invocation
 * that is interrupted, repeated, or overtaken by another one neither loses a line nor counts one
 * twice: a line that was recorded without its result having been counted meets its own record.
 */
final class PartitionRun {

  /**
   * What an invocation must have left to begin a step: the slowest one while DynamoDB throttles.
   */
  private static final Duration RESERVE = Duration.ofSeconds(60);

  private final ObjectStore objects;
  private final EventProcessor processor;
  private final int concurrency;
  private final int groupLines;
  private final int stepLines;
  private final InstantSource clock;

  PartitionRun(ObjectStore objects, EventProcessor processor, Pace pace) {
    this.objects = objects;
    this.processor = processor;
    this.concurrency = pace.groups();
    this.groupLines = pace.groupLines();
    this.stepLines = pace.stepLines();
    this.clock = pace.clock();
  }

  /**
   * Goes on from the cursor until the partition is done or the invocation's time is up.
   *
   * @param execution the child execution
   * @throws InvalidBackfillException if the partition is not the one of the plan
   */
  PartitionCursor run(PartitionTask task, String execution, Context invocation)
      throws InterruptedException {
    Context context = new PartitionContext(invocation, clock);
    Optional<ObjectStore.Stored> stored = objects.get(task.cursorKey());
    PartitionCursor cursor = cursor(task, stored);
    if (cursor.done()) {
      return cursor;
    }
    List<PartitionLine> lines = lines(task);
    Optional<String> tag = stored.map(ObjectStore.Stored::tag);
    int together = groupLines;
    while (!cursor.done() && hasTime(invocation)) {
      int from = Math.toIntExact(cursor.next());
      List<PartitionLine> step = lines.subList(from, Math.min(from + stepLines, lines.size()));
      List<EventProcessor.Result> results =
          process(step, together, Provenance.ofPlan(execution, task.plan()), context);
      together = isMixed(results) ? 1 : groupLines;
      objects.put(Plan.resultKey(task.plan(), task.partition(), from), compressed(results));
      Counts counts =
          results.stream().map(r -> Counts.one(r.outcome())).reduce(Counts.NONE, Counts::plus);
      PartitionCursor next = cursor.after(counts, task.lines());
      Optional<String> written = objects.putIfUnchanged(task.cursorKey(), next.bytes(), tag);
      if (written.isPresent()) {
        cursor = next;
        tag = written;
      } else {
        // Another invocation has counted this step, or more.
        stored = objects.get(task.cursorKey());
        cursor = cursor(task, stored);
        tag = stored.map(ObjectStore.Stored::tag);
      }
    }
    return cursor;
  }

  private static PartitionCursor cursor(PartitionTask task, Optional<ObjectStore.Stored> stored) {
    PartitionCursor empty = PartitionCursor.start(task.partition());
    PartitionCursor cursor = stored.map(found -> PartitionCursor.read(found.bytes())).orElse(empty);
    return task.lines() == 0 ? new PartitionCursor(task.partition(), 0, Counts.NONE, true) : cursor;
  }

  private List<PartitionLine> lines(PartitionTask task) {
    byte[] bytes =
        objects
            .get(task.key())
            .orElseThrow(() -> new InvalidBackfillException("there is no object " + task.key()))
            .bytes();
    String sha256 = Sha256.hex(bytes);
    if (!sha256.equals(task.sha256())) {
      throw new InvalidBackfillException(
          "%s has SHA-256 %s; the plan says %s. The partition was changed after it was planned"
              .formatted(task.key(), sha256, task.sha256()));
    }
    List<PartitionLine> lines = PartitionLine.readAll(bytes);
    if (lines.size() != task.lines()) {
      throw new InvalidBackfillException(
          "%s has %d lines; the plan says %d".formatted(task.key(), lines.size(), task.lines()));
    }
    return lines;
  }

  private static boolean hasTime(Context context) {
    return context.getRemainingTimeInMillis() > RESERVE.toMillis();
  }

  /**
   * Whether some events were on record before and others were not. Then transactions of several
   * records are cancelled, charged, and written again without those.
   */
  private static boolean isMixed(List<EventProcessor.Result> results) {
    return results.stream()
            .map(EventProcessor.Result::outcome)
            .filter(outcome -> outcome != Outcome.UNREADABLE && outcome != Outcome.FAILED)
            .map(outcome -> outcome == Outcome.DUPLICATE)
            .distinct()
            .count()
        > 1;
  }

  private List<EventProcessor.Result> process(
      List<PartitionLine> step, int together, String execution, Context context)
      throws InterruptedException {
    EventProcessor.Result[] results = new EventProcessor.Result[step.size()];
    for (List<Integer> round : rounds(step)) {
      Semaphore atWork = new Semaphore(concurrency);
      List<Future<?>> running = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (List<Integer> group : groups(round, together)) {
          running.add(
              threads.submit(
                  () -> {
                    atWork.acquire();
                    try {
                      List<PartitionLine> lines = group.stream().map(step::get).toList();
                      Iterator<EventProcessor.Result> each =
                          processor.process(lines, execution, context).iterator();
                      group.forEach(place -> results[place] = each.next());
                    } finally {
                      atWork.release();
                    }
                    return null;
                  }));
        }
      }
      for (Future<?> group : running) {
        await(group);
      }
    }
    return List.of(results);
  }

  /** The places of the first event of each trade, then those of the second ones, and so on. */
  private static List<List<Integer>> rounds(List<PartitionLine> step) {
    List<List<Integer>> rounds = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < step.size(); i++) {
      int round =
          step.get(i) instanceof PartitionLine.Event event
              ? seen.merge(event.trade(), 1, Integer::sum) - 1
              : 0;
      if (round == rounds.size()) {
        rounds.add(new ArrayList<>());
      }
      rounds.get(round).add(i);
    }
    return rounds;
  }

  private static List<List<Integer>> groups(List<Integer> round, int size) {
    List<List<Integer>> groups = new ArrayList<>();
    for (int from = 0; from < round.size(); from += size) {
      groups.add(round.subList(from, Math.min(from + size, round.size())));
    }
    return groups;
  }

  /** The executor has waited for it already. */
  private static void await(Future<?> group) throws InterruptedException {
    try {
      group.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case InterruptedException interrupted -> throw interrupted;
        case RuntimeException failure -> throw failure;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  private static byte[] compressed(List<EventProcessor.Result> results) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
    try (GZIPOutputStream out = new Quick(bytes)) {
      for (EventProcessor.Result result : results) {
        JsonWriter.writeLine(result.json(), out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Takes a third of the time of the default level, and makes objects larger by a fourth. */
  private static final class Quick extends GZIPOutputStream {
    Quick(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
