package io.tradeprocessing.cli.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.doctor.Finding.Fail;
import io.tradeprocessing.cli.doctor.Finding.Ok;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Invokes the newest versions of the functions, whatever the alias points at. Nothing is recorded:
 * the validator and the enricher write nothing, and the recorder gets a probe, which has an item of
 * its own.
 *
 * @param valid events that the validator has to accept, by file name
 * @param invalid events that it has to reject
 */
record Trial(SortedMap<String, JsonNode> valid, SortedMap<String, JsonNode> invalid) {

  private static final String STOP =
      "leave the alias where it is, or stop the shift: aws deploy stop-deployment"
          + " --auto-rollback-enabled (docs/deployment.md#release-gradually)";

  /** Invokes a version. */
  @FunctionalInterface
  interface Invoker {

    /**
     * Invokes it.
     *
     * @return its answer, or what it failed with
     */
    Answer<Result> invoke(JsonNode payload);
  }

  /**
   * How an invocation ended.
   *
   * @param failed whether the function failed; the payload then says why
   */
  record Result(boolean failed, JsonNode payload) {}

  /**
   * Reads the events of a folder, {@code trade-*.json} and {@code invalid-*.json}.
   *
   * @throws UserError if it has none
   */
  static Trial read(Path folder) {
    Trial trial = new Trial(new TreeMap<>(), new TreeMap<>());
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.matches("trade-.*\\.json")) {
          trial.valid.put(name, ExactJson.read(Files.readString(file)));
        } else if (name.matches("invalid-.*\\.json")) {
          trial.invalid.put(name, ExactJson.read(Files.readString(file)));
        }
      }
    } catch (JsonProcessingException e) {
      throw new UserError("an event of " + folder + " is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UserError(folder + " cannot be read: " + UserError.reason(e), e);
    }
    if (trial.valid.isEmpty()) {
      throw new UserError(folder + " has no events: give the folder of trade-*.json");
    }
    return trial;
  }

  List<Finding> validator(String subject, Invoker validator) {
    List<Finding> findings = new ArrayList<>();
    valid.forEach((name, event) -> judge(subject, name, validator.invoke(event), true, findings));
    invalid.forEach(
        (name, event) -> judge(subject, name, validator.invoke(event), false, findings));
    return orOk(subject, findings);
  }

  private static void judge(
      String subject, String name, Answer<Result> answer, boolean wanted, List<Finding> findings) {
    findings.addAll(
        answer.findings(
            subject,
            result -> {
              Optional<Finding> failure = failure(subject, name, result);
              if (failure.isPresent()) {
                return List.of(failure.get());
              }
              return result.payload().path("valid").asBoolean(!wanted) == wanted
                  ? List.of()
                  : List.of(new Fail(subject, (wanted ? "rejects " : "accepts ") + name, STOP));
            }));
  }

  private static Optional<Finding> failure(String subject, String name, Result result) {
    return result.failed()
        ? Optional.of(
            new Fail(
                subject,
                "fails on "
                    + name
                    + ": "
                    + result.payload().path("errorMessage").asText("no message"),
                STOP))
        : Optional.empty();
  }

  List<Finding> enricher(String subject, Invoker enricher) {
    List<Finding> findings = new ArrayList<>();
    valid.forEach(
        (name, event) ->
            findings.addAll(
                enricher
                    .invoke(event)
                    .findings(
                        subject,
                        result -> {
                          Optional<Finding> failure = failure(subject, name, result);
                          if (failure.isPresent()) {
                            return List.of(failure.get());
                          }
                          return result.payload().path("gaps").isArray()
                              ? List.of()
                              : List.of(new Fail(subject, "answers without gaps to " + name, STOP));
                        })));
    return orOk(subject, findings);
  }

  /** One probe, as the workflow passes it. */
  List<Finding> recorder(String subject, Invoker recorder) {
    ObjectNode event = valid.firstEntry().getValue().deepCopy();
    event.put("source", "trading.probe");
    ObjectNode input = JsonNodeFactory.instance.objectNode();
    input.set("event", event);
    input.putObject("verdict").put("valid", true).putArray("violations");
    input.putObject("enrichment").putArray("gaps");
    input.putObject("execution").put("id", "trades-doctor");
    return orOk(
        subject,
        recorder
            .invoke(input)
            .findings(subject, result -> failure(subject, "a probe", result).stream().toList()));
  }

  private List<Finding> orOk(String subject, List<Finding> findings) {
    return findings.isEmpty()
        ? List.of(new Ok(subject, "does in its newest version what the events ask for"))
        : findings;
  }
}
