/**
 * Whether everything that a source sent on a day is on record. The rules are pure; {@link
 * io.tradeprocessing.cli.reconcile.DayReader} reads the store.
 */
@NullMarked
package io.tradeprocessing.cli.reconcile;

import org.jspecify.annotations.NullMarked;
