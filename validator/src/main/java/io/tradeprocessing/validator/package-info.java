/**
 * The Lambda function that validates a trade event.
 *
 * <p>The rules are data ({@code Rule}), the judgement is a pure function of event, settings and
 * time ({@link io.tradeprocessing.validator.TradeValidator}), and the handler does the I/O. An
 * invalid trade is an answer with all its violations, not an exception; {@code docs/rules.md} lists
 * the rules.
 */
@NullMarked
package io.tradeprocessing.validator;

import org.jspecify.annotations.NullMarked;
