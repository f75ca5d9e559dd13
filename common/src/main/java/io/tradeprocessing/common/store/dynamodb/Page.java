package io.tradeprocessing.common.store.dynamodb;

import io.tradeprocessing.common.store.StoredItem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A page of a reading.
 *
 * @param items in the order of the reading, without the Regions' probes; may be empty though more
 *     pages follow
 * @param next where the next page begins; nothing after the last
 */
public record Page(List<StoredItem> items, Optional<Cursor> next) {

  public Page {
    items = List.copyOf(items);
  }

  /**
   * A page that was read in another way than by DynamoDB's own operations.
   *
   * @param items as DynamoDB would give them
   * @param more whether the table may hold more after them; only if there are any
   */
  public static Page of(List<Map<String, AttributeValue>> items, boolean more) {
    return of(items, more ? Cursor.after(items.getLast()).key() : Map.of());
  }

  static Page of(
      List<Map<String, AttributeValue>> items, Map<String, AttributeValue> lastEvaluatedKey) {
    return new Page(
        items.stream().filter(item -> !Items.isProbe(item)).map(Items::read).toList(),
        lastEvaluatedKey.isEmpty() ? Optional.empty() : Optional.of(new Cursor(lastEvaluatedKey)));
  }
}
