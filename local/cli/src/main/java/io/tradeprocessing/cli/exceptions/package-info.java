/**
 * What waits for a person: the exceptions of a store and of its dead letters. What settles one is
 * decided by {@link io.tradeprocessing.cli.exceptions.TradeExceptions} from the records alone;
 * {@link io.tradeprocessing.cli.exceptions.ExceptionReader} reads them.
 */
@NullMarked
package io.tradeprocessing.cli.exceptions;

import org.jspecify.annotations.NullMarked;
