package io.tradeprocessing.validator;

import static io.tradeprocessing.validator.ViolationCode.ABOVE_THRESHOLD;
import static io.tradeprocessing.validator.ViolationCode.BAD_CHECK_DIGIT;
import static io.tradeprocessing.validator.ViolationCode.BAD_FORMAT;
import static io.tradeprocessing.validator.ViolationCode.EXPIRED_CODE;
import static io.tradeprocessing.validator.ViolationCode.INCONSISTENT;
import static io.tradeprocessing.validator.ViolationCode.IN_THE_FUTURE;
import static io.tradeprocessing.validator.ViolationCode.MINOR_UNIT_CURRENCY;
import static io.tradeprocessing.validator.ViolationCode.MISSING;
import static io.tradeprocessing.validator.ViolationCode.NOT_A_SESSION;
import static io.tradeprocessing.validator.ViolationCode.OUTSIDE_HOURS;
import static io.tradeprocessing.validator.ViolationCode.OUT_OF_RANGE;
import static io.tradeprocessing.validator.ViolationCode.SOURCE_MISMATCH;
import static io.tradeprocessing.validator.ViolationCode.UNKNOWN_CODE;
import static io.tradeprocessing.validator.ViolationCode.UNKNOWN_FIELD;
import static io.tradeprocessing.validator.ViolationCode.UNSUPPORTED_INSTRUMENT;
import static io.tradeprocessing.validator.ViolationCode.UNSUPPORTED_VERSION;
import static io.tradeprocessing.validator.ViolationCode.WRONG_TYPE;

import java.util.List;

/**
 * A rule of the contract. Every violation is reported under one of these, so the catalogue made of
 * them is complete.
 *
 * @param field what it is about; field and code together name the rule
 * @param code what a violation of it is reported as
 * @param severity of a violation; that of a CANCEL is never more than a WARNING in a field that a
 *     CANCEL does not need
 * @param demands the end of the message of a violation: what is allowed, or what to do
 * @param source where the rule is written
 * @param example a JSON Merge Patch (RFC 7396) that makes a valid trade violate this rule alone
 */
record Rule(
    Field field,
    ViolationCode code,
    Severity severity,
    String demands,
    String source,
    String example) {

  /** Stands in for a patch of 256 KiB, which would spoil the catalogue. */
  static final String TOO_LONG = "{\"note\": \"… 262144 characters …\"}";

  private static final String USE_A_DOT = "use a dot and no other separator, for example 12.50";

  private static final String DIGITS =
      "expected a number above 0 of at most 34 digits before and after the point";

  private static final String DIGITS_OF_ANY_SIGN =
      "expected a number of at most 34 digits before and after the point";

  private static final String PARTY =
      "expected another party than the other side, and of a person what RTS 22 lists for the"
          + " nationality";

  private static final String ROLES =
      "ALLOCATION, TAKE_UP, SUCCESSOR or UNDERLYING for what a life event leads to; BLOCK, GIVE_UP,"
          + " PREDECESSOR or EXERCISED for what a NEW or CORRECT comes from";

  private static final String CLOCK =
      "at most 5 s ahead of our clock are accepted; check the clock of the source";

  private static final String RTS_25 = "MiFID II RTS 25: 1 s, and the clock here";

  private static final String ANNEX_II = "MiFIR RTS 22 Article 6, Annex II";

  /** By field in the contract's order. */
  static final List<Rule> ALL =
      List.of(
          allowed(Field.TRADE, MISSING, "null"),
          allowed(Field.TRADE, WRONG_TYPE, "\"a trade\""),
          rule(
              Field.TRADE,
              OUT_OF_RANGE,
              "the workflow carries at most 262144 bytes, including the envelope; send the trade"
                  + " without other content",
              TOO_LONG),
          allowed(Field.SCHEMA_VERSION, WRONG_TYPE, "{\"schemaVersion\": 1.1}"),
          allowed(Field.SCHEMA_VERSION, BAD_FORMAT, "{\"schemaVersion\": \"v1\"}"),
          rule(
              Field.SCHEMA_VERSION,
              UNSUPPORTED_VERSION,
              "send version 1, or update these functions first",
              "{\"schemaVersion\": \"2.0\"}"),
          allowed(Field.TRADE_ID, MISSING, "{\"tradeId\": null}"),
          allowed(Field.TRADE_ID, WRONG_TYPE, "{\"tradeId\": 4711}"),
          allowed(Field.TRADE_ID, BAD_FORMAT, "{\"tradeId\": \"A/1\"}"),
          allowed(Field.SOURCE_SYSTEM, MISSING, "{\"sourceSystem\": null}"),
          allowed(Field.SOURCE_SYSTEM, WRONG_TYPE, "{\"sourceSystem\": 1}"),
          allowed(Field.SOURCE_SYSTEM, UNKNOWN_CODE, "{\"sourceSystem\": \"system4\"}"),
          rule(
              Field.SOURCE_SYSTEM,
              SOURCE_MISMATCH,
              "a system may send its own trades only",
              "{\"sourceSystem\": \"system2\"}"),
          allowed(Field.EVENT_TYPE, WRONG_TYPE, "{\"eventType\": true}"),
          allowed(Field.EVENT_TYPE, UNKNOWN_CODE, "{\"eventType\": \"AMEND\"}"),
          allowed(Field.REASON_CODE, WRONG_TYPE, "{\"reasonCode\": 5}"),
          allowed(
                  Field.REASON_CODE,
                  UNKNOWN_CODE,
                  "{\"eventType\": \"CORRECT\", \"reasonCode\": \"TYPO\"}")
              .warning(),
          allowed(
                  Field.REASON_CODE,
                  INCONSISTENT,
                  "{\"eventType\": \"CORRECT\", \"reasonCode\": \"BUSTED\"}")
              .warning(),
          rule(
              Field.LINKED_TRADE_IDS,
              MISSING,
              "name the allocations of an ALLOCATION and the successors of a NOVATION, each with"
                  + " tradeId and role",
              "{\"eventType\": \"ALLOCATION\"}"),
          allowed(Field.LINKED_TRADE_IDS, WRONG_TYPE, "{\"linkedTradeIds\": \"BLOCK-1\"}"),
          allowed(
              Field.LINKED_TRADE_IDS,
              BAD_FORMAT,
              "{\"linkedTradeIds\": [{\"tradeId\": \"B/1\", \"role\": \"BLOCK\"}]}"),
          rule(
              Field.LINKED_TRADE_IDS,
              UNKNOWN_CODE,
              "expected " + ROLES,
              "{\"linkedTradeIds\": [{\"tradeId\": \"BLOCK-1\", \"role\": \"PARENT\"}]}"),
          allowed(
              Field.LINKED_TRADE_IDS,
              OUT_OF_RANGE,
              "{\"linkedTradeIds\": [{\"tradeId\": \"BLOCK-1\", \"role\": \"BLOCK\","
                  + " \"quantity\": 0}]}"),
          rule(
              Field.LINKED_TRADE_IDS,
              INCONSISTENT,
              "expected other trades, each once, of a role that fits eventType; the quantities of"
                  + " an ALLOCATION, where all have one, add up to its quantity",
              "{\"linkedTradeIds\": [{\"tradeId\": \"SYS1-20260112-000001\","
                  + " \"role\": \"BLOCK\"}]}"),
          rule(
                  Field.LINKED_TRADE_IDS,
                  UNKNOWN_FIELD,
                  "a link consists of tradeId, role and quantity; other fields are kept in the"
                      + " record and have no effect",
                  "{\"linkedTradeIds\": [{\"tradeId\": \"BLOCK-1\", \"role\": \"BLOCK\","
                      + " \"account\": \"A\"}]}")
              .warning(),
          rule(
              Field.TIMESTAMP,
              MISSING,
              "every event but a NEW needs it, so that it differs from a repeated delivery",
              "{\"eventType\": \"CORRECT\", \"timestamp\": null}"),
          allowed(Field.TIMESTAMP, WRONG_TYPE, "{\"timestamp\": 1768228200}"),
          allowed(Field.TIMESTAMP, BAD_FORMAT, "{\"timestamp\": \"2026-01-12T14:30:00+01:00\"}"),
          rule(Field.TIMESTAMP, IN_THE_FUTURE, CLOCK, "{\"timestamp\": \"2999-01-12T14:30:00Z\"}")
              .from(RTS_25),
          rule(
                  Field.TIMESTAMP,
                  INCONSISTENT,
                  "nothing becomes of a trade before executedAt",
                  "{\"eventType\": \"TERMINATION\", \"timestamp\": \"2026-01-11T14:30:00Z\"}")
              .from("Contract v1.2; EMIR Refit, event date"),
          allowed(Field.SOURCE_SEQUENCE, WRONG_TYPE, "{\"sourceSequence\": \"4712\"}"),
          allowed(Field.SOURCE_SEQUENCE, OUT_OF_RANGE, "{\"sourceSequence\": 0}"),
          allowed(Field.EXECUTED_AT, MISSING, "{\"executedAt\": null}"),
          allowed(Field.EXECUTED_AT, WRONG_TYPE, "{\"executedAt\": 1768228200}"),
          allowed(Field.EXECUTED_AT, BAD_FORMAT, "{\"executedAt\": \"2026-01-12 14:30:00\"}"),
          rule(
                  Field.EXECUTED_AT,
                  IN_THE_FUTURE,
                  CLOCK,
                  "{\"executedAt\": \"2026-01-12T15:30:06Z\"}")
              .from(RTS_25),
          allowed(Field.TRADING_DATE, WRONG_TYPE, "{\"tradingDate\": 20260112}"),
          allowed(Field.TRADING_DATE, BAD_FORMAT, "{\"tradingDate\": \"12.01.2026\"}"),
          rule(
              Field.TRADING_DATE,
              INCONSISTENT,
              "expected a date from 1 day before to 14 days after the date of executedAt at the"
                  + " venue: a session begins on the evening before its date, over holidays some"
                  + " days before",
              "{\"tradingDate\": \"2025-01-12\"}"),
          allowed(Field.SIDE, MISSING, "{\"side\": null}"),
          allowed(Field.SIDE, WRONG_TYPE, "{\"side\": 1}"),
          allowed(Field.SIDE, UNKNOWN_CODE, "{\"side\": \"buy\"}"),
          rule(
                  Field.SIDE,
                  INCONSISTENT,
                  "expected the side of the executing entity where capacity is DEAL; a source may"
                      + " give its client's",
                  "{\"capacity\": \"DEAL\", \"executingEntity\": \"529900G3SW56SHYNPR95\","
                      + " \"uti\": null}")
              .warning()
              .from("MiFIR RTS 22 fields 4, 7, 16, 29"),
          allowed(Field.QUANTITY, MISSING, "{\"quantity\": null}"),
          allowed(Field.QUANTITY, WRONG_TYPE, "{\"quantity\": [100]}"),
          rule(Field.QUANTITY, BAD_FORMAT, USE_A_DOT, "{\"quantity\": \"1,000\"}"),
          rule(Field.QUANTITY, OUT_OF_RANGE, DIGITS, "{\"quantity\": 0}"),
          allowed(Field.REMAINING_QUANTITY, WRONG_TYPE, "{\"remainingQuantity\": []}"),
          rule(Field.REMAINING_QUANTITY, BAD_FORMAT, USE_A_DOT, "{\"remainingQuantity\": \"1,5\"}"),
          allowed(Field.REMAINING_QUANTITY, OUT_OF_RANGE, "{\"remainingQuantity\": -1}"),
          rule(
                  Field.REMAINING_QUANTITY,
                  INCONSISTENT,
                  "only a life event leaves a part of a trade; elsewhere it has no effect",
                  "{\"remainingQuantity\": 50}")
              .warning(),
          allowed(Field.QUANTITY_TYPE, WRONG_TYPE, "{\"quantityType\": 0}"),
          allowed(Field.QUANTITY_TYPE, UNKNOWN_CODE, "{\"quantityType\": \"SHARES\"}"),
          allowed(Field.QUANTITY_CURRENCY, WRONG_TYPE, "{\"quantityCurrency\": 978}"),
          allowed(Field.QUANTITY_CURRENCY, BAD_FORMAT, "{\"quantityCurrency\": \"eur\"}"),
          allowed(Field.QUANTITY_CURRENCY, UNKNOWN_CODE, "{\"quantityCurrency\": \"ZZZ\"}"),
          allowed(Field.QUANTITY_CURRENCY, EXPIRED_CODE, "{\"quantityCurrency\": \"HRK\"}"),
          rule(
              Field.QUANTITY_CURRENCY,
              MINOR_UNIT_CURRENCY,
              "give the quantity in the currency itself",
              "{\"quantityCurrency\": \"GBX\"}"),
          allowed(Field.CONTRACT_MULTIPLIER, WRONG_TYPE, "{\"contractMultiplier\": true}"),
          rule(
              Field.CONTRACT_MULTIPLIER,
              BAD_FORMAT,
              USE_A_DOT,
              "{\"contractMultiplier\": \"1,000\"}"),
          rule(Field.CONTRACT_MULTIPLIER, OUT_OF_RANGE, DIGITS, "{\"contractMultiplier\": 0}"),
          rule(
              Field.CONTRACT_MULTIPLIER,
              INCONSISTENT,
              "expected none, or 1: a NOMINAL quantity is money already",
              "{\"quantityType\": \"NOMINAL\", \"contractMultiplier\": 100, \"amount\": null}"),
          allowed(Field.FACTOR, WRONG_TYPE, "{\"factor\": {}}"),
          rule(Field.FACTOR, BAD_FORMAT, USE_A_DOT, "{\"factor\": \"1,25\"}"),
          rule(Field.FACTOR, OUT_OF_RANGE, DIGITS, "{\"factor\": \"-1\"}"),
          allowed(Field.PRICE, MISSING, "{\"price\": null}"),
          allowed(Field.PRICE, WRONG_TYPE, "{\"price\": false}"),
          rule(Field.PRICE, BAD_FORMAT, USE_A_DOT, "{\"price\": \"187,25\"}"),
          rule(
                  Field.PRICE,
                  OUT_OF_RANGE,
                  "expected a number of at most 34 digits before and after the point; 0 or below"
                      + " only for a yield, a rate or a percentage, or where cfi names a bond, an"
                      + " option, a future, a forward or a swap",
                  "{\"price\": \"-187.25\"}")
              .from("MiFIR RTS 22 field 33: negative values are allowed; ISO 10962 categories"),
          allowed(Field.PRICE_TYPE, WRONG_TYPE, "{\"priceType\": 1}"),
          allowed(Field.PRICE_TYPE, UNKNOWN_CODE, "{\"priceType\": \"PERCENT\"}"),
          rule(
                  Field.PRICE_TYPE,
                  MISSING,
                  "say PER_UNIT or PERCENTAGE: the prices of bonds are in percent of par on most"
                      + " markets, and the notional is unknown without it",
                  "{\"instrument\": {\"cfi\": \"DBFTFR\"}, \"priceType\": null}")
              .warning(),
          allowed(Field.CURRENCY, MISSING, "{\"currency\": null}"),
          allowed(Field.CURRENCY, WRONG_TYPE, "{\"currency\": 840}"),
          allowed(Field.CURRENCY, BAD_FORMAT, "{\"currency\": \"usd\"}"),
          allowed(Field.CURRENCY, UNKNOWN_CODE, "{\"currency\": \"ZZZ\"}"),
          allowed(Field.CURRENCY, EXPIRED_CODE, "{\"currency\": \"HRK\"}"),
          rule(
              Field.CURRENCY,
              MINOR_UNIT_CURRENCY,
              "give price and amount in the currency itself",
              "{\"currency\": \"GBX\"}"),
          allowed(Field.AMOUNT, WRONG_TYPE, "{\"amount\": {\"value\": 18725}}"),
          rule(Field.AMOUNT, BAD_FORMAT, USE_A_DOT, "{\"amount\": \"18725.00 USD\"}"),
          rule(Field.AMOUNT, OUT_OF_RANGE, DIGITS_OF_ANY_SIGN, "{\"amount\": 1e9999}"),
          allowed(Field.AMOUNT, INCONSISTENT, "{\"amount\": \"18727.00\"}"),
          rule(
                  Field.AMOUNT,
                  ABOVE_THRESHOLD,
                  "have the trade reviewed; the parameter processing-threshold sets the threshold,"
                      + " in whatever currency a trade is",
                  "{\"quantity\": \"1000000\", \"amount\": null}")
              .warning()
              .from("Parameter processing-threshold"),
          allowed(Field.ACCRUED_INTEREST, WRONG_TYPE, "{\"accruedInterest\": []}"),
          rule(Field.ACCRUED_INTEREST, BAD_FORMAT, USE_A_DOT, "{\"accruedInterest\": \"1,5\"}"),
          rule(
              Field.ACCRUED_INTEREST,
              OUT_OF_RANGE,
              DIGITS_OF_ANY_SIGN,
              "{\"accruedInterest\": 1e35}"),
          allowed(Field.NET_AMOUNT, WRONG_TYPE, "{\"netAmount\": false}"),
          rule(Field.NET_AMOUNT, BAD_FORMAT, USE_A_DOT, "{\"netAmount\": \"18 725\"}"),
          rule(Field.NET_AMOUNT, OUT_OF_RANGE, DIGITS_OF_ANY_SIGN, "{\"netAmount\": 1e-35}"),
          allowed(Field.INSTRUMENT, MISSING, "{\"instrument\": null}"),
          allowed(Field.INSTRUMENT, WRONG_TYPE, "{\"instrument\": \"US0378331005\"}"),
          rule(
                  Field.INSTRUMENT,
                  UNSUPPORTED_INSTRUMENT,
                  "the contract carries shares, funds, rights, bonds, listed options, futures,"
                      + " swaps, and spot and forward trades",
                  "{\"instrument\": {\"cfi\": \"LRGTXD\"}}")
              .from("Contract v1.1; ISO 10962 categories H, K, L, T"),
          allowed(Field.ISIN, WRONG_TYPE, "{\"instrument\": {\"isin\": 378331005}}"),
          allowed(Field.ISIN, BAD_FORMAT, "{\"instrument\": {\"isin\": \"US037833100\"}}"),
          allowed(Field.ISIN, BAD_CHECK_DIGIT, "{\"instrument\": {\"isin\": \"US0378331004\"}}"),
          rule(
              Field.ISIN,
              UNKNOWN_CODE,
              "expected a country of ISO 3166 or another prefix of ISINs, such as XS",
              "{\"instrument\": {\"isin\": \"AB0000000005\"}}"),
          allowed(Field.CUSIP, WRONG_TYPE, "{\"instrument\": {\"cusip\": 37833100}}"),
          allowed(Field.CUSIP, BAD_FORMAT, "{\"instrument\": {\"cusip\": \"03783310\"}}"),
          allowed(Field.CUSIP, BAD_CHECK_DIGIT, "{\"instrument\": {\"cusip\": \"037833101\"}}"),
          rule(
                  Field.CUSIP,
                  INCONSISTENT,
                  "an ISIN of the United States or Canada contains the CUSIP",
                  "{\"instrument\": {\"cusip\": \"594918104\"}}")
              .from("ISO 6166; ANSI X9.6"),
          allowed(Field.SEDOL, WRONG_TYPE, "{\"instrument\": {\"sedol\": 2046251}}"),
          allowed(Field.SEDOL, BAD_FORMAT, "{\"instrument\": {\"sedol\": \"B0AMLX2\"}}"),
          allowed(Field.SEDOL, BAD_CHECK_DIGIT, "{\"instrument\": {\"sedol\": \"2046252\"}}"),
          rule(
                  Field.SEDOL,
                  INCONSISTENT,
                  "an ISIN of the United Kingdom or Ireland contains one SEDOL after two zeros, and"
                      + " a security has another on each further market; check that it is this"
                      + " one's",
                  "{\"instrument\": {\"isin\": \"GB00B03MLX29\", \"cusip\": null}}")
              .warning()
              .from("London Stock Exchange SEDOL Masterfile Guide 8.7"),
          allowed(Field.FIGI, WRONG_TYPE, "{\"instrument\": {\"figi\": 0}}"),
          allowed(Field.FIGI, BAD_FORMAT, "{\"instrument\": {\"figi\": \"GBG000B9XRY4\"}}"),
          allowed(Field.FIGI, BAD_CHECK_DIGIT, "{\"instrument\": {\"figi\": \"BBG000B9XRY5\"}}"),
          allowed(Field.CFI, WRONG_TYPE, "{\"instrument\": {\"cfi\": []}}"),
          allowed(Field.CFI, BAD_FORMAT, "{\"instrument\": {\"cfi\": \"ES\"}}"),
          rule(
              Field.CFI,
              UNKNOWN_CODE,
              "expected a category, group and attributes of ISO 10962; X where none applies",
              "{\"instrument\": {\"cfi\": \"ESVUFQ\"}}"),
          rule(
                  Field.CFI,
                  EXPIRED_CODE,
                  "the current edition has another code for it",
                  "{\"instrument\": {\"cfi\": \"EUOISB\"}}")
              .warning()
              .from("ISO 10962:2001 and 2015; FIX 4.4 appendix 6-D"),
          rule(
                  Field.CFI,
                  INCONSISTENT,
                  "options, rights, warrants and convertible debt are exercised",
                  "{\"eventType\": \"EXERCISE\"}")
              .from("ISO 10962 categories O, H, R, groups DC and DW"),
          allowed(Field.VENUE, MISSING, "{\"venue\": null}"),
          allowed(Field.VENUE, WRONG_TYPE, "{\"venue\": 1}"),
          allowed(Field.VENUE, BAD_FORMAT, "{\"venue\": \"NYSE \"}"),
          allowed(Field.VENUE, UNKNOWN_CODE, "{\"venue\": \"NYSE\"}"),
          allowed(Field.VENUE, EXPIRED_CODE, "{\"venue\": \"XLIF\"}"),
          rule(
                  Field.VENUE,
                  NOT_A_SESSION,
                  "check executedAt, tradingDate and venue",
                  "{\"executedAt\": \"2026-01-10T14:30:00Z\"}")
              .warning()
              .from("Trading calendars of the exchanges, docs/adr/0006-calendars.md"),
          rule(
                  Field.VENUE,
                  OUTSIDE_HOURS,
                  "check executedAt and venue",
                  "{\"executedAt\": \"2026-01-12T10:30:00Z\"}")
              .warning()
              .from("Trading hours of the exchanges, docs/adr/0006-calendars.md"),
          allowed(Field.EXECUTING_ENTITY, WRONG_TYPE, "{\"executingEntity\": 5493}"),
          allowed(Field.EXECUTING_ENTITY, BAD_FORMAT, "{\"executingEntity\": \"NYSE\"}"),
          allowed(
              Field.EXECUTING_ENTITY,
              BAD_CHECK_DIGIT,
              "{\"executingEntity\": \"5493000F4ZO33MV32P29\"}"),
          rule(
              Field.BUYER,
              MISSING,
              "a party that is an object needs type, and id unless it is INTC",
              "{\"buyer\": {\"type\": \"LEI\"}}"),
          allowed(Field.BUYER, WRONG_TYPE, "{\"buyer\": 213800}"),
          rule(
              Field.BUYER,
              BAD_FORMAT,
              "expected the form of its type: an LEI of 20 characters, or a country's code and the"
                  + " rest of a national number, passport number or CONCAT",
              "{\"buyer\": \"213800d1ei4b9wtwwd28\"}"),
          rule(
                  Field.BUYER,
                  BAD_CHECK_DIGIT,
                  "the last two digits of an LEI follow from the others",
                  "{\"buyer\": \"213800D1EI4B9WTWWD82\"}")
              .from("ISO 17442; ISO 7064 MOD 97-10"),
          rule(
              Field.BUYER,
              UNKNOWN_CODE,
              "expected a type of party, a market identifier code in use or a country of ISO"
                  + " 3166-1",
              "{\"buyer\": \"ZZZZ\"}"),
          rule(
                  Field.BUYER,
                  EXPIRED_CODE,
                  "expected the market identifier code of a venue in use on the trade date",
                  "{\"buyer\": \"XLIF\"}")
              .from("ISO 10383"),
          rule(
                  Field.BUYER,
                  INCONSISTENT,
                  PARTY,
                  "{\"buyer\": {\"type\": \"CONCAT\", \"id\": \"ES19700102JOHN#DOE##\"}}")
              .warning()
              .from(ANNEX_II),
          rule(
                  Field.BUYER,
                  UNKNOWN_FIELD,
                  "a party consists of type and id; other fields are kept in the record and have no"
                      + " effect",
                  "{\"buyer\": {\"type\": \"INTC\", \"name\": \"J. Doe\"}}")
              .warning(),
          rule(
              Field.SELLER,
              MISSING,
              "a party that is an object needs type, and id unless it is INTC",
              "{\"seller\": {\"type\": \"LEI\"}}"),
          allowed(Field.SELLER, WRONG_TYPE, "{\"seller\": 213800}"),
          rule(
              Field.SELLER,
              BAD_FORMAT,
              "expected the form of its type: an LEI of 20 characters, or a country's code and the"
                  + " rest of a national number, passport number or CONCAT",
              "{\"seller\": \"529900g3sw56shynpr95\"}"),
          rule(
                  Field.SELLER,
                  BAD_CHECK_DIGIT,
                  "the last two digits of an LEI follow from the others",
                  "{\"seller\": \"529900G3SW56SHYNPR59\"}")
              .from("ISO 17442; ISO 7064 MOD 97-10"),
          rule(
              Field.SELLER,
              UNKNOWN_CODE,
              "expected a type of party, a market identifier code in use or a country of ISO"
                  + " 3166-1",
              "{\"seller\": \"ZZZZ\"}"),
          rule(
                  Field.SELLER,
                  EXPIRED_CODE,
                  "expected the market identifier code of a venue in use on the trade date",
                  "{\"seller\": \"XLIF\"}")
              .from("ISO 10383"),
          rule(Field.SELLER, INCONSISTENT, PARTY, "{\"seller\": \"213800D1EI4B9WTWWD28\"}")
              .warning()
              .from(ANNEX_II),
          rule(
                  Field.SELLER,
                  UNKNOWN_FIELD,
                  "a party consists of type and id; other fields are kept in the record and have no"
                      + " effect",
                  "{\"seller\": {\"type\": \"INTC\", \"name\": \"J. Doe\"}}")
              .warning(),
          allowed(Field.CAPACITY, WRONG_TYPE, "{\"capacity\": 1}"),
          allowed(Field.CAPACITY, UNKNOWN_CODE, "{\"capacity\": \"PRINCIPAL\"}"),
          rule(
                  Field.CAPACITY,
                  INCONSISTENT,
                  "a firm that deals on own account is the buyer or the seller: expected"
                      + " executingEntity there, or MTCH or AOTC",
                  "{\"capacity\": \"DEAL\"}")
              .from("MiFID II Article 4(1)(6); MiFIR RTS 22 fields 4, 7, 16, 29"),
          allowed(Field.SETTLEMENT_DATE, WRONG_TYPE, "{\"settlementDate\": 20260113}"),
          allowed(Field.SETTLEMENT_DATE, BAD_FORMAT, "{\"settlementDate\": \"13.01.2026\"}"),
          allowed(Field.SETTLEMENT_DATE, INCONSISTENT, "{\"settlementDate\": \"2026-01-11\"}"),
          allowed(Field.UTI, WRONG_TYPE, "{\"uti\": 1}"),
          allowed(Field.UTI, BAD_FORMAT, "{\"uti\": \"TRADE 1\"}"),
          rule(
                  Field.UTI,
                  BAD_CHECK_DIGIT,
                  "its first 20 characters look like an LEI; an identifier of an older form is"
                      + " accepted",
                  "{\"uti\": \"5493000F4ZO33MV32P29T1\"}")
              .warning()
              .from("ISO 23897; ISO 17442"),
          rule(
                  Field.UTI,
                  EXPIRED_CODE,
                  "the form of EMIR before 2024-04-29 and of the CFTC before 2022-12-05 is"
                      + " accepted; reports of today need a UTI",
                  "{\"uti\": \"5493000F4ZO33MV32P92-1\"}")
              .warning()
              .from("Regulation (EU) 2017/105; CFTC 17 CFR 45.5; ISO 23897"),
          rule(
                  Field.UTI,
                  INCONSISTENT,
                  "expected that of executingEntity, buyer or seller; a venue, a clearing house or"
                      + " an agent may have generated it",
                  "{\"uti\": \"7H6GLXDRUGQFU57RNE97T1\"}")
              .warning()
              .from("CPMI-IOSCO Technical Guidance on the UTI, 2017"),
          rule(
                  Field.UNKNOWN,
                  UNKNOWN_FIELD,
                  "unknown fields are kept in the record and have no effect",
                  "{\"trader\": \"J. Doe\"}")
              .warning());

  static Rule of(Field field, ViolationCode code) {
    for (Rule rule : ALL) {
      if (rule.field == field && rule.code == code) {
        return rule;
      }
    }
    throw new IllegalArgumentException("no rule gives " + code + " for " + field);
  }

  /**
   * Whether a violation rejects even a CANCEL: in the fields that one needs, and of a contract that
   * we do not know.
   */
  boolean rejectsCancel() {
    return switch (field) {
      case TRADE, TRADE_ID, SOURCE_SYSTEM, EVENT_TYPE, TIMESTAMP -> true;
      case SCHEMA_VERSION -> code == UNSUPPORTED_VERSION;
      default -> false;
    };
  }

  /**
   * Whether two reviewers may accept a trade despite a violation: what reference data or another
   * field say against a value that can be read. What cannot be read as a trade stays an ERROR, as
   * does what would be misread (a minor unit), is not carried, or has not happened yet.
   */
  boolean isOverridable() {
    return severity == Severity.ERROR
        && !rejectsCancel()
        && switch (code) {
          case BAD_CHECK_DIGIT, EXPIRED_CODE, INCONSISTENT -> true;
          case UNKNOWN_CODE -> !isOfTheContract();
          case OUT_OF_RANGE -> field == Field.PRICE;
          default -> false;
        };
  }

  /** Whether the contract itself lists what the field may say. */
  private boolean isOfTheContract() {
    return switch (field) {
      case LINKED_TRADE_IDS, SIDE, QUANTITY_TYPE, PRICE_TYPE, CAPACITY -> true;
      default -> false;
    };
  }

  private static Rule allowed(Field field, ViolationCode code, String example) {
    return rule(field, code, "expected " + field.allowed(), example);
  }

  private static Rule rule(Field field, ViolationCode code, String demands, String example) {
    return new Rule(field, code, Severity.ERROR, demands, field.standard(), example);
  }

  private Rule warning() {
    return new Rule(field, code, Severity.WARNING, demands, source, example);
  }

  private Rule from(String document) {
    return new Rule(field, code, severity, demands, document, example);
  }
}
