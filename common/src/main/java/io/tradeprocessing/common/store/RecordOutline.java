package io.tradeprocessing.common.store;

import io.tradeprocessing.common.json.JsonObject;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A record's place in its chain, read without its content, which takes a fraction of the time.
 *
 * @param key its primary key
 * @param region that wrote it
 * @param link its place in the trade's chain in its Region
 * @param seen the other Regions' chains of the trade, by slot, as far as they were known
 * @param intact whether its {@code recordHash} is that of its other attributes: two intact records
 *     with the same hash are the same to the byte
 */
public record RecordOutline(
    RecordKey key, Region region, ChainLink link, SortedMap<Integer, Seen> seen, boolean intact) {

  public RecordOutline {
    seen = Collections.unmodifiableSortedMap(new TreeMap<>(seen));
  }

  /** Reads an item in DynamoDB's JSON; nothing where it is not a record. */
  public static Optional<RecordOutline> of(JsonObject typed) {
    try {
      return Optional.of(RecordJson.outline(TypedItem.plain(typed)));
    } catch (RecordJson.UnreadableItemException e) {
      return Optional.empty();
    }
  }
}
