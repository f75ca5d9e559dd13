package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.testkit.aws.FakeAws;
import io.tradeprocessing.testkit.aws.FakeEventBus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishCommandTest {

  private static final String SAMPLES = Project.file("samples/trades.jsonl").toString();

  @TempDir private Path folder;

  private final FakeEventBus bus = new FakeEventBus();
  private final FakeAws.Server aws = new FakeAws().with("AWSEvents", bus).serve();

  @AfterEach
  void stop() {
    aws.close();
  }

  private static Cli.Ended call(String... arguments) {
    return Cli.run(
        Stream.concat(Stream.of("publish"), Stream.of(arguments)).toArray(String[]::new));
  }

  private static List<JsonNode> json(Cli.Ended ended) {
    return ended.lines().stream().map(Project::parse).toList();
  }

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("events"), content);
  }

  @Test
  void theSamplesAreSentAndCounted() {
    Cli.Ended ended = call(SAMPLES);

    assertThat(ended.code()).isZero();
    assertThat(ended.lines())
        .singleElement()
        .asString()
        .matches("68 sent, 0 failed, 0 unreadable; [0-9.]+ s, [0-9,]+ a second");
    assertThat(bus.requests()).hasSize(7);
    assertThat(bus.taken().getFirst().path("Source").asText()).isEqualTo("trading.system1");
    assertThat(bus.taken().getFirst().path("EventBusName").asText()).isEqualTo("default");
  }

  @Test
  void jsonIsOneResultALine() {
    bus.thenEach(e -> FakeEventBus.trade(e).equals("S1-20260112-0002") ? "MalformedDetail" : null);

    Cli.Ended ended = call(SAMPLES, "--json");

    List<JsonNode> results = json(ended);
    assertThat(results).hasSize(68);
    assertThat(results)
        .allSatisfy(
            result ->
                assertThat(result.properties())
                    .extracting(Map.Entry::getKey)
                    .containsExactly("line", "tradeId", "eventId", "error"));
    assertThat(results.getFirst().path("eventId").asText()).isEqualTo("event-1");
    assertThat(results.get(1).path("eventId").isNull()).isTrue();
    assertThat(results.get(1).path("error").asText()).isEqualTo("MalformedDetail: told to");
    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.err()).contains("67 sent, 1 failed");
  }

  @Test
  void aBareTradeComesFromTheSourceItNamesAndHasNoTimeOfItsOwn() throws IOException {
    Path file = file("[{\"tradeId\":\"A\",\"sourceSystem\":\"system3\"}]");

    call(file.toString(), "--bus", "arn:aws:events:us-east-1:123456789012:event-bus/trades");

    assertThat(bus.taken())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.path("Source").asText()).isEqualTo("trading.system3");
              assertThat(entry.path("DetailType").asText()).isEqualTo("Trade Event");
              assertThat(entry.has("Time")).isFalse();
              assertThat(entry.path("EventBusName").asText()).endsWith("event-bus/trades");
            });
  }

  @Test
  void aDryRunSendsNothingAndSaysWhatWouldBeSent() throws IOException {
    Path file = file(Files.readString(Path.of(SAMPLES)) + "{broken\n");

    Cli.Ended ended = call(file.toString(), "--dry-run");

    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("line 69: UNREADABLE: not JSON"),
            line ->
                assertThat(line)
                    .isEqualTo("dry run: 68 would be sent, in 7 requests, 0 failed, 1 unreadable"));
    assertThat(bus.requests()).isEmpty();
  }

  @Test
  void whatFailsIsPrintedUpToTwentyAndCounted() throws IOException {
    Path file = file("{broken\n".repeat(25));

    Cli.Ended ended = call(file.toString());

    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.lines()).hasSize(22);
    assertThat(ended.lines().get(20)).isEqualTo("and 5 more; --json prints every result");
    assertThat(ended.lines().get(21)).startsWith("0 sent, 0 failed, 25 unreadable");
  }

  @Test
  void standardInputIsReadToo() {
    InputStream before = System.in;
    System.setIn(
        new ByteArrayInputStream(
            "{\"tradeId\":\"A\",\"sourceSystem\":\"system1\"}\n".getBytes(StandardCharsets.UTF_8)));
    try {
      assertThat(call("-").out()).startsWith("1 sent, 0 failed, 0 unreadable");
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void anEmptyInputIsSaidSo() throws IOException {
    Cli.Ended ended = call(file("").toString());

    assertThat(ended.code()).isZero();
    assertThat(ended.err()).contains("no events in ");
  }

  @Test
  void theSecondCallWithTheResumeFileSendsOnlyWhatWasNotTaken() {
    Path resume = folder.resolve("sent");
    bus.thenEach(_ -> null)
        .thenEach(
            e -> FakeEventBus.trade(e).equals("S1-20260113-0005") ? null : "AccessDeniedException")
        .thenError(1, 400, "AccessDeniedException");

    Cli.Ended first = call(SAMPLES, "--resume", resume.toString());
    Cli.Ended second = call(SAMPLES, "--resume", resume.toString());

    assertThat(first.code()).isEqualTo(ExitCode.FAILED);
    assertThat(first.err())
        .contains("the event bus default takes no events from here")
        .contains(resume + " notes what was sent: run the same command to send the rest");
    assertThat(second.code()).isZero();
    assertThat(second.out()).contains("sent earlier");
    assertThat(bus.taken()).hasSize(68).doesNotHaveDuplicates();
    assertThat(resume).doesNotExist();
  }

  @Test
  void aResumeFileOfAnotherInputIsRefusedAndNothingIsSent() throws IOException {
    Path resume = folder.resolve("sent");
    bus.thenError(1, 400, "AccessDeniedException");
    call(SAMPLES, "--resume", resume.toString());
    int before = bus.requests().size();

    Cli.Ended ended =
        call(
            file("{\"tradeId\":\"A\",\"sourceSystem\":\"system1\"}\n").toString(),
            "--resume-file",
            resume.toString());

    assertThat(ended.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(ended.err().lines()).singleElement().asString().contains("belongs to another input");
    assertThat(bus.requests()).hasSize(before);
  }

  @Test
  void aBusThatTakesNothingAtAllIsWrongUse() {
    bus.thenError(1, 400, "AccessDeniedException");

    assertThat(call(SAMPLES).code()).isEqualTo(ExitCode.WRONG_USE);
  }

  @Test
  void theEndpointCanBeNamed() {
    Cli.Ended ended =
        call(SAMPLES, "--endpoint", aws.endpoint().toString(), "--region", "eu-west-1");

    assertThat(ended.code()).isZero();
    assertThat(bus.taken()).hasSize(68);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "- --resume f                   | --resume needs a file",
        "x --resume f --dry-run         | --resume cannot be used with --dry-run",
        "x --rate 0                     | --rate must be above 0",
        "x --rate NaN                   | --rate must be above 0",
        "no-such-file                   | no-such-file does not exist",
      })
  void wrongUseIsOneSentence(String arguments, String expected) {
    Cli.Ended ended = call(arguments.split(" "));

    assertThat(ended.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(ended.err().lines()).singleElement().asString().contains(expected);
  }
}
