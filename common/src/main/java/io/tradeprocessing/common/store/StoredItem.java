package io.tradeprocessing.common.store;

/** An item of the table. */
public sealed interface StoredItem permits ComplianceRecord, TradeHead, UnreadableItem {}
