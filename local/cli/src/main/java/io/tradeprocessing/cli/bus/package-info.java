/** Events to EventBridge, and dead letters back to it. */
@NullMarked
package io.tradeprocessing.cli.bus;

import org.jspecify.annotations.NullMarked;
