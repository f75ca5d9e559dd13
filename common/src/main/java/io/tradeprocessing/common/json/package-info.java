/**
 * JSON in the functions: an immutable tree on top of jackson-core's streaming parser.
 *
 * <p>It is our own tree because it must guarantee three things that no data binding offers at this
 * start-up cost: numbers keep the text that was sent (a price is never a {@code double}), a
 * duplicate key is an error and not a silent choice, and an unknown field is kept in the record.
 */
@NullMarked
package io.tradeprocessing.common.json;

import org.jspecify.annotations.NullMarked;
