package io.tradeprocessing.common.reference;

import java.util.List;
import java.util.Optional;

/**
 * The operators of US markets for equity securities and listed options. ISO 10383 has no category
 * for a registration with the SEC, so the list is kept by hand, by operating MIC: new segments,
 * such as dark books, are found through their operator.
 */
public final class UsMarkets {

  private static final ReferenceTable<UsMarket> TABLE =
      new ReferenceTable<>("us-exchanges.tsv") {
        @Override
        UsMarket row(String[] cells) {
          return UsMarket.of(cells);
        }
      };

  private UsMarkets() {}

  /** The operator of a venue, by its operating MIC; nothing for others. */
  public static Optional<UsMarket> operatorOf(Venue venue) {
    return TABLE.find(venue.operatingMic());
  }

  /** Whether a venue belongs to a national securities exchange. */
  public static boolean isExchange(Venue venue) {
    Optional<UsMarket> operator = operatorOf(venue);
    return operator.isPresent() && operator.get().role() == UsMarket.Role.EXCHANGE;
  }

  /** All operators. Reads the whole table: not for a function's path. */
  public static List<UsMarket> all() {
    return TABLE.all();
  }
}
