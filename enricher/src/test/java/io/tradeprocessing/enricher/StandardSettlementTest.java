package io.tradeprocessing.enricher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.trade.TradeEvent;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardSettlementTest {

  private final TradeEnricher enricher = new TradeEnricher();

  @ParameterizedTest
  @CsvSource({
    // venue, currency, CFI, ISIN, trading time, settlement date, cycle, market, depository
    "XNYS, USD, ESVUFR, US0378331005, 2024-05-24T14:30:00Z, 2024-05-29, T+2, US, DTC",
    "XNAS, USD, ESVUFR, US0378331005, 2024-05-28T14:30:00Z, 2024-05-29, T+1, US, DTC",
    // it is still Monday in New York
    "XNYS, USD, ESVUFR, US0378331005, 2026-01-13T02:00:00Z, 2026-01-13, T+1, US, DTC",
    // Columbus Day: traded, not settled
    "XNYS, USD, ESVUFR, US0378331005, 2024-10-11T14:30:00Z, 2024-10-15, T+1, US, DTC",
    "XNYS, USD, ESVUFR, US0378331005, 2024-10-14T14:30:00Z, 2024-10-15, T+1, US, DTC",
    // what trades in New York settles there, wherever it comes from
    "XNYS, USD, ESVUFR, NL0009538784, 2026-01-12T14:30:00Z, 2026-01-13, T+1, US, DTC",
    "XNYS, USD, ESVUFR, , 2026-01-12T14:30:00Z, 2026-01-13, T+1, US, DTC",
    "FINN, USD, ESVUFR, US0378331005, 2026-01-12T14:30:00Z, 2026-01-13, T+1, US, DTC",
    // on an exchange of the US everything settles on T+1
    "XNYS, USD, , US0378331005, 2026-01-12T14:30:00Z, 2026-01-13, T+1, US, ",
    "XCBO, USD, OCASPS, , 2023-03-01T16:00:00Z, 2023-03-02, T+1, US, ",
    "XNYS, USD, DBFTFB, US912828U816, 2023-01-12T14:30:00Z, 2023-01-13, T+1, US, DTC",
    "XLON, GBP, ESVUFR, GB0002634946, 2022-09-16T10:00:00Z, 2022-09-21, T+2, UK, CREST",
    "XLON, GBP, DBFTFB, GB0002634946, 2026-01-12T10:00:00Z, 2026-01-13, T+1, UK, CREST",
    "XLON, GBP, DBFUFB, GB0002634946, 2026-01-12T10:00:00Z, 2026-01-14, T+2, UK, CREST",
    "XLON, GBX, ESVUFR, GB0002634946, 2026-01-12T10:00:00Z, 2026-01-14, T+2, UK, CREST",
    "XPAR, EUR, ESVUFR, FR0000120271, 2025-04-30T10:00:00Z, 2025-05-05, T+2, EU, T2S",
    "XPAR, EUR, DBFUFB, FR0000120271, 2026-01-12T10:00:00Z, 2026-01-14, T+2, EU, T2S",
    "XETR, EUR, ESVUFR, DE0007164600, 2025-12-22T10:00:00Z, 2025-12-24, T+2, DE, T2S",
    "XETR, EUR, ESVUFR, DE0007164600, 2027-10-11T10:00:00Z, 2027-10-12, T+1, DE, T2S",
    "XAMS, EUR, ESVUFR, FR0000120271, 2026-01-12T10:00:00Z, 2026-01-14, T+2, EU, T2S",
    "XMAD, EUR, DBFUFB, ES0178430E18, 2014-10-06T10:00:00Z, 2014-10-08, T+2, ES, T2S",
    "XMAD, EUR, DBFUFB, ES0178430E18, 2015-06-01T10:00:00Z, 2015-06-03, T+2, ES, T2S",
    // another depository, the same day
    "BATE, EUR, ESVUFR, DE0007164600, 2026-01-12T10:00:00Z, 2026-01-14, T+2, UK, ",
    "XAMS, EUR, ESVUFR, GB00BP6MXD84, 2026-01-12T10:00:00Z, 2026-01-14, T+2, EU, ",
    // Midsummer Eve; the day after Ascension Day; the 17th of May
    "XSTO, SEK, ESVUFR, SE0000108656, 2026-06-17T10:00:00Z, 2026-06-22, T+2, SE, EUROCLEAR_SWEDEN",
    "XCSE, DKK, ESVUFR, DK0062498333, 2026-05-12T10:00:00Z, 2026-05-18, T+2, DK,"
        + " EURONEXT_SECURITIES_COPENHAGEN",
    "XOSL, NOK, ESVUFR, NO0010096985, 2027-05-14T10:00:00Z, 2027-05-19, T+2, NO,"
        + " EURONEXT_SECURITIES_OSLO",
    "XSWX, CHF, ESVUFR, CH0038863350, 2026-07-30T10:00:00Z, 2026-08-03, T+2, CH, SIX_SIS",
    "XHEL, EUR, ESVUFR, FI0009000681, 2026-01-12T10:00:00Z, 2026-01-14, T+2, FI,"
        + " EUROCLEAR_FINLAND",
  })
  void settlesByKindCycleAndDepository(
      String venue,
      String currency,
      @Nullable String cfi,
      @Nullable String isin,
      String executedAt,
      String settles,
      String cycle,
      String market,
      @Nullable String depository) {
    JsonObject enrichment = enrich(venue, currency, cfi, isin, executedAt);

    assertThat(enrichment.text("settlementDate")).contains(settles);
    JsonObject settlement = enrichment.object("settlement").orElseThrow();
    assertThat(settlement.text("cycle")).contains(cycle);
    assertThat(settlement.text("market")).contains(market);
    assertThat(settlement.text("depository")).isEqualTo(Optional.ofNullable(depository));
    assertThat(settlement.text("rule").orElseThrow()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource({
    "XOFF, USD, ESVUFR, US0378331005, 2026-01-12, /venue OFF_VENUE",
    "XTKS, JPY, ESVUFR, US0378331005, 2026-01-12, /venue NO_SETTLEMENT_RULE",
    "XDUB, EUR, ESVUFR, IE00B4BNMY34, 2026-01-12, /venue NO_SETTLEMENT_RULE",
    "XCME, USD, ESVUFR, US0378331005, 2026-01-12, /venue NO_SETTLEMENT_RULE",
    "XTXE, EUR, ESVUFR, FR0000120271, 2026-01-12, /venue NO_SETTLEMENT_RULE",
    // derivatives, options off the exchanges of the US, bonds in Oslo
    "XNYS, USD, FFSCSX, US0378331005, 2026-01-12, /instrument NO_SETTLEMENT_RULE",
    "XEUR, EUR, OCASPS, DE0007164600, 2026-01-12, /instrument NO_SETTLEMENT_RULE",
    "XOSL, NOK, DBFUFB, NO0010096985, 2026-01-12, /instrument NO_SETTLEMENT_RULE",
    "XSWX, CHF, DBFUFB, CH0038863350, 2026-01-12, /instrument NO_SETTLEMENT_RULE",
    // the kind is unknown, and matters
    "XLON, GBP, , GB0002634946, 2026-01-12, /instrument/cfi KIND_UNKNOWN",
    "XPAR, EUR, , FR0000120271, 2026-01-12, /instrument/cfi KIND_UNKNOWN",
    "XNYS, USD, , US0378331005, 2024-05-24, /instrument/cfi KIND_UNKNOWN",
    "XCBO, USD, , US0378331005, 2026-01-12, /instrument/cfi KIND_UNKNOWN",
    // gilt or corporate bond; corporate bond before T+1
    "XLON, GBP, DBFXFB, GB0002634946, 2026-01-12, /executedAt NO_SETTLEMENT_RULE",
    "XNYS, USD, DBFUFB, US0378331005, 2023-01-12, /executedAt NO_SETTLEMENT_RULE",
    "XMAD, EUR, DBFUFB, ES0178430E18, 2014-10-03, /executedAt NO_SETTLEMENT_RULE",
    "XMAD, EUR, ESVUFR, ES0178430E18, 2016-09-29, /executedAt NO_SETTLEMENT_RULE",
    "XPAR, EUR, ESVUFR, FR0000120271, 2013-12-30, /executedAt NO_SETTLEMENT_RULE",
    // a bond in Paris while shares had T+3, and before that
    "XPAR, EUR, DBFUFB, FR0000120271, 2014-09-01, /executedAt NO_SETTLEMENT_RULE",
    "XPAR, EUR, DBFUFB, FR0000120271, 2013-12-30, /executedAt NO_SETTLEMENT_RULE",
    "XNYS, USD, ESVUFR, US0378331005, 2032-01-02, /executedAt OUTSIDE_CALENDAR",
    "XSWX, CHF, ESVUFR, CH0038863350, 2025-12-22, /executedAt OUTSIDE_CALENDAR",
    // Apple on Xetra: T+2 there, T+1 at home; XS and IE name no depository
    "XETR, EUR, ESVUFR, US0378331005, 2026-01-12, /instrument/isin DEPOSITORY_UNKNOWN",
    "XPAR, EUR, ESVUFR, IE00B4BNMY34, 2026-01-12, /instrument/isin DEPOSITORY_UNKNOWN",
    "XLON, GBP, ESVUFR, , 2026-01-12, /instrument/isin DEPOSITORY_UNKNOWN",
    // SAP in London over 1 May: a settlement day there, and none of T2S
    "BATE, EUR, ESVUFR, DE0007164600, 2026-04-29, /instrument/isin DEPOSITORY_UNKNOWN",
    "XLON, USD, ESVUFR, GB0002634946, 2026-01-12, /currency DEPOSITORY_UNKNOWN",
  })
  void givesAGapWhereNothingSaysWhenItSettles(
      String venue,
      String currency,
      @Nullable String cfi,
      @Nullable String isin,
      String date,
      String gap) {
    JsonObject enrichment = enrich(venue, currency, cfi, isin, date + "T14:30:00Z");

    assertThat(enrichment.has("settlementDate")).isFalse();
    assertThat(enrichment.has("settlement")).isFalse();
    assertThat(((JsonArray) Objects.requireNonNull(enrichment.get("gaps"))).values())
        .extracting(StandardSettlementTest::describe)
        .contains(gap);
  }

  private static String describe(Json gap) {
    JsonObject object = gap.asObject().orElseThrow();
    return object.text("field").orElseThrow() + " " + object.text("reason").orElseThrow();
  }

  private JsonObject enrich(
      String venue,
      String currency,
      @Nullable String cfi,
      @Nullable String isin,
      String executedAt) {
    JsonObject.Builder instrument = JsonObject.builder();
    if (cfi != null) {
      instrument.put("cfi", cfi);
    }
    if (isin != null) {
      instrument.put("isin", isin);
    }
    JsonObject trade =
        JsonObject.builder()
            .put("venue", venue)
            .put("currency", currency)
            .put("executedAt", executedAt)
            .put("instrument", instrument.build())
            .build();
    return enricher.enrich(TradeEvent.of(JsonObject.builder().put("detail", trade).build()));
  }
}
