package io.tradeprocessing.enricher;

import io.tradeprocessing.common.reference.InstrumentKind;
import io.tradeprocessing.common.reference.Venue;
import java.time.LocalDate;
import java.time.Month;
import java.util.Optional;

/**
 * Reporting regimes that a trade's venue indicates.
 *
 * <p>An indication, not a duty: whether a firm must report depends on the firm, which the trade
 * does not tell. The rules are narrow on purpose and stand in {@code docs/enrichment.md}.
 */
enum Regime {
  /** Transaction reports in the European Economic Area. */
  MIFIR(
      "MiFIR RTS 22",
      "Regulation (EU) No 600/2014, Article 26; Delegated Regulation (EU) 2017/590",
      LocalDate.of(2018, Month.JANUARY, 3)),

  /** Transaction reports in the United Kingdom, since the end of the transition period. */
  UK_MIFIR(
      "UK MiFIR RTS 22",
      "Regulation (EU) No 600/2014 as UK law, Article 26; UK RTS 22",
      LocalDate.of(2021, Month.JANUARY, 1)),

  /** Order events in NMS securities, reported by members of the US exchanges. */
  CAT(
      "SEC CAT",
      "17 CFR 242.613 and the CAT NMS Plan, which members report equities under since 2020-06-22",
      LocalDate.of(2020, Month.JUNE, 22));

  private final String title;
  private final String source;
  private final LocalDate since;

  Regime(String title, String source, LocalDate since) {
    this.title = title;
    this.source = source;
    this.since = since;
  }

  /** The name in {@code regimes[].regime}. */
  String title() {
    return title;
  }

  String source() {
    return source;
  }

  /** What a venue that indicates the regime is, for people. */
  String because() {
    return switch (this) {
      case MIFIR -> "executed on a venue where MiFIR applied on the trade date";
      case UK_MIFIR -> "executed on a venue in the United Kingdom";
      case CAT -> "executed on a national securities exchange of the US";
    };
  }

  /**
   * The regime that a venue indicates, if any.
   *
   * @param kind of the instrument, where it is known
   */
  static Optional<Regime> of(Venue venue, LocalDate tradeDate, Optional<InstrumentKind> kind) {
    Optional<Regime> candidate = candidate(venue, tradeDate, kind);
    return candidate.isPresent() && !tradeDate.isBefore(candidate.get().since)
        ? candidate
        : Optional.empty();
  }

  private static Optional<Regime> candidate(
      Venue venue, LocalDate tradeDate, Optional<InstrumentKind> kind) {
    String country = venue.country();
    if (country.equals("US")) {
      return isNationalSecuritiesExchange(venue.mic()) && mayBeNmsSecurity(kind)
          ? Optional.of(CAT)
          : Optional.empty();
    }
    if (!isTradingVenueOrInternaliser(venue.category())) {
      return Optional.empty();
    }
    if (country.equals("GB")) {
      return Optional.of(tradeDate.isBefore(UK_MIFIR.since) ? MIFIR : UK_MIFIR);
    }
    return isInEuropeanEconomicArea(country) ? Optional.of(MIFIR) : Optional.empty();
  }

  /**
   * Market categories of ISO 10383 that are trading venues or systematic internalisers of MiFID II,
   * or not specified, as those of many operators are; not publication arrangements and the like.
   */
  private static boolean isTradingVenueOrInternaliser(String category) {
    return switch (category) {
      case "RMKT", "MLTF", "OTFS", "SINT", "NSPD" -> true;
      default -> false;
    };
  }

  /** NMS securities are shares, funds, warrants and listed options; debt is not reported to CAT. */
  private static boolean mayBeNmsSecurity(Optional<InstrumentKind> kind) {
    return kind.isEmpty()
        || switch (kind.get()) {
          case EQUITY, COLLECTIVE_INVESTMENT_VEHICLE, ENTITLEMENT, LISTED_OPTION -> true;
          case DEBT,
              FUTURE,
              SWAP,
              NON_LISTED_OPTION,
              SPOT,
              FORWARD,
              STRATEGY,
              FINANCING,
              REFERENTIAL,
              OTHER ->
              false;
        };
  }

  /**
   * The exchanges registered under section 6 of the Securities Exchange Act that trade NMS
   * securities, with Nasdaq's tiers (SEC, national securities exchanges).
   */
  private static boolean isNationalSecuritiesExchange(String mic) {
    return switch (mic) {
      case "XNYS", "XASE", "ARCX", "XCHI", "XCIS", "AMXO", "ARCO" -> true;
      case "XNAS", "XNGS", "XNMS", "XNCM", "XBOS", "XPSX", "XPHL", "XNDQ", "XBXO", "XPHO" -> true;
      case "BATS", "BATY", "EDGA", "EDGX", "BATO", "EDGO", "C2OX", "XCBO" -> true;
      case "IEXG", "MEMX", "MXOP", "LTSE", "24EQ", "TXSE", "XBOX" -> true;
      case "EPRL", "MPRL", "EMLD", "XMIO", "SPHR", "XISX", "GMNI", "MCRY" -> true;
      default -> false;
    };
  }

  /** The member states of the EU, and Iceland, Liechtenstein and Norway. */
  private static boolean isInEuropeanEconomicArea(String country) {
    return switch (country) {
      case "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU" ->
          true;
      case "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK" -> true;
      case "IS", "LI", "NO" -> true;
      default -> false;
    };
  }
}
