package io.tradeprocessing.benchmarks.cost;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The size of an item as DynamoDB bills it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html">DynamoDB
 *     item sizes and formats</a>
 */
final class ItemSize {

  private static final int CONTAINER = 3;

  private ItemSize() {}

  static int of(Map<String, AttributeValue> item) {
    return item.entrySet().stream().mapToInt(e -> utf8(e.getKey()) + of(e.getValue())).sum();
  }

  private static int of(AttributeValue value) {
    return switch (value.type()) {
      case S -> utf8(value.s());
      // Two digits a byte, and one byte more.
      case N -> (value.n().replaceAll("[^0-9]", "").length() + 1) / 2 + 1;
      case B -> value.b().asByteArray().length;
      case M ->
          CONTAINER
              + value.m().entrySet().stream()
                  .mapToInt(e -> 1 + utf8(e.getKey()) + of(e.getValue()))
                  .sum();
      case L -> CONTAINER + value.l().stream().mapToInt(v -> 1 + of(v)).sum();
      default -> 1;
    };
  }

  private static int utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Units of a kind, each of so many bytes; one at least. */
  static long units(long bytes, int each) {
    return Math.max(1, (bytes + each - 1) / each);
  }
}
