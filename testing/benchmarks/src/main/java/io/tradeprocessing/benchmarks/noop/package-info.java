/** The function that does nothing: what Java, the runtime client and the JVM cost by themselves. */
@NullMarked
package io.tradeprocessing.benchmarks.noop;

import org.jspecify.annotations.NullMarked;
