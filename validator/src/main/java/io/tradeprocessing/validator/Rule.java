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
import static io.tradeprocessing.validator.ViolationCode.OUT_OF_RANGE;
import static io.tradeprocessing.validator.ViolationCode.SOURCE_MISMATCH;
import static io.tradeprocessing.validator.ViolationCode.UNKNOWN_CODE;
import static io.tradeprocessing.validator.ViolationCode.UNKNOWN_FIELD;
import static io.tradeprocessing.validator.ViolationCode.UNSUPPORTED_VERSION;
import static io.tradeprocessing.validator.ViolationCode.WRONG_TYPE;

import java.util.List;

/**
 * A rule of the contract. Every violation is reported under one of these, so the catalogue made of
 * them is complete.
 *
 * @param field what it is about; field and code together name the rule
 * @param code what a violation of it is reported as
 * @param demands the end of the message of a violation: what is allowed, or what to do
 * @param example a JSON Merge Patch (RFC 7396) that makes a valid trade violate this rule alone
 */
record Rule(Field field, ViolationCode code, String demands, String example) {

  /** Stands in for a patch of 256 KiB, which would spoil the catalogue. */
  static final String TOO_LONG = "{\"note\": \"… 262144 characters …\"}";

  private static final String USE_A_DOT = "use a dot and no other separator, for example 12.50";

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
          allowed(Field.SCHEMA_VERSION, WRONG_TYPE, "{\"schemaVersion\": 1.0}"),
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
          rule(
              Field.TIMESTAMP,
              MISSING,
              "a CORRECT or a CANCEL needs it, so that it differs from a repeated delivery",
              "{\"eventType\": \"CORRECT\", \"timestamp\": null}"),
          allowed(Field.TIMESTAMP, WRONG_TYPE, "{\"timestamp\": 1768228200}"),
          allowed(Field.TIMESTAMP, BAD_FORMAT, "{\"timestamp\": \"2026-01-12T14:30:00+01:00\"}"),
          rule(
              Field.TIMESTAMP,
              IN_THE_FUTURE,
              "at most 5 s ahead of our clock are accepted; check the clock of the source",
              "{\"timestamp\": \"2999-01-12T14:30:00Z\"}"),
          allowed(Field.EXECUTED_AT, MISSING, "{\"executedAt\": null}"),
          allowed(Field.EXECUTED_AT, WRONG_TYPE, "{\"executedAt\": 1768228200}"),
          allowed(Field.EXECUTED_AT, BAD_FORMAT, "{\"executedAt\": \"2026-01-12 14:30:00\"}"),
          rule(
              Field.EXECUTED_AT,
              IN_THE_FUTURE,
              "at most 5 s ahead of our clock are accepted; check the clock of the source",
              "{\"executedAt\": \"2026-01-12T15:30:06Z\"}"),
          allowed(Field.SIDE, MISSING, "{\"side\": null}"),
          allowed(Field.SIDE, WRONG_TYPE, "{\"side\": 1}"),
          allowed(Field.SIDE, UNKNOWN_CODE, "{\"side\": \"buy\"}"),
          allowed(Field.QUANTITY, MISSING, "{\"quantity\": null}"),
          allowed(Field.QUANTITY, WRONG_TYPE, "{\"quantity\": [100]}"),
          rule(Field.QUANTITY, BAD_FORMAT, USE_A_DOT, "{\"quantity\": \"1,000\"}"),
          allowed(Field.QUANTITY, OUT_OF_RANGE, "{\"quantity\": 0}"),
          allowed(Field.PRICE, MISSING, "{\"price\": null}"),
          allowed(Field.PRICE, WRONG_TYPE, "{\"price\": false}"),
          rule(Field.PRICE, BAD_FORMAT, USE_A_DOT, "{\"price\": \"187,25\"}"),
          allowed(Field.PRICE, OUT_OF_RANGE, "{\"price\": \"-187.25\"}"),
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
          allowed(Field.AMOUNT, OUT_OF_RANGE, "{\"amount\": 1e9999}"),
          allowed(Field.AMOUNT, INCONSISTENT, "{\"amount\": \"18725.01\"}"),
          rule(
              Field.AMOUNT,
              ABOVE_THRESHOLD,
              "have the trade reviewed; the parameter processing-threshold sets the threshold",
              "{\"quantity\": \"1000000\", \"amount\": null}"),
          allowed(Field.INSTRUMENT, MISSING, "{\"instrument\": null}"),
          allowed(Field.INSTRUMENT, WRONG_TYPE, "{\"instrument\": \"US0378331005\"}"),
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
              "{\"instrument\": {\"cusip\": \"594918104\"}}"),
          allowed(Field.SEDOL, WRONG_TYPE, "{\"instrument\": {\"sedol\": 2046251}}"),
          allowed(Field.SEDOL, BAD_FORMAT, "{\"instrument\": {\"sedol\": \"B0AMLX2\"}}"),
          allowed(Field.SEDOL, BAD_CHECK_DIGIT, "{\"instrument\": {\"sedol\": \"2046252\"}}"),
          rule(
              Field.SEDOL,
              INCONSISTENT,
              "an ISIN of the United Kingdom contains the SEDOL after two zeros",
              "{\"instrument\": {\"isin\": \"GB00B03MLX29\", \"cusip\": null}}"),
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
          allowed(Field.VENUE, MISSING, "{\"venue\": null}"),
          allowed(Field.VENUE, WRONG_TYPE, "{\"venue\": 1}"),
          allowed(Field.VENUE, BAD_FORMAT, "{\"venue\": \"NYSE \"}"),
          allowed(Field.VENUE, UNKNOWN_CODE, "{\"venue\": \"NYSE\"}"),
          allowed(Field.VENUE, EXPIRED_CODE, "{\"venue\": \"XLIF\"}"),
          rule(
              Field.VENUE,
              NOT_A_SESSION,
              "check executedAt and venue",
              "{\"executedAt\": \"2026-01-10T14:30:00Z\"}"),
          allowed(Field.EXECUTING_ENTITY, WRONG_TYPE, "{\"executingEntity\": 5493}"),
          allowed(Field.EXECUTING_ENTITY, BAD_FORMAT, "{\"executingEntity\": \"NYSE\"}"),
          allowed(
              Field.EXECUTING_ENTITY,
              BAD_CHECK_DIGIT,
              "{\"executingEntity\": \"5493000F4ZO33MV32P29\"}"),
          allowed(Field.BUYER, WRONG_TYPE, "{\"buyer\": 213800}"),
          allowed(Field.BUYER, BAD_FORMAT, "{\"buyer\": \"213800d1ei4b9wtwwd28\"}"),
          allowed(Field.BUYER, BAD_CHECK_DIGIT, "{\"buyer\": \"213800D1EI4B9WTWWD82\"}"),
          allowed(Field.SELLER, WRONG_TYPE, "{\"seller\": 529900}"),
          allowed(Field.SELLER, BAD_FORMAT, "{\"seller\": \"529900G3SW56SHYNPR9\"}"),
          allowed(Field.SELLER, BAD_CHECK_DIGIT, "{\"seller\": \"529900G3SW56SHYNPR94\"}"),
          allowed(Field.CAPACITY, WRONG_TYPE, "{\"capacity\": 1}"),
          allowed(Field.CAPACITY, UNKNOWN_CODE, "{\"capacity\": \"PRINCIPAL\"}"),
          allowed(Field.SETTLEMENT_DATE, WRONG_TYPE, "{\"settlementDate\": 20260113}"),
          allowed(Field.SETTLEMENT_DATE, BAD_FORMAT, "{\"settlementDate\": \"13.01.2026\"}"),
          allowed(Field.SETTLEMENT_DATE, INCONSISTENT, "{\"settlementDate\": \"2026-01-11\"}"),
          allowed(Field.UTI, WRONG_TYPE, "{\"uti\": 1}"),
          allowed(Field.UTI, BAD_FORMAT, "{\"uti\": \"5493000F4ZO33MV32P92-1\"}"),
          allowed(Field.UTI, BAD_CHECK_DIGIT, "{\"uti\": \"5493000F4ZO33MV32P29T1\"}"),
          rule(
              Field.UNKNOWN,
              UNKNOWN_FIELD,
              "unknown fields are kept in the record and have no effect",
              "{\"trader\": \"J. Doe\"}"));

  static Rule of(Field field, ViolationCode code) {
    for (Rule rule : ALL) {
      if (rule.field == field && rule.code == code) {
        return rule;
      }
    }
    throw new IllegalArgumentException("no rule gives " + code + " for " + field);
  }

  private static Rule allowed(Field field, ViolationCode code, String example) {
    return new Rule(field, code, "expected " + field.allowed(), example);
  }

  private static Rule rule(Field field, ViolationCode code, String demands, String example) {
    return new Rule(field, code, demands, example);
  }
}
