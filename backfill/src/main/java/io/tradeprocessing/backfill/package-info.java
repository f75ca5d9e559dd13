/**
 * Many events of a file in one invocation: validator, enricher and recorder run in process on a
 * partition of the file, with a cursor so that an interrupted invocation goes on where it was, and
 * with an account of every line.
 */
@NullMarked
package io.tradeprocessing.backfill;

import org.jspecify.annotations.NullMarked;
