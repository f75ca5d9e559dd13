/**
 * Virtual time on one thread, choices from a seed, and the trace of what happened. Knows nothing of
 * trades or of AWS.
 */
@NullMarked
package io.tradeprocessing.simulation.kernel;

import org.jspecify.annotations.NullMarked;
