/**
 * The compliance store: one immutable record a trade event, chained by hash within its trade.
 *
 * <p>The pure part ({@link io.tradeprocessing.common.store.TradeEntry}, {@link
 * io.tradeprocessing.common.store.ComplianceRecord}, {@link
 * io.tradeprocessing.common.store.TradeHead}) says what a record, its chain and a trade's state
 * are; {@link io.tradeprocessing.common.store.TradeStore} reads and writes them in DynamoDB. An
 * exception per cause, by whose exact class name the workflow decides whether to retry.
 */
@NullMarked
package io.tradeprocessing.common.store;

import org.jspecify.annotations.NullMarked;
