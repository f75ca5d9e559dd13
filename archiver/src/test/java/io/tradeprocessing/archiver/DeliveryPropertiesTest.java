package io.tradeprocessing.archiver;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.testkit.lambda.TestContext;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Whatever Lambda does to the batches of a stream, the archive ends with every change that has to
 * be kept, each with the same content, and with nothing else. Lambda delivers at least once and in
 * order within a shard: it cuts batches anywhere, repeats them, bisects them, and goes on from the
 * number that a response names.
 */
class DeliveryPropertiesTest {

  private final MemoryArchive archive = new MemoryArchive();
  private final ArchiveRecordsHandler handler =
      new ArchiveRecordsHandler(
          archive, MemoryArchive.SIGNER, FunctionRuntime.local(Clock.systemUTC(), new Silent()));

  private static final class Silent implements Telemetry {
    @Override
    public void log(Level level, String message, Map<String, String> fields) {}

    @Override
    public void metric(String name, double value, Unit unit, Map<String, String> dimensions) {}
  }

  @Property(tries = 200)
  void nothingIsMissingAndNothingIsThereThatWasNotInTheStream(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int length) {
    archive.objects.clear();
    Random random = new Random(seed);
    List<List<DynamodbStreamRecord>> shards =
        List.of(shard(0, length, random), shard(1_000, length / 2 + 1, random));
    List<Deque<DynamodbStreamRecord>> open = new ArrayList<>();
    shards.forEach(shard -> open.add(new ArrayDeque<>(shard)));

    // For its first hours the archive is down, loses answers, or fails between object and
    // signature.
    int outage = random.nextInt(30);
    archive.failing(() -> random.nextInt(100) < 30, () -> random.nextInt(100) < 30);
    while (!open.isEmpty()) {
      if (outage-- == 0) {
        archive.repaired();
      }
      Deque<DynamodbStreamRecord> shard = open.get(random.nextInt(open.size()));
      deliver(shard, random);
      open.removeIf(Deque::isEmpty);
    }
    assertThat(archive.changes())
        .containsExactlyElementsOf(
            shards.stream()
                .flatMap(List::stream)
                .map(Changes::of)
                .filter(change -> change.meaning(Stream.REGION) != Change.Meaning.NOTHING)
                .toList());
  }

  /** Delivers the next batch of a shard, cut anywhere, and drops what has been acknowledged. */
  private void deliver(Deque<DynamodbStreamRecord> shard, Random random) {
    List<DynamodbStreamRecord> batch =
        shard.stream().limit(1L + random.nextInt(shard.size())).toList();
    StreamsEventResponse response = handler.handleRequest(Stream.batch(batch), new TestContext());
    boolean answerLost = random.nextInt(10) == 0;
    if (answerLost) {
      return;
    }
    String from =
        response.getBatchItemFailures().isEmpty()
            ? ""
            : response.getBatchItemFailures().getFirst().getItemIdentifier();
    for (DynamodbStreamRecord done : batch) {
      if (done.getDynamodb().getSequenceNumber().equals(from)) {
        return;
      }
      shard.removeFirst();
    }
  }

  private static List<DynamodbStreamRecord> shard(int start, int length, Random random) {
    List<DynamodbStreamRecord> records = new ArrayList<>();
    for (int i = 1; i <= length; i++) {
      String trade = "T-" + random.nextInt(5);
      int number = start + i;
      records.add(
          switch (random.nextInt(8)) {
            case 0 -> Stream.inserted(number, Stream.head(trade, 1));
            case 1 -> Stream.modified(number, Stream.head(trade, i), Stream.head(trade, i + 1));
            case 2 -> Stream.modified(number, Stream.record(trade, i), Stream.record(trade, -i));
            case 3 -> Stream.removed(number, Stream.record(trade, i));
            case 4 -> Stream.inserted(number, Stream.record(trade, i, "eu-west-1"));
            default -> Stream.inserted(number, Stream.record(trade, i));
          });
    }
    return records;
  }
}
