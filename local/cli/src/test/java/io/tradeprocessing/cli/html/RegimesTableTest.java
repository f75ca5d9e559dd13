package io.tradeprocessing.cli.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegimesTableTest {

  private static final JsonObject ENRICHMENT =
      JsonReader.read(
              """
              {"notional": "1", "regimes": [
                {"regime": "CAT", "status": "REQUIRED", "fields": ["/venue"], "because": "<b>",
                 "source": "CAT NMS Plan", "deadline": "2026-01-13T13:00:00Z"},
                {"regime": "EMIR", "status": "NOT_REQUIRED", "fields": ["/instrument/cfi"],
                 "because": "not a derivative", "source": "EMIR, Article 9"}]}
              """)
          .asObject()
          .orElseThrow();

  @Test
  void aRegimeIsARowWithItsStatusDeadlineAndReason() {
    StringBuilder page = new StringBuilder();
    RegimesTable.of(ENRICHMENT, "regimes-1").forEach(html -> Html.write(html, page));

    assertThat(page)
        .containsSubsequence("Reporting regimes", "Regime", "Status", "Deadline", "Because")
        .containsSubsequence("CAT", "REQUIRED", "2026-01-13T13:00:00Z", "&lt;b&gt;", "CAT NMS Plan")
        .containsSubsequence("EMIR", "NOT_REQUIRED", "–", "not a derivative", "EMIR, Article 9");
  }

  @Test
  void theRestIsListedWithoutThem() {
    assertThat(JsonFields.of(RegimesTable.withoutRegimes(ENRICHMENT)).keySet())
        .containsExactly("/notional");
  }

  @Test
  void anEnrichmentWithoutRegimesHasNoTable() {
    JsonObject none = JsonReader.read("{\"regimes\": []}").asObject().orElseThrow();

    assertThat(List.of(JsonObject.empty(), none))
        .allSatisfy(enrichment -> assertThat(RegimesTable.of(enrichment, "x")).isEmpty());
  }
}
