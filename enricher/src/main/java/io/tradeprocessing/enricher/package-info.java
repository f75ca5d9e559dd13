/**
 * The Lambda function that adds to a trade what follows from it and from reference data: notional,
 * instrument and venue, local trade date, settlement date and rule, reporting regimes.
 *
 * <p>Total over any JSON: what cannot be told is listed in {@code gaps} with its reason, because a
 * trade is recorded whatever is known about it.
 */
@NullMarked
package io.tradeprocessing.enricher;

import org.jspecify.annotations.NullMarked;
