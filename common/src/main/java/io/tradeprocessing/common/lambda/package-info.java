/**
 * What assembles a Lambda function: its environment, the frame of an invocation, and the steps
 * around its SnapStart snapshot.
 */
@NullMarked
package io.tradeprocessing.common.lambda;

import org.jspecify.annotations.NullMarked;
