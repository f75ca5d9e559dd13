/**
 * {@code testing/benchmarks/run}: starts the functions' packages as Lambda does, beside the same
 * functions in Python, and measures cold starts, first invocations after priming, warm invocations,
 * memory and sizes.
 *
 * <p>Everything stands on the loopback interface of one machine: Lambda's Runtime API, Parameter
 * Store, DynamoDB.
 */
@NullMarked
package io.tradeprocessing.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
