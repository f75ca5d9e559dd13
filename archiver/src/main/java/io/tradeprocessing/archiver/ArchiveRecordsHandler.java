package io.tradeprocessing.archiver;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import io.tradeprocessing.archiver.ArchiveObject.Origin;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.signature.Signer;
import io.tradeprocessing.common.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Lambda function {@code RecordArchiverFunction}: keeps every new record of the table's stream,
 * and every change of a record, in the archive.
 *
 * <p>Input: a batch of the stream. Output: {@code {"batchItemFailures": [{"itemIdentifier": "<the
 * sequence number from which Lambda has to deliver again>"}]}}; the list is empty if all is kept.
 *
 * <p>An archive that cannot be reached is such a failure of the whole batch. What can never be kept
 * is an exception, so that Lambda bisects the batch: {@link UnreadableChangeException} and {@link
 * ArchiveConflictException}.
 */
public final class ArchiveRecordsHandler
    implements RequestHandler<DynamodbEvent, StreamsEventResponse> {

  private final RecordArchiver archiver;
  private final FunctionRuntime runtime;

  /**
   * For Lambda: collaborators from the environment variables ARCHIVE_BUCKET, SIGNING_KEY_ID,
   * ENVIRONMENT and LOG_LEVEL.
   */
  public ArchiveRecordsHandler() {
    FunctionRuntime lambda = FunctionRuntime.lambda();
    ArchiveClients clients = ArchiveClients.of(lambda);
    this(clients.archive(), clients.signer(), lambda);
    lambda.aroundSnapshot(ArchiverPriming.steps(lambda), List.of(clients.refresh()));
  }

  /** With other collaborators, for tests and local runs. */
  public ArchiveRecordsHandler(Archive archive, Signer signer, FunctionRuntime runtime) {
    this.archiver = new RecordArchiver(archive, signer);
    this.runtime = runtime;
  }

  @Override
  public StreamsEventResponse handleRequest(DynamodbEvent event, Context context) {
    List<DynamodbStreamRecord> records =
        Optional.ofNullable(event.getRecords()).orElseGet(List::of);
    return new StreamsEventResponse(
        records.isEmpty()
            ? List.of()
            : runtime.invoke(context, invocation -> archive(records, invocation)));
  }

  private List<BatchItemFailure> archive(List<DynamodbStreamRecord> records, Telemetry invocation) {
    List<Change> changes = new ArrayList<>(records.size());
    List<BatchItemFailure> failures = new ArrayList<>();
    for (DynamodbStreamRecord record : records) {
      try {
        changes.add(Changes.of(record));
      } catch (UnreadableChangeException e) {
        if (changes.isEmpty()) {
          throw e;
        }
        // What comes before it is kept; then it is the first of its batch.
        failures.add(failure(String.valueOf(record.getDynamodb().getSequenceNumber())));
        break;
      }
    }
    Origin origin = origin(records.getFirst());
    reportTampering(origin, changes, invocation);
    try {
      archiver
          .archive(origin, changes)
          .ifPresentOrElse(
              name -> reportKept(origin, changes, name, invocation),
              () -> invocation.info("batch without records", count(changes)));
      return failures;
    } catch (ArchiveUnavailableException e) {
      Map<String, String> fields = count(changes);
      fields.put("cause", String.valueOf(e.getMessage()));
      invocation.error("batch not archived; Lambda delivers it again", fields);
      return List.of(failure(changes.getFirst().sequenceNumber()));
    }
  }

  private static BatchItemFailure failure(String sequenceNumber) {
    return new BatchItemFailure(sequenceNumber);
  }

  /** {@code arn:aws:dynamodb:<Region>:<account>:table/<name>/stream/<label>}. */
  private static Origin origin(DynamodbStreamRecord record) {
    String arn = String.valueOf(record.getEventSourceARN());
    String[] parts = arn.split("/", -1);
    String region = record.getAwsRegion();
    if (parts.length != 4 || region == null || region.isEmpty()) {
      throw new UnreadableChangeException(
          "a record of the stream does not name its Region and stream: eventSourceARN is " + arn);
    }
    return new Origin(region, parts[1], parts[3]);
  }

  private void reportKept(Origin origin, List<Change> changes, String name, Telemetry invocation) {
    List<Change> records =
        changes.stream()
            .filter(change -> change.meaning(origin.region()) == Change.Meaning.RECORD)
            .toList();
    invocation.metric("RecordsArchived", records.size(), Telemetry.Unit.COUNT, Map.of());
    Instant now = runtime.clock().instant();
    records.stream()
        .flatMap(change -> change.recordedAt().stream())
        .min(Instant::compareTo)
        .ifPresent(
            oldest ->
                invocation.metric(
                    "ArchiveDelay",
                    (double) Math.max(0, Duration.between(oldest, now).toMillis()),
                    Telemetry.Unit.MILLISECONDS,
                    Map.of()));
    Map<String, String> fields = count(changes);
    fields.put("records", Integer.toString(records.size()));
    fields.put("object", name);
    invocation.info("batch archived", fields);
  }

  /** Before anything can fail: the alarm must not depend on the archive. */
  private static void reportTampering(Origin origin, List<Change> changes, Telemetry invocation) {
    for (Change change : changes) {
      if (change.meaning(origin.region()) == Change.Meaning.TAMPERING) {
        invocation.count("TamperedRecords", Map.of());
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("tradeId", change.tradeId());
        fields.put("recordTimestamp", change.timestampText());
        fields.put("change", change.kind().name());
        fields.put("sequenceNumber", change.sequenceNumber());
        invocation.error("an item that is never changed was changed in the table", fields);
      }
    }
  }

  private static Map<String, String> count(List<Change> changes) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("changes", Integer.toString(changes.size()));
    fields.put("firstSequenceNumber", changes.getFirst().sequenceNumber());
    fields.put("lastSequenceNumber", changes.getLast().sequenceNumber());
    return fields;
  }
}
