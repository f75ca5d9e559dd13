package io.tradeprocessing.common.config;

import java.util.Optional;

/** A regime under which a firm reports trades. */
public enum Regime {
  /** MiFIR Article 26, in the European Economic Area: investment firms. */
  MIFIR,
  /** The same as UK law. */
  UK_MIFIR,
  /** The Consolidated Audit Trail of the SEC: members of FINRA and the US exchanges. */
  CAT,
  /** FINRA's Trade Reporting and Compliance Engine for debt: members of FINRA. */
  TRACE,
  /** EMIR Article 9: counterparties to derivatives in the EU. */
  EMIR,
  /** The same as UK law. */
  UK_EMIR,
  /** SFTR Article 4: counterparties to securities financing in the EU. */
  SFTR,
  /** The same as UK law. */
  UK_SFTR;

  public static Optional<Regime> of(String name) {
    for (Regime regime : values()) {
      if (regime.name().equals(name)) {
        return Optional.of(regime);
      }
    }
    return Optional.empty();
  }
}
