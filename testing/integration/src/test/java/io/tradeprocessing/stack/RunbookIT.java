package io.tradeprocessing.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.testkit.docs.Runbook;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * The AWS CLI runs every {@code aws} command of the runbook in a shell on the deployed stack, in
 * the order of the page, with the names of the tests' environment in place of the page's. A trade
 * has failed in the recorder before, so there is something to find. The tests of the command run
 * its {@code ./trades} commands.
 */
@ExtendWith(Deployment.Lifecycle.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunbookIT {

  private static final String RECORDER = "compliance-recorder-it";
  private static final String QUEUE = "compliance-recorder-dlq-it";

  /** LocalStack has no such operation; the CLI has, and sends it. */
  private static final Set<String> NOT_ON_LOCALSTACK = Set.of("stepfunctions redrive-execution");

  /** Where the commands leave files. */
  @TempDir private static Path folder;

  /** What the page has in place of what an operator reads off an output before. */
  private final Map<String, String> known = new LinkedHashMap<>();

  @SuppressWarnings("NullAway.Init") // by failATrade
  private Deployment deployment;

  @SuppressWarnings("NullAway.Init")
  private Path aws;

  @SuppressWarnings("NullAway.Init")
  private Trade trade;

  @SuppressWarnings("NullAway.Init")
  private DescribeExecutionResponse failed;

  @BeforeAll
  void failATrade() {
    deployment = Deployment.get();
    aws =
        Shell.tool("aws")
            .orElseThrow(
                () -> Deployment.skip("there is no AWS CLI in AWS_CLI, .venv/bin or on the PATH"));
    SourceSystem source = new SourceSystem(deployment);
    trade = Trade.of("system1");
    failed =
        deployment.whileLive(
            RECORDER, Map.of("TABLE_NAME", "no-such-table"), () -> source.process(trade));
    known.put(
        ":execution:trade-processing-production:e-1",
        failed.executionArn().substring(failed.executionArn().indexOf(":execution:")));
    known.put(
        "https://sqs.us-east-1.amazonaws.com/123456789012/compliance-recorder-dlq-production",
        deployment.output("RecorderDLQUrl"));
    known.put("123456789012", "000000000000");
    known.put("production", Deployment.ENVIRONMENT);
  }

  private static List<String> commands() {
    return Runbook.read("docs/runbook.md").sections().stream()
        .flatMap(section -> section.commands().stream())
        .filter(command -> command.words().getFirst().equals("aws"))
        .map(Runbook.Command::line)
        .distinct()
        .toList();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void theCommandDoesWhatThePageSays(String command) throws IOException {
    List<String> words = List.of(command.split(" "));
    String operation = words.get(1) + " " + words.get(2);
    Shell.Result result = run(command);

    if (NOT_ON_LOCALSTACK.contains(operation)) {
      assertThat(result.output()).contains("InternalFailure");
      return;
    }
    assertThat(result.exitCode()).as(result.output()).isZero();
    JsonNode answer = SourceSystem.json(result.output());
    switch (operation) {
      case "ssm get-parameters-by-path" ->
          assertThat(answer.path("Parameters").findValuesAsText("Name"))
              .contains("/trade-processing/it/processing-threshold");
      case "ssm put-parameter" ->
          assertThat(setting(named(words, "--name"))).isEqualTo(named(words, "--value"));
      case "sqs receive-message" -> {
        assertThat(answer.path("Messages"))
            .singleElement()
            .satisfies(m -> assertThat(m.path("Body").asText()).contains('"' + trade.id() + '"'));
        known.put("RECEIPT_HANDLE", answer.at("/Messages/0/ReceiptHandle").asText());
      }
      case "sqs delete-message" ->
          assertThat(trades("dead-letters", QUEUE)).contains("0 dead letters in " + QUEUE);
      case "events describe-rule", "scheduler get-schedule" ->
          assertThat(answer.path("State").asText()).isEqualTo("ENABLED");
      case "events list-targets-by-rule" ->
          assertThat(answer.at("/Targets/0/Arn").asText())
              .isEqualTo(deployment.output("StateMachineArn"));
      case "stepfunctions list-executions" -> {
        String status = named(words, "--status-filter");
        assertThat(answer.path("executions").isArray()).isTrue();
        assertThat(answer.path("executions").findValuesAsText("status")).allMatch(status::equals);
        if (status.equals("FAILED") && command.contains(":trade-processing-")) {
          assertThat(answer.path("executions").findValuesAsText("executionArn"))
              .contains(failed.executionArn());
        }
      }
      case "stepfunctions describe-execution" -> {
        if (command.endsWith("> event.json")) {
          JsonNode event = SourceSystem.json(Files.readString(folder.resolve("event.json")));
          assertThat(event).isEqualTo(SourceSystem.json(failed.input()));
          assertThat(trades("publish", folder.resolve("event.json").toString(), "--dry-run"))
              .contains("1 would be sent");
        } else {
          assertThat(answer.path("error").asText()).isEqualTo(failed.error());
          assertThat(answer.path("cause").asText()).isEqualTo(failed.cause());
        }
      }
      case "stepfunctions get-execution-history" ->
          assertThat(answer.at("/events/0/type").asText()).isEqualTo("ExecutionFailed");
      case "logs filter-log-events" -> {
        // LocalStack answers with all lines, whatever the pattern.
        assertThat(command)
            .containsAnyOf(
                "'{ $.level = \"ERROR\" }'",
                "'{ $.conflict = \"true\" }'",
                "'{ $.unmatched = \"true\" }'",
                "'\"MarketDataUnavailableException\"'");
        if (command.contains("ERROR") && named(words, "--log-group-name").contains(RECORDER)) {
          assertThat(answer.path("events").findValuesAsText("message"))
              .as(result.output())
              .filteredOn(line -> line.contains('"' + trade.id() + '"'))
              .anyMatch(line -> SourceSystem.json(line).path("level").asText().equals("ERROR"));
        }
      }
      case "lambda list-versions-by-function" -> {
        List<String> versions = answer.path("Versions").findValuesAsText("Version");
        assertThat(versions).hasSizeGreaterThan(1);
        known.put("version 41", "version " + versions.get(1));
      }
      case "lambda update-alias" ->
          assertThat(answer.path("FunctionVersion").asText()).matches("[0-9]+");
      case "lambda get-function-concurrency" ->
          assertThat(answer.path("ReservedConcurrentExecutions").isMissingNode())
              .as("none is reserved")
              .isTrue();
      case "lambda get-account-settings" ->
          assertThat(answer.at("/AccountLimit/ConcurrentExecutions").asInt()).isPositive();
      case "dynamodb describe-table" -> {
        if (command.endsWith("Table.Replicas")) {
          assertThat(answer.isNull()).as("replicas").isTrue();
        } else {
          assertThat(answer.at("/Table/TableStatus").asText()).isEqualTo("ACTIVE");
        }
      }
      case "cloudwatch describe-alarms" ->
          assertThat(answer.path("MetricAlarms").isArray()).isTrue();
      default -> throw new AssertionError("no test says what this is to show");
    }
  }

  /** The CLI of version 1 takes the endpoint of SQS from nowhere but an option. */
  private Shell.Result run(String command) {
    String line = "aws --endpoint-url \"$AWS_ENDPOINT_URL\"" + command.substring("aws".length());
    for (Map.Entry<String, String> entry : known.entrySet()) {
      line = line.replace(entry.getKey(), entry.getValue());
    }
    Map<String, String> environment = new HashMap<>(deployment.environment());
    environment.put("PATH", aws.getParent() + File.pathSeparator + System.getenv("PATH"));
    return Shell.run(
        List.of("sh", "-c", "cd '" + folder + "' && " + line), environment, Duration.ofMinutes(1));
  }

  private String trades(String... arguments) {
    TradesCommand.Ended ended = new TradesCommand(deployment).call(arguments);
    assertThat(ended.exitCode()).as(ended.output()).isZero();
    return ended.output();
  }

  private String setting(String name) {
    try (SsmClient ssm = deployment.client(SsmClient.builder())) {
      return ssm.getParameter(r -> r.name(name)).parameter().value();
    }
  }

  /** The value of an option. */
  private static String named(List<String> words, String option) {
    return words.get(words.indexOf(option) + 1).replace("production", Deployment.ENVIRONMENT);
  }
}
