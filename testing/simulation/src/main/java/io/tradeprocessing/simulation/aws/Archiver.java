package io.tradeprocessing.simulation.aws;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import io.tradeprocessing.archiver.ArchiveRecordsHandler;
import io.tradeprocessing.cli.archive.StreamRecords;
import io.tradeprocessing.cli.template.DeploymentTemplate;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.embeddedtable.Change;
import io.tradeprocessing.simulation.aws.Environment.Answer;
import io.tradeprocessing.simulation.check.Evidence;
import io.tradeprocessing.simulation.check.Recorded;
import io.tradeprocessing.simulation.fault.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The stream of a Region's table and the archiver that Lambda invokes with its batches: in order
 * within a shard, at least once, and with a shard by its own.
 */
public final class Archiver {

  private static final int SHARDS = 2;

  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

  private final Sim sim;
  private final SimulatedRegion region;
  private final DeploymentTemplate.EventSource source;
  private final Environments<RequestHandler<DynamodbEvent, StreamsEventResponse>> function;
  private final Bucket bucket = new Bucket();
  private final SigningKey key;
  private final String streamArn;
  private final List<Shard> shards = new ArrayList<>();
  private long changes;

  /** A part of the stream; the changes of a trade are in one. */
  private static final class Shard {
    private final String name;
    private final List<DynamodbStreamRecord> waiting = new ArrayList<>();
    private boolean isRead;
    private int invocations;

    Shard(String name) {
      this.name = name;
    }
  }

  Archiver(Sim sim, SimulatedRegion region, Blueprint blueprint) {
    this.sim = sim;
    this.region = region;
    this.source = blueprint.eventSource();
    this.key = new SigningKey(region.name());
    this.streamArn =
        "arn:aws:dynamodb:"
            + region.name()
            + ":000000000000:table/trades/stream/2026-01-12T00:00:00.000";
    Design design = blueprint.design();
    this.function =
        new Environments<>(
            sim,
            region,
            source.function(),
            (process, name) -> {
              ArchiveClient client =
                  new ArchiveClient(sim, region, process, design.archive(bucket), key);
              return design.archiver(
                  new ArchiveRecordsHandler(
                      client,
                      client,
                      FunctionRuntime.local(
                          sim.kernel().clock(Environments.skew(sim, name)), new Counting())));
            });
    for (int shard = 0; shard < SHARDS; shard++) {
      shards.add(new Shard(region.name() + "/shard-" + shard));
    }
  }

  /** Counts what the alarm of the template watches. */
  private final class Counting implements Telemetry {
    @Override
    public void log(Level level, String message, Map<String, String> fields) {}

    @Override
    public void metric(String name, double value, Unit unit, Map<String, String> dimensions) {
      if (name.equals("TamperedRecords")) {
        sim.history().tamperingCounted(region.name());
      }
    }
  }

  /** What the archive holds, now and later. */
  public Evidence.Archive archive() {
    return new Evidence.Archive(bucket.versions(), key::verifies);
  }

  /** Whether everything that was written is archived. */
  public boolean isDrained() {
    return shards.stream().noneMatch(shard -> shard.isRead);
  }

  /** A change of the table is in its stream. */
  void add(Change change) {
    String tradeId = Recorded.key(change.key());
    Shard shard =
        shards.get(Math.floorMod(tradeId.substring(0, tradeId.indexOf(' ')).hashCode(), SHARDS));
    shard.waiting.add(
        StreamRecords.of(
            change, "%021d".formatted(++changes), sim.kernel().now(), region.name(), streamArn));
    if (!shard.isRead) {
      shard.isRead = true;
      sim.kernel().start(() -> read(shard));
    }
  }

  private void read(Shard shard) throws InterruptedException {
    while (!shard.waiting.isEmpty()) {
      sim.kernel()
          .sleep(
              sim.faults().happens(Fault.STREAM_SHARD_LATE, shard.name)
                  ? sim.choices()
                      .between(
                          "late/" + shard.name, source.batchingWindow(), Duration.ofMinutes(40))
                  : source.batchingWindow());
      region.await();
      deliver(shard);
    }
    shard.isRead = false;
  }

  /** Delivers a batch, and what Lambda makes of it, until its changes are archived or given up. */
  private void deliver(Shard shard) throws InterruptedException {
    int size = most(shard);
    Duration wait = FIRST_WAIT;
    for (int retries = 0; size > 0; retries++) {
      String place = shard.name + "." + ++shard.invocations;
      OptionalInt answered = archived(List.copyOf(shard.waiting.subList(0, size)), place);
      int done = answered.orElse(0);
      boolean failed = done < size;
      if (!failed && sim.faults().happens(Fault.ARCHIVE_BATCH_REPEATED, place)) {
        continue;
      }
      shard.waiting.subList(0, done).clear();
      size -= done;
      if (failed && isGivenUp(shard, retries)) {
        sim.trace().add(place, "gives up " + size + " changes");
        shard.waiting.subList(0, size).clear();
        return;
      }
      if (answered.isEmpty() && source.bisects() && size > 1) {
        size /= 2;
      }
      if (failed) {
        sim.kernel().sleep(wait);
        wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : wait;
        region.await();
      }
      if (size > 0 && sim.faults().happens(Fault.ARCHIVE_BATCH_CUT_OTHERWISE, place)) {
        size = 1 + sim.choices().below("cut/" + place, most(shard));
      }
    }
  }

  private int most(Shard shard) {
    return Math.min(shard.waiting.size(), source.batchSize());
  }

  private boolean isGivenUp(Shard shard, int retries) {
    Instant oldest =
        shard.waiting.getFirst().getDynamodb().getApproximateCreationDateTime().toInstant();
    return (source.maximumRetryAttempts() >= 0 && retries >= source.maximumRetryAttempts())
        || Duration.between(oldest, sim.kernel().now()).compareTo(source.maximumRecordAge()) > 0;
  }

  /**
   * How many changes of a batch, from its first, Lambda considers done; nothing where the function
   * failed.
   */
  private OptionalInt archived(List<DynamodbStreamRecord> batch, String place)
      throws InterruptedException {
    DynamodbEvent event = new DynamodbEvent();
    event.setRecords(batch);
    Answer<StreamsEventResponse> answer =
        function.invoke((handler, context) -> handler.handleRequest(event, context), place);
    return switch (answer) {
      case Answer.Failure<StreamsEventResponse> _ -> OptionalInt.empty();
      case Answer.Result<StreamsEventResponse>(StreamsEventResponse response) -> {
        int done = source.reportsItemFailures() ? done(batch, response) : batch.size();
        sim.trace().add(place, "archived " + done + " of " + batch.size() + " changes");
        yield OptionalInt.of(done);
      }
    };
  }

  /** Up to the first that failed; none where a number is not of the batch. */
  private static int done(List<DynamodbStreamRecord> batch, StreamsEventResponse response) {
    List<String> numbers =
        batch.stream().map(record -> record.getDynamodb().getSequenceNumber()).toList();
    return response.getBatchItemFailures().stream()
        .map(BatchItemFailure::getItemIdentifier)
        .mapToInt(number -> Math.max(0, numbers.indexOf(number)))
        .min()
        .orElse(batch.size());
  }
}
