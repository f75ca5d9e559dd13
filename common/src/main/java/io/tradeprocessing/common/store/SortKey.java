package io.tradeprocessing.common.store;

import io.tradeprocessing.common.json.CanonicalJson;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.trade.EventTime;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sort key {@code timestamp} of an item: a decimal number of at most 38 digits, which is what a
 * number of DynamoDB can have. As text it looks like {@code 1768228200000001.0123456789}; trailing
 * zeros of the fraction are dropped, as DynamoDB drops them.
 *
 * @param microseconds the event's own time since 1970-01-01T00:00:00Z; 0 for the head of a chain
 * @param fraction twenty digits: one of the Region's slot, then nineteen that follow from source
 *     and event, so that every event of a trade has a key for itself
 */
public record SortKey(long microseconds, String fraction) implements Comparable<SortKey> {

  /** Slots that there are; one digit. */
  public static final int SLOTS = 10;

  /** Eighteen digits: all that the fraction leaves, and enough for the year 9999. */
  public static final long MAX_MICROSECONDS = 999_999_999_999_999_999L;

  private static final int EVENT_DIGITS = 19;
  private static final long NINE_DIGITS = 1_000_000_000L;
  private static final long TEN_DIGITS = 10_000_000_000L;
  private static final Pattern FRACTION = Pattern.compile("[0-9]{20}");
  private static final Pattern TEXT =
      Pattern.compile("(0|[1-9][0-9]{0,17})(?:\\.([0-9]{0,19}[1-9]))?");
  private static final Comparator<SortKey> ORDER =
      Comparator.comparingLong(SortKey::microseconds).thenComparing(SortKey::fraction);

  public SortKey {
    if (microseconds < 0
        || microseconds > MAX_MICROSECONDS
        || !FRACTION.matcher(fraction).matches()) {
      throw new IllegalArgumentException("not a sort key: " + microseconds + "." + fraction);
    }
  }

  /**
   * The key of a record.
   *
   * @param slot of the Region that writes it
   * @param sourceSystem the vouched source: another source's copy of an event is another event
   * @param eventHash of the trade as sent
   */
  public static SortKey of(EventTime time, int slot, String sourceSystem, String eventHash) {
    String hash =
        CanonicalJson.sha256(
            JsonObject.builder()
                .put("sourceSystem", sourceSystem)
                .put("eventHash", eventHash)
                .build());
    return new SortKey(time.microseconds(), slot + lastDigits(hash));
  }

  /**
   * The last {@value #EVENT_DIGITS} decimal digits of a hash; BigInteger takes five times longer.
   */
  private static String lastDigits(String hash) {
    long high = 0;
    long low = 0;
    for (int i = 0; i < hash.length(); i += 4) {
      low = low * 0x1_0000 + HexFormat.fromHexDigits(hash, i, i + 4);
      high = (high * 0x1_0000 + low / TEN_DIGITS) % NINE_DIGITS;
      low %= TEN_DIGITS;
    }
    return Long.toString(NINE_DIGITS + high).substring(1)
        + Long.toString(TEN_DIGITS + low).substring(1);
  }

  /** The key of the head of a trade's chain in a Region; below every record. */
  public static SortKey head(int slot) {
    return new SortKey(0, slot + "0".repeat(EVENT_DIGITS));
  }

  /** The lowest key of a microsecond. */
  public static SortKey first(long microseconds) {
    return new SortKey(microseconds, "0".repeat(EVENT_DIGITS + 1));
  }

  /** The highest key of a microsecond. */
  public static SortKey last(long microseconds) {
    return new SortKey(microseconds, "9".repeat(EVENT_DIGITS + 1));
  }

  /** Reads the form of {@link #toString}; nothing for any other text. */
  public static Optional<SortKey> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String digits = Optional.ofNullable(matcher.group(2)).orElse("");
    return Optional.of(
        new SortKey(
            Long.parseLong(matcher.group(1)),
            digits + "0".repeat(EVENT_DIGITS + 1 - digits.length())));
  }

  /** The slot of the Region that wrote the item. */
  public int slot() {
    return fraction.charAt(0) - '0';
  }

  /** Whether this is the key of a head. */
  public boolean isHead() {
    return microseconds == 0 && equals(head(slot()));
  }

  /** When the event happened; only a record has such a time. */
  public EventTime time() {
    return new EventTime(microseconds);
  }

  @Override
  public int compareTo(SortKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    int end = fraction.length();
    while (end > 0 && fraction.charAt(end - 1) == '0') {
      end--;
    }
    return end == 0 ? Long.toString(microseconds) : microseconds + "." + fraction.substring(0, end);
  }
}
