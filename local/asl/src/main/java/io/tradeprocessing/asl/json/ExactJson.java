package io.tradeprocessing.asl.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.UncheckedIOException;

/**
 * JSON text to tree and back with every number kept as it was written: decimals never pass through
 * a double.
 */
public final class ExactJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  // The default keeps buffers by thread, and a virtual thread is soon gone.
                  .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(JsonSize.MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private ExactJson() {}

  /**
   * Reads one JSON value. Blank text is JSON null, as {@code States.StringToJson} reads it.
   *
   * @throws JsonProcessingException if the text is not one JSON value; the exception knows line and
   *     column
   */
  public static JsonNode read(String text) throws JsonProcessingException {
    JsonNode value = tree(MAPPER.reader(), text);
    return value.isMissingNode() ? NullNode.getInstance() : value;
  }

  /**
   * Reads one JSON value in which no object may name a field twice: the second would silently
   * replace the first.
   */
  public static JsonNode readWithoutDuplicates(String text) throws JsonProcessingException {
    return tree(MAPPER.reader(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY), text);
  }

  private static JsonNode tree(ObjectReader reader, String text) throws JsonProcessingException {
    try {
      return reader.readTree(text);
    } catch (NumberFormatException e) {
      // 1E99999999999 is JSON, but no BigDecimal
      throw new JsonParseException(null, "a number has an exponent that is out of range", e);
    }
  }

  /** The compact JSON text of a tree. */
  public static String write(JsonNode value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("A JSON tree can always be written", e);
    }
  }
}
