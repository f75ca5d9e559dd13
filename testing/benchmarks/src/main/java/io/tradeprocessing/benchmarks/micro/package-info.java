/**
 * JMH benchmarks of what the functions do without their I/O, and a profiler that reports operations
 * by CPU second.
 */
@NullMarked
package io.tradeprocessing.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
