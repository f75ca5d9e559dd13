package io.tradeprocessing.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.cli.Cli;
import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.testkit.aws.FakeAws;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code trades doctor --try-newest}: the real functions answer for those on AWS. */
class TrialTest {

  private final EnvironmentOnAws aws = new EnvironmentOnAws(Map.of());

  private Cli.Ended tryNewest(String events) {
    try (FakeAws.Server server = aws.services().serve()) {
      return Cli.run(
          "doctor",
          "--environment",
          "production",
          "--try-newest",
          "--events",
          events,
          "--endpoint",
          server.endpoint().toString());
    }
  }

  private Cli.Ended tryNewest() {
    return tryNewest(Project.file("events").toString());
  }

  /** The alias points at 6, and 7 is tried. */
  @Test
  void theNewestVersionsAreTriedWithTheEventFiles() {
    aws.liveVersion = "6";

    Cli.Ended ended = tryNewest();

    assertThat(ended.out())
        .contains(
            "OK       trade-validator-production:7 does in its newest version",
            "OK       metadata-enricher-production:7 does in its newest version",
            "OK       compliance-recorder-production:7 does in its newest version");
    assertThat(ended.code()).isZero();
  }

  @Test
  void theRecorderGetsAProbeAndNothingElse() {
    tryNewest();

    assertThat(aws.tried).hasSize(1);
    JsonNode input = aws.tried.getFirst();
    assertThat(input.at("/event/source").asText()).isEqualTo("trading.probe");
    assertThat(input.at("/verdict/valid").asBoolean()).isTrue();
    assertThat(aws.store.probe("us-east-1"))
        .hasValueSatisfying(probe -> assertThat(probe.functionVersion()).isEqualTo("7"));
    assertThat(aws.store.scan(0, 1, Optional.empty(), 10).items()).as("records").isEmpty();
  }

  @Test
  void onlyTheFunctionsAreCalled() {
    tryNewest();

    Set<String> services =
        aws.calls().stream()
            .map(call -> call.substring(0, call.indexOf(':')))
            .collect(Collectors.toSet());
    assertThat(services).containsExactly("lambda");
  }

  @Test
  void aVersionThatFailsIsFoundWithItsMessage() {
    aws.failing = "compliance-recorder-production";

    Cli.Ended ended = tryNewest();

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out())
        .contains(
            "FAIL     compliance-recorder-production:7 fails on a probe: no such table",
            "aws deploy stop-deployment --auto-rollback-enabled");
  }

  @Test
  void aValidatorThatAcceptsEverythingIsFound() {
    aws.careless = "trade-validator-production";

    Cli.Ended ended = tryNewest();

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out())
        .contains("FAIL     trade-validator-production:7 accepts invalid-check-digit.json")
        .doesNotContain("accepts trade-");
  }

  @Test
  void anEnricherThatAnswersSomethingElseIsFound() {
    aws.careless = "metadata-enricher-production";

    assertThat(tryNewest().out())
        .contains("FAIL     metadata-enricher-production:7 answers without gaps to trade-new.json");
  }

  @Test
  void aMissingPermissionIsNamed() {
    aws.refused.add("lambda:InvokeFunction");

    Cli.Ended ended = tryNewest();

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out()).contains("because the caller may not call lambda:InvokeFunction");
  }

  @Test
  void aFolderWithoutEventsIsIncorrectUse(@TempDir Path folder) {
    assertThat(tryNewest(folder.toString()).code()).isEqualTo(2);
    assertThat(tryNewest(folder.resolve("none").toString()).err()).contains("cannot be read");
    assertThat(Cli.run("doctor", "--environment", "dev", "--events", "x").err())
        .contains("--events needs --try-newest");
  }
}
