package io.tradeprocessing.archiver;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import io.tradeprocessing.common.lambda.CannedResponses;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.lambda.Priming;
import io.tradeprocessing.common.lambda.SampleTrades;
import io.tradeprocessing.common.lambda.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;

/** What the archiver does before its snapshot. */
final class ArchiverPriming {

  private static final String REGION = "us-east-1";
  private static final Instant WRITTEN_AT = Instant.parse("2026-01-12T14:30:05Z");
  private static final String STREAM =
      "arn:aws:dynamodb:us-east-1:111122223333:table/priming/stream/2026-01-12T00:00:00.000";

  /**
   * Lambda's Java runtime loads this class of the package by its name to read any event of AWS's
   * types, and fails without it. Naming it here keeps it in the package.
   */
  private static final String LOADED_BY_THE_RUNTIME = "org.joda.time.DateTime";

  private static final String SIGNED =
      "{\"KeyId\":\"priming\",\"Signature\":\"c2lnbmF0dXJl\",\"SigningAlgorithm\":\"ECDSA_SHA_256\"}";

  private ArchiverPriming() {}

  /** The steps, in order. */
  static List<Step> steps(FunctionRuntime runtime) {
    return List.of(
        new Step("event types of the runtime", () -> Class.forName(LOADED_BY_THE_RUNTIME)),
        new Step("archive", () -> archive(runtime.priming())),
        new Step("connections to the archive and its key", () -> connect(runtime.priming())));
  }

  /** Archives batches of sample records in a bucket that takes everything. */
  static void archive(FunctionRuntime runtime) {
    try (S3Client s3 =
            CannedResponses.client(
                ArchiveClients.s3(runtime.variables(), runtime.tracing()),
                Map.of(CannedResponses.NO_OPERATION, ""));
        KmsClient kms =
            CannedResponses.client(ArchiveClients.kms(runtime.tracing()), Map.of("Sign", SIGNED))) {
      ArchiveRecordsHandler handler =
          new ArchiveRecordsHandler(
              new S3Archive(s3, "priming"), new KmsSigner(kms, "priming"), runtime);
      Priming.invoke(handler, List.of(sample()));
    }
  }

  /** A record and its head for each sample trade. */
  static DynamodbEvent sample() {
    List<DynamodbStreamRecord> records = new ArrayList<>();
    for (String event : SampleTrades.valid()) {
      int number = records.size();
      Map<String, AttributeValue> record = new TreeMap<>();
      record.put("tradeId", new AttributeValue("PRIMING-" + number));
      record.put("timestamp", new AttributeValue().withN("1768228200000000.0123456789012345678"));
      record.put("region", new AttributeValue(REGION));
      record.put("recordedAt", new AttributeValue("2026-01-12T14:30:05.250Z"));
      record.put("event", new AttributeValue(event));
      record.put("conflict", new AttributeValue().withBOOL(false));
      record.put("sequence", new AttributeValue().withN("1"));
      record.put("seen", new AttributeValue().withM(Map.of()));
      records.add(change("INSERT", number + 1, record, null));
      Map<String, AttributeValue> head = new TreeMap<>(record);
      head.put("timestamp", new AttributeValue().withN("0"));
      Map<String, AttributeValue> next = new TreeMap<>(head);
      next.put("sequence", new AttributeValue().withN("2"));
      records.add(change("MODIFY", number + 2, next, head));
    }
    DynamodbEvent batch = new DynamodbEvent();
    batch.setRecords(records);
    return batch;
  }

  private static DynamodbStreamRecord change(
      String kind,
      int number,
      Map<String, AttributeValue> newImage,
      @Nullable Map<String, AttributeValue> oldImage) {
    DynamodbStreamRecord record = new DynamodbStreamRecord();
    record.setEventName(kind);
    record.setAwsRegion(REGION);
    record.setEventSourceARN(STREAM);
    StreamRecord stream = new StreamRecord();
    stream.setSequenceNumber(Integer.toString(number));
    stream.setApproximateCreationDateTime(Date.from(WRITTEN_AT));
    stream.setNewImage(newImage);
    if (oldImage != null) {
      stream.setOldImage(oldImage);
    }
    record.setDynamodb(stream);
    return record;
  }

  /**
   * Calls both services {@link Priming#CALLS} times in a way that changes nothing: this runs the
   * HTTP client and TLS, which {@link #archive} does not.
   */
  static void connect(FunctionRuntime runtime) {
    ArchiveClients.withOwnConnections(
        runtime,
        clients -> {
          for (int call = 0; call < Priming.CALLS; call++) {
            clients.connect();
          }
        });
  }
}
