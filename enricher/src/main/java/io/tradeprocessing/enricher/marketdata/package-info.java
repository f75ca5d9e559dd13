/**
 * Market context of a trade from the HTTP API of the {@code api-endpoint} setting. The contract is
 * {@code docs/schema/market-data-v1.yaml}.
 *
 * <p>The API is somebody else's: every call ends within the time that the invocation has left, a
 * body is read up to a limit, an outage is retried and then left to the workflow, and an answer
 * that cannot be used is a gap, never a failed trade.
 */
@NullMarked
package io.tradeprocessing.enricher.marketdata;

import org.jspecify.annotations.NullMarked;
