package io.tradeprocessing.validator;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds {@code docs/schema/trade-event-v1.json} to the code. */
class TradeEventSchemaTest {

  private static final Path SCHEMA = Path.of("..", "docs", "schema", "trade-event-v1.json");

  /** What a schema can tell: the rest takes arithmetic, lists, dates, or a second field. */
  private static final Set<ViolationCode> STRUCTURE =
      EnumSet.of(
          ViolationCode.MISSING,
          ViolationCode.WRONG_TYPE,
          ViolationCode.BAD_FORMAT,
          ViolationCode.UNSUPPORTED_VERSION);

  /** Fields whose lists of codes are short enough to stand in a schema. */
  private static final Set<Field> ENUMERATED =
      EnumSet.of(
          Field.SOURCE_SYSTEM,
          Field.EVENT_TYPE,
          Field.LINKED_TRADE_IDS,
          Field.SIDE,
          Field.QUANTITY_TYPE,
          Field.PRICE_TYPE,
          Field.CAPACITY);

  private static final Set<Field> BOUNDED =
      EnumSet.of(
          Field.SOURCE_SEQUENCE,
          Field.LINKED_TRADE_IDS,
          Field.QUANTITY,
          Field.REMAINING_QUANTITY,
          Field.CONTRACT_MULTIPLIER,
          Field.FACTOR);

  private final String text = read();
  private final JsonSchema schema =
      JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(text);

  private static String read() {
    try {
      return Files.readString(SCHEMA);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private boolean accepts(Json envelope) {
    return schema.validate(JsonWriter.toString(envelope), InputFormat.JSON).isEmpty();
  }

  @Test
  void acceptsTheValidTrade() {
    assertThat(accepts(Trades.envelope())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"eventType\": null, \"timestamp\": null, \"schemaVersion\": null}",
        "{\"eventType\": \"CORRECT\"}",
        "{\"eventType\": \"CORRECT\", \"reasonCode\": \"AMENDED\"}",
        "{\"linkedTradeIds\": [{\"tradeId\": \"B-1\", \"role\": \"BLOCK\", \"quantity\": 100}]}",
        "{\"eventType\": \"ALLOCATION\", \"linkedTradeIds\": [{\"tradeId\": \"A-1\", \"role\":"
            + " \"ALLOCATION\", \"quantity\": \"100\"}], \"remainingQuantity\": \"0\"}",
        "{\"eventType\": \"TERMINATION\", \"price\": null, \"amount\": null, \"instrument\": null}",
        "{\"quantity\": 100, \"price\": 187.25, \"amount\": 18725}",
        "{\"quantity\": \"1e2\", \"price\": \"0.18725e3\"}",
        "{\"venue\": \"XOFF\", \"capacity\": null, \"uti\": null, \"amount\": null}",
        "{\"instrument\": {\"isin\": null, \"sedol\": null, \"figi\": null, \"cfi\": null}}",
        "{\"schemaVersion\": \"1.0\"}",
        "{\"schemaVersion\": \"1.7\"}",
        "{\"executedAt\": \"2026-01-12T14:30:00.000000001+00:00\"}",
        "{\"buyer\": \"INTC\"}",
        "{\"buyer\": {\"type\": \"INTC\"}, \"seller\": \"XNYS\"}",
        "{\"buyer\": {\"type\": \"CONCAT\", \"id\": \"FR19700102JEAN#DUPON\"}}",
        "{\"seller\": {\"type\": \"NIDN\", \"id\": \"SE19700102-1234\"}}",
        "{\"seller\": {\"type\": \"CCPT\", \"id\": \"CY0123456789\"}}"
      })
  void acceptsVariationsThatTheCodeAccepts(String patch) {
    assertThat(Trades.violations(patch)).isEmpty();
    assertThat(accepts(Trades.patched(patch))).isTrue();
  }

  @Test
  void acceptsACancelWithNothingButWhoWhatAndWhen() {
    Json cancel =
        JsonObject.builder()
            .put("source", "trading.system1")
            .put("detail-type", "Trade Event")
            .put(
                "detail",
                JsonObject.builder()
                    .put("tradeId", "T-1")
                    .put("sourceSystem", "system1")
                    .put("eventType", "CANCEL")
                    .put("timestamp", "2026-01-12T14:31:00Z")
                    .build())
            .build();

    assertThat(Trades.judge(cancel).violations()).isEmpty();
    assertThat(accepts(cancel)).isTrue();
  }

  static Stream<Rule> structural() {
    return Rule.ALL.stream().filter(TradeEventSchemaTest::isStructural);
  }

  static Stream<Rule> others() {
    return Rule.ALL.stream().filter(rule -> !isStructural(rule));
  }

  private static boolean isStructural(Rule rule) {
    return rule.severity() == Severity.ERROR && isOfTheStructure(rule);
  }

  private static boolean isOfTheStructure(Rule rule) {
    return STRUCTURE.contains(rule.code())
        || (rule.code() == ViolationCode.UNKNOWN_CODE && ENUMERATED.contains(rule.field()))
        || (rule.code() == ViolationCode.OUT_OF_RANGE && BOUNDED.contains(rule.field()));
  }

  @ParameterizedTest
  @MethodSource("structural")
  void refusesTheStructuralMistakesThatTheCodeRefuses(Rule rule) {
    assertThat(accepts(Trades.patched(rule.example()))).isFalse();
  }

  @ParameterizedTest
  @MethodSource("others")
  void leavesTheOtherRulesToTheCode(Rule rule) {
    assertThat(accepts(Trades.patched(rule.example()))).isTrue();
  }

  @Test
  void namesTheFieldsThatTheCodeNames() {
    JsonObject trade = defined("trade");
    List<String> inCode =
        Stream.of(Field.values())
            .filter(field -> field != Field.TRADE && field != Field.UNKNOWN)
            .map(Field::pointer)
            .toList();

    assertThat(inCode)
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    names(properties(trade)).map(name -> "/" + name),
                    names(properties(object(properties(trade), "instrument")))
                        .map(name -> "/instrument/" + name))
                .toList());
  }

  /** What a table of another layout can be mapped to. */
  @Test
  void tellsWhoMakesEventsOfSomethingElseEachFieldAndWhatItMayHold() {
    JsonObject trade = properties(defined("trade"));

    assertThat(TradeContract.fields().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    Stream.concat(
                        names(trade)
                            .filter(name -> !name.equals("instrument"))
                            .map(name -> "/" + name),
                        names(properties(object(trade, "instrument")))
                            .map(name -> "/instrument/" + name)),
                    Stream.of("/buyer/type", "/buyer/id", "/seller/type", "/seller/id"))
                .toList());
    assertThat(TradeContract.fields())
        .containsEntry("/capacity", "DEAL, MTCH or AOTC")
        .containsEntry("/seller/type", "LEI, MIC, NIDN, CCPT, CONCAT or INTC");
  }

  @Test
  void everyNameOfTheSchemaIsAFieldOfTheCode() {
    JsonObject trade = properties(defined("trade"));

    assertThat(names(trade))
        .allSatisfy(name -> assertThat(Field.ofTrade(name).pointer()).isEqualTo("/" + name));
    assertThat(names(properties(object(trade, "instrument"))))
        .allSatisfy(
            name ->
                assertThat(Field.ofInstrument(name).pointer()).isEqualTo("/instrument/" + name));
  }

  private JsonObject defined(String name) {
    return object(object(JsonReader.read(text).asObject().orElseThrow(), "$defs"), name);
  }

  private static JsonObject properties(JsonObject schema) {
    return object(schema, "properties");
  }

  private static JsonObject object(JsonObject parent, String name) {
    return parent.object(name).orElseThrow();
  }

  private static Stream<String> names(JsonObject object) {
    Stream.Builder<String> names = Stream.builder();
    object.forEach((name, _) -> names.add(name));
    return names.build();
  }
}
