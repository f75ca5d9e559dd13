package io.tradeprocessing.asl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.asl.json.JsonEquality;
import io.tradeprocessing.asl.parse.InvalidDefinitionException;
import io.tradeprocessing.asl.run.Execution;
import io.tradeprocessing.asl.run.Outcome;
import io.tradeprocessing.asl.run.ScriptedTasks;
import io.tradeprocessing.asl.run.VirtualTimer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Compares the interpreter with recorded executions of AWS Step Functions. The recordings are not
 * part of this repository: they are looked for in the folder that the system property {@code
 * asl.conformance} or the environment variable {@code ASL_CONFORMANCE} names, or else in {@code
 * shared/asl-conformance} beside it.
 */
class ConformanceTest {

  private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");

  /**
   * Definitions that the interpreter refuses by name may be among the recordings, but not more than
   * this.
   */
  private static final int MOST_UNSUPPORTED = 8;

  @TestFactory
  Stream<DynamicTest> answersAsAwsDidWithoutTasks() throws IOException {
    return tests("pure-cases.json");
  }

  @TestFactory
  Stream<DynamicTest> answersAsAwsDidWithTheRecordedTaskOutcomes() throws IOException {
    return tests("task-cases.json");
  }

  @Test
  void refusesOnlyCallbacksOfAllRecordedDefinitions() throws IOException {
    List<String> unsupported = new ArrayList<>();
    for (String file : List.of("pure-cases.json", "task-cases.json")) {
      for (JsonNode recorded : read(file)) {
        refusal(recorded)
            .ifPresent(
                problem -> {
                  assertThat(problem).contains("Callbacks (waitForTaskToken) are not supported");
                  unsupported.add(recorded.path("id").asText());
                });
      }
    }

    assertThat(unsupported).hasSizeLessThanOrEqualTo(MOST_UNSUPPORTED);
  }

  private static Stream<DynamicTest> tests(String file) throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode recorded : read(file)) {
      String id = recorded.path("id").asText();
      if (refusal(recorded).isEmpty()) {
        tests.add(DynamicTest.dynamicTest(id, () -> assertAnswersAsRecorded(recorded)));
      }
    }
    return tests.stream();
  }

  private static Optional<String> refusal(JsonNode recorded) {
    try {
      StateMachine.parse(recorded.path("def"));
      return Optional.empty();
    } catch (InvalidDefinitionException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  private static void assertAnswersAsRecorded(JsonNode recorded) throws Exception {
    ScriptedTasks tasks =
        new ScriptedTasks(
            recorded.path("mocks").isMissingNode()
                ? JsonNodeFactory.instance.arrayNode()
                : recorded.path("mocks"));
    Outcome outcome =
        new Interpreter(StateMachine.parse(recorded.path("def")), tasks)
            .withTimer(new VirtualTimer(START))
            .inOrder()
            .run(recorded.path("input"), Execution.local("machine", "execution", START));

    JsonNode expected = recorded.path("exp");
    assertThat(outcome.status()).as("%s", outcome).isEqualTo(expected.path(0).asText());
    switch (outcome) {
      case Outcome.Succeeded(JsonNode output) -> {
        JsonNode actual = unfolded(output);
        JsonNode wanted = unfolded(expected.path(1));
        assertThat(JsonEquality.equal(actual, wanted))
            .as("%s should be %s", actual, wanted)
            .isTrue();
      }
      case Outcome.Failed(@Nullable String error, @Nullable String cause) ->
          assertThat(error).as("cause: %s", cause).isEqualTo(expected.path(1).textValue());
      case Outcome.TimedOut() -> {}
    }
    assertThat(tasks.unused()).as("outcomes not used").isZero();
  }

  /** Strings that hold JSON count as the JSON they hold. */
  private static JsonNode unfolded(JsonNode value) {
    return switch (value) {
      case ObjectNode object -> {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(field -> copy.set(field.getKey(), unfolded(field.getValue())));
        yield copy;
      }
      case ArrayNode array -> {
        ArrayNode copy = JsonNodeFactory.instance.arrayNode();
        array.forEach(element -> copy.add(unfolded(element)));
        yield copy;
      }
      default -> value.isTextual() ? parsed(value) : value;
    };
  }

  private static JsonNode parsed(JsonNode text) {
    try {
      JsonNode held = ExactJson.read(text.textValue());
      return text.textValue().isBlank() ? text : unfolded(held);
    } catch (JsonProcessingException e) {
      return text;
    }
  }

  private static JsonNode read(String file) throws IOException {
    Optional<Path> folder = folder();
    assumeTrue(
        folder.isPresent(),
        "no folder with recorded executions; set ASL_CONFORMANCE to run these tests");
    return ExactJson.read(Files.readString(folder.get().resolve(file)));
  }

  private static Optional<Path> folder() {
    String named = System.getProperty("asl.conformance", System.getenv("ASL_CONFORMANCE"));
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    return Stream.iterate(Path.of("").toAbsolutePath(), at -> at != null, Path::getParent)
        .map(at -> at.resolve("shared").resolve("asl-conformance"))
        .filter(Files::isDirectory)
        .findFirst();
  }
}
