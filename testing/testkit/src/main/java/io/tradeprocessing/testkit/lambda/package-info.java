/** Invocations of Lambda functions in tests. */
@NullMarked
package io.tradeprocessing.testkit.lambda;

import org.jspecify.annotations.NullMarked;
