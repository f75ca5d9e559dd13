package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.common.signature.SigningKeys;
import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a rejected trade to a review on record, as two people at two machines do it. */
class ReviewCommandTest {

  private static final String TRADE = "S1-VENUE-1";
  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
  private static final Pattern ARGUMENT = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  private static final KeyPair LEE = SigningKeys.generate();
  private static final KeyPair KIM = SigningKeys.generate();

  @TempDir private Path folder;
  private LocalStore store = new LocalStore(Path.of(""));

  @BeforeEach
  void rejectATrade() throws IOException {
    store = LocalStore.of(folder.resolve("store"), Project.file("events/invalid-venue.json"));
    Files.writeString(file("lee.pem"), SigningKeys.pem(LEE.getPrivate()));
    Files.writeString(file("kim.pem"), SigningKeys.pem(KIM.getPrivate()));
    Files.writeString(
        file("reviewers.json"),
        "{" + reviewer("A. Lee", LEE) + ", " + reviewer("B. Kim", KIM) + "}");
  }

  private static String reviewer(String name, KeyPair keys) {
    return "\"%s\": {\"name\": \"%s\", \"publicKey\": \"%s\"}"
        .formatted(
            SigningKeys.id(keys.getPublic()),
            name,
            SigningKeys.pem(keys.getPublic()).replace("\n", "\\n"));
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private Cli.Ended draft(String decision, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--trade",
                TRADE,
                "--decision",
                decision,
                "--reason",
                "opened today",
                "--out",
                file("review.json").toString()));
    arguments.addAll(List.of(more));
    return store.call("review", arguments.toArray(String[]::new));
  }

  private Cli.Ended sign(String key) {
    return Cli.run(
        "review", "--sign", file("review.json").toString(), "--key", file(key).toString());
  }

  private JsonNode send(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                "--json",
                "--store",
                store.folder().toString(),
                "--reviewers",
                file("reviewers.json").toString(),
                file("review.json").toString()));
    arguments.addAll(List.of(more));
    return Project.parse(Cli.run(arguments.toArray(String[]::new)).lines().getFirst());
  }

  /** Keys of one of the two who sign. */
  private String reviewersWithoutKim() throws IOException {
    return Files.writeString(file("others.json"), "{" + reviewer("A. Lee", LEE) + "}").toString();
  }

  private List<String> codes(JsonNode result) {
    List<String> codes = new ArrayList<>();
    result
        .path("violations")
        .forEach(
            violation ->
                codes.add(
                    violation.path("code").asText() + " " + violation.path("field").asText()));
    return codes;
  }

  /** The commands of the page in their order; the store and the keys are those that they make. */
  @Test
  void theExampleOfTheDocumentationDoesWhatItSays() throws Exception {
    String page = Project.text("docs/operations.md");
    String example = page.substring(page.indexOf("### Example"));
    List<String> blocks =
        BLOCK.matcher(example).results().limit(2).map(block -> block.group(1)).toList();
    Files.delete(file("lee.pem"));
    Files.delete(file("kim.pem"));
    Process keys;
    try {
      keys =
          new ProcessBuilder("bash", "-euc", blocks.getFirst())
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      assumeTrue(System.getenv("CI") != null, "there is no bash");
      throw e;
    }
    String said = new String(keys.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keys.waitFor()).as(said).isZero();

    List<Cli.Ended> ended = new ArrayList<>();
    for (String command : blocks.get(1).lines().toList()) {
      assertThat(command).startsWith("./trades ");
      ended.add(
          Cli.run(
              ARGUMENT
                  .matcher(command.substring("./trades ".length()))
                  .results()
                  .map(this::argument)
                  .toArray(String[]::new)));
    }

    assertThat(ended).allSatisfy(each -> assertThat(each.code()).as(each.err()).isZero());
    assertThat(ended.get(4).out()).containsPattern("operations +1 +0 ");
    assertThat(ended.get(5).lines())
        .contains("  system1: ACTIVE on the terms of 2026-03-02T15:30:00.123456Z")
        .anySatisfy(line -> assertThat(line).contains("NEW", "REJECTED", "accepted by a review"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("operations", "OVERRIDE", "ACCEPTED", "in force")
                    .contains("reviews NEW of system1 at 2026-03-02T15:30:00.123456Z"));
  }

  private String argument(MatchResult match) {
    String text = match.group(1) != null ? match.group(1) : match.group(2);
    if (text.startsWith("events/")) {
      return Project.file(text).toString();
    }
    return text.matches("evidence|[a-z]+\\.(json|pem)") ? file(text).toString() : text;
  }

  @Test
  void oneSignatureIsNotEnoughWhateverTheCommandAllows() {
    draft("OVERRIDE");
    Cli.Ended signed = sign("lee.pem");

    assertThat(signed.out())
        .contains("OVERRIDE of trade " + TRADE)
        .contains("event      NEW of system1 at 2026-03-02T15:30:00.123456Z")
        .contains("reason     opened today")
        .contains("signed by  " + SigningKeys.id(LEE.getPublic()))
        .contains("needs the signature of one more reviewer");
    JsonNode result = send();
    assertThat(result.path("outcome").asText()).isEqualTo("REJECTED");
    assertThat(codes(result)).contains("MISSING /signatures");
  }

  @Test
  void nobodySignsTwice() {
    draft("CANCEL");
    sign("lee.pem");
    Cli.Ended again = sign("lee.pem");

    assertThat(again.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(again.err()).contains("this key has signed the review already");
  }

  @Test
  void whatIsChangedAfterItWasSignedIsRejectedAndOnRecord() throws IOException {
    draft("OVERRIDE");
    sign("lee.pem");
    sign("kim.pem");
    String signed = Files.readString(file("review.json"));
    Files.writeString(file("review.json"), signed.replace("opened today", "opened in May"));

    JsonNode result = send();

    assertThat(result.path("outcome").asText()).isEqualTo("REJECTED");
    assertThat(codes(result))
        .contains("BAD_SIGNATURE /signatures/0/signature", "BAD_SIGNATURE /signatures/1/signature");
    assertThat(store.call("records", "--trade", TRADE).out())
        .contains("no event was accepted")
        .containsPattern("operations .* OVERRIDE +REJECTED");
  }

  @Test
  void aRevalidationNeedsNoSignatureAndSaysWhatIsStillWrong() {
    Cli.Ended drafted = draft("REVALIDATE");

    assertThat(drafted.out()).contains("can be sent: trades publish");
    assertThat(codes(send())).contains("UNKNOWN_CODE /event/detail/venue");
  }

  @Test
  void aCancelCancelsTheTradeOfItsSource() throws IOException {
    store = LocalStore.of(folder.resolve("live"), Project.file("events/trade-new.json"));
    String trade =
        Project.parse(Project.text("events/trade-new.json")).at("/detail/tradeId").asText();
    store.call(
        "review",
        "--trade",
        trade,
        "--decision",
        "CANCEL",
        "--reason",
        "booked twice",
        "--out",
        file("review.json").toString());
    sign("lee.pem");
    sign("kim.pem");

    assertThat(send().path("outcome").asText()).isEqualTo("ACCEPTED");
    assertThat(store.call("records", "--trade", trade).out()).contains("system1: CANCELLED at ");
    assertThat(store.call("verify").code()).isZero();
    assertThat(send().path("outcome").asText()).isEqualTo("DUPLICATE");
  }

  /** The store may be another's, and its validator may have known other keys. */
  @Test
  void verifyChecksTheSignaturesWithTheKeysThatItIsGiven() throws IOException {
    draft("OVERRIDE");
    sign("lee.pem");
    sign("kim.pem");
    send();
    String others = reviewersWithoutKim();

    Cli.Ended unchecked = store.call("verify");
    Cli.Ended signed = store.call("verify", "--reviewers", file("reviewers.json").toString());
    Cli.Ended half = store.call("verify", "--reviewers", others);
    Cli.Ended json = store.call("verify", "--reviewers", others, "--json");

    assertThat(unchecked.code()).isZero();
    assertThat(unchecked.out())
        .contains("the signatures of 1 review were not checked: give the public keys");
    assertThat(signed.code()).as(signed.err()).isZero();
    assertThat(signed.out()).contains("1 review, each signed by two reviewers");
    assertThat(half.code()).isEqualTo(ExitCode.FAILED);
    assertThat(half.out())
        .contains(TRADE, "REVIEW_NOT_SIGNED", "signed only by A. Lee")
        .contains("1 review, 1 of them not signed by two reviewers");
    JsonNode summary = Project.parse(json.lines().getLast()).path("summary");
    assertThat(summary.path("sound").asBoolean()).isFalse();
    assertThat(summary.path("reviews").asLong()).isEqualTo(1);
    assertThat(summary.path("signaturesChecked").asBoolean()).isTrue();
  }

  /** Whoever has the archive alone needs to trust neither the store nor who recorded the review. */
  @Test
  void verifyChecksTheSignaturesInAnArchiveAlone() throws IOException {
    String archive = file("archive").toString();
    draft("OVERRIDE");
    sign("lee.pem");
    sign("kim.pem");
    send("--archive", archive);
    String others = reviewersWithoutKim();

    Cli.Ended unchecked = Cli.run("verify", "--archive", archive);
    Cli.Ended signed =
        Cli.run("verify", "--archive", archive, "--reviewers", file("reviewers.json").toString());
    Cli.Ended half = Cli.run("verify", "--archive", archive, "--reviewers", others);
    Cli.Ended both =
        store.call(
            "verify", "--archive", archive, "--reviewers", file("reviewers.json").toString());

    assertThat(unchecked.code()).as(unchecked.out()).isZero();
    assertThat(unchecked.out()).contains("the signatures of 1 review were not checked");
    assertThat(signed.code()).as(signed.out()).isZero();
    assertThat(signed.out()).contains("1 review, each signed by two reviewers");
    assertThat(half.code()).isEqualTo(ExitCode.FAILED);
    assertThat(half.out())
        .contains(TRADE, "REVIEW_NOT_SIGNED", "signed only by A. Lee")
        .contains("1 review, 1 of them not signed by two reviewers");
    assertThat(both.out()).contains("1 review, each signed by two reviewers");
  }

  @Test
  void aReviewThatIsArchivedTwiceIsOneReview() throws IOException {
    String others = reviewersWithoutKim();
    List<String> verify = new ArrayList<>(List.of("verify", "--reviewers", others));
    draft("OVERRIDE");
    sign("lee.pem");
    sign("kim.pem");
    for (String archive : List.of(file("one").toString(), file("two").toString())) {
      send("--archive", archive);
      verify.addAll(List.of("--archive", archive));
    }

    assertThat(Cli.run(verify.toArray(String[]::new)).out())
        .containsOnlyOnce("REVIEW_NOT_SIGNED")
        .contains("1 review, 1 of them not signed by two reviewers");
  }

  /** A rejected review has no effect, whoever signed it; a revalidation needs nobody. */
  @Test
  void verifyAsksNoSignaturesOfReviewsThatNeedNoneOrDoNotCount() {
    draft("OVERRIDE");
    sign("lee.pem");
    send();
    draft("REVALIDATE");
    send();

    assertThat(store.call("verify", "--reviewers", file("reviewers.json").toString()).out())
        .contains("all sound")
        .doesNotContain("review");
  }

  @Test
  void validateJudgesAReviewByTheKeysThatItIsGiven() {
    draft("OVERRIDE");
    sign("lee.pem");
    sign("kim.pem");
    String review = file("review.json").toString();

    Cli.Ended known = Cli.run("validate", review, "--reviewers", file("reviewers.json").toString());
    Cli.Ended unknown = Cli.run("validate", review);

    assertThat(Project.parse(known.lines().getFirst()).path("valid").asBoolean()).isTrue();
    assertThat(codes(Project.parse(unknown.lines().getFirst())))
        .contains("UNKNOWN_CODE /signatures/0/key", "MISSING /signatures");
  }

  @Test
  void theReportOfTheTradeSaysWhatWasDecidedAndBySigned() throws IOException {
    draft("OVERRIDE");
    sign("lee.pem");
    sign("kim.pem");
    send();
    store.call("records", "--trade", TRADE, "--report", file("trade.html").toString());

    assertThat(Files.readString(file("trade.html")))
        .contains("Review of", "record 1 of local", "Reason", "opened today", "Signed by the key")
        .contains(SigningKeys.id(KIM.getPublic()));
  }

  @Test
  void aTradeWithSeveralRejectedEventsNeedsTheRecord() throws IOException {
    ObjectNode event = (ObjectNode) Project.parse(Project.text("events/invalid-venue.json"));
    ((ObjectNode) event.path("detail")).put("timestamp", "2026-03-02T15:31:00Z");
    Files.writeString(file("more.jsonl"), event.toString());
    store.call("run", file("more.jsonl").toString(), "--template", template());

    Cli.Ended several = draft("OVERRIDE");
    assertThat(several.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(several.err()).contains("trade " + TRADE + " has several: give --record; there are");
    String record =
        several
            .err()
            .lines()
            .filter(line -> line.contains("15:31:00Z"))
            .map(line -> line.strip().replaceFirst(" .*", ""))
            .findFirst()
            .orElseThrow();
    assertThat(draft("OVERRIDE", "--record", record).out())
        .contains("NEW of system1 at 2026-03-02T15:31:00Z");
    assertThat(draft("OVERRIDE", "--record", "local/1").err())
        .contains("--record local/1 is not one of trade " + TRADE);
  }

  private static String template() {
    return Project.file("template.yaml").toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--trade X | give --trade ID, --decision and --reason, or --sign FILE",
        "--trade X --decision ACCEPT --reason x | ACCEPT",
        "--sign FILE | give the key that signs",
        "--sign FILE --trade X | --sign signs a draft",
        "--key FILE | --key and --kms need --sign FILE",
        "--sign KEYS --key KEYS | is not a review: it is not an event of trading.operations",
        "--sign FILE --key KEYS | cannot be used: it has no -----BEGIN PRIVATE KEY-----"
      })
  void saysWhatIsWrongWithACall(String call, String problem) {
    draft("OVERRIDE");
    List<String> arguments = new ArrayList<>(List.of("review"));
    for (String argument : List.of(call.split(" ", -1))) {
      arguments.add(
          switch (argument) {
            case "FILE" -> file("review.json").toString();
            case "KEYS" -> file("reviewers.json").toString();
            default -> argument;
          });
    }

    Cli.Ended ended = Cli.run(arguments.toArray(String[]::new));

    assertThat(ended.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(ended.err()).contains(problem);
  }

  @Test
  void aTradeThatIsNotThereOrNotRejectedCannotBeReviewed() throws IOException {
    assertThat(
            store
                .call(
                    "review",
                    "--trade",
                    "T-0",
                    "--decision",
                    "CANCEL",
                    "--reason",
                    "x",
                    "--out",
                    file("review.json").toString())
                .err())
        .contains("there is no event of trade T-0 in the store folder");
    store = LocalStore.of(folder.resolve("live"), Project.file("events/trade-new.json"));
    String trade =
        Project.parse(Project.text("events/trade-new.json")).at("/detail/tradeId").asText();
    assertThat(
            store
                .call(
                    "review",
                    "--trade",
                    trade,
                    "--decision",
                    "OVERRIDE",
                    "--reason",
                    "x",
                    "--out",
                    file("review.json").toString())
                .err())
        .contains("no event of trade " + trade + " was rejected; to review another, give --record");
  }
}
