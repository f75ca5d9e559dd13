/** AWS services simulated in the test process, behind the SDK's real clients. */
@NullMarked
package io.tradeprocessing.testkit.aws;

import org.jspecify.annotations.NullMarked;
