/**
 * The compliance store: one immutable record a trade event, chained by hash within its trade.
 *
 * <p>Pure: it says what a record ({@link io.tradeprocessing.common.store.ComplianceRecord}), its
 * chain ({@link io.tradeprocessing.common.store.ChainedRecord}), a trade's state ({@link
 * io.tradeprocessing.common.store.TradeHead}) and their attributes ({@link
 * io.tradeprocessing.common.store.RecordJson}) are, and verifies them; {@code store.dynamodb} reads
 * and writes them. An exception per cause, by whose exact class name the workflow decides whether
 * to retry.
 */
@NullMarked
package io.tradeprocessing.common.store;

import org.jspecify.annotations.NullMarked;
