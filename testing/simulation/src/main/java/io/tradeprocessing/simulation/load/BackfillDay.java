package io.tradeprocessing.simulation.load;

import io.tradeprocessing.simulation.load.Result.Limit;
import java.util.random.RandomGenerator;

/**
 * A day whose trades are recorded by a backfill of each quarter of an hour, one after the other.
 * The partitions that run at the same time are as many as the table takes: an operator gives {@code
 * --concurrency} so, and no invocation waits for DynamoDB.
 */
final class BackfillDay {

  private static final int QUARTER = 900;

  /** Seconds to plan, upload and start, and to add up. */
  private static final int START = 30;

  /** Partitions of a backfill at the same time, where nothing else limits them. */
  private static final double MOST_PARTITIONS = 40;

  private static final int HORIZON = 48 * 3_600;

  private final Day day;
  private final Quotas quotas;
  private final Workload workload;
  private final RandomGenerator random;
  private final Result result = new Result(HORIZON);
  private final Table table;
  private final Queue queue = new Queue();

  BackfillDay(Day day, Quotas quotas, Workload workload, RandomGenerator random) {
    this.day = day;
    this.quotas = quotas;
    this.workload = workload;
    this.random = random;
    this.table = new Table(quotas.of("table-warm"), quotas.of("table-writes"));
  }

  Result run() {
    Flow quarter = new Flow();
    int now = 0;
    for (; now < HORIZON && (now <= Day.SECONDS + START || queue.total() >= 0.5); now++) {
      if (now < Day.SECONDS) {
        quarter.add(now, 0, day.arrivals(now, random));
      }
      if (now >= QUARTER && now % QUARTER == START) {
        queue.add(now, quarter);
        quarter.clear();
      }
      record(now);
    }
    result.deadLetters(queue.total());
    result.ended(now);
    return result;
  }

  private void record(int now) {
    double table = this.table.units(now) / workload.writeUnits();
    double index = quotas.indexRecords();
    double lambda = Math.min(MOST_PARTITIONS, quotas.of("lambda-concurrency"));
    double partitions =
        Math.clamp(Math.floor(Math.min(table, index) / workload.backfillRate()), 1, lambda);
    double rate = Math.min(partitions * workload.backfillRate(), Math.min(table, index));
    Flow done = new Flow();
    queue.take(rate, done);
    this.table.used(done.total() * workload.writeUnits());
    if (queue.total() > 0) {
      result.paced(partitions == lambda ? Limit.LAMBDA : table < index ? Limit.TABLE : Limit.INDEX);
    }
    done.forEach((born, _, trades) -> result.recorded(now - born, trades));
  }
}
