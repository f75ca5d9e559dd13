package io.tradeprocessing.embeddedtable;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An item where it is in the order in which the items of a file first came.
 *
 * @param number 1, 2, …; an item keeps its number when another is put in its place, and in a file
 *     from which nothing is deleted no number is missing or used again
 * @param item as it is now; one that cannot be read has its key and {@link Storage#UNREADABLE}
 * @param size of the item's text, in characters
 */
public record Arrival(long number, Map<String, AttributeValue> item, int size) {}
