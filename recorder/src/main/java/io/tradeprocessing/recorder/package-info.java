/**
 * The function that puts every trade event on record: it turns the workflow's outcome into a record
 * under a key of the event's own, and appends it to the trade's chain.
 */
@NullMarked
package io.tradeprocessing.recorder;

import org.jspecify.annotations.NullMarked;
