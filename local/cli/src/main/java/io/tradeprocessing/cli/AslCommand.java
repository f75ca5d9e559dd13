package io.tradeprocessing.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.Interpreter;
import io.tradeprocessing.asl.StateMachine;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.asl.run.Execution;
import io.tradeprocessing.asl.run.Outcome;
import io.tradeprocessing.asl.run.ScriptedTasks;
import io.tradeprocessing.asl.run.VirtualTimer;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.cli.console.Terminal;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.template.Definition;
import io.tradeprocessing.common.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trades asl}: runs any definition with given task outcomes. */
@Command(
    name = "asl",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a state machine definition with the given task outcomes; waits take no time.",
      "It is a tool for local runs and tests; production runs on AWS Step Functions."
    })
final class AslCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "DEFINITION",
      description = "A definition in the Amazon States Language, JSONPath dialect.")
  private Path definition = Path.of("");

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = "The execution's input (default: {}).")
  private @Nullable Path input;

  @Option(
      names = "--outcomes",
      paramLabel = "FILE",
      description =
          "The results of the task attempts, in order: a JSON array of [\"ok\", output] and"
              + " [\"ko\", error, cause] (default: none).")
  private @Nullable Path outcomes;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    StateMachine machine = Definition.parse(read(definition));
    ScriptedTasks tasks = tasks();
    Instant now = Clock.systemUTC().instant();
    Outcome outcome =
        new Interpreter(machine, tasks)
            .withTimer(new VirtualTimer(now))
            .inOrder()
            .run(
                input == null ? JsonNodeFactory.instance.objectNode() : json(input),
                Execution.local("local", "execution", now));
    var commandLine = Objects.requireNonNull(spec).commandLine();
    commandLine.getOut().println(Terminal.json(ExactJson.write(json(outcome))));
    if (tasks.unused() > 0) {
      commandLine.getErr().println("trades: " + tasks.unused() + " of the outcomes were not used");
      return ExitCode.FAILED;
    }
    return outcome instanceof Outcome.Succeeded ? ExitCode.DONE : ExitCode.FAILED;
  }

  private ScriptedTasks tasks() {
    JsonNode script = outcomes == null ? JsonNodeFactory.instance.arrayNode() : json(outcomes);
    try {
      return new ScriptedTasks(script);
    } catch (IllegalArgumentException e) {
      throw new UserError(outcomes + ": " + e.getMessage(), e);
    }
  }

  private static ObjectNode json(Outcome outcome) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("status", outcome.status());
    json.set("output", outcome instanceof Outcome.Succeeded(JsonNode output) ? output : null);
    json.put("error", outcome instanceof Outcome.Failed failed ? failed.error() : null);
    json.put("cause", outcome instanceof Outcome.Failed failed ? failed.cause() : null);
    return json;
  }

  private static JsonNode json(Path file) {
    try {
      return ExactJson.read(read(file));
    } catch (JsonProcessingException e) {
      var place = e.getLocation();
      throw new UserError(
          "%s%s: %s"
              .formatted(
                  file,
                  place == null
                      ? ""
                      : ", line " + place.getLineNr() + ", column " + place.getColumnNr(),
                  JsonReader.problem(e)),
          e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new UserError(file + " does not exist", e);
    } catch (IOException e) {
      throw new UserError(file + " cannot be read: " + UserError.reason(e), e);
    }
  }
}
