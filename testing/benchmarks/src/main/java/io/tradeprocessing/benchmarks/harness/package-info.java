/**
 * {@code testing/benchmarks/run}: starts the functions' packages as Lambda does, and the same
 * functions in Python, and measures cold starts, first invocations after priming, warm invocations,
 * memory and sizes.
 *
 * <p>Everything runs on the loopback interface of one machine: Lambda's Runtime API, Parameter
 * Store, DynamoDB.
 */
@NullMarked
package io.tradeprocessing.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
