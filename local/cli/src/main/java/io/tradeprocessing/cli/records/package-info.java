/** What is on record, read and verified. */
@NullMarked
package io.tradeprocessing.cli.records;

import org.jspecify.annotations.NullMarked;
