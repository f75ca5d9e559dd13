/** A market data API on this machine, with prices from a file. */
@NullMarked
package io.tradeprocessing.cli.marketdata;

import org.jspecify.annotations.NullMarked;
