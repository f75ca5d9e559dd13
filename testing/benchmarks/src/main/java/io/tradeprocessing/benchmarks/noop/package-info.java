/** The function that does nothing: the cost of the JVM and the runtime client alone. */
@NullMarked
package io.tradeprocessing.benchmarks.noop;

import org.jspecify.annotations.NullMarked;
