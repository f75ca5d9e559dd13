/**
 * What a million trades cost on AWS: what one trade uses, counted by running the real definitions
 * and handlers, times a dated price list. {@code testing/benchmarks/cost} prints it.
 */
@NullMarked
package io.tradeprocessing.benchmarks.cost;

import org.jspecify.annotations.NullMarked;
