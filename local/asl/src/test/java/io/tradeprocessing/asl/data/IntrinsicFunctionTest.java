package io.tradeprocessing.asl.data;

import static io.tradeprocessing.asl.Runs.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tradeprocessing.asl.Runs;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.asl.parse.ExpressionParser;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntrinsicFunctionTest {

  private static final String INPUT =
      """
      {'s': 'text', 'n': null, 'd': 1.10, 'a': [3, 1, 3.0, '3', [1], [1.0]], 'o': {'x': 1, 'y': {'z': [true, 'u']}},
       'p': {'y': 2}, 'template': '{} and {}', 'json': '[1, 2.50]', 'half': 0.5}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "States.Format('no holes')                    | `\"no holes\"`",
        "States.Format('{}-{}', $.s, 1)               | `\"text-1\"`",
        "States.Format('{}', $.d)                     | `\"1.10\"`",
        "States.Format('{}{}', null, true)            | `\"nulltrue\"`",
        "States.Format('{}', $.o)                     | `\"{x=1, y={z=[true, u]}}\"`",
        "States.Format($.template, 'a', 'b')          | `\"a and b\"`",
        "States.Format('\\{\\} \\' \\\\ { {}}', 1)    | `\"{} ' \\\\ { 1}\"`",
        "States.Format('{}', $$.State.Name)           | `\"S\"`",
        "States.Format('{},{})', 'a(b', $['s'])       | `\"a(b,text)\"`",
        "States.StringToJson($.json)                  | [1,2.50]",
        "States.StringToJson('')                      | null",
        "States.StringToJson('  ')                    | null",
        "States.StringToJson('{\"k\": \"it\\'s\"}')   | `{\"k\":\"it's\"}`",
        "States.JsonToString($.o)                     |"
            + " `\"{\\\"x\\\":1,\\\"y\\\":{\\\"z\\\":[true,\\\"u\\\"]}}\"`",
        "States.JsonToString($.d)                     | `\"1.10\"`",
        "States.Array()                               | []",
        "States.Array($.s, 2, null, 'q', $.p, -1.50)  | `[\"text\",2,null,\"q\",{\"y\":2},-1.50]`",
        "States.ArrayPartition(States.ArrayRange(1,5,1), 2) | [[1,2],[3,4],[5]]",
        "States.ArrayContains($.a, 3)                 | true",
        "States.ArrayContains($.a, 4)                 | false",
        "States.ArrayContains($.a, $.s)               | false",
        "States.ArrayRange(1, 9, 2)                   | [1,3,5,7,9]",
        "States.ArrayRange(3, 1, -1)                  | [3,2,1]",
        "States.ArrayRange(1, 0, 1)                   | []",
        "States.ArrayRange(0.5, 2.4, 1)               | [1,2]",
        "States.ArrayRange(4294967296, 4294967297, 1) | [4294967296,4294967297]",
        "States.ArrayGetItem($.a, 1)                  | 1",
        "States.ArrayLength($.a)                      | 6",
        "States.ArrayUnique($.a)                      | `[3,1,\"3\",[1]]`",
        "States.Base64Encode('grüße')                 | `\"Z3LDvMOfZQ==\"`",
        "States.Base64Decode('Z3LDvMOfZQ==')          | `\"grüße\"`",
        "States.Hash('abc', 'MD5')                    | `\"900150983cd24fb0d6963f7d28e17f72\"`",
        "States.Hash('abc', 'SHA-1')                  |"
            + " `\"a9993e364706816aba3e25717850c26c9cd0d89d\"`",
        "States.Hash('abc', 'SHA-256')                |"
            + " `\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"`",
        "States.JsonMerge($.o, $.p, false)            | `{\"x\":1,\"y\":2}`",
        "States.MathAdd(2, 3)                         | 5",
        "States.MathAdd(1.5, 1.51)                    | 4",
        "States.MathAdd(-1.5, -1.51)                  | -3",
        "States.MathAdd($.half, -0.5)                 | 1",
        "States.MathAdd(2147483647, 1)                | 2147483648",
        "States.StringSplit('a.b,,c', ',.')           | `[\"a\",\"b\",\"c\"]`",
        "States.StringSplit('abc', '')                | `[\"abc\"]`",
        "States.StringSplit(',,', ',')                | []",
        "States.ArrayGetItem(States.StringSplit($$.Execution.Id, ':'), 7) | `\"run-1\"`",
        "States.ArrayLength($.a[?(@ == 1)])           | 1",
      })
  void evaluates(String expression, String expected) throws Exception {
    assertThat(evaluated(expression)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "States.Format('{} {}', 1)               | 2 placeholders for 1 values",
        "States.Format('{}', 1, 2)               | 1 placeholders for 2 values",
        "States.Format($.n)                      | Argument 1 must be a string, not null",
        "States.StringToJson('{')                | It is not JSON",
        "States.StringToJson('1 2')              | It is not JSON",
        "States.StringToJson('1E99999999999')    | a number has an exponent that is out of range",
        "States.ArrayPartition($.a, 0)           | chunk size must be positive",
        "States.ArrayPartition($.s, 1)           | Argument 1 must be an array",
        "States.ArrayRange(1, 2, 0)              | increment must not be 0",
        "States.ArrayRange(1, 1001, 1)           | more than 1,000 elements",
        "States.ArrayGetItem($.a, 6)             | Index 6 is outside the array of 6",
        "States.ArrayGetItem($.a, -1)            | Index -1",
        "States.ArrayGetItem($.a, '1')           | Argument 2 must be a number",
        "States.ArrayLength($.o)                 | Argument 1 must be an array",
        "States.Base64Encode(1)                  | Argument 1 must be a string",
        "States.Base64Decode('a%bc')             | Illegal base64",
        "States.Base64Decode('/w==')             | not UTF-8",
        "States.Hash('a', 'CRC32')               | MD5, SHA-1, SHA-256, SHA-384, SHA-512",
        "States.JsonMerge($.o, $.p, true)        | only shallowly",
        "States.JsonMerge($.o, 1, false)         | Argument 2 must be an object",
        "States.MathRandom(5, 5)                 | must be greater",
        "States.MathAdd('1', 1)                  | Argument 1 must be a number",
        "States.MathAdd(1e30, 1)                 | too large",
        "States.MathAdd(9223372036854775807, 1)  | overflow",
      })
  void refusesWhatItCannotWorkWith(String expression, String cause) {
    assertThatThrownBy(() -> evaluated(expression))
        .isInstanceOfSatisfying(
            StateFailure.class,
            failure -> {
              assertThat(failure.error()).isEqualTo("States.IntrinsicFailure");
              assertThat(failure.cause())
                  .contains("The function '" + expression.strip() + "' had the following error: ")
                  .contains(cause);
            });
  }

  @Test
  void refusesTextOfMoreThanTenThousandCharacters() {
    Scope scope = scope(JsonNodeFactory.instance.textNode("x".repeat(10_001)));

    assertThatThrownBy(() -> ExpressionParser.compile("States.Hash($, 'MD5')").evaluate(scope, "f"))
        .hasMessageContaining("more than 10,000 characters");
  }

  @Test
  void failsWithRuntimeWhereAnArgumentLeadsNowhere() {
    assertThatThrownBy(() -> evaluated("States.ArrayLength($.q)"))
        .isInstanceOfSatisfying(
            StateFailure.class, f -> assertThat(f.error()).isEqualTo("States.Runtime"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "States.Nothing()",
        "States.Format",
        "States.Format(",
        "States.Format('a'",
        "States.Format('a",
        "States.Format('a',)",
        "States.Format('a' 'b')",
        "States.Format('a') ",
        "States.Format('\\\"')",
        "States.Format()",
        "States.UUID(1)",
        "States.MathRandom(1)",
        "States.MathAdd(1, two)",
        "States.ArrayLength($[)",
        "States.ArrayLength($x)",
        "text",
        ""
      })
  void isRefusedWhenItIsCompiled(String expression) {
    assertThatThrownBy(() -> ExpressionParser.compile(expression))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'");
  }

  @Test
  void drawsNumbersFromTheStartUpToButWithoutTheEnd() throws Exception {
    Set<String> drawn = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      drawn.add(evaluated("States.MathRandom(-1, 2)"));
    }

    assertThat(drawn).containsExactlyInAnyOrder("-1", "0", "1");
  }

  @Test
  void drawsTheSameNumberFromTheSameSeed() throws Exception {
    assertThat(evaluated("States.MathRandom(0, 1000000, 7)"))
        .isEqualTo(evaluated("States.MathRandom(0, 1000000, 7)"))
        .isNotEqualTo(evaluated("States.MathRandom(0, 1000000, 8)"));
  }

  @Test
  void makesRandomUuids() throws Exception {
    UUID first = UUID.fromString(json(evaluated("States.UUID()")).asText());
    UUID second = UUID.fromString(json(evaluated("States.UUID()")).asText());

    assertThat(first.version()).isEqualTo(4);
    assertThat(first.variant()).isEqualTo(2);
    assertThat(first).isNotEqualTo(second);
  }

  private static final Random RANDOM = new Random(1);

  private static String evaluated(String expression) throws StateFailure {
    return ExactJson.write(
        ExpressionParser.compile(expression.strip()).evaluate(scope(json(INPUT)), "f.$"));
  }

  private static Scope scope(JsonNode input) {
    JsonNode context =
        json(
            "{'State': {'Name': 'S'}, 'Execution': {'Id': '%s'}}".formatted(Runs.execution().id()));
    return new Scope("S", input, () -> context, RANDOM);
  }
}
