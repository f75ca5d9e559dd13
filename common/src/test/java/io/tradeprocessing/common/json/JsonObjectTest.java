package io.tradeprocessing.common.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {

  @Test
  void isEqualWhateverTheOrderOfItsNames() {
    Json one = JsonReader.read("{\"a\":1,\"b\":[2]}");
    Json other = JsonReader.read("{\"b\":[2],\"a\":1}");

    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(one.toString()).isEqualTo("{\"a\":1,\"b\":[2]}");
    assertThat(other.toString()).isEqualTo("{\"b\":[2],\"a\":1}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1}", "{\"a\":1,\"c\":[2]}", "{\"a\":1,\"b\":2}", "[]", "{}"})
  void isNotEqualToOtherValues(String text) {
    assertThat(JsonReader.read("{\"a\":1,\"b\":[2]}")).isNotEqualTo(JsonReader.read(text));
  }

  @Test
  void tellsAFieldWithNullFromNone() {
    JsonObject object = JsonObject.builder().put("a", JsonNull.NULL).build();

    assertThat(object.get("a")).isEqualTo(JsonNull.NULL);
    assertThat(object.has("a")).isTrue();
    assertThat(object.get("b")).isNull();
    assertThat(object.has("b")).isFalse();
  }

  @Test
  void givesTextAndObjectsOnlyWhereTheyAre() {
    JsonObject object = JsonReader.read("{\"t\":\"x\",\"n\":1,\"o\":{}}").asObject().orElseThrow();

    assertThat(object.text("t")).contains("x");
    assertThat(object.text("n")).isEmpty();
    assertThat(object.text("?")).isEmpty();
    assertThat(object.object("o")).contains(JsonObject.empty());
    assertThat(object.object("n")).isEmpty();
    assertThat(object.object("?")).isEmpty();
  }

  @Test
  void namesThatHashAlikeAreTwoNames() {
    JsonObject object = JsonObject.builder().put("Aa", 1).put("BB", 2).build();

    assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
    assertThat(object.get("BB")).isEqualTo(Json.of(2));
    assertThat(object.size()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16, 17, 31, 32, 33, 34, 100})
  void findsADuplicateWhereverItIs(int size) {
    for (int duplicate = 0; duplicate < size; duplicate++) {
      JsonObject.Builder builder = JsonObject.builder();
      for (int i = 0; i < size; i++) {
        builder.put("field" + i, i);
      }
      String name = "field" + duplicate;
      assertThatThrownBy(() -> builder.put(name, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(name);
      assertThat(builder.put("another", 0).build().size()).isEqualTo(size + 1);
    }
  }

  @Test
  void keepsTheOrderOfItsFields() {
    JsonObject.Builder builder = JsonObject.builder();
    List<String> expected = new ArrayList<>();
    for (int i = 40; i > 0; i--) {
      builder.put("f" + i, i);
      expected.add("f" + i);
    }
    List<String> names = new ArrayList<>();
    builder.build().forEach((name, _) -> names.add(name));

    assertThat(names).isEqualTo(expected);
  }

  @Test
  void namesTheTypesAsMessagesUseThem() {
    assertThat(
            JsonReader.read("[{},[],\"\",1,true,null]") instanceof JsonArray array
                ? array.values().stream().map(Json::typeName).toList()
                : List.of())
        .containsExactly("object", "array", "string", "number", "boolean", "null");
  }

  @Test
  void aNumberBeyondDecimal128IsNoDecimal() {
    assertThat(new JsonNumber("1e6176").decimal()).isPresent();
    assertThat(new JsonNumber("1e6177").decimal()).isEmpty();
    assertThat(new JsonNumber("1e-6176").decimal()).isPresent();
    assertThat(new JsonNumber("1e-6177").decimal()).isEmpty();
    assertThat(new JsonNumber("1e99999999999").decimal()).isEmpty();
  }
}
