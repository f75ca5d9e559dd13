package io.tradeprocessing.validator;

import io.tradeprocessing.common.trade.SourceSystem;

/**
 * The fields of a trade, contract v1, in the contract's order.
 *
 * <p>A field is found by a switch over its name: the trade's members are sorted into their places
 * in one pass, instead of a search for each field.
 */
enum Field {
  TRADE("", "an object: the trade, under the envelope's detail", "Contract v1"),
  SCHEMA_VERSION("/schemaVersion", "a string such as 1.2, of major version 1", "Contract v1"),
  TRADE_ID(
      "/tradeId",
      "a string of 1 to 52 characters of A-Z a-z 0-9 : _ . - that does not begin with invalid: or"
          + " probe:, the source's identifier of the trade",
      "MiFIR RTS 22 field 2; FIX tag 17"),
  SOURCE_SYSTEM(
      "/sourceSystem", SourceSystem.anyOf() + ", as the envelope's source", "Contract v1"),
  EVENT_TYPE(
      "/eventType",
      "NEW, CORRECT, CANCEL, ALLOCATION, GIVE_UP, NOVATION, TERMINATION or EXERCISE",
      "FIX tags 150: F, G, H, and 1937: 22, 18, 0, 2, 4; EMIR Refit event types ALOC, NOVA, ETRM,"
          + " EXER"),
  REASON_CODE(
      "/reasonCode",
      "MISREPORTED or AMENDED (CORRECT); ENTERED_IN_ERROR, DUPLICATE, BUSTED or REBOOKED (CANCEL);"
          + " STEP_IN or CLEARING (NOVATION); EARLY, COMPRESSION or EXPIRED (TERMINATION);"
          + " EXERCISED or ASSIGNED (EXERCISE)",
      "Contract v1.2; EMIR Refit action types CORR, MODI, EROR, event types NOVA, CLRG, ETRM, COMP,"
          + " EXER"),
  LINKED_TRADE_IDS(
      "/linkedTradeIds",
      "an array of up to 1000 other trades, each once, as objects of tradeId, role and, optionally,"
          + " quantity above 0",
      "FIX tags 1856 and 1860; EMIR Refit, prior UTI"),
  TIMESTAMP(
      "/timestamp",
      "the time of the event at its source, in UTC to the microsecond at most, such as"
          + " 2026-01-12T14:30:00.123456Z",
      "ISO 8601; MiFID II RTS 25"),
  SOURCE_SEQUENCE(
      "/sourceSequence",
      "a whole number from 1 to 999999999999999999, as a JSON number: the source's count of its"
          + " events, without gaps",
      "Contract v1.1; FIX tags 34 and 1181"),
  EXECUTED_AT(
      "/executedAt",
      "the trading time, in UTC to the nanosecond at most, such as 2026-01-12T14:30:00.123456789Z",
      "MiFIR RTS 22 field 28; FIX tag 60; ISO 8601"),
  TRADING_DATE(
      "/tradingDate", "the date of the session, such as 2026-01-12", "FIX tag 75; ISO 8601"),
  SIDE(
      "/side",
      "BUY, SELL, SELL_SHORT or SELL_SHORT_EXEMPT",
      "FIX tag 54: 1, 2, 5, 6; MiFIR RTS 22 field 62"),
  QUANTITY(
      "/quantity",
      "a decimal number above 0, as a JSON number or in a string",
      "MiFIR RTS 22 field 30; FIX tag 32"),
  REMAINING_QUANTITY(
      "/remainingQuantity",
      "a decimal number from 0, as a JSON number or in a string: what a life event leaves of the"
          + " trade",
      "FIX tag 151"),
  QUANTITY_TYPE("/quantityType", "UNITS, NOMINAL or CONTRACTS", "FIX tag 854; ISO 20022 auth.016"),
  QUANTITY_CURRENCY(
      "/quantityCurrency",
      "the ISO 4217 code of a currency in use on the trade date, such as EUR",
      "ISO 4217; MiFIR RTS 22 field 31"),
  CONTRACT_MULTIPLIER(
      "/contractMultiplier",
      "a decimal number above 0: the units of a contract, or the par of a piece",
      "FIX tag 231; ISO 20022 auth.016 PricMltplr"),
  FACTOR(
      "/factor",
      "a decimal number above 0: the index ratio or pool factor of the instrument",
      "FIX tag 228"),
  PRICE(
      "/price",
      "a decimal number, as a JSON number or in a string",
      "MiFIR RTS 22 field 33; FIX tag 31"),
  PRICE_TYPE(
      "/priceType",
      "PER_UNIT, PERCENTAGE, YIELD or BASIS_POINTS",
      "FIX tag 423: 2, 1, 9, 22; ISO 20022 auth.016"),
  CURRENCY(
      "/currency",
      "the ISO 4217 code of a currency in use on the trade date, such as USD",
      "ISO 4217; MiFIR RTS 22 field 34; FIX tag 15"),
  AMOUNT(
      "/amount",
      "a decimal number, as a JSON number or in a string: the notional, within half a minor unit of"
          + " the currency, or within what the rounding of an average price explains",
      "ISO 4217 minor units; FIX tag 381"),
  ACCRUED_INTEREST(
      "/accruedInterest", "a decimal number, as a JSON number or in a string", "FIX tag 159"),
  NET_AMOUNT(
      "/netAmount",
      "a decimal number, as a JSON number or in a string",
      "FIX tag 118; ISO 20022 auth.016 NetAmt"),
  INSTRUMENT(
      "/instrument",
      "an object with at least one of isin, cusip, sedol and figi",
      "MiFIR RTS 22 field 41; FIX tag 48"),
  ISIN(
      "/instrument/isin",
      "two letters, nine letters or digits and a check digit, such as US0378331005",
      "ISO 6166; FIX tag 22 = 4"),
  CUSIP(
      "/instrument/cusip",
      "eight letters, digits or * @ # and a check digit, such as 037833100",
      "ANSI X9.6; FIX tag 22 = 1"),
  SEDOL(
      "/instrument/sedol",
      "seven digits, or a consonant, five consonants or digits and a check digit, such as B03MLX2",
      "London Stock Exchange SEDOL Masterfile; FIX tag 22 = 2"),
  FIGI(
      "/instrument/figi",
      "two consonants, G, eight consonants or digits and a check digit, such as BBG000B9XRY4",
      "ANSI X9.145; FIX tag 22 = S"),
  CFI(
      "/instrument/cfi",
      "six letters: category, group and four attributes, such as ESVUFR",
      "ISO 10962; MiFIR RTS 22 field 43; FIX tag 461"),
  VENUE(
      "/venue",
      "the market identifier code of a venue in use on the trade date, such as XNYS, or XOFF or"
          + " XXXX",
      "ISO 10383; MiFIR RTS 22 field 36; FIX tag 30"),
  EXECUTING_ENTITY(
      "/executingEntity",
      "18 letters or digits and two check digits, such as 5493000F4ZO33MV32P92",
      "ISO 17442; MiFIR RTS 22 field 4"),
  BUYER(
      "/buyer",
      "an LEI, INTC or a market identifier code as a string, or an object of type (LEI, MIC, NIDN,"
          + " CCPT, CONCAT or INTC) and id",
      "MiFIR RTS 22 field 7"),
  SELLER(
      "/seller",
      "an LEI, INTC or a market identifier code as a string, or an object of type (LEI, MIC, NIDN,"
          + " CCPT, CONCAT or INTC) and id",
      "MiFIR RTS 22 field 16"),
  CAPACITY("/capacity", "DEAL, MTCH or AOTC", "MiFIR RTS 22 field 29"),
  SETTLEMENT_DATE(
      "/settlementDate",
      "a date such as 2026-01-13, not before the trade date",
      "ISO 8601; FIX tag 64"),
  UTI(
      "/uti",
      "the LEI of the entity that generated it and up to 32 letters or digits",
      "ISO 23897; CPMI-IOSCO"),
  UNKNOWN("/…", "a field of the contract, here or in instrument", "Contract v1");

  private final String pointer;
  private final String allowed;
  private final String standard;

  Field(String pointer, String allowed, String standard) {
    this.pointer = pointer;
    this.allowed = allowed;
    this.standard = standard;
  }

  /** JSON Pointer into the trade. */
  String pointer() {
    return pointer;
  }

  /** Whether a value may be the identifier of a person, which no message may show. */
  boolean mayIdentifyAPerson() {
    return this == EXECUTING_ENTITY || this == BUYER || this == SELLER;
  }

  /** What a value of the field is called, for messages. */
  String noun() {
    return switch (this) {
      case TRADE -> "a trade";
      case SCHEMA_VERSION -> "a version number";
      case TRADE_ID -> "a trade identifier";
      case SOURCE_SYSTEM -> "a source system";
      case EVENT_TYPE -> "an event type";
      case REASON_CODE -> "a reason code";
      case LINKED_TRADE_IDS -> "a list of trades";
      case TIMESTAMP, EXECUTED_AT -> "a time in UTC";
      case SIDE -> "a side";
      case SOURCE_SEQUENCE -> "a sequence number";
      case QUANTITY,
          REMAINING_QUANTITY,
          CONTRACT_MULTIPLIER,
          FACTOR,
          PRICE,
          AMOUNT,
          ACCRUED_INTEREST,
          NET_AMOUNT ->
          "a decimal number";
      case QUANTITY_TYPE -> "a quantity type";
      case PRICE_TYPE -> "a price type";
      case CURRENCY, QUANTITY_CURRENCY -> "a currency code";
      case INSTRUMENT -> "an instrument";
      case ISIN -> "an ISIN";
      case CUSIP -> "a CUSIP";
      case SEDOL -> "a SEDOL";
      case FIGI -> "a FIGI";
      case CFI -> "a CFI code";
      case VENUE -> "a market identifier code";
      case EXECUTING_ENTITY -> "an LEI";
      case BUYER, SELLER -> "a party";
      case CAPACITY -> "a trading capacity";
      case TRADING_DATE, SETTLEMENT_DATE -> "a date";
      case UTI -> "a UTI";
      case UNKNOWN -> "a field";
    };
  }

  /** What the field may hold, for messages. */
  String allowed() {
    return allowed;
  }

  /** Where that is written. */
  String standard() {
    return standard;
  }

  /** The field of a member of the trade itself. */
  static Field ofTrade(String name) {
    return switch (name) {
      case "schemaVersion" -> SCHEMA_VERSION;
      case "tradeId" -> TRADE_ID;
      case "sourceSystem" -> SOURCE_SYSTEM;
      case "eventType" -> EVENT_TYPE;
      case "reasonCode" -> REASON_CODE;
      case "linkedTradeIds" -> LINKED_TRADE_IDS;
      case "timestamp" -> TIMESTAMP;
      case "sourceSequence" -> SOURCE_SEQUENCE;
      case "executedAt" -> EXECUTED_AT;
      case "tradingDate" -> TRADING_DATE;
      case "side" -> SIDE;
      case "quantity" -> QUANTITY;
      case "remainingQuantity" -> REMAINING_QUANTITY;
      case "quantityType" -> QUANTITY_TYPE;
      case "quantityCurrency" -> QUANTITY_CURRENCY;
      case "contractMultiplier" -> CONTRACT_MULTIPLIER;
      case "factor" -> FACTOR;
      case "price" -> PRICE;
      case "priceType" -> PRICE_TYPE;
      case "currency" -> CURRENCY;
      case "amount" -> AMOUNT;
      case "accruedInterest" -> ACCRUED_INTEREST;
      case "netAmount" -> NET_AMOUNT;
      case "instrument" -> INSTRUMENT;
      case "venue" -> VENUE;
      case "executingEntity" -> EXECUTING_ENTITY;
      case "buyer" -> BUYER;
      case "seller" -> SELLER;
      case "capacity" -> CAPACITY;
      case "settlementDate" -> SETTLEMENT_DATE;
      case "uti" -> UTI;
      default -> UNKNOWN;
    };
  }

  /** The field of a member of the trade's instrument. */
  static Field ofInstrument(String name) {
    return switch (name) {
      case "isin" -> ISIN;
      case "cusip" -> CUSIP;
      case "sedol" -> SEDOL;
      case "figi" -> FIGI;
      case "cfi" -> CFI;
      default -> UNKNOWN;
    };
  }
}
