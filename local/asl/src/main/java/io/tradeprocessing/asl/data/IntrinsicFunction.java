package io.tradeprocessing.asl.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.asl.json.Excerpt;
import io.tradeprocessing.asl.json.JsonEquality;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * The intrinsic functions of the language, by name. A function rejects unsuitable arguments with an
 * IllegalArgumentException, which becomes {@code States.IntrinsicFailure}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html">Intrinsic
 *     functions</a>
 */
public enum IntrinsicFunction {
  FORMAT("States.Format", 1, Integer.MAX_VALUE) {
    @Override
    JsonNode apply(List<JsonNode> args, RandomGenerator random) {
      return TextNode.valueOf(format(text(args, 0), args.subList(1, args.size())));
    }
  },
  STRING_TO_JSON("States.StringToJson", 1, 1) {
    @Override
    JsonNode apply(List<JsonNode> args, RandomGenerator random) {
      try {
        return ExactJson.read(text(args, 0));
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException("It is not JSON: " + e.getOriginalMessage(), e);
      }
    }
  },
  JSON_TO_STRING("States.JsonToString", 1, 1) {
    @Override
    JsonNode apply(List<JsonNode> args, RandomGenerator random) {
      return TextNode.valueOf(ExactJson.write(args.getFirst()));
    }
  },
  ARRAY("States.Array", 0, Integer.MAX_VALUE) {
    @Override
    JsonNode apply(List<JsonNode> args, RandomGenerator random) {
      return JsonNodeFactory.instance.arrayNode(args.size()).addAll(args);
    }
  },
  ARRAY_PARTITION("States.ArrayPartition", 2, 2) {
    @Override
    JsonNode apply(List<JsonNode> args, RandomGenerator random) {
      ArrayNode array = array(args, 0);
      long size = integer(args, 1);
      if (size < 1) {
        throw new IllegalArgumentException("The chunk size must be positive, not " + size);
      }
      ArrayNode chunks = JsonNodeFactory.instance.arrayNode();
      for (int i = 0; i < array.size(); i++) {
        ArrayNode chunk =
            i % size == 0 ? chunks.addArray() : (ArrayNode) chunks.get(chunks.size() - 1);
        chunk.add(array.get(i));
      }
      return chunks;
    }
  },
  ARRAY_CONTAINS("States.ArrayContains", 2, 2) {
    @Override
    JsonNode apply(List<JsonNode> args, RandomGenerator random) {
      return BooleanNode.valueOf(contains(array(args, 0), args.get(1)));
    }
  },
  ARRAY_RANGE("States.ArrayRange", 3, 3) {
    @Override
    JsonNode apply(List<JsonNode> args, RandomGenerator random) {
      return range(integer(args, 0), integer(args, 1), integer(args, 2));
    }
  },
  ARRAY_GET_ITEM("States.ArrayGetItem", 2, 2) {
    @Override
    JsonNode apply(List<JsonNode> args, RandomGenerator random) {
      ArrayNode array = array(args, 0);
      long index = integer(args, 1);
      if (index < 0 || index >= array.size()) {
        throw new IllegalArgumentException(
            "Index %d is outside the array of %d".formatted(index, array.size()));
      }
      return array.get((int) index);
    }
  },
  ARRAY_LENGTH("States.ArrayLength", 1, 1) {
    @Override
    JsonNode apply(List<JsonNode> args, RandomGenerator random) {
      return IntNode.valueOf(array(args, 0).size());
    }
  },
  ARRAY_UNIQUE("States.ArrayUnique", 1, 1) {
    @Override
    JsonNode apply(List<JsonNode> args, RandomGenerator random) {
      ArrayNode unique = JsonNodeFactory.instance.arrayNode();
      Set<JsonEquality.Key> seen = new HashSet<>();
      for (JsonNode element : array(args, 0)) {
        if (seen.add(new JsonEquality.Key(element))) {
          unique.add(element);
        }
      }
      return unique;
    }
  },
  BASE64_ENCODE("States.Base64Encode", 1, 1) {
    @Override
    JsonNode apply(List<JsonNode> args, RandomGenerator random) {
      return TextNode.valueOf(
          Base64.getEncoder().encodeToString(limitedText(args, 0).getBytes(UTF_8)));
    }
  },
  BASE64_DECODE("States.Base64Decode", 1, 1) {
    @Override
    JsonNode apply(List<JsonNode> args, RandomGenerator random) {
      byte[] bytes = Base64.getDecoder().decode(limitedText(args, 0));
      try {
        return TextNode.valueOf(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
      } catch (CharacterCodingException e) {
        throw new IllegalArgumentException("The decoded bytes are not UTF-8 text", e);
      }
    }
  },
  HASH("States.Hash", 2, 2) {
    @Override
    JsonNode apply(List<JsonNode> args, RandomGenerator random) {
      String algorithm = text(args, 1);
      if (!HASHES.contains(algorithm)) {
        throw new IllegalArgumentException(
            "The algorithm is '%s', but only %s are allowed"
                .formatted(algorithm, String.join(", ", HASHES)));
      }
      try {
        byte[] digest =
            MessageDigest.getInstance(algorithm).digest(limitedText(args, 0).getBytes(UTF_8));
        return TextNode.valueOf(HexFormat.of().formatHex(digest));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every Java platform has " + algorithm, e);
      }
    }
  },
  JSON_MERGE("States.JsonMerge", 3, 3) {
    @Override
    JsonNode apply(List<JsonNode> args, RandomGenerator random) {
      if (!args.get(2).isBoolean() || args.get(2).booleanValue()) {
        throw new IllegalArgumentException(
            "Step Functions merges only shallowly: the third argument must be false");
      }
      return JsonNodeFactory.instance
          .objectNode()
          .<ObjectNode>setAll(object(args, 0))
          .setAll(object(args, 1));
    }
  },
  MATH_RANDOM("States.MathRandom", 2, 3) {
    @Override
    JsonNode apply(List<JsonNode> args, RandomGenerator random) {
      long start = integer(args, 0);
      long end = integer(args, 1);
      if (end <= start) {
        throw new IllegalArgumentException(
            "The end %d must be greater than the start %d".formatted(end, start));
      }
      RandomGenerator source = args.size() == 3 ? new Random(integer(args, 2)) : random;
      return number(source.nextLong(start, end));
    }
  },
  MATH_ADD("States.MathAdd", 2, 2) {
    @Override
    JsonNode apply(List<JsonNode> args, RandomGenerator random) {
      return number(Math.addExact(integer(args, 0), integer(args, 1)));
    }
  },
  STRING_SPLIT("States.StringSplit", 2, 2) {
    @Override
    JsonNode apply(List<JsonNode> args, RandomGenerator random) {
      ArrayNode pieces = JsonNodeFactory.instance.arrayNode();
      // exactly what AWS does: every character of the second string is a delimiter and empty pieces
      // are dropped
      StringTokenizer tokens = new StringTokenizer(text(args, 0), text(args, 1));
      while (tokens.hasMoreTokens()) {
        pieces.add(tokens.nextToken());
      }
      return pieces;
    }
  },
  UUID_V4("States.UUID", 0, 0) {
    @Override
    JsonNode apply(List<JsonNode> args, RandomGenerator random) {
      long high = (random.nextLong() & 0xffffffffffff0fffL) | 0x4000L;
      long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
      return TextNode.valueOf(new UUID(high, low).toString());
    }
  };

  private static final Map<String, IntrinsicFunction> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(f -> f.functionName, Function.identity()));

  private static final Set<String> HASHES =
      new TreeSet<>(Set.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"));

  /** Of the input of the encoding and hashing functions. */
  private static final int MAX_CHARS = 10_000;

  private static final int MAX_RANGE = 1_000;

  private static final int MAX_LONG_DIGITS = 19;

  /** What {@code States.Format} may make before it is measured. */
  private static final int MAX_FORMATTED_CHARS = 16 * StateFailure.MAX_PAYLOAD_BYTES;

  private final String functionName;
  private final int minArguments;
  private final int maxArguments;

  IntrinsicFunction(String functionName, int minArguments, int maxArguments) {
    this.functionName = functionName;
    this.minArguments = minArguments;
    this.maxArguments = maxArguments;
  }

  /** The function's value. */
  abstract JsonNode apply(List<JsonNode> args, RandomGenerator random);

  public static Optional<IntrinsicFunction> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  public boolean takes(int arguments) {
    return minArguments <= arguments && arguments <= maxArguments;
  }

  /** How many arguments it takes, in words. */
  public String arity() {
    if (minArguments == maxArguments) {
      return minArguments == 1 ? "1 argument" : minArguments + " arguments";
    }
    return maxArguments == Integer.MAX_VALUE
        ? "at least " + minArguments + " arguments"
        : minArguments + " to " + maxArguments + " arguments";
  }

  private static String format(String template, List<JsonNode> values) {
    StringBuilder result = new StringBuilder(template.length() + 16 * values.size());
    int used = 0;
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      char next = i + 1 < template.length() ? template.charAt(i + 1) : 0;
      if (c == '\\' && "'{}\\".indexOf(next) >= 0) {
        result.append(next);
        i++;
      } else if (c == '{' && next == '}') {
        if (used < values.size()) {
          result.append(plainText(values.get(used)));
          if (result.length() > MAX_FORMATTED_CHARS) {
            throw new IllegalArgumentException("The text would be too long");
          }
        }
        used++;
        i++;
      } else {
        result.append(c);
      }
    }
    if (used != values.size()) {
      throw new IllegalArgumentException(
          "The template has %d placeholders for %d values".formatted(used, values.size()));
    }
    return result.toString();
  }

  /** As AWS prints values into a format: containers as Java's collections print themselves. */
  private static String plainText(JsonNode value) {
    return switch (value) {
      case ObjectNode object ->
          object.properties().stream()
              .map(field -> field.getKey() + "=" + plainText(field.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      case ArrayNode array ->
          array
              .valueStream()
              .map(IntrinsicFunction::plainText)
              .collect(Collectors.joining(", ", "[", "]"));
      default -> value.asText();
    };
  }

  private static boolean contains(ArrayNode array, JsonNode value) {
    for (JsonNode element : array) {
      if (JsonEquality.equal(element, value)) {
        return true;
      }
    }
    return false;
  }

  private static ArrayNode range(long first, long last, long step) {
    if (step == 0) {
      throw new IllegalArgumentException("The increment must not be 0");
    }
    ArrayNode numbers = JsonNodeFactory.instance.arrayNode();
    for (long n = first; step > 0 ? n <= last : n >= last; n = Math.addExact(n, step)) {
      if (numbers.size() == MAX_RANGE) {
        throw new IllegalArgumentException("The array would have more than 1,000 elements");
      }
      numbers.add(number(n));
    }
    return numbers;
  }

  private static String text(List<JsonNode> args, int index) {
    if (!(args.get(index) instanceof TextNode text)) {
      throw wrongType(args, index, "a string");
    }
    return text.textValue();
  }

  private static String limitedText(List<JsonNode> args, int index) {
    String text = text(args, index);
    if (text.length() > MAX_CHARS) {
      throw new IllegalArgumentException("The text has more than 10,000 characters");
    }
    return text;
  }

  private static ArrayNode array(List<JsonNode> args, int index) {
    if (!(args.get(index) instanceof ArrayNode array)) {
      throw wrongType(args, index, "an array");
    }
    return array;
  }

  private static ObjectNode object(List<JsonNode> args, int index) {
    if (!(args.get(index) instanceof ObjectNode object)) {
      throw wrongType(args, index, "an object");
    }
    return object;
  }

  /**
   * Numbers are rounded to integers one by one, halves towards positive infinity, before anything
   * is done with them.
   */
  private static long integer(List<JsonNode> args, int index) {
    JsonNode value = args.get(index);
    if (!value.isNumber()) {
      throw wrongType(args, index, "a number");
    }
    BigDecimal number = value.decimalValue();
    // numbers such as 1E999999999 would be written out with all their digits
    int integerDigits = number.precision() - number.scale();
    if (integerDigits > MAX_LONG_DIGITS) {
      throw new IllegalArgumentException("The number " + value + " is too large");
    }
    if (integerDigits < 0) {
      return 0;
    }
    BigDecimal half = BigDecimal.valueOf(5, 1);
    try {
      return number.add(half).setScale(0, RoundingMode.FLOOR).longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("The number " + value + " is too large", e);
    }
  }

  private static JsonNode number(long value) {
    return value == (int) value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
  }

  private static IllegalArgumentException wrongType(List<JsonNode> args, int index, String wanted) {
    return new IllegalArgumentException(
        "Argument %d must be %s, not %s".formatted(index + 1, wanted, Excerpt.of(args.get(index))));
  }
}
