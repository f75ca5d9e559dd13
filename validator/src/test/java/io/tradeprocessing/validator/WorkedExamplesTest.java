package io.tradeprocessing.validator;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.reference.PersonIdentifiers;
import io.tradeprocessing.common.trade.TradeEvent;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * Examples that others have published, each with its link, judged by our rules: the identifiers of
 * standards' guides and of other validators' documentation, the persons of ESMA's guidelines, the
 * hours that exchanges announce.
 */
class WorkedExamplesTest {

  @ParameterizedTest(name = "{0} {1} {2}: {3}")
  @CsvFileSource(resources = "/worked-examples.csv", numLinesToSkip = 1)
  void isJudgedAsPublished(
      String id, String subject, String input, String expected, String source, String link) {
    assertThat(id).matches("V[0-9]{3}");
    assertThat(source).isNotBlank();
    assertThat(link).matches("https?://[^ ]+");
    assertThat(answer(subject, input)).as("%s, %s", source, link).isEqualTo(expected);
  }

  private static String answer(String subject, String input) {
    String[] words = input.split(" ", -1);
    return switch (subject) {
      case "isin" ->
          code("{\"instrument\": {\"isin\": \"%s\", \"cusip\": null, \"sedol\": null}}", words);
      case "cusip" ->
          code("{\"instrument\": {\"cusip\": \"%s\", \"isin\": null, \"sedol\": null}}", words);
      case "sedol" ->
          code("{\"instrument\": {\"sedol\": \"%s\", \"isin\": null, \"cusip\": null}}", words);
      case "figi" -> code("{\"instrument\": {\"figi\": \"%s\"}}", words);
      case "cfi" -> code("{\"instrument\": {\"cfi\": \"%s\"}}", words);
      case "lei" -> code("{\"executingEntity\": \"%s\", \"uti\": null}", words);
      case "person" -> code("{\"buyer\": {\"type\": \"%s\", \"id\": \"%s\"}}", words);
      case "sedol-in-isin" ->
          code("{\"instrument\": {\"isin\": \"%s\", \"sedol\": \"%s\", \"cusip\": null}}", words);
      case "venue" -> code("{\"venue\": \"%s\", \"executedAt\": \"%s\"}", words);
      case "schemes" -> String.join(" ", PersonIdentifiers.of(input).schemes());
      default -> throw new IllegalArgumentException(subject);
    };
  }

  /** The code of the only violation; OK where there is none. */
  private static String code(String patch, String[] words) {
    List<ViolationCode> codes =
        TradeValidator.validate(
                TradeEvent.of(Trades.patched(patch.formatted((Object[]) words))),
                Trades.SETTINGS,
                Instant.parse("2026-01-12T15:30:00Z"))
            .violations()
            .stream()
            .map(Violation::code)
            .toList();
    assertThat(codes).hasSizeLessThan(2);
    return codes.isEmpty() ? "OK" : codes.getFirst().name();
  }
}
