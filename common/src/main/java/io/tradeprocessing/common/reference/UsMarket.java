package io.tradeprocessing.common.reference;

/**
 * What an operator of US markets is to the Consolidated Audit Trail.
 *
 * @param operatingMic for example {@code XNYS}
 * @param role what it operates
 */
public record UsMarket(String operatingMic, Role role) {

  /** What an operator operates. */
  public enum Role {
    /** National securities exchanges, registered under section 6 of the Exchange Act. */
    EXCHANGE,
    /** FINRA's facilities, to which members report trades off exchange. */
    FINRA,
    /** Markets of OTC equity securities. */
    OTC
  }

  static UsMarket of(String[] cells) {
    return new UsMarket(cells[0], Role.valueOf(cells[1]));
  }
}
