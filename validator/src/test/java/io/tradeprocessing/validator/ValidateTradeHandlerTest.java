package io.tradeprocessing.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.common.config.ConfigurationException;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.json.MalformedJsonException;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.lambda.SampleTrades;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidateTradeHandlerTest {

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void answersAValidTradeWithAnEmptyListOfViolations() throws IOException {
    assertThat(Handlers.answer(utf8(Trades.ENVELOPE)))
        .isEqualTo(
            "{\"valid\":true,\"tradeId\":\"SYS1-20260112-000001\",\"ruleSet\":\"1.3\","
                + "\"violations\":[]}");
  }

  @Test
  void answersAnInvalidTradeWithItsViolations() throws IOException {
    String event = JsonWriter.toString(Trades.patched("{\"side\": \"HOLD\", \"tradeId\": null}"));

    assertThat(Handlers.answer(utf8(event)))
        .isEqualTo(
            "{\"valid\":false,\"tradeId\":null,\"ruleSet\":\"1.3\",\"violations\":["
                + "{\"code\":\"MISSING\",\"field\":\"/tradeId\",\"severity\":\"ERROR\","
                + "\"message\":\"the field is missing; expected a string of 1 to 52 characters of"
                + " A-Z a-z 0-9 : _ . - that does not begin with invalid: or probe:, the source's"
                + " identifier of the trade\",\"attributes\":{}},"
                + "{\"code\":\"UNKNOWN_CODE\",\"field\":\"/side\",\"severity\":\"ERROR\","
                + "\"message\":\"'HOLD' is unknown; expected BUY, SELL, SELL_SHORT or"
                + " SELL_SHORT_EXEMPT\",\"attributes\":{\"value\":\"HOLD\"}}]}");
  }

  @Test
  void anEventIsJudgedUpToTheSizeThatTheWorkflowCarries() throws IOException {
    byte[] event = padded(JsonReader.MAX_PAYLOAD);

    assertThat(event).hasSize(262_144);
    assertThat(Handlers.answer(event)).startsWith("{\"valid\":true,").doesNotContain("ERROR");
  }

  @Test
  void aLargerEventIsRejectedForItsSizeAlone() throws IOException {
    assertThat(Handlers.answer(padded(JsonReader.MAX_PAYLOAD + 1)))
        .isEqualTo(
            "{\"valid\":false,\"tradeId\":\"SYS1-20260112-000001\",\"ruleSet\":\"1.3\","
                + "\"violations\":[{\"code\":\"OUT_OF_RANGE\",\"field\":\"\",\"severity\":\"ERROR\",\"message\":\"the"
                + " event has 262145 bytes; the workflow carries at most 262144 bytes, including"
                + " the envelope; send the trade without other content\","
                + "\"attributes\":{\"bytes\":\"262145\"}}]}");
  }

  @Test
  void theSizeIsCountedInBytesNotInCharacters() throws IOException {
    String event =
        JsonWriter.toString(Trades.patched("{\"note\": \"" + "é".repeat(140_000) + "\"}"));

    assertThat(event.length()).isLessThan(JsonReader.MAX_PAYLOAD);
    assertThat(Handlers.answer(utf8(event))).contains("\"OUT_OF_RANGE\",\"field\":\"\"");
  }

  @Test
  void anEventThatIsNotEvenReadIsMalformed() throws IOException {
    assertThat(Handlers.answer(padded(JsonReader.MAX_DOCUMENT))).contains("OUT_OF_RANGE");
    assertThatThrownBy(() -> Handlers.answer(padded(JsonReader.MAX_DOCUMENT + 1)))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("1048576 bytes");
  }

  /** The valid event in so many bytes. */
  private static byte[] padded(int bytes) {
    byte[] event = utf8(Trades.ENVELOPE);
    byte[] padded = Arrays.copyOf(event, bytes);
    Arrays.fill(padded, event.length, bytes, (byte) ' ');
    return padded;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{}{}", "{\"a\":1,\"a\":2}", "trade", "[1,]"})
  void textThatIsNotJsonIsMalformed(String text) {
    assertThatThrownBy(() -> Handlers.answer(utf8(text)))
        .isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void aConfigurationThatCannotBeUsedGoesUp() {
    ValidateTradeHandler handler =
        new ValidateTradeHandler(
            () -> Settings.parse(Map.of(), "/trade-processing/test/"),
            FunctionRuntime.local(Clock.systemUTC(), new Handlers.Log()));

    assertThatThrownBy(
            () ->
                handler.handleRequest(
                    new ByteArrayInputStream(utf8(Trades.ENVELOPE)),
                    new ByteArrayOutputStream(),
                    Handlers.context()))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void logsTheTradeAndTheCodesOfItsViolations() throws IOException {
    Handlers.Log log = new Handlers.Log();

    Handlers.answer(utf8(JsonWriter.toString(Trades.patched("{\"side\":1,\"uti\":1}"))), log);

    assertThat(log.lines)
        .containsExactly(
            Map.of(
                "requestId", "request-1",
                "coldStart", "true",
                "tradeId", "SYS1-20260112-000001",
                "sourceSystem", "system1",
                "valid", "false",
                "violations", "2",
                "codes", "WRONG_TYPE"));
  }

  @Test
  void logsTheExecutionThatAsks() throws IOException {
    Handlers.Log log = new Handlers.Log();
    String input = "{\"event\":" + Trades.ENVELOPE + ",\"execution\":{\"id\":\"arn:1\"}}";

    assertThat(Handlers.answer(utf8(input), log)).isEqualTo(Handlers.answer(utf8(Trades.ENVELOPE)));

    assertThat(log.lines.getFirst()).containsEntry("executionId", "arn:1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"buyer\": {\"type\": \"CCPT\", \"id\": \"USSECRET1\"}}",
        "{\"buyer\": {\"type\": \"CONCAT\", \"id\": \"USSECRET1\"}}",
        "{\"buyer\": \"SECRET1\", \"executingEntity\": \"SECRET1\", \"uti\": null}"
      })
  void neitherTheLogNorTheVerdictShowsWhatIdentifiesAPerson(String patch) throws IOException {
    Handlers.Log log = new Handlers.Log();

    String answer = Handlers.answer(utf8(JsonWriter.toString(Trades.patched(patch))), log);

    assertThat(answer).doesNotContain("SECRET1");
    assertThat(log.lines).hasSize(1).asString().doesNotContain("SECRET1");
  }

  @Test
  void primingHandlesAcceptedAndRejectedTrades() throws IOException {
    Handlers.Log log = new Handlers.Log();
    for (String envelope : SampleTrades.all()) {
      Handlers.answer(utf8(envelope), log);
    }
    assertThat(log.lines)
        .extracting(line -> line.get("valid"))
        .containsExactly("true", "true", "true", "true", "false");

    AtomicInteger judged = new AtomicInteger();
    ValidateTradeHandler.prime(
        FunctionRuntime.local(new Handlers.CountingClock(judged), new Handlers.Log()).priming());

    assertThat(judged).hasValueGreaterThanOrEqualTo(SampleTrades.all().size());
  }
}
