/** Reads and verifies records. */
@NullMarked
package io.tradeprocessing.cli.records;

import org.jspecify.annotations.NullMarked;
