package io.tradeprocessing.cli.backfill;

import io.tradeprocessing.backfill.Plan;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/**
 * What a backfill would cost and take on AWS, before anything is sent.
 *
 * @param dollars for Lambda, Step Functions, S3 and DynamoDB, at the list prices of us-east-1
 *     (checked 2026-11) for one Region
 */
public record Estimate(int partitions, long lines, BigDecimal dollars, Duration duration) {

  /**
   * Events that one function with one vCPU records a second, while it waits for DynamoDB mostly.
   */
  private static final int EVENTS_A_SECOND = 400;

  /** Children that a Map Run starts a second. */
  private static final int STARTS_A_SECOND = 100;

  /** A record of 3 KB and a head of 1 KB in a transaction, and the record in the index. */
  private static final int WRITE_UNITS = 11;

  private static final BigDecimal WRITE_UNIT = new BigDecimal("0.000000625");
  private static final BigDecimal TRANSITION = new BigDecimal("0.000025");
  private static final BigDecimal GB_SECOND = new BigDecimal("0.0000133334");
  private static final BigDecimal PUT = new BigDecimal("0.000005");

  /** 1,769 MB. */
  private static final BigDecimal GB = new BigDecimal("1.7275");

  /** ProcessPartition, IsPartitionDone, PartitionDone, and the start of the child. */
  private static final int TRANSITIONS = 4;

  /** Partition, cursor and results of every 250 lines. */
  private static final int LINES_A_PUT = 125;

  public static Estimate of(Plan plan, int concurrency) {
    long lines = plan.lines();
    int partitions = plan.partitions().size();
    int atOnce = Math.min(concurrency, partitions);
    BigDecimal seconds =
        BigDecimal.valueOf(lines).divide(BigDecimal.valueOf(EVENTS_A_SECOND), 3, RoundingMode.UP);
    BigDecimal dollars =
        WRITE_UNIT
            .multiply(BigDecimal.valueOf(lines * WRITE_UNITS))
            .add(TRANSITION.multiply(BigDecimal.valueOf((long) partitions * TRANSITIONS)))
            .add(GB_SECOND.multiply(GB).multiply(seconds))
            .add(PUT.multiply(BigDecimal.valueOf(partitions * 2L + lines / LINES_A_PUT)));
    long work =
        seconds.divide(BigDecimal.valueOf(Math.max(1, atOnce)), 0, RoundingMode.UP).longValue();
    return new Estimate(
        partitions,
        lines,
        dollars.setScale(2, RoundingMode.UP),
        Duration.ofSeconds(work + partitions / STARTS_A_SECOND));
  }

  public String text() {
    return """
    %,d lines in %,d partitions
    about %s dollars in one Region: DynamoDB, Lambda, Step Functions and S3 (prices of us-east-1, 2026-11, records of 3 KB)
    about %s, if the table takes it: see WarmWriteUnits for a new one
    """
        .formatted(lines, partitions, dollars, time());
  }

  private String time() {
    long minutes = duration.toMinutes();
    return minutes < 2 ? Math.max(1, duration.toSeconds()) + " s" : minutes + " minutes";
  }
}
