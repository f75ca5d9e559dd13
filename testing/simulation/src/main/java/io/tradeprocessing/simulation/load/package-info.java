/**
 * The quotas of AWS under a day's load: how long a trade waits to be recorded, what throttles, and
 * whether anything becomes a dead letter. Trades are followed in cohorts, not one by one, so that a
 * day of hundreds of millions takes seconds.
 *
 * <p>{@code LoadCommand} asks for scenarios; {@code LiveDay} and {@code BackfillDay} run one, out
 * of the parts beside them; {@code Quotas} has the figures of AWS.
 */
@NullMarked
package io.tradeprocessing.simulation.load;

import org.jspecify.annotations.NullMarked;
