/** What the measurements have in common. */
@NullMarked
package io.tradeprocessing.benchmarks;

import org.jspecify.annotations.NullMarked;
