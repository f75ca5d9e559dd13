package io.tradeprocessing.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.common.signature.SigningKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/** Reviews of operations on their way from the bus to the record, on the deployed stack. */
@ExtendWith(Deployment.Lifecycle.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReviewIT {

  private static final Path ROOT =
      Path.of(Objects.requireNonNull(System.getProperty("root"), "system property root"));

  @SuppressWarnings("NullAway.Init") // by deploy
  private Deployment deployment;

  @SuppressWarnings("NullAway.Init")
  private SourceSystem source;

  @BeforeAll
  void deploy() {
    deployment = Deployment.get();
    source = new SourceSystem(deployment);
    deployment.putSettings("reviewed", Map.of("reviewers", read("samples/reviewers.json")));
  }

  @Test
  void twoReviewersOverrideARejectionAndNobodyChangesWhatTheySigned() {
    JsonNode rejected = SourceSystem.json(read("events/invalid-venue.json"));
    JsonNode review = SourceSystem.json(read("events/review-override.json"));
    JsonNode altered = review.deepCopy();
    ((ObjectNode) altered.path("detail")).put("reason", "because");
    String trade = rejected.at("/detail/tradeId").asText();

    send(rejected);
    awaitRecords(trade, 1);
    List<Map<String, AttributeValue>> records =
        deployment.whileLive(
            "trade-validator-it",
            Map.of("ENVIRONMENT", "reviewed"),
            () -> {
              send(altered);
              awaitRecords(trade, 2);
              send(review);
              return awaitRecords(trade, 3);
            });

    assertThat(records)
        .extracting(
            r -> attribute(r, "sequence").n(), r -> attribute(r, "status").s(), ReviewIT::type)
        .containsExactlyInAnyOrder(
            tuple("1", "REJECTED", "system1 NEW"),
            tuple("2", "REJECTED", "operations OVERRIDE"),
            tuple("3", "ACCEPTED", "operations OVERRIDE"));
    assertThat(records)
        .filteredOn(r -> attribute(r, "sequence").n().equals("2"))
        .allSatisfy(r -> assertThat(attribute(r, "verdict").s()).contains("BAD_SIGNATURE"));
  }

  /** The keys never leave KMS; the validator and the verification have their public halves. */
  @Test
  void reviewersSignByKeysOfKms(@TempDir Path folder) throws IOException {
    TradesCommand trades = new TradesCommand(deployment);
    String table = deployment.output("TradeTableName");
    String review = folder.resolve("review.json").toString();
    Trade trade = Trade.of("system3").with("venue", "ZZZZ");
    source.process(trade);
    try (KmsClient kms = deployment.client(KmsClient.builder())) {
      String lee = newKey(kms);
      String kim = newKey(kms);
      Path reviewers =
          Files.writeString(
              folder.resolve("reviewers.json"),
              "{" + reviewer(kms, lee, "A. Lee") + ", " + reviewer(kms, kim, "B. Kim") + "}");
      deployment.putSettings("kms", Map.of("reviewers", Files.readString(reviewers)));

      must(
          trades.call(
              "review",
              "--table",
              table,
              "--trade",
              trade.id(),
              "--decision",
              "OVERRIDE",
              "--reason",
              "opened today",
              "--out",
              review));
      must(trades.call("review", "--sign", review, "--kms", lee));
      must(trades.call("review", "--sign", review, "--kms", kim));
      List<Map<String, AttributeValue>> records =
          deployment.whileLive(
              "trade-validator-it",
              Map.of("ENVIRONMENT", "kms"),
              () -> {
                must(trades.call("publish", review));
                return awaitRecords(trade.id(), 2);
              });

      assertThat(records)
          .extracting(r -> attribute(r, "status").s(), ReviewIT::type)
          .containsExactlyInAnyOrder(
              tuple("REJECTED", "system3 NEW"), tuple("ACCEPTED", "operations OVERRIDE"));
      assertThat(
              must(
                  trades.call(
                      "verify",
                      "--table",
                      table,
                      "--trade",
                      trade.id(),
                      "--reviewers",
                      reviewers.toString())))
          .contains("1 review, each signed by two reviewers");
    }
  }

  private static String newKey(KmsClient kms) {
    return kms.createKey(r -> r.keySpec(KeySpec.ECC_NIST_P256).keyUsage(KeyUsageType.SIGN_VERIFY))
        .keyMetadata()
        .keyId();
  }

  private static String reviewer(KmsClient kms, String key, String name) {
    PublicKey known =
        SigningKeys.publicKey(kms.getPublicKey(r -> r.keyId(key)).publicKey().asByteArray());
    return "\"%s\": {\"name\": \"%s\", \"publicKey\": \"%s\"}"
        .formatted(SigningKeys.id(known), name, SigningKeys.pem(known).replace("\n", "\\n"));
  }

  private static String must(TradesCommand.Ended ended) {
    assertThat(ended.exitCode()).as(ended.output()).isZero();
    return ended.output();
  }

  private void send(JsonNode event) {
    source.send(
        event.path("source").asText(),
        event.path("detail-type").asText(),
        event.path("detail").toString());
  }

  private List<Map<String, AttributeValue>> awaitRecords(String trade, int count) {
    return await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> source.records(trade), records -> records.size() == count);
  }

  private static String type(Map<String, AttributeValue> record) {
    return attribute(record, "sourceSystem").s() + ' ' + attribute(record, "eventType").s();
  }

  private static AttributeValue attribute(Map<String, AttributeValue> record, String name) {
    return Objects.requireNonNull(record.get(name), name);
  }

  private static String read(String file) {
    try {
      return Files.readString(ROOT.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
