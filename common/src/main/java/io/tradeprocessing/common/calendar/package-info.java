/**
 * When markets trade and when they settle: the sessions of the exchanges, the days on which
 * securities settle in US dollar, sterling and euro, and the settlement cycle in force on a trade
 * date.
 *
 * <p>Trading and settlement are two calendars: on Columbus Day New York trades and nothing settles,
 * on the day of a president's funeral it is the other way round. Days follow from rules with their
 * sources ({@link io.tradeprocessing.common.calendar.TradingCalendars}, {@link
 * io.tradeprocessing.common.calendar.SettlementMarket}); what no rule could know is a dated entry.
 * Outside of the years that a calendar covers the answer is unknown, never a guess.
 */
@NullMarked
package io.tradeprocessing.common.calendar;

import org.jspecify.annotations.NullMarked;
