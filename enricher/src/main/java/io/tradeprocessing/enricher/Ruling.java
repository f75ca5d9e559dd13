package io.tradeprocessing.enricher;

import io.tradeprocessing.common.config.Regime;

/**
 * Whether a trade is reported under a regime, and why: every answer that {@link Regimes} can give
 * to a firm with a profile.
 */
enum Ruling {
  MIFIR_ON_VENUE(
      Regime.MIFIR,
      Status.REQUIRED,
      "executed on a trading venue of the EEA, so the instrument is traded on one",
      Sources.MIFIR,
      "/venue"),
  MIFIR_LISTED(
      Regime.MIFIR,
      Status.REQUIRED,
      "the market data API lists a trading venue of the EEA that trades the instrument",
      Sources.MIFIR,
      "/instrument/isin"),
  MIFIR_UNKNOWN(
      Regime.MIFIR,
      Status.UNDETERMINED,
      "whether a venue of the EEA trades the instrument or its underlying is in ESMA's FIRDS",
      Sources.MIFIR,
      "/instrument/isin",
      "/venue"),
  MIFIR_OTHER_ENTITY(
      Regime.MIFIR,
      Status.UNDETERMINED,
      "the executing entity is not one of the firm's LEIs",
      "Delegated Regulation (EU) 2017/590 (RTS 22), field 4",
      "/executingEntity"),
  MIFIR_FINANCING(
      Regime.MIFIR,
      Status.NOT_REQUIRED,
      "securities financing is not a transaction under MiFIR",
      "Delegated Regulation (EU) 2017/590 (RTS 22), Article 2(5)(a)",
      "/instrument/cfi"),
  MIFIR_NOVATION(
      Regime.MIFIR,
      Status.NOT_REQUIRED,
      "the novation of a derivative is not a transaction under MiFIR",
      "Delegated Regulation (EU) 2017/590 (RTS 22), Article 2(5)(e)",
      "/eventType",
      "/instrument/cfi"),
  MIFIR_EXERCISE(
      Regime.MIFIR,
      Status.NOT_REQUIRED,
      "the exercise of a right is not a transaction under MiFIR",
      "Delegated Regulation (EU) 2017/590 (RTS 22), Article 2(5)(h)",
      "/eventType"),
  MIFIR_LIFE_EVENT(
      Regime.MIFIR,
      Status.UNDETERMINED,
      "whether what became of the trade is an acquisition or disposal is unknown",
      "Delegated Regulation (EU) 2017/590 (RTS 22), Article 2(2) to (5)",
      "/eventType"),
  MIFIR_TOO_EARLY(
      Regime.MIFIR,
      Status.NOT_REQUIRED,
      "MiFIR applies since 2018-01-03",
      Sources.MIFIR,
      "/executedAt"),

  UK_MIFIR_ON_VENUE(
      Regime.UK_MIFIR,
      Status.REQUIRED,
      "executed on a trading venue of the UK, so the instrument is traded on one",
      Sources.UK_MIFIR,
      "/venue"),
  UK_MIFIR_LISTED(
      Regime.UK_MIFIR,
      Status.REQUIRED,
      "the market data API lists a trading venue of the UK that trades the instrument",
      Sources.UK_MIFIR,
      "/instrument/isin"),
  UK_MIFIR_UNKNOWN(
      Regime.UK_MIFIR,
      Status.UNDETERMINED,
      "whether a venue in scope trades the instrument or its underlying is in the FCA's FIRDS",
      Sources.UK_MIFIR,
      "/instrument/isin",
      "/venue"),
  UK_MIFIR_OTHER_ENTITY(
      Regime.UK_MIFIR,
      Status.UNDETERMINED,
      "the executing entity is not one of the firm's LEIs",
      "UK RTS 22, field 4",
      "/executingEntity"),
  UK_MIFIR_FINANCING(
      Regime.UK_MIFIR,
      Status.NOT_REQUIRED,
      "securities financing is not a transaction under MiFIR",
      "UK RTS 22, Article 2(5)(a)",
      "/instrument/cfi"),
  UK_MIFIR_NOVATION(
      Regime.UK_MIFIR,
      Status.NOT_REQUIRED,
      "the novation of a derivative is not a transaction under MiFIR",
      "UK RTS 22, Article 2(5)(e)",
      "/eventType",
      "/instrument/cfi"),
  UK_MIFIR_EXERCISE(
      Regime.UK_MIFIR,
      Status.NOT_REQUIRED,
      "the exercise of a right is not a transaction under MiFIR",
      "UK RTS 22, Article 2(5)(h)",
      "/eventType"),
  UK_MIFIR_LIFE_EVENT(
      Regime.UK_MIFIR,
      Status.UNDETERMINED,
      "whether what became of the trade is an acquisition or disposal is unknown",
      "UK RTS 22, Article 2(2) to (5)",
      "/eventType"),
  UK_MIFIR_TOO_EARLY(
      Regime.UK_MIFIR,
      Status.NOT_REQUIRED,
      "UK MiFIR applies since 2021-01-01",
      Sources.UK_MIFIR,
      "/executedAt"),

  CAT_ON_MARKET(
      Regime.CAT,
      Status.REQUIRED,
      "an NMS or OTC equity security, executed on a US market",
      Sources.CAT,
      "/venue",
      "/instrument/cfi"),
  CAT_OTHER_INSTRUMENT(
      Regime.CAT,
      Status.NOT_REQUIRED,
      "neither an NMS security nor an OTC equity security",
      Sources.CAT,
      "/instrument/cfi"),
  CAT_TOO_EARLY(
      Regime.CAT,
      Status.NOT_REQUIRED,
      "industry members report since 2020-06-22",
      Sources.CAT_PHASES,
      "/executedAt"),
  CAT_PHASES(
      Regime.CAT,
      Status.UNDETERMINED,
      "from 2020-06-22 to 2021-12-12 firms began at different dates, by size and instrument",
      Sources.CAT_PHASES,
      "/executedAt"),
  CAT_UNKNOWN_INSTRUMENT(
      Regime.CAT,
      Status.UNDETERMINED,
      "whether it is an NMS security or an OTC equity security is unknown",
      Sources.CAT,
      "/instrument/cfi"),
  CAT_ELSEWHERE(
      Regime.CAT,
      Status.UNDETERMINED,
      "executed off the US markets: whether an order in an NMS or OTC equity security led to it is"
          + " unknown",
      Sources.CAT,
      "/venue",
      "/instrument/isin"),
  CAT_LIFE_EVENT(
      Regime.CAT,
      Status.UNDETERMINED,
      "allocations are reported by who makes them; whether other events after an execution are is"
          + " unknown",
      Sources.CAT,
      "/eventType"),

  TRACE_CORPORATE(
      Regime.TRACE,
      Status.REQUIRED,
      "a dollar bond of a US issuer, executed over the counter",
      Sources.TRACE,
      "/instrument/cfi",
      "/instrument/isin",
      "/venue"),
  TRACE_GOVERNMENT(
      Regime.TRACE,
      Status.REQUIRED,
      "a Treasury or agency bond, executed over the counter",
      "FINRA Rules 6710 and 6730; SR-FINRA-2022-013",
      "/instrument/cfi",
      "/instrument/isin",
      "/venue"),
  TRACE_NO_DEBT(Regime.TRACE, Status.NOT_REQUIRED, "not debt", Sources.TRACE, "/instrument/cfi"),
  TRACE_OTHER_CURRENCY(
      Regime.TRACE, Status.NOT_REQUIRED, "not in US dollar", Sources.TRACE, "/currency"),
  TRACE_MUNICIPAL(
      Regime.TRACE,
      Status.NOT_REQUIRED,
      "municipal bonds are reported to the MSRB",
      "FINRA Rule 6710; MSRB Rule G-14",
      "/instrument/cfi"),
  TRACE_ON_NYSE(
      Regime.TRACE,
      Status.NOT_REQUIRED,
      "executed on the NYSE, which reports it itself",
      "SR-FINRA-2017-032",
      "/venue"),
  TRACE_TOO_EARLY(
      Regime.TRACE, Status.NOT_REQUIRED, "TRACE began on 2002-07-01", Sources.TRACE, "/executedAt"),
  TRACE_UNKNOWN(
      Regime.TRACE,
      Status.UNDETERMINED,
      "issuer, kind of debt or place of execution do not say whether it is eligible",
      Sources.TRACE,
      "/instrument/cfi",
      "/instrument/isin",
      "/venue"),
  TRACE_LIFE_EVENT(
      Regime.TRACE,
      Status.UNDETERMINED,
      "whether what became of the trade is a transaction is unknown",
      Sources.TRACE,
      "/eventType"),

  EMIR_DERIVATIVE(Regime.EMIR, Status.REQUIRED, "a derivative", Sources.EMIR, "/instrument/cfi"),
  EMIR_LIFE_EVENT(
      Regime.EMIR,
      Status.REQUIRED,
      "the modification or termination of a derivative",
      Sources.EMIR,
      "/eventType",
      "/instrument/cfi"),
  EMIR_NO_DERIVATIVE(
      Regime.EMIR, Status.NOT_REQUIRED, "not a derivative", Sources.EMIR, "/instrument/cfi"),
  EMIR_UNKNOWN(
      Regime.EMIR,
      Status.UNDETERMINED,
      "whether it is a derivative, concluded since 2014-02-12, is unknown",
      Sources.EMIR,
      "/instrument/cfi",
      "/executedAt"),

  UK_EMIR_DERIVATIVE(
      Regime.UK_EMIR, Status.REQUIRED, "a derivative", Sources.UK_EMIR, "/instrument/cfi"),
  UK_EMIR_LIFE_EVENT(
      Regime.UK_EMIR,
      Status.REQUIRED,
      "the modification or termination of a derivative",
      Sources.UK_EMIR,
      "/eventType",
      "/instrument/cfi"),
  UK_EMIR_NO_DERIVATIVE(
      Regime.UK_EMIR, Status.NOT_REQUIRED, "not a derivative", Sources.UK_EMIR, "/instrument/cfi"),
  UK_EMIR_TOO_EARLY(
      Regime.UK_EMIR,
      Status.NOT_REQUIRED,
      "UK EMIR applies since 2021-01-01",
      Sources.UK_EMIR,
      "/executedAt"),
  UK_EMIR_UNKNOWN(
      Regime.UK_EMIR,
      Status.UNDETERMINED,
      "whether it is a derivative is unknown",
      Sources.UK_EMIR,
      "/instrument/cfi"),

  SFTR_FINANCING(
      Regime.SFTR, Status.REQUIRED, "securities financing", Sources.SFTR, "/instrument/cfi"),
  SFTR_OUTRIGHT(
      Regime.SFTR, Status.NOT_REQUIRED, "an outright trade", Sources.SFTR, "/instrument/cfi"),
  SFTR_TOO_EARLY(
      Regime.SFTR, Status.NOT_REQUIRED, "reports began on 2020-07-13", Sources.SFTR, "/executedAt"),
  SFTR_UNKNOWN(
      Regime.SFTR,
      Status.UNDETERMINED,
      "whether it is securities financing, concluded when all counterparties report, is unknown",
      Sources.SFTR,
      "/instrument/cfi",
      "/executedAt"),

  UK_SFTR_FINANCING(
      Regime.UK_SFTR, Status.REQUIRED, "securities financing", Sources.UK_SFTR, "/instrument/cfi"),
  UK_SFTR_OUTRIGHT(
      Regime.UK_SFTR, Status.NOT_REQUIRED, "an outright trade", Sources.UK_SFTR, "/instrument/cfi"),
  UK_SFTR_TOO_EARLY(
      Regime.UK_SFTR,
      Status.NOT_REQUIRED,
      "UK SFTR applies since 2021-01-01",
      Sources.UK_SFTR,
      "/executedAt"),
  UK_SFTR_UNKNOWN(
      Regime.UK_SFTR,
      Status.UNDETERMINED,
      "whether it is securities financing is unknown",
      Sources.UK_SFTR,
      "/instrument/cfi");

  /** The values of {@code regimes[].status}. */
  enum Status {
    REQUIRED,
    NOT_REQUIRED,
    UNDETERMINED
  }

  private static final class Sources {
    static final String MIFIR = "MiFIR, Regulation (EU) No 600/2014, Article 26";
    static final String UK_MIFIR = "Regulation (EU) No 600/2014 as UK law, Article 26";
    static final String CAT = "17 CFR 242.613; CAT NMS Plan";
    static final String CAT_PHASES = "CAT NMS Plan, implementation phases (catnmsplan.com)";
    static final String TRACE = "FINRA Rules 6710 and 6730";
    static final String EMIR = "EMIR, Regulation (EU) No 648/2012, Article 9";
    static final String UK_EMIR = "Regulation (EU) No 648/2012 as UK law, Article 9";
    static final String SFTR = "SFTR, Regulation (EU) 2015/2365, Article 4";
    static final String UK_SFTR = "Regulation (EU) 2015/2365 as UK law, Article 4";
  }

  private final Regime regime;
  private final Status status;
  private final String because;
  private final String source;
  private final String fields;

  Ruling(Regime regime, Status status, String because, String source, String... fields) {
    this.regime = regime;
    this.status = status;
    this.because = because;
    this.source = source;
    this.fields = String.join(" ", fields);
  }

  Regime regime() {
    return regime;
  }

  Status status() {
    return status;
  }

  String because() {
    return because;
  }

  String source() {
    return source;
  }

  /** JSON Pointers, with blanks between them. */
  String fields() {
    return fields;
  }
}
