package io.tradeprocessing.benchmarks.cost;

/**
 * What is not counted but stated: times on AWS, where the network is, and how traffic is cut.
 *
 * @param validatorMs billed duration of an invocation, warm, at 1,024 MB; as the two after it. CPU
 *     is measured by {@code testing/benchmarks/run}; the recorder waits for DynamoDB
 * @param enricherMs without a market data API
 * @param recorderMs of one transaction
 * @param executionMs of an EXPRESS execution: three invocations one after the other, two of them
 *     parallel, and a PutEvents
 * @param backfillMs billed duration for one event in a partition at 1,769 MB: two or three times
 *     the CPU that {@code testing/benchmarks/run} measures, for what waits for DynamoDB and S3
 * @param linesAPartition of a backfill
 * @param recordsAnArchiveObject that the archiver gets in one batch of the stream
 * @param traced share of executions that X-Ray records
 * @param platformLogBytes that Lambda itself logs for an invocation (start, report)
 * @param alarmMetrics metrics that the alarms of a standby without an archive watch
 * @param compositeAlarms that such a standby has
 * @param probesAMonth synthetic trades, one in five minutes
 */
record Stated(
    double validatorMs,
    double enricherMs,
    double recorderMs,
    double executionMs,
    double backfillMs,
    int linesAPartition,
    int recordsAnArchiveObject,
    double traced,
    int platformLogBytes,
    int alarmMetrics,
    int compositeAlarms,
    int probesAMonth) {

  static final Stated DEFAULT = new Stated(2, 2, 10, 120, 0.3, 2_000, 100, 0.05, 700, 36, 3, 8_640);
}
