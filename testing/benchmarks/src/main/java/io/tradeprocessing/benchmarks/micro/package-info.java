/**
 * JMH benchmarks of the functions without their I/O, and a profiler that reports operations per CPU
 * second.
 */
@NullMarked
package io.tradeprocessing.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
