package io.tradeprocessing.common.trade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskInputTest {

  private static TaskInput of(String json) {
    return TaskInput.read(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void takesTheEventThatTheWorkflowWraps() {
    String text = "{\"event\":{\"id\":\"1\"},\"execution\":{\"id\":\"arn:1\"}}";
    assertThat(of(text))
        .isEqualTo(
            new TaskInput(
                JsonReader.read("{\"id\":\"1\"}"), Optional.of("arn:1"), false, text.length()));
  }

  @Test
  void knowsThatMarketDataCannotBeReachedWhereTheWorkflowSaysSo() {
    String text =
        "{\"event\":{\"id\":\"1\"},\"execution\":{\"id\":\"arn:1\"},"
            + "\"marketData\":\"UNAVAILABLE\"}";
    assertThat(of(text))
        .isEqualTo(
            new TaskInput(
                JsonReader.read("{\"id\":\"1\"}"), Optional.of("arn:1"), true, text.length()));
  }

  /** So that whoever hands over an object has the verdict that the text has. */
  @Test
  void anObjectIsTheInputThatItsTextIs() {
    for (String event :
        List.of(
            "{}",
            "{\"id\":\"Zoë €5 \uD83D\uDE00\",\"n\":[1.50,null,{\"a\":true}]}",
            "{\"lone\":\"\\ud800\",\"control\":\"\\u0001\\n\"}")) {
      JsonObject json = (JsonObject) JsonReader.read(event);
      TaskInput input = TaskInput.of(json, "arn:\"1\"");

      assertThat(input)
          .isEqualTo(of("{\"event\":" + event + ",\"execution\":{\"id\":\"arn:\\\"1\\\"\"}}"));
      assertThat(input.withoutMarketData())
          .isEqualTo(new TaskInput(json, Optional.of("arn:\"1\""), true, input.bytes()));
    }
  }

  @Test
  void takesAnyOtherJsonForTheEventItself() {
    assertThat(
            List.of(
                "{\"detail\":{}}",
                "{\"event\":1}",
                "{\"event\":1,\"detail\":2}",
                "{\"event\":1,\"execution\":2,\"source\":3}",
                "{\"event\":1,\"execution\":2,\"marketData\":\"LATE\"}",
                "{\"event\":1,\"source\":2,\"marketData\":\"UNAVAILABLE\"}",
                "[]",
                "null"))
        .allSatisfy(
            text -> {
              Json bare = JsonReader.read(text);
              assertThat(of(text))
                  .isEqualTo(new TaskInput(bare, Optional.empty(), false, text.length()));
            });
  }

  @Test
  void anEventIsAsDeepAsEventsMayBeWithTheWorkflowAroundItOrWithout() {
    for (String leaf : List.of("[%s]", "{\"a\":%s}")) {
      String deepest = "1";
      for (int level = 0; level < JsonReader.MAX_DEPTH; level++) {
        deepest = leaf.formatted(deepest);
      }
      String tooDeep = leaf.formatted(deepest);

      assertThat(of(deepest).executionArn()).isEmpty();
      assertThat(of(wrapped(deepest)).executionArn()).contains("arn:1");
      assertThatThrownBy(() -> of(tooDeep)).isInstanceOf(MalformedJsonException.class);
      assertThatThrownBy(() -> of(wrapped(tooDeep))).isInstanceOf(MalformedJsonException.class);
    }
  }

  private static String wrapped(String event) {
    return "{\"event\":" + event + ",\"execution\":{\"id\":\"arn:1\"}}";
  }

  @Test
  void anEventOfAnyTypeMayBeWrapped() {
    String text = "{\"event\":null,\"execution\":{}}";
    assertThat(of(text))
        .isEqualTo(new TaskInput(JsonReader.read("null"), Optional.empty(), false, text.length()));
  }
}
