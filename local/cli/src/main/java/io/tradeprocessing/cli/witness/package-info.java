/**
 * Compares a table with the archives of its records, and verifies archives on their own. What each
 * side says of an item is a small {@link io.tradeprocessing.cli.witness.Entry}; entries are sorted
 * by trade on disk, and each trade is judged for itself.
 */
@NullMarked
package io.tradeprocessing.cli.witness;

import org.jspecify.annotations.NullMarked;
