package io.tradeprocessing.common.store;

/**
 * An item of the table that this code cannot have written.
 *
 * @param tradeId its partition key
 * @param timestamp its sort key, as it was read
 * @param reason what is wrong with it, naming the attribute
 */
public record UnreadableItem(String tradeId, String timestamp, String reason)
    implements StoredItem {}
