/**
 * What a function tells its operators: one JSON object a line on standard output, which Lambda
 * hands to CloudWatch Logs as it is; metrics are such lines too, in CloudWatch's embedded metric
 * format.
 */
@NullMarked
package io.tradeprocessing.common.telemetry;

import org.jspecify.annotations.NullMarked;
