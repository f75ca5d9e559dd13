/** Cuts a file into partitions, and runs and follows its backfill, here or on AWS. */
@NullMarked
package io.tradeprocessing.cli.backfill;

import org.jspecify.annotations.NullMarked;
