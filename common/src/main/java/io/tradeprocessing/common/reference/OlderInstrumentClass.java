package io.tradeprocessing.common.reference;

/**
 * A group as an edition of ISO 10962 before the current one had it. Instruments keep the code that
 * they were given, and lists of instruments carry both.
 *
 * @param attributes of the group in that edition
 * @param edition the year of the edition, or the standard that uses the code as if it were one
 */
public record OlderInstrumentClass(InstrumentClass attributes, String edition) {}
