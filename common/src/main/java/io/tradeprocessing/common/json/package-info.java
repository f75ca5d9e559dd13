/**
 * JSON as the functions see it: an immutable tree over jackson-core's streaming parser.
 *
 * <p>A tree of our own, because three things must hold that no data binding gives for this start-up
 * cost: numbers keep the text they were sent with (a price is never a {@code double}), a duplicate
 * key is an error instead of a silent choice, and an unknown field survives to the record.
 */
@NullMarked
package io.tradeprocessing.common.json;

import org.jspecify.annotations.NullMarked;
