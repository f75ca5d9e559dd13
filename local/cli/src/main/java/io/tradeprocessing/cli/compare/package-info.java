/** What changed between two sets of results: two runs, or a run and what is on record. */
@NullMarked
package io.tradeprocessing.cli.compare;

import org.jspecify.annotations.NullMarked;
