/**
 * Logs and metrics of a function: one JSON object per line on standard output, which Lambda passes
 * to CloudWatch Logs unchanged. Metrics are lines in CloudWatch's embedded metric format.
 */
@NullMarked
package io.tradeprocessing.common.telemetry;

import org.jspecify.annotations.NullMarked;
