package io.tradeprocessing.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tradeprocessing.archiver.ArchiveObject;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.Content;
import io.tradeprocessing.common.store.Hashes;
import io.tradeprocessing.common.store.Region;
import io.tradeprocessing.common.store.TradeEntry;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The table's stream through the packaged archiver into the bucket with Object Lock, signed by the
 * key of KMS; and what the witness says when somebody forges a trade.
 */
@ExtendWith(Deployment.Lifecycle.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchiveIT {

  /** The first invocation of the archiver starts its container. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init") // by deploy
  private Deployment deployment;

  @SuppressWarnings("NullAway.Init")
  private SourceSystem source;

  @SuppressWarnings("NullAway.Init")
  private TradesCommand trades;

  @SuppressWarnings("NullAway.Init")
  private String bucket;

  @BeforeAll
  void deploy() {
    deployment = Deployment.bulk();
    source = new SourceSystem(deployment);
    trades = new TradesCommand(deployment);
    bucket = deployment.output("RecordArchiveBucketName");
  }

  private TradesCommand.Ended verify(String... more) {
    return trades.call(
        Stream.concat(
                Stream.of(
                    "verify",
                    "--table",
                    deployment.output("TradeTableName"),
                    "--archive",
                    "s3://" + bucket,
                    "--settle",
                    "PT0S"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void aRecordIsArchivedAndAForgedOneIsFound() throws IOException {
    Trade trade = Trade.of("system1");
    source.send(trade);
    await()
        .atMost(PATIENCE)
        .until(() -> source.records(trade.id()), records -> records.size() == 1);

    TradesCommand.Ended agree =
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofSeconds(5))
            .until(() -> verify("--trade", trade.id()), ended -> ended.exitCode() == 0);
    assertThat(agree.output())
        .contains(
            "signatures by KMS alias/trade-archive-bulk in us-east-1",
            ": 1 the same in the table",
            "they agree");
    assertLocked();
    assertThat(
            trades.call(
                "verify", "--archive", "s3://" + bucket, "--public-key", publicKey().toString()))
        .satisfies(
            ended -> assertThat(ended.exitCode()).as(ended.output()).isZero(),
            ended -> assertThat(ended.output()).contains("archive verified in"));

    forge(trade.id());

    TradesCommand.Ended table =
        trades.call(
            "verify", "--table", deployment.output("TradeTableName"), "--trade", trade.id());
    assertThat(table.exitCode()).as("the table alone does not show it: " + table.output()).isZero();
    TradesCommand.Ended forged = verify("--trade", trade.id());
    assertThat(forged.exitCode()).isEqualTo(1);
    assertThat(forged.output())
        .contains("BROKEN " + trade.id(), "DIFFERS: the archive has the record with recordHash");
    // The stream shows how it was done.
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(5))
        .until(
            () -> verify("--trade", trade.id()).output(), output -> output.contains("TAMPERING"));
  }

  private void assertLocked() {
    try (S3Client s3 = deployment.client(S3Client.builder().forcePathStyle(true))) {
      List<S3Object> objects =
          s3.listObjectsV2(r -> r.bucket(bucket).prefix(ArchiveObject.PREFIX)).contents();
      assertThat(objects).isNotEmpty();
      assertThat(
              s3.headObject(r -> r.bucket(bucket).key(objects.getFirst().key())).objectLockMode())
          .isEqualTo(ObjectLockMode.GOVERNANCE);
    }
  }

  private Path publicKey() throws IOException {
    try (KmsClient kms = deployment.client(KmsClient.builder())) {
      byte[] der =
          kms.getPublicKey(request -> request.keyId("alias/trade-archive-bulk"))
              .publicKey()
              .asByteArray();
      return Files.writeString(
          folder.resolve("public-key.pem"),
          "-----BEGIN PUBLIC KEY-----\n"
              + Base64.getMimeEncoder().encodeToString(der)
              + "\n-----END PUBLIC KEY-----\n");
    }
  }

  /** Replaces a trade by another one that is consistent in itself, head included. */
  private void forge(String tradeId) {
    try (DynamoDbClient client = deployment.client(DynamoDbClient.builder())) {
      String table = deployment.output("TradeTableName");
      TradeStore store =
          new TradeStore(
              client,
              table,
              Backoff.standard(new SecureRandom()),
              new Region("us-east-1", 0),
              false);
      TradeHistory trade = store.history(tradeId);
      for (String timestamp :
          List.of(trade.records().getFirst().key().timestamp().toString(), "0")) {
        client.deleteItem(
            request ->
                request
                    .tableName(table)
                    .key(
                        Map.of(
                            "tradeId", AttributeValue.fromS(tradeId),
                            "timestamp", AttributeValue.fromN(timestamp))));
      }
      var _ = store.append(forged(trade.records().getFirst()), () -> Duration.ofSeconds(10));
    }
  }

  private static TradeEntry forged(ComplianceRecord record) {
    TradeEntry entry = record.entry();
    Content content =
        new Content(
            entry.content().event(),
            entry.content().verdict(),
            JsonObject.builder().put("forged", true).build());
    return new TradeEntry(
        entry.tradeId(),
        entry.time(),
        entry.sourceSystem(),
        entry.sourceSequence(),
        entry.status(),
        entry.eventType(),
        content,
        entry.provenance(),
        Hashes.of(content));
  }
}
