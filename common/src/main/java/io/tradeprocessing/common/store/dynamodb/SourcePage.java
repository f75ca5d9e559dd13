package io.tradeprocessing.common.store.dynamodb;

import io.tradeprocessing.common.store.RecordJson;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A page of {@link TradeStore#SOURCE_SYSTEM_INDEX}.
 *
 * @param entries by event time; may be empty though more pages follow
 * @param next where the next page begins; nothing after the last
 */
public record SourcePage(List<Entry> entries, Optional<Cursor> next) {

  /**
   * The key of an item that the index leads to.
   *
   * @param timestamp sort key, as text
   */
  public record Entry(String tradeId, String timestamp) {

    private static Entry of(Map<String, AttributeValue> item) {
      return new Entry(
          Objects.requireNonNull(item.get(RecordJson.TRADE_ID)).s(),
          Objects.requireNonNull(item.get(RecordJson.TIMESTAMP)).n());
    }
  }

  public SourcePage {
    entries = List.copyOf(entries);
  }

  static SourcePage of(
      List<Map<String, AttributeValue>> items, Map<String, AttributeValue> lastEvaluatedKey) {
    return new SourcePage(
        items.stream().map(Entry::of).toList(),
        lastEvaluatedKey.isEmpty() ? Optional.empty() : Optional.of(new Cursor(lastEvaluatedKey)));
  }
}
