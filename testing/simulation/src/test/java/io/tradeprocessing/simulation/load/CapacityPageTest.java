package io.tradeprocessing.simulation.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.simulation.load.Quotas.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The page has the figures of the command, and what it says of them is so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CapacityPageTest {

  private static final Path ROOT = Path.of(Objects.requireNonNull(System.getProperty("root")));

  /** Trades a second; all that the page has, or the first of them. */
  private static final List<Integer> MEANS =
      Stream.of(System.getProperty("load.means", "100,1000").split(","))
          .map(Integer::valueOf)
          .toList();

  private static final String BEGIN = "<!-- load: begin -->\n";
  private static final String END = "<!-- load: end -->\n";

  private final Load load = Load.of(ROOT.resolve("template.yaml"), 1);
  private Map<Scenario, Result> results = Map.of();

  @BeforeAll
  void runTheDays() {
    results = load.run(MEANS);
  }

  /** To renew the page, put what {@code ./simulate --load} prints between its marks. */
  @Test
  void thePageShowsWhatTheCommandPrints() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/capacity.md"));

    List<String> shown =
        parts(page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END)));
    List<String> printed = parts(load.markdown(MEANS, results));
    assertThat(MEANS).isEqualTo(Load.MEANS.subList(0, MEANS.size()));
    if (MEANS.equals(Load.MEANS)) {
      assertThat(shown).isEqualTo(printed);
    } else {
      // A heading and a table for each; what follows is of all.
      int compared = 1 + 2 * MEANS.size();
      assertThat(shown.subList(0, compared)).isEqualTo(printed.subList(0, compared));
    }
  }

  private static List<String> parts(String text) {
    return List.of(text.strip().split("\n\n"));
  }

  private Result of(Way way, Account account, int mean) {
    return Objects.requireNonNull(results.get(new Scenario(way, account, mean)));
  }

  @Test
  void everyTradeIsRecordedOrADeadLetter() {
    results.forEach(
        (scenario, result) -> {
          double expected = (double) scenario.mean() * Day.SECONDS;
          assertThat((result.recorded() + result.deadLetters()) / expected)
              .as(scenario.toString())
              .isBetween(0.98, 1.02);
        });
  }

  @Test
  void aBackfillNeverLeavesADeadLetter() {
    results.forEach(
        (scenario, result) -> {
          if (scenario.way() == Way.BACKFILL) {
            assertThat(result.deadLetters()).as(scenario.toString()).isZero();
          }
        });
  }

  @Test
  void raisedQuotasNeverMakeADayWorse() {
    for (int mean : List.of(100, 1_000)) {
      for (Way way : Way.values()) {
        assertThat(of(way, Account.RAISED, mean).deadLetters())
            .as(way + " " + mean)
            .isLessThanOrEqualTo(of(way, Account.DEFAULT, mean).deadLetters());
      }
    }
  }
}
