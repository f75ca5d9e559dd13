package io.tradeprocessing.common.store.dynamodb;

import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.store.RecordJson;
import io.tradeprocessing.common.trade.TradeEvent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A page of {@link TradeStore#SOURCE_SYSTEM_INDEX}.
 *
 * @param entries by event time; may be empty though more pages follow
 * @param next where the next page begins; nothing after the last
 */
public record SourcePage(List<Entry> entries, Optional<Cursor> next) {

  /**
   * The key of an item that the index leads to, and what the index knows of it.
   *
   * @param timestamp sort key, as text
   * @param sourceSequence the source's own count of its events; 0 where it has none
   */
  public record Entry(String tradeId, String timestamp, long sourceSequence) {

    /** An entry of an event that is not numbered. */
    public Entry(String tradeId, String timestamp) {
      this(tradeId, timestamp, 0);
    }

    private static Entry of(Map<String, AttributeValue> item) {
      return new Entry(
          Objects.requireNonNull(item.get(RecordJson.TRADE_ID)).s(),
          Objects.requireNonNull(item.get(RecordJson.TIMESTAMP)).n(),
          sequence(item.get(RecordJson.SOURCE_SEQUENCE)));
    }

    /**
     * This system writes no other number than the contract allows; reading the item reports one.
     */
    private static long sequence(@Nullable AttributeValue value) {
      return value == null || value.n() == null
          ? 0
          : TradeEvent.sequence(new JsonNumber(value.n())).orElse(0);
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
