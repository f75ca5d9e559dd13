package io.tradeprocessing.enricher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.trade.TradeEvent;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * Examples that public documents give, each with its link: {@code -} where a date must not be
 * given.
 */
class WorkedExamplesTest {

  private static final Set<String> IDENTIFIERS = Set.of("isin", "cfi");

  private final TradeEnricher enricher = new TradeEnricher();

  @ParameterizedTest(name = "{0} {4}")
  @CsvFileSource(resources = "/worked-examples.csv", numLinesToSkip = 1)
  void enrichesAsThePublicDocumentSays(
      String id, String subject, String input, String expected, String source, String link) {
    assertThat(link).startsWith("http");
    JsonObject enrichment = enricher.enrich(trade(input));

    String actual =
        switch (subject) {
          case "notional" ->
              enrichment.text("roundedNotional").orElse("-")
                  + " "
                  + enrichment.text("notionalCurrency").orElse("");
          case "tradeDate", "settlementDate" -> enrichment.text(subject).orElse("-");
          default -> throw new IllegalArgumentException(subject);
        };

    assertThat(actual).as("%s: %s, %s", id, source, enrichment.get("gaps")).isEqualTo(expected);
  }

  private static TradeEvent trade(String input) {
    JsonObject.Builder trade = JsonObject.builder();
    JsonObject.Builder instrument = JsonObject.builder();
    for (String pair : input.split(";", -1)) {
      String name = pair.substring(0, pair.indexOf('='));
      String value = pair.substring(name.length() + 1);
      (IDENTIFIERS.contains(name) ? instrument : trade).put(name, value);
    }
    trade.put("instrument", instrument.build());
    return TradeEvent.of(JsonObject.builder().put("detail", trade.build()).build());
  }
}
