package io.tradeprocessing.validator;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.trade.TradeEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for any input whatever. */
class TradeValidatorPropertiesTest {

  private static final List<String> POINTERS =
      Stream.of(Field.values()).map(Field::pointer).toList();

  @Property
  void anyJsonHasAVerdict(@ForAll("json") Json event) {
    check(Trades.judge(event));
  }

  @Property(tries = 5_000)
  void aTradeWithAnyFieldsHasAVerdict(@ForAll("trades") JsonObject trade) {
    JsonObject event =
        JsonObject.builder().put("source", "trading.system1").put("detail", trade).build();

    check(Trades.judge(event));
  }

  @Property
  void theSameEventHasTheSameVerdict(@ForAll("trades") JsonObject trade) {
    JsonObject event = JsonObject.builder().put("detail", trade).build();
    Json again = JsonReader.read(JsonWriter.toString(event));

    assertThat(Trades.judge(again)).isEqualTo(Trades.judge(event));
  }

  @Property
  void theHandlerAnswersAnyJson(@ForAll("json") Json event) throws IOException {
    byte[] utf8 = JsonWriter.toString(event).getBytes(StandardCharsets.UTF_8);

    assertThat(JsonReader.read(Handlers.answer(utf8)))
        .isEqualTo(
            TradeValidator.validate(TradeEvent.of(event), Trades.SETTINGS, Trades.NOW).toJson());
  }

  @Property
  void theHandlerAnswersBytesOrCallsThemMalformed(@ForAll byte[] bytes) throws IOException {
    Handlers.answerOrMalformed(bytes);
  }

  @Property
  void theHandlerAnswersADamagedEventOrCallsItMalformed(
      @ForAll("positions") int position, @ForAll byte damage) throws IOException {
    byte[] event = Trades.ENVELOPE.getBytes(StandardCharsets.UTF_8);
    event[position] = damage;

    Handlers.answerOrMalformed(event);
  }

  private static void check(Verdict verdict) {
    assertThat(verdict.violations())
        .allSatisfy(
            violation -> {
              assertThat(violation.message()).doesNotContainPattern("\\p{Cntrl}");
              assertThat(violation.message()).hasSizeLessThan(400);
              assertThat(violation.field()).doesNotContainPattern("\\p{Cntrl}");
            });
    assertThat(verdict.valid())
        .isEqualTo(verdict.violations().stream().allMatch(v -> v.severity() == Severity.WARNING));
    assertThat(
            verdict.violations().stream()
                .filter(violation -> violation.code() != ViolationCode.UNKNOWN_FIELD)
                .map(violation -> violation.field().replaceFirst("^(/linkedTradeIds)/.*", "$1"))
                .map(POINTERS::indexOf))
        .isSortedAccordingTo(Comparator.naturalOrder())
        .doesNotContain(-1);
  }

  @Provide
  Arbitrary<Integer> positions() {
    return Arbitraries.integers()
        .between(0, Trades.ENVELOPE.getBytes(StandardCharsets.UTF_8).length - 1);
  }

  @Provide
  Arbitrary<JsonObject> trades() {
    return Arbitraries.randomValue(random -> new RandomJson(random).trade());
  }

  @Provide
  Arbitrary<Json> json() {
    return Arbitraries.randomValue(
        random -> {
          RandomJson json = new RandomJson(random);
          Json value = json.value(4);
          return random.nextBoolean()
              ? JsonObject.builder().put("detail", value).put("source", json.value(1)).build()
              : value;
        });
  }
}
