/** Archives of records that {@code trades} reads, and the one that a local run writes. */
@NullMarked
package io.tradeprocessing.cli.archive;

import org.jspecify.annotations.NullMarked;
