package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.cli.bus.DeadLetters;
import io.tradeprocessing.cli.store.LocalTable;
import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.testkit.aws.FakeAws;
import io.tradeprocessing.testkit.aws.FakeEventBus;
import io.tradeprocessing.testkit.aws.FakeQueue;
import io.tradeprocessing.testkit.aws.FakeTable;
import io.tradeprocessing.testkit.docs.Runbook;
import io.tradeprocessing.testkit.docs.Runbook.Command;
import io.tradeprocessing.testkit.docs.Runbook.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares the runbook with the template, the command and the code.
 *
 * <p>Each {@code ./trades} command runs, in the order of its section, through the real command line
 * and the SDK's real clients against simulated services; its output must match the page. The dead
 * letters in the simulated queues are {@link RealFailures}, so a message that changes in the code
 * fails here. The simulated services do not run the workflow: the integration tests show on the
 * deployed stack that a trade is on record after a redrive.
 *
 * <p>The names of resources in {@code aws} commands are compared with the template; RunbookIT runs
 * the commands on the deployed stack.
 */
class RunbookTest {

  private static final String VALIDATOR_QUEUE = "trade-validator-dlq-production";
  private static final String ENRICHER_QUEUE = "metadata-enricher-dlq-production";
  private static final String RECORDER_QUEUE = "compliance-recorder-dlq-production";
  private static final String OUTCOME_QUEUE = "outcome-dlq-production";
  private static final String RULES_QUEUE = "eventbridge-dlq-production";
  private static final String FORWARD_QUEUE = "forward-dlq-production";

  private static final String TEMPLATE = Project.text("template.yaml");
  private static final Runbook RUNBOOK = Runbook.read("docs/runbook.md");

  @TempDir private static Path store;

  @SuppressWarnings("NullAway.Init") // by recordSamples
  private static LocalTable table;

  @SuppressWarnings("NullAway.Init") // by recordSamples
  private static String unrecorded;

  @TempDir private Path folder;

  @BeforeAll
  static void recordSamples() {
    LocalStore.of(store.resolve("store"), Project.file("samples/trades.jsonl"));
    table = LocalTable.existing(store.resolve("store"));
    unrecorded = RealFailures.ofStore(event());
  }

  @AfterAll
  static void close() {
    table.close();
  }

  /** All but the exercise at the end. */
  private static List<Section> sections() {
    return RUNBOOK.sections().stream()
        .filter(section -> !section.title().equals("Failover drill"))
        .toList();
  }

  /** The names that the template gives in the environment production, by resource. */
  private static Map<String, String> alarms() {
    return Pattern.compile(
            "^  (\\w+):\\n"
                + "    Type: AWS::CloudWatch::(?:Composite)?Alarm\\n"
                + "(?:    .*\\n"
                + ")*?      AlarmName: !Sub (\\S+)\\n",
            Pattern.MULTILINE)
        .matcher(TEMPLATE)
        .results()
        .collect(
            Collectors.toMap(
                match -> match.group(1),
                match -> production(match.group(2)),
                (one, _) -> one,
                LinkedHashMap::new));
  }

  private static String production(String name) {
    return name.replace("${EnvironmentSuffix}", "production");
  }

  @Test
  void alarmsAndSectionsMatchOneToOne() {
    assertThat(sections()).extracting(Section::title).containsExactlyElementsOf(alarms().keySet());
  }

  @ParameterizedTest
  @MethodSource("sections")
  void aSectionHasMeaningCauseActionAndASignOfSuccess(Section section) {
    assertThat(section.text())
        .contains("`" + alarms().get(section.title()) + "`: ")
        .contains("**Cause.**", "**Do", "**It worked** when");
    assertThat(section.commands()).anyMatch(Command::isTrades);
    assertThat(section.commands().getLast().isTrades()).isTrue();
  }

  @Test
  void anAlarmsDescriptionLeadsToItsSection() {
    List<String> descriptions =
        Pattern.compile("^      AlarmDescription: (.*)$", Pattern.MULTILINE)
            .matcher(TEMPLATE)
            .results()
            .map(match -> match.group(1))
            .toList();
    List<String> ends =
        alarms().keySet().stream()
            .map(alarm -> "(docs/runbook.md#" + alarm.toLowerCase(Locale.ROOT) + ")")
            .toList();

    assertThat(descriptions).hasSameSizeAs(ends);
    for (int i = 0; i < ends.size(); i++) {
      assertThat(descriptions.get(i)).endsWith(ends.get(i));
    }
  }

  @Test
  void everyLinkWithinThePageLeadsToASection() {
    assertThat(
            Pattern.compile("\\]\\(#([^)]+)\\)")
                .matcher(Project.text("docs/runbook.md"))
                .results()
                .map(match -> match.group(1)))
        .isNotEmpty()
        .allMatch(
            anchor ->
                RUNBOOK.sections().stream()
                    .anyMatch(
                        s -> s.title().toLowerCase(Locale.ROOT).replace(' ', '-').equals(anchor)));
  }

  @ParameterizedTest
  @MethodSource("sections")
  void everyCommandIsTradesOrAwsAndNamesResourcesOfTheTemplate(Section section) {
    Set<String> names =
        Pattern.compile("!Sub \\S*?([A-Za-z0-9/-]*-?\\$\\{EnvironmentSuffix})")
            .matcher(TEMPLATE)
            .results()
            .map((MatchResult match) -> production(match.group(1)))
            .collect(Collectors.toSet());

    assertThat(section.commands())
        .allSatisfy(
            command -> {
              assertThat(command.words().getFirst()).isIn("./trades", "aws");
              assertThat(command.words())
                  .filteredOn(word -> word.contains("production"))
                  .allSatisfy(word -> assertThat(names).anyMatch(name -> isNamed(word, name)));
            });
  }

  private static boolean isNamed(String word, String name) {
    return word.equals(name)
        || word.endsWith("/" + name)
        || word.contains(":" + name)
        || word.startsWith(name + "/");
  }

  @ParameterizedTest
  @MethodSource("sections")
  void everyTradesCommandDoesWhatThePageSays(Section section) throws IOException {
    Map<String, FakeQueue> queues = queues();
    FakeEventBus bus = new FakeEventBus();
    Files.writeString(folder.resolve("event.json"), ExactJson.write(event()));
    FakeAws aws =
        new FakeAws()
            .with("AmazonSQS", (operation, request) -> sqs(queues, operation, request))
            .with("AWSEvents", bus)
            .with(
                "DynamoDB_20120810",
                new FakeTable("trade-records-production", table.client(), LocalTable.TABLE));

    try (FakeAws.Server _ = aws.serve()) {
      section.commands().stream().filter(Command::isTrades).forEach(this::run);
    }

    section.commands().stream()
        .filter(command -> command.words().contains("--execute"))
        .forEach(
            command ->
                assertThat(Objects.requireNonNull(queues.get(command.words().get(2))).bodies())
                    .isEmpty());
    JsonNode outcome = Project.parse(RealFailures.ofPublish(event())).path("event");
    assertThat(bus.taken())
        .allSatisfy(
            entry -> {
              JsonNode sent =
                  entry.path("Source").equals(outcome.path("source")) ? outcome : event();
              assertThat(entry.path("Source")).isEqualTo(sent.path("source"));
              assertThat(entry.path("DetailType")).isEqualTo(sent.path("detail-type"));
              assertThat(Project.parse(entry.path("Detail").asText()))
                  .isEqualTo(sent.path("detail"));
            });
    assertThat(bus.taken().isEmpty())
        .isEqualTo(section.commands().stream().noneMatch(RunbookTest::sends));
  }

  @Test
  void theCommandsOfTheReadmePrintWhatItShows() {
    String queue = "metadata-enricher-dlq-dev";
    Section section =
        Runbook.read("README.md").sections().stream()
            .filter(s -> s.title().equals("On AWS"))
            .findFirst()
            .orElseThrow();
    String letter = RealFailures.ofEndpoint(event()).replace("production", "dev");
    FakeAws aws =
        new FakeAws()
            .with("AmazonSQS", new FakeQueue(queue).with(letter))
            .with("AWSEvents", new FakeEventBus());

    try (FakeAws.Server _ = aws.serve()) {
      List<Command> commands = section.commands().stream().filter(Command::isTrades).toList();
      assertThat(commands).hasSize(3).allMatch(command -> command.output().isPresent());
      commands.forEach(this::run);
    }
  }

  @ParameterizedTest
  @MethodSource("sections")
  void everyExceptionOfThePageIsAClassOfTheFunctions(Section section) throws IOException {
    Set<String> classes = new HashSet<>();
    for (String module :
        List.of("common", "validator", "enricher", "recorder", "archiver", "backfill")) {
      try (Stream<Path> files = Files.walk(Project.file(module).resolve("src/main/java"))) {
        files.forEach(file -> classes.add(file.getFileName().toString().replace(".java", "")));
      }
    }

    assertThat(Pattern.compile("`…?(\\w+Exception)`").matcher(section.text()).results())
        .extracting(match -> match.group(1))
        .isSubsetOf(classes);
  }

  private static boolean sends(Command command) {
    return command.words().contains("--execute")
        || (command.words().contains("publish") && !command.words().contains("--dry-run"));
  }

  private void run(Command command) {
    String[] arguments =
        command.words().stream()
            .skip(1)
            .map(
                word ->
                    word.startsWith("event.")
                        ? folder.resolve(word).toString()
                        : word.startsWith("samples/") ? Project.file(word).toString() : word)
            .toArray(String[]::new);

    Cli.Ended ended = Cli.run(arguments);

    assertThat(ended.code()).as("%s: %s%s", command.line(), ended.out(), ended.err()).isZero();
    assertThat(ended.out() + ended.err()).as(command.line()).isNotEmpty();
    command
        .pattern()
        .ifPresent(pattern -> assertThat(ended.out()).as(command.line()).matches(pattern));
  }

  private static FakeAws.Answer sqs(
      Map<String, FakeQueue> queues, String operation, JsonNode request) throws IOException {
    String url = request.path("QueueUrl").asText();
    String name =
        request.has("QueueName")
            ? request.path("QueueName").asText()
            : url.substring(url.lastIndexOf('/') + 1);
    FakeQueue queue = queues.get(name);
    return queue == null
        ? FakeAws.Answer.error(400, "com.amazonaws.sqs#QueueDoesNotExist", name)
        : queue.answer(operation, request);
  }

  /** The trade of the page, as it is on record. */
  private static JsonNode event() {
    return Project.parse(Project.text("samples/trades.jsonl").lines().findFirst().orElseThrow());
  }

  /** The queues of the template, each with a message of the kind that it is for. */
  private static Map<String, FakeQueue> queues() {
    JsonNode event = event();
    return Map.of(
        VALIDATOR_QUEUE,
        new FakeQueue(VALIDATOR_QUEUE).with(RealFailures.ofConfiguration(event)),
        ENRICHER_QUEUE,
        new FakeQueue(ENRICHER_QUEUE).with(RealFailures.ofEndpoint(event)),
        RECORDER_QUEUE,
        new FakeQueue(RECORDER_QUEUE).with(unrecorded),
        OUTCOME_QUEUE,
        new FakeQueue(OUTCOME_QUEUE).with(RealFailures.ofPublish(event)),
        RULES_QUEUE,
        new FakeQueue(RULES_QUEUE)
            .with(ExactJson.write(event), DeadLetters.ofRule(), Duration.ofHours(1)),
        FORWARD_QUEUE,
        new FakeQueue(FORWARD_QUEUE)
            .with(ExactJson.write(event), DeadLetters.ofForwarding(), Duration.ofHours(1)));
  }
}
