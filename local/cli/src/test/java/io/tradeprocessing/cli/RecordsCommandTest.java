package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads what the samples, and a trade whose events arrived out of order, left in a store. */
class RecordsCommandTest {

  private static final String REBOOKED = "LDN:20260112:0002";
  private static final String SHUFFLED = "SHUFFLED-1";

  @TempDir private static Path folder;
  private static LocalStore store = new LocalStore(Path.of(""));

  @BeforeAll
  static void runSamples() throws IOException {
    List<String> samples = Project.text("samples/trades.jsonl").lines().toList();
    Path events = folder.resolve("events.jsonl");
    Files.write(
        events,
        Stream.concat(
                samples.stream(),
                Stream.of(
                    event(samples.getFirst(), "CANCEL", "2026-01-12T14:35:00Z"),
                    event(samples.getFirst(), "NEW", "2026-01-12T14:30:00Z"),
                    event(samples.getFirst(), "CORRECT", "2026-01-12T14:40:00Z"),
                    event(samples.getFirst(), "NEW", "2026-01-12T14:50:00Z")))
            .toList());
    store = LocalStore.of(folder.resolve("store"), events);
  }

  private static String event(String sample, String type, String timestamp) {
    ObjectNode envelope = (ObjectNode) Project.parse(sample);
    envelope.put("id", "id-" + timestamp);
    ((ObjectNode) envelope.get("detail"))
        .put("tradeId", SHUFFLED)
        .put("eventType", type)
        .put("timestamp", timestamp)
        .put("executedAt", "2026-01-12T14:30:00Z");
    return envelope.toString();
  }

  @Test
  void aTradeIsShownWithItsStateAndItsRecordsByEventTime() {
    Cli.Ended ended = store.call("records", "--trade", REBOOKED);

    assertThat(ended.code()).isZero();
    assertThat(ended.lines())
        .startsWith(REBOOKED, "  system2: ACTIVE on the terms of 2026-01-12T09:50:00Z");
    assertThat(ended.lines().stream().filter(line -> line.contains("system2     " + REBOOKED)))
        .satisfiesExactly(
            line -> assertThat(line).matches("2026-01-12T09:00:00Z .* 1  NEW +ACCEPTED"),
            line -> assertThat(line).matches("2026-01-12T09:45:00Z .* 2  CANCEL +ACCEPTED"),
            line -> assertThat(line).matches("2026-01-12T09:50:00Z .* 3  NEW +ACCEPTED  in force"));
  }

  @Test
  void whatArrivedLateOrUnmatchedIsMarkedAndShownByEventTime() {
    assertThat(shuffled("--order", "time"))
        .containsExactly(
            "NEW seq 2 late true unmatched false inForce false",
            "CANCEL seq 1 late false unmatched true inForce false",
            "CORRECT seq 3 late false unmatched true inForce false",
            "NEW seq 4 late false unmatched false inForce true");
  }

  @Test
  void theOrderOfArrivalIsTheChain() {
    assertThat(shuffled("--order", "arrival").stream().map(line -> line.replaceAll(" late.*", "")))
        .containsExactly("CANCEL seq 1", "NEW seq 2", "CORRECT seq 3", "NEW seq 4");
    List<JsonNode> chain =
        json(store.call("records", "--trade", SHUFFLED, "--json", "--order", "arrival"));
    for (int i = 1; i < chain.size(); i++) {
      assertThat(chain.get(i).get("previousHash")).isEqualTo(chain.get(i - 1).get("recordHash"));
    }
  }

  private static List<String> shuffled(String... arguments) {
    return json(
            store.call(
                "records",
                Stream.concat(Stream.of("--trade", SHUFFLED, "--json"), Stream.of(arguments))
                    .toArray(String[]::new)))
        .stream()
        .map(
            line ->
                "%s seq %s late %s unmatched %s inForce %s"
                    .formatted(
                        line.get("eventType").asText(),
                        line.get("sequence"),
                        line.get("late"),
                        line.get("unmatched"),
                        line.get("inForce")))
        .toList();
  }

  @Test
  void jsonHasTheEventAsItArrived() {
    JsonNode line = json(store.call("records", "--trade", REBOOKED, "--json")).getFirst();

    assertThat(line.at("/event/detail/price").asText()).isEqualTo("11.862");
    assertThat(line.at("/verdict/valid").asBoolean()).isTrue();
    assertThat(line.at("/enrichment/notional").asText()).isEqualTo("41517.000");
    assertThat(line.get("timestamp").asText()).startsWith("1768208400000000.0");
    assertThat(line.get("tradeState").asText()).isEqualTo("ACTIVE");
    assertThat(line.get("previousHash").isNull()).isTrue();
  }

  @Test
  void csvHasAHeadingAndAValueForEachOfItsColumns() {
    List<String> lines = store.call("records", "--trade", REBOOKED, "--csv").lines();

    int columns = lines.getFirst().split(",", -1).length;
    assertThat(lines).hasSize(4);
    assertThat(lines).allSatisfy(line -> assertThat(line.split(",", -1)).hasSize(columns));
    assertThat(lines.get(1))
        .startsWith(REBOOKED + ",1768208400000000.0")
        .contains(",2026-01-12T09:00:00Z,system2,NEW,ACCEPTED,,false,false,false,");
  }

  @Test
  void aPageShowsTheTradesLifeAndThatItsChainVerifies() throws IOException {
    Path file = folder.resolve("page.html");

    Cli.Ended ended =
        store.call("records", "--trade", SHUFFLED, "--html", "--output", file.toString());

    assertThat(ended.code()).isZero();
    assertThat(ended.lines()).containsExactly("the report is in " + file);
    assertThat(Files.readString(file))
        .contains(
            "<h1>Trade SHUFFLED-1</h1>", "✓ Verified", "<th scope=\"row\" class=\"text\">system1")
        .containsSubsequence(
            "1 CANCEL, unmatched", "2 NEW, late", "3 CORRECT, unmatched", "4 NEW, in force");
  }

  @Test
  void thePagesHashesLeadToTheRecordsThatTheyAreOf() {
    List<JsonNode> chain =
        json(store.call("records", "--trade", SHUFFLED, "--json", "--order", "arrival"));

    String page = store.call("records", "--trade", SHUFFLED, "--html", "--order", "arrival").out();

    assertThat(page).contains("none: the first of the chain");
    for (int i = 1; i < chain.size(); i++) {
      assertThat(page)
          .contains(
              "%s</span> <a href=\"#record-%s\">record %d</a>"
                  .formatted(
                      chain.get(i).get("previousHash").asText(),
                      chain.get(i - 1).get("timestamp").asText().replace('.', '-'),
                      i));
    }
  }

  @Test
  void aPageNamesWhatAnEventChangedAndWhyItWasRejected() throws IOException {
    List<String> samples = Project.text("samples/trades.jsonl").lines().toList();
    Path events = folder.resolve("changes.jsonl");
    String corrected =
        event(samples.getFirst(), "CORRECT", "2026-01-12T14:40:00Z")
            .replace("\"quantity\":\"100\"", "\"quantity\":\"</td><script>\"");
    Files.write(
        events, List.of(event(samples.getFirst(), "NEW", "2026-01-12T14:30:00Z"), corrected));

    String page =
        LocalStore.of(folder.resolve("changes"), events)
            .call("records", "--trade", SHUFFLED, "--html")
            .out();

    assertThat(page)
        .contains(
            "Changed against NEW at 2026-01-12T14:30:00Z, record 1",
            "<span>100</span></td><td class=\"code\"><span>&lt;/<wbr>td&gt;&lt;script&gt;</span>",
            "<th scope=\"row\" class=\"code\">BAD_FORMAT</th>")
        .doesNotContain("<script");
  }

  @Test
  void aPageOfADamagedTradeSaysWhereItIsBroken() {
    LocalStore damaged = store.copy(folder.resolve("damaged-page"));
    damaged.tamper(
        items -> {
          items.set(
              SHUFFLED, 1_768_228_500_000_000L, "functionVersion", AttributeValue.fromS("other"));
          items.set(REBOOKED, 1_768_208_400_000_000L, "note", AttributeValue.fromS("x"));
          items.delete("S1-20260112-0002", 0);
        });

    Cli.Ended changed = damaged.call("records", "--trade", SHUFFLED, "--html");
    assertThat(changed.code()).isEqualTo(ExitCode.FAILED);
    assertThat(changed.out())
        .contains("✕ Broken", "RECORD_CHANGED at the record of 2026-01-12T14:35:00Z")
        .contains("<span class=\"mark rejected\">✕ RECORD_CHANGED</span>");

    Cli.Ended unreadable = damaged.call("records", "--trade", REBOOKED, "--html");
    assertThat(unreadable.code()).isEqualTo(ExitCode.FAILED);
    assertThat(unreadable.out())
        .contains("attribute note is not one of ours", "✕ no record of this trade has this hash");

    Cli.Ended headless = damaged.call("records", "--trade", "S1-20260112-0002", "--html");
    assertThat(headless.code()).isEqualTo(ExitCode.FAILED);
    assertThat(headless.out())
        .contains("HEAD_MISSING at the head", "The head of the chain is missing");
  }

  @Test
  void anEventWithoutUsableIdentifierIsFoundUnderItsHash() {
    String id =
        store.call("records", "--source", "system1", "--json").lines().stream()
            .map(line -> Project.parse(line).get("tradeId").asText())
            .filter(tradeId -> tradeId.startsWith("invalid:"))
            .findFirst()
            .orElseThrow();

    Cli.Ended ended = store.call("records", "--trade", id);

    assertThat(ended.code()).isZero();
    assertThat(ended.out()).contains("no event was accepted").contains("REJECTED");
  }

  @Test
  void aSourceAndPeriodAreReadFromTheIndexByEventTime() {
    List<JsonNode> day =
        json(
            store.call(
                "records",
                "--source",
                "system2",
                "--from",
                "2026-01-12",
                "--to",
                "2026-01-13",
                "--json"));

    assertThat(day).isNotEmpty();
    assertThat(day)
        .allSatisfy(r -> assertThat(r.get("sourceSystem").asText()).isEqualTo("system2"));
    assertThat(day).allSatisfy(r -> assertThat(r.get("time").asText()).startsWith("2026-01-12T"));
    assertThat(day.stream().map(r -> r.get("timestamp").asText())).isSorted();
    assertThat(day).allSatisfy(r -> assertThat(r.get("late").isNull()).isTrue());
  }

  @Test
  void theEndOfThePeriodDoesNotBelongToIt() {
    String at = "2026-01-12T09:45:00Z";

    assertThat(json(store.call("records", "--source", "system2", "--json", "--to", at)))
        .noneSatisfy(r -> assertThat(r.get("time").asText()).isEqualTo(at));
    assertThat(json(store.call("records", "--source", "system2", "--json", "--from", at)))
        .first()
        .satisfies(r -> assertThat(r.get("time").asText()).isEqualTo(at));
  }

  @Test
  void aSourceIsPrintedAsATableAndAnEmptyPeriodIsSaidSo() {
    assertThat(store.call("records", "--source", "system3").lines().getFirst())
        .matches("event time +source +trade +region +seq +type +status");

    Cli.Ended empty = store.call("records", "--source", "system3", "--to", "1999-01-01");
    assertThat(empty.code()).isZero();
    assertThat(empty.out()).isEmpty();
    assertThat(empty.err()).contains("no records of system3 in this period");
  }

  private static String recordedAt(int sequence) {
    return json(store.call("records", "--trade", SHUFFLED, "--json")).stream()
        .filter(line -> line.get("sequence").asInt() == sequence)
        .map(line -> line.get("recordedAt").asText())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aTradeIsShownAsItsEventsUpToATimeMakeIt() {
    assertThat(store.call("records", "--trade", SHUFFLED, "--as-of", "2026-01-12T14:34:59Z").out())
        .startsWith(
            """
            SHUFFLED-1 as of 2026-01-12T14:34:59Z
              system1: ACTIVE on the terms of 2026-01-12T14:30:00Z

            """)
        .doesNotContain("CANCEL");
    assertThat(store.call("records", "--trade", SHUFFLED, "--as-of", "2026-01-12T14:35:00Z").out())
        .contains("  system1: CANCELLED at 2026-01-12T14:35:00Z\n");
    Cli.Ended before =
        store.call("records", "--trade", SHUFFLED, "--as-of", "2026-01-12T14:00:00Z");
    assertThat(before.out()).contains("no event was accepted");
    assertThat(before.code()).isZero();
  }

  @Test
  void aTradeIsShownAsItWasKnown() {
    assertThat(store.call("records", "--trade", SHUFFLED, "--known-at", recordedAt(1)).out())
        .contains("  system1: UNMATCHED: no NEW was accepted", "CANCEL       ACCEPTED  unmatched")
        .doesNotContain("NEW          ACCEPTED");
    assertThat(store.call("records", "--trade", SHUFFLED, "--known-at", recordedAt(2)).out())
        .contains("  system1: CANCELLED at 2026-01-12T14:35:00Z\n");
    assertThat(store.call("records", "--trade", SHUFFLED, "--known-at", recordedAt(4)).out())
        .contains("  system1: ACTIVE on the terms of 2026-01-12T14:50:00Z\n");
  }

  /** What was known, when the second record was written, of the time before the cancel. */
  @Test
  void bothTimesComposeForATradeAndForASource() {
    String[] times = {"--as-of", "2026-01-12T14:34:00Z", "--known-at", recordedAt(2)};
    assertThat(
            store
                .call(
                    "records",
                    Stream.concat(Stream.of("--trade", SHUFFLED), Stream.of(times))
                        .toArray(String[]::new))
                .out())
        .startsWith("SHUFFLED-1 as of 2026-01-12T14:34:00Z, as known at 2026-")
        .contains("  system1: ACTIVE on the terms of 2026-01-12T14:30:00Z\n");

    List<JsonNode> source =
        json(
            store.call(
                "records",
                Stream.concat(
                        Stream.of("--source", "system1", "--from", "2026-01-12", "--json"),
                        Stream.of(times))
                    .toArray(String[]::new)));
    assertThat(source)
        .filteredOn(line -> line.get("tradeId").asText().equals(SHUFFLED))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.get("tradeState").asText()).isEqualTo("ACTIVE");
              assertThat(line.get("inForce").asBoolean()).isTrue();
            });
    assertThat(source)
        .hasSizeGreaterThan(1)
        .allSatisfy(
            line ->
                assertThat(line.get("time").asText()).isLessThanOrEqualTo("2026-01-12T14:34:00Z"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--status REJECTED --source system2     | 2",
        "--status REJECTED                      | 31",
        "--code UNSUPPORTED_VERSION             | 1",
        "--status ACCEPTED --code BAD_FORMAT    | 1",
        "--isin GB00BH4HKS39                    | 1",
        "--isin GB00BH4HKS39 --source system1   | 0",
        "--uti 7LTWFZYICNSX8D621K86EU20260112X0001 | 1",
        "--lei MP6I5ZYZBEU3UXPYFY54             | 4",
        "--status REJECTED --trade SHUFFLED-1   | 0",
        "--status ACCEPTED --trade SHUFFLED-1   | 4",
      })
  void recordsAreFoundByWhatTheySay(String arguments, int found) {
    Cli.Ended ended = store.call("records", (arguments + " --json").split(" "));

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.lines()).as(ended.out()).hasSize(found);
    if (found == 0 && !arguments.contains("--trade")) {
      assertThat(ended.err()).contains("no record is as searched for");
    }
  }

  @Test
  void aSearchOfTheWholeStoreSaysWhatARecordIsInItsTrade() {
    List<JsonNode> found = json(store.call("records", "--status", "ACCEPTED", "--json"));

    assertThat(found)
        .filteredOn(line -> line.get("tradeId").asText().equals(SHUFFLED))
        .extracting(line -> line.get("inForce").asBoolean())
        .containsExactlyInAnyOrder(false, false, false, true);
    assertThat(store.call("records", "--status", "ACCEPTED").out())
        .contains("  in force: the trade's current terms are those of this record");
  }

  @Test
  void theSameIsFoundInAnArchive() {
    Path archived = folder.resolve("archived");
    Path archive = folder.resolve("archive");
    Cli.run(
        "run",
        "--store",
        archived.toString(),
        "--archive",
        archive.toString(),
        folder.resolve("events.jsonl").toString());
    LocalStore same = new LocalStore(archived);
    for (String search :
        List.of(
            "--status REJECTED",
            "--isin GB00BH4HKS39 --source system2",
            "--source system3 --from 2026-01-12",
            "--trade SHUFFLED-1 --as-of 2026-01-12T14:36:00Z")) {
      String[] arguments = (search + " --json").split(" ");
      Cli.Ended ended =
          Cli.run(
              Stream.concat(
                      Stream.of("records", "--archive", archive.toString()), Stream.of(arguments))
                  .toArray(String[]::new));
      assertThat(ended.code()).as(ended.err()).isZero();
      assertThat(json(ended))
          .as(search)
          .extracting(line -> line.get("recordHash"))
          .isNotEmpty()
          .containsExactlyInAnyOrderElementsOf(
              json(same.call("records", arguments)).stream()
                  .map(line -> line.get("recordHash"))
                  .toList());
    }
    assertThat(Cli.run("records", "--archive", archive.toString(), "--trade", SHUFFLED).out())
        .contains("  system1: ACTIVE on the terms of 2026-01-12T14:50:00Z");
    assertThat(Cli.run("records", "--archive", archive.toString(), "--trade", "nobody").err())
        .contains("there is no trade nobody in the archive");
  }

  @Test
  void whatAnArchiveShouldNotHaveIsNamed() throws IOException {
    Path archive = folder.resolve("touched");
    Cli.run(
        "run",
        "--store",
        folder.resolve("touched-store").toString(),
        "--archive",
        archive.toString(),
        folder.resolve("events.jsonl").toString());
    try (Stream<Path> files = Files.walk(archive)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".sig")).toList()) {
        Files.delete(file);
      }
    }
    Files.writeString(archive.resolve("records").resolve("note.txt"), "x");

    Cli.Ended ended =
        Cli.run("records", "--archive", archive.toString(), "--status", "ACCEPTED", "--json");

    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .contains("is not signed: its records are left out")
        .contains("UNKNOWN_FILE records/note.txt");
  }

  @Test
  void anUnknownTradeIsSaidSo() {
    Cli.Ended ended = store.call("records", "--trade", "nobody");

    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err().lines())
        .containsExactly("trades: there is no trade nobody in the store folder " + store.folder());
  }

  @Test
  void damagedItemsAreNamedBesideTheRest() {
    LocalStore damaged = store.copy(folder.resolve("damaged"));
    damaged.tamper(
        items -> {
          items.set(REBOOKED, 1_768_208_400_000_000L, "note", AttributeValue.fromS("x"));
          items.delete(SHUFFLED, 0);
        });

    Cli.Ended one = damaged.call("records", "--trade", REBOOKED);
    assertThat(one.code()).isEqualTo(ExitCode.FAILED);
    assertThat(one.err()).contains("attribute note is not one of ours");
    assertThat(one.out()).contains("2026-01-12T09:45:00Z");

    Cli.Ended headless = damaged.call("records", "--trade", SHUFFLED);
    assertThat(headless.code()).isEqualTo(ExitCode.FAILED);
    assertThat(headless.err()).contains("the head of SHUFFLED-1 is missing");

    assertThat(damaged.call("records", "--source", "system2").code()).isEqualTo(ExitCode.FAILED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--trade T --source system1            | give --trade or --source, not both",
        "--trade T --json --csv                | give only one of --json, --csv and --report",
        "--trade T --report - --csv            | give only one of --json, --csv and --report",
        "--source system1 --report -           | --report shows one trade: give --trade ID",
        "--trade T --output page.html          | --output needs --html",
        "--trade T --report no/page.html       | there is no folder",
        "--json                                | give --trade ID, or --source S",
        "--trade T --from 2026-01-12           | --from and --to go with --source",
        "--source systemX                      | give one of system1, system2, system3, operations,"
            + " unknown",
        "--source system1 --from yesterday     | --from yesterday is not a time: give a date",
        "--source system1 --from 2026-02-30    | --from 2026-02-30 is not a time",
        "--source system1 --from 2026-01-13 --to 2026-01-12 | must be before --to 2026-01-12",
        "--trade T --as-of 2026-01-12          | --as-of 2026-01-12 is not a time: give one in UTC",
        "--trade T --known-at now              | --known-at now is not a time",
        "--trade T --as-of 2026-01-12T00:00:00Z --report - | --report shows all of a trade",
        "--trade T --status ACCEPTED --report - | --report shows all of a trade as it is now",
        "--status OPEN                         | --status OPEN is not known: give ACCEPTED",
        "--code NONE                           | --code NONE is not a code: give one of MISSING",
        "--isin= --source system1              | --isin is empty",
        "--status ACCEPTED --archive a         | --archive is read in place of a store",
        "--trade T --public-key k              | --archive-since and --public-key need --archive",
        "--trade T --region us-east-1          | --region and --endpoint need --table",
        "--trade T --table trades              | give --store DIR or --table NAME",
      })
  void wrongUseIsOneSentence(String arguments, String expected) {
    Cli.Ended ended = store.call("records", arguments.split(" "));

    assertThat(ended.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(ended.err().lines()).singleElement().asString().contains(expected);
  }

  @Test
  void aFolderWithoutStoreIsRefusedAndLeftAsItIs() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Path missing = folder.resolve("missing");

    Cli.Ended ended = new LocalStore(empty).call("records", "--trade", "T");
    Cli.Ended none = new LocalStore(missing).call("records", "--trade", "T");

    assertThat(ended.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(ended.err().lines()).singleElement().asString().contains("holds no store");
    assertThat(empty).isEmptyDirectory();
    assertThat(none.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(none.err().lines()).singleElement().asString().contains("does not exist");
    assertThat(missing).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--region mars!                              | is not a Region",
        "--region us-east-1 --endpoint localhost     | is not a URL such as",
      })
  void aTableOnAwsNeedsAnAddress(String arguments, String expected) {
    Cli.Ended ended = Cli.run(("records --trade T --table trades " + arguments).split(" "));

    assertThat(ended.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(ended.err().lines()).singleElement().asString().contains(expected);
  }

  private static List<JsonNode> json(Cli.Ended ended) {
    return ended.lines().stream().map(Project::parse).toList();
  }
}
