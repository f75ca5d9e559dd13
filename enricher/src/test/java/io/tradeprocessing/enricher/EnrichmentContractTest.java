package io.tradeprocessing.enricher;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.tradeprocessing.common.calendar.SettlementMarket;
import io.tradeprocessing.common.config.FirmProfile;
import io.tradeprocessing.common.config.Regime;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonNull;
import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.reference.InstrumentKind;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.enricher.marketdata.MarketDataAnswer;
import io.tradeprocessing.enricher.marketdata.SecurityMaster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the code and {@code docs/schema/enrichment-v1.json} against each other. */
class EnrichmentContractTest {

  private static final Path SCHEMA = Path.of("..", "docs", "schema", "enrichment-v1.json");
  private static final JsonSchema CONTRACT =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(read(SCHEMA));

  private final TradeEnricher enricher = new TradeEnricher();

  /** Trades whose fields are now right, now wrong, now of another type, now absent. */
  @Property(tries = 2_000)
  void answersAnyTradeInTheShapeOfTheSchema(
      @ForAll("trades") JsonObject trade,
      @ForAll("marketData") Optional<MarketDataAnswer> market,
      @ForAll("profiles") Optional<FirmProfile> profile) {
    Settings settings =
        profile.map(Settings.defaults()::withFirmProfile).orElseGet(Settings::defaults);
    TradeEvent event = TradeEvent.of(JsonObject.builder().put("detail", trade).build());
    JsonObject enrichment = enricher.enrich(event, market, settings);
    enricher.marketDataQuery(event);

    assertThat(violations(enrichment)).isEmpty();
    assertThat(enrichment.has("settlementDate")).isEqualTo(enrichment.has("settlement"));
    enrichment
        .text("settlementDate")
        .ifPresent(
            date -> assertThat(date).isGreaterThan(enrichment.text("tradeDate").orElseThrow()));
  }

  @Property(tries = 500)
  void answersAnyJsonWhatever(@ForAll("json") Json anything) {
    assertThat(violations(enricher.enrich(TradeEvent.of(anything)))).isEmpty();
  }

  @Property(tries = 300)
  void gapsNeverEchoTheTrade(@ForAll("secrets") String secret) {
    JsonObject trade =
        JsonObject.builder()
            .put("executedAt", secret)
            .put("quantity", secret)
            .put("price", secret)
            .put("currency", secret)
            .put("tradingDate", secret)
            .put("priceType", secret)
            .put("quantityType", secret)
            .put("executingEntity", secret)
            .put("venue", secret)
            .put("instrument", JsonObject.builder().put("isin", secret).put("cfi", secret).build())
            .build();
    JsonObject enrichment =
        enricher.enrich(TradeEvent.of(JsonObject.builder().put("detail", trade).build()));
    assertThat(JsonWriter.toString(enrichment)).doesNotContain(secret);
  }

  @Test
  void listsTheReasonsAndKindsOfTheCode() {
    JsonObject properties =
        JsonReader.read(read(SCHEMA)).asObject().flatMap(s -> s.object("properties")).orElseThrow();
    assertThat(enumeration(properties, "gaps", "items", "properties", "reason"))
        .containsExactlyElementsOf(names(GapReason.values()));
    assertThat(enumeration(properties, "instrument", "properties", "kind"))
        .containsExactlyElementsOf(names(InstrumentKind.values()));
    assertThat(enumeration(properties, "regimes", "items", "properties", "regime"))
        .containsExactlyElementsOf(names(Regime.values()));
    assertThat(enumeration(properties, "regimes", "items", "properties", "status"))
        .containsExactlyElementsOf(names(Ruling.Status.values()));
    assertThat(enumeration(properties, "settlement", "properties", "market"))
        .containsExactlyElementsOf(names(SettlementMarket.values()));
    assertThat(enumeration(properties, "settlement", "properties", "depository"))
        .containsExactlyElementsOf(
            Stream.of(SettlementMarket.values())
                .map(SettlementMarket::depository)
                .distinct()
                .toList());
    assertThat(enumeration(properties, "settlement", "properties", "calendar"))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(SettlementMarket.values())
                .map(market -> market.calendar().currency())
                .distinct()
                .toList());
  }

  @Test
  void documentsEveryReasonAndRuling() {
    String page = read(Path.of("..", "docs", "enrichment.md"));
    assertThat(page).contains(names(GapReason.values()).stream().map(r -> "`" + r + "`").toList());
    assertThat(Ruling.values())
        .allSatisfy(
            ruling ->
                assertThat(page)
                    .contains(
                        "| %s | %s | %s |"
                            .formatted(ruling.regime(), ruling.status(), ruling.because()))
                    .contains(ruling.source()));
  }

  /** A profile is in the shape of its schema exactly where it can be read. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true  | {'regimes': ['MIFIR', 'CAT'], 'leis': ['5493000F4ZO33MV32P92']}",
        "true  | {'regimes': []}",
        "false | {}",
        "false | []",
        "false | {'leis': []}",
        "false | {'regimes': 'MIFIR'}",
        "false | {'regimes': ['MIFID']}",
        "false | {'regimes': [1]}",
        "false | {'regimes': [], 'leis': ['5493000F4ZO33MV32P9']}",
        "false | {'regimes': [], 'lei': []}",
      })
  void readsAFirmProfileOfTheSchema(boolean isValid, String profile) {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(read(Path.of("..", "docs", "schema", "firm-profile-v1.json")));
    String json = profile.replace('\'', '"');
    List<String> problems = new ArrayList<>();

    assertThat(schema.validate(json, InputFormat.JSON).isEmpty()).isEqualTo(isValid);
    assertThat(FirmProfile.read(json, "the profile", problems).isPresent()).isEqualTo(isValid);
    assertThat(problems.isEmpty()).isEqualTo(isValid);
  }

  @Provide
  Arbitrary<JsonObject> trades() {
    List<Arbitrary<Optional<Json>>> values =
        FIELDS.stream().map(field -> value(field).optional(0.9)).toList();
    return Combinators.combine(values)
        .as(
            found -> {
              JsonObject.Builder trade = JsonObject.builder();
              for (int i = 0; i < FIELDS.size(); i++) {
                String name = FIELDS.get(i);
                found.get(i).ifPresent(value -> trade.put(name, value));
              }
              return trade.build();
            });
  }

  private static final List<String> FIELDS =
      List.of(
          "eventType",
          "executedAt",
          "tradingDate",
          "quantity",
          "quantityType",
          "quantityCurrency",
          "price",
          "priceType",
          "contractMultiplier",
          "factor",
          "currency",
          "venue",
          "instrument",
          "executingEntity");

  private static Arbitrary<Json> value(String field) {
    Arbitrary<Json> right =
        switch (field) {
          case "eventType" -> texts("NEW", "CORRECT", "CANCEL", "NOVATION", "EXERCISE", "AMEND");
          case "executedAt" ->
              Arbitraries.longs()
                  .between(0, 2_000_000_000L)
                  .map(Instant::ofEpochSecond)
                  .map(instant -> Json.of(instant.toString()));
          case "tradingDate" -> texts("2026-01-12", "2026-02-30", "2099-12-31", "today");
          case "quantityType" -> texts("UNITS", "NOMINAL", "CONTRACTS", "PIECES");
          case "priceType" -> texts("PER_UNIT", "PERCENTAGE", "YIELD", "BASIS_POINTS", "POINTS");
          case "executingEntity" -> texts("5493000F4ZO33MV32P92", "x");
          case "quantityCurrency", "currency" ->
              texts("USD", "EUR", "JPY", "GBX", "XAU", "ZZZ", "usd");
          case "venue" ->
              texts(
                  "XNYS", "XLON", "XPAR", "XETR", "XOFF", "XXXX", "XTKS", "XCME", "XSTO", "FINN",
                  "ZZZZ", "x");
          case "instrument" -> instruments();
          default ->
              Arbitraries.bigDecimals()
                  .between(new BigDecimal("-1e3"), new BigDecimal("1e40"))
                  .ofScale(20)
                  .map(decimal -> new JsonNumber(decimal.toString()));
        };
    return Arbitraries.frequencyOf(Tuple.of(8, right), Tuple.of(1, anything(1)));
  }

  private static Arbitrary<Json> instruments() {
    Arbitrary<Json> isins = texts("US0378331005", "XS0104440986", "GB0002634946", "US0378331006");
    Arbitrary<Json> cfis =
        texts("ESVUFR", "DBFTFB", "FFSCSX", "OCASPS", "SRCCSP", "LRSTXX", "ABCDEF", "");
    return isins.flatMap(
        isin -> cfis.map(cfi -> JsonObject.builder().put("isin", isin).put("cfi", cfi).build()));
  }

  private static Arbitrary<Json> texts(String... texts) {
    return Arbitraries.of(texts).map(Json::of);
  }

  @Provide
  Arbitrary<Json> json() {
    return anything(3);
  }

  private static Arbitrary<Json> anything(int depth) {
    Arbitrary<Json> leaf =
        Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(20).map(Json::of),
            Arbitraries.bigDecimals().map(decimal -> new JsonNumber(decimal.toString())),
            Arbitraries.of("1e6000", "-1e-6000", "1e999999999").map(JsonNumber::new),
            Arbitraries.of(true, false).map(Json::of),
            Arbitraries.just(JsonNull.NULL));
    if (depth == 0) {
      return leaf;
    }
    Arbitrary<Json> array = anything(depth - 1).list().ofMaxSize(3).map(JsonArray::new);
    Arbitrary<Json> object =
        Arbitraries.maps(
                Arbitraries.oneOf(
                    Arbitraries.of("detail", "venue", "instrument", "price", "executedAt"),
                    Arbitraries.strings().ofMaxLength(5)),
                anything(depth - 1))
            .ofMaxSize(5)
            .map(
                map -> {
                  JsonObject.Builder builder = JsonObject.builder();
                  map.forEach(builder::put);
                  return builder.build();
                });
    return Arbitraries.oneOf(leaf, array, object);
  }

  @Provide
  Arbitrary<Optional<MarketDataAnswer>> marketData() {
    return Arbitraries.of(
        Optional.empty(),
        Optional.of(new MarketDataAnswer.NotFound()),
        Optional.of(new MarketDataAnswer.Unusable("status 302")),
        Optional.of(new MarketDataAnswer.Unavailable()),
        Optional.of(
            new MarketDataAnswer.Found(
                BigDecimal.TEN,
                BigDecimal.ONE,
                Instant.EPOCH,
                new SecurityMaster(
                    Optional.of(InstrumentKind.DEBT), Optional.of("T2S"), List.of("XPAR", "ZZZZ")),
                Optional.of("LAPSED"))),
        Optional.of(
            new MarketDataAnswer.Found(
                new BigDecimal("0.000001"),
                new BigDecimal("1e-3"),
                Instant.parse("2026-01-12T14:29:58Z"))));
  }

  @Provide
  Arbitrary<Optional<FirmProfile>> profiles() {
    return Arbitraries.of(Regime.class)
        .set()
        .map(regimes -> new FirmProfile(regimes, Set.of("5493000F4ZO33MV32P92")))
        .optional();
  }

  @Provide
  Arbitrary<String> secrets() {
    return Arbitraries.strings().alpha().ofMinLength(12).ofMaxLength(80).map(s -> "~" + s);
  }

  private static List<String> violations(JsonObject enrichment) {
    return CONTRACT.validate(JsonWriter.toString(enrichment), InputFormat.JSON).stream()
        .map(Object::toString)
        .toList();
  }

  private static List<String> enumeration(JsonObject properties, String... path) {
    JsonObject at = properties;
    for (String name : path) {
      at = at.object(name).orElseThrow();
    }
    return ((JsonArray) Objects.requireNonNull(at.get("enum")))
        .values().stream().map(value -> value.asText().orElseThrow()).toList();
  }

  private static List<String> names(Enum<?>[] values) {
    return Stream.of(values).map(Enum::name).toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
