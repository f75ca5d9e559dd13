package io.tradeprocessing.benchmarks.cost;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Dollars for a million trades, by the way that they take and what the environment has. */
final class CostModel {

  private static final double MILLION = 1_000_000;
  private static final double GB = 1_073_741_824;
  private static final double LIVE_GB = 1.0;
  private static final double BACKFILL_GB = 1_769 / 1_024.0;

  /** Lines in a step of a partition, after which results and cursor are written. */
  private static final double STEP = 250;

  private final Prices prices = Prices.load();
  private final Stated stated;
  private final Counts standard;
  private final Counts express;
  private final Counts twoPartitions;
  private final Counts fourPartitions;

  /**
   * Counts what the definitions use.
   *
   * @param home the project's folder
   */
  CostModel(Path home, Stated stated) {
    Path definitions = home.resolve("statemachine");
    this.stated = stated;
    this.standard = Counts.ofWorkflow(definitions.resolve("trade-processing.asl.json"));
    this.express = Counts.ofWorkflow(definitions.resolve("trade-processing-express.asl.json"));
    this.twoPartitions = Counts.ofBackfill(definitions.resolve("backfill.asl.json"), 2);
    this.fourPartitions = Counts.ofBackfill(definitions.resolve("backfill.asl.json"), 4);
  }

  /**
   * A way that trades take.
   *
   * @param usage of a million of them
   * @param live whether their events are on the bus
   */
  record Way(String name, Usage usage, boolean live) {}

  List<Way> ways() {
    return List.of(
        new Way("STANDARD", standard(), true),
        new Way("EXPRESS", express(), true),
        new Way("backfill", backfill(), false));
  }

  private Usage standard() {
    return live(standard)
        .and("states-transition", MILLION * standard.transitions() / standard.trades());
  }

  private Usage express() {
    double billedSeconds = Math.ceil(stated.executionMs() / 100) / 10;
    return live(express)
        .and("states-express-request", MILLION)
        .and("states-express-gb-second", MILLION * billedSeconds * 64 / 1_024);
  }

  /** What both live ways use. */
  private Usage live(Counts counts) {
    return table(counts, MILLION / counts.trades()).plus(functions(counts));
  }

  private Usage functions(Counts counts) {
    double each = MILLION / counts.trades();
    double milliseconds = stated.validatorMs() + stated.enricherMs() + stated.recorderMs();
    double invocations = each * counts.invocations();
    return new Usage()
        .and("lambda-request", invocations)
        .and("lambda-gb-second", MILLION * milliseconds / 1_000 * LIVE_GB)
        .and("eventbridge-event", MILLION + each * counts.published())
        .and("logs-gb", (each * counts.logBytes() + invocations * stated.platformLogBytes()) / GB)
        .and("xray-trace", MILLION * stated.traced());
  }

  private static Usage table(Counts counts, double each) {
    return new Usage()
        .and("dynamodb-write", each * counts.writeUnits())
        .and("dynamodb-read", each * counts.readUnits());
  }

  /** From the difference of two numbers of partitions, so that what happens once does not count. */
  private Usage backfill() {
    double partitions = MILLION / stated.linesAPartition();
    double transitions = (fourPartitions.transitions() - twoPartitions.transitions()) / 2.0;
    double invocations = (fourPartitions.invocations() - twoPartitions.invocations()) / 2.0;
    double steps = Math.ceil(stated.linesAPartition() / STEP);
    return table(fourPartitions, MILLION / fourPartitions.trades())
        // The start of a child is a transition too.
        .and("states-transition", partitions * (transitions + 1))
        .and("lambda-request", partitions * invocations)
        .and("lambda-gb-second", MILLION * stated.backfillMs() / 1_000 * BACKFILL_GB)
        .and("logs-gb", partitions * invocations * stated.platformLogBytes() / GB)
        // The partition, and results and cursor of each step.
        .and("s3-put", partitions * (1 + 2 * steps))
        .and("s3-get", partitions * 4);
  }

  /** What a replica of the table adds. */
  private Usage replica() {
    double each = MILLION / standard.trades();
    return new Usage()
        .and("dynamodb-write", each * standard.replicatedUnits())
        .and("transfer-gb", each * standard.recordBytes() / GB);
  }

  /** What the witness adds: objects with signatures, and the function that writes them. */
  private Usage archive() {
    double objects = MILLION / stated.recordsAnArchiveObject();
    return new Usage()
        .and("s3-put", 2 * objects)
        .and("kms-sign", objects)
        .and("lambda-request", objects)
        .and("lambda-gb-second", objects * 0.1 * LIVE_GB);
  }

  /** What a standby adds beside the replica: every event goes to its bus and into its archive. */
  private Usage standby() {
    return replica()
        .plus(forwarding())
        .and(
            "eventbridge-archive-gb", 2 * MILLION * standard.eventBytes() / standard.trades() / GB);
  }

  private Usage forwarding() {
    return new Usage()
        .and("eventbridge-event", MILLION)
        .and("transfer-gb", MILLION * standard.eventBytes() / standard.trades() / GB);
  }

  /** A month of a standby without traffic: alarms, their topic's key, and the probes. */
  private Usage idle() {
    double probes = stated.probesAMonth();
    double transitions = (double) standard.transitions() / standard.trades();
    return functions(standard)
        .times(probes / MILLION)
        .and("states-transition", probes * transitions)
        .and("scheduler-invocation", probes)
        // The item of the probe, here and in the replica.
        .and("dynamodb-write", 2 * probes)
        .and("cloudwatch-alarm", stated.alarmMetrics())
        .and("cloudwatch-composite-alarm", stated.compositeAlarms())
        .and("cloudwatch-metric", 1)
        .and("kms-key", 1);
  }

  /** A GB of events, in the archives of both buses for a month. */
  private static Usage archived() {
    return new Usage().and("eventbridge-archive-gb", 2).and("eventbridge-archive-month", 2);
  }

  /** The tables of the documentation, in Markdown. */
  String markdown() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Dollars for a million trades, us-east-1, list prices of "
            + Prices.CHECKED
            + ". By `testing/benchmarks/cost`.");
    lines.add("");
    lines.add(
        "| way | Step Functions | Lambda | DynamoDB | EventBridge | logs, traces | S3 | one Region"
            + " |");
    lines.add("|---|--:|--:|--:|--:|--:|--:|--:|");
    for (Way way : ways()) {
      Usage usage = way.usage();
      lines.add(
          "| %s | %s | %s | %s | %s | %s | %s | **%s** |"
              .formatted(
                  way.name(),
                  dollars(usage, "states-"),
                  dollars(usage, "lambda-"),
                  dollars(usage, "dynamodb-"),
                  dollars(usage, "eventbridge-"),
                  dollars(usage, "logs-", "xray-"),
                  dollars(usage, "s3-"),
                  dollars(usage, "")));
    }
    lines.add("");
    lines.add("| way | one Region | with a replica | with an archive | with a standby |");
    lines.add("|---|--:|--:|--:|--:|");
    for (Way way : ways()) {
      Usage usage = way.usage();
      lines.add(
          "| %s | %s | %s | %s | %s |"
              .formatted(
                  way.name(),
                  dollars(usage, ""),
                  dollars(usage.plus(replica()), ""),
                  dollars(usage.plus(archive()), ""),
                  dollars(usage.plus(way.live() ? standby() : replica()), "")));
    }
    lines.add("");
    lines.add("| a standby | dollars |");
    lines.add("|---|--:|");
    lines.add(
        "| a month without traffic: %d metrics with an alarm, %d composite alarms, %,d probes, a key | %s |"
            .formatted(
                stated.alarmMetrics(),
                stated.compositeAlarms(),
                stated.probesAMonth(),
                dollars(idle(), "")));
    lines.add("| a million events forwarded | " + dollars(forwarding(), "") + " |");
    lines.add(
        "| a GB of events taken by both archives and kept for a month | "
            + dollars(archived(), "")
            + " |");
    lines.add("");
    lines.add(
        "Counted for a trade: %s transitions, %s invocations, %s write and %s read units, a record of %s bytes, %s bytes of logs."
            .formatted(
                per(standard.transitions()),
                per(standard.invocations()),
                per(standard.writeUnits()),
                per(standard.readUnits()),
                per(standard.recordBytes()),
                per(standard.logBytes())));
    lines.add(
        String.format(
            Locale.ROOT,
            "Stated: billed %.0f ms for the validator, %.0f for the enricher and %.0f for the"
                + " recorder at 1,024 MB, %.0f ms for an EXPRESS execution of 64 MB, %.1f ms for an"
                + " event of a backfill at 1,769 MB in partitions of %,d lines, %d records an"
                + " archive object, %.0f %% of the executions traced, %d bytes of Lambda's own log"
                + " lines an invocation.",
            stated.validatorMs(),
            stated.enricherMs(),
            stated.recorderMs(),
            stated.executionMs(),
            stated.backfillMs(),
            stated.linesAPartition(),
            stated.recordsAnArchiveObject(),
            100 * stated.traced(),
            stated.platformLogBytes()));
    lines.add("Not in it: storage, alarms, the market data API, support, taxes.");
    return String.join("\n", lines) + "\n";
  }

  private String dollars(Usage usage, String... prefixes) {
    return usage.dollars(prices, prefixes).setScale(2, RoundingMode.HALF_UP).toPlainString();
  }

  private String per(long count) {
    return BigDecimal.valueOf(count)
        .divide(BigDecimal.valueOf(standard.trades()), 1, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }
}
