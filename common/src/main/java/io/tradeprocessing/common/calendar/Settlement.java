package io.tradeprocessing.common.calendar;

import java.time.LocalDate;

/**
 * When and by which rule a trade settles.
 *
 * @param date the intended settlement date
 * @param market where
 * @param cycle the rule in force on the trade date
 */
public record Settlement(LocalDate date, SettlementMarket market, SettlementCycle cycle) {}
