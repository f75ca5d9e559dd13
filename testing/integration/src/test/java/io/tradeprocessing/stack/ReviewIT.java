package io.tradeprocessing.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

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
    // The functions keep their settings for minutes, so the reviewers are those of another
    // environment.
    Map<String, String> settings =
        Map.of(
            "api-endpoint", "none",
            "processing-threshold", "1000000",
            "max-retries", "3",
            "price-deviation-limit-bps", "500",
            "firm-profile", "none",
            "reviewers", read("samples/reviewers.json"));
    try (SsmClient ssm = deployment.client(SsmClient.builder())) {
      settings.forEach(
          (name, value) ->
              ssm.putParameter(
                  r ->
                      r.name("/trade-processing/reviewed/" + name)
                          .type(ParameterType.STRING)
                          .value(value)));
    }
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
