package io.tradeprocessing.common.trade;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonReader;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskInputTest {

  private static TaskInput of(String json) {
    return TaskInput.of(JsonReader.read(json));
  }

  @Test
  void takesTheEventThatTheWorkflowWraps() {
    assertThat(of("{\"event\":{\"id\":\"1\"},\"execution\":{\"id\":\"arn:1\"}}"))
        .isEqualTo(new TaskInput(JsonReader.read("{\"id\":\"1\"}"), Optional.of("arn:1")));
  }

  @Test
  void takesAnyOtherJsonForTheEventItself() {
    assertThat(
            List.of(
                "{\"detail\":{}}",
                "{\"event\":1}",
                "{\"event\":1,\"detail\":2}",
                "{\"event\":1,\"execution\":2,\"source\":3}",
                "[]",
                "null"))
        .allSatisfy(
            text -> {
              Json bare = JsonReader.read(text);
              assertThat(TaskInput.of(bare)).isEqualTo(new TaskInput(bare, Optional.empty()));
            });
  }

  @Test
  void anEventOfAnyTypeMayBeWrapped() {
    assertThat(of("{\"event\":null,\"execution\":{}}"))
        .isEqualTo(new TaskInput(JsonReader.read("null"), Optional.empty()));
  }
}
