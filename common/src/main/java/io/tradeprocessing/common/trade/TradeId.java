package io.tradeprocessing.common.trade;

import java.util.Optional;

/**
 * The source's own identifier of a trade, stable over the trade's life: 1 to 52 characters of
 * {@code A-Z a-z 0-9 : _ . -} (52 is the length of RTS 22's transaction reference number), not
 * beginning with {@code invalid:} or {@code probe:}. Under the first the store keeps events without
 * a usable identifier, under the second the Regions' probes.
 *
 * @param value the identifier
 */
public record TradeId(String value) {

  public static final int MAX_LENGTH = 52;

  public TradeId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a trade identifier");
    }
  }

  public static Optional<TradeId> parse(String text) {
    return isValid(text) ? Optional.of(new TradeId(text)) : Optional.empty();
  }

  /** Whether a text begins as only the store's own identifiers do. */
  public static boolean isReserved(String text) {
    return text.startsWith("invalid:") || text.startsWith("probe:");
  }

  private static boolean isValid(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH || isReserved(text)) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean allowed =
          (c >= 'A' && c <= 'Z')
              || (c >= 'a' && c <= 'z')
              || (c >= '0' && c <= '9')
              || c == ':'
              || c == '_'
              || c == '.'
              || c == '-';
      if (!allowed) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return value;
  }
}
