package io.tradeprocessing.cli.html;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How reports write numbers and texts. */
public final class Figures {

  private Figures() {}

  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /**
   * A share as a percentage; what is not all and not nothing is not rounded to either.
   *
   * @param whole where it is 0, the share is none
   */
  static String percent(long part, long whole) {
    if (whole == 0) {
      return "–";
    }
    double percent = 100.0 * part / whole;
    if (part > 0 && percent < 0.1) {
      return "< 0.1 %";
    }
    if (part < whole && percent > 99.9) {
      return "> 99.9 %";
    }
    return String.format(Locale.ROOT, "%.1f %%", percent);
  }

  /** A duration to three digits in the unit that fits. */
  static String duration(Duration duration) {
    long micros = duration.toNanos() / 1_000;
    if (micros < 1_000) {
      return micros + " µs";
    }
    if (micros < 1_000_000) {
      return digits(micros / 1e3) + " ms";
    }
    if (micros < 120_000_000) {
      return digits(micros / 1e6) + " s";
    }
    return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
  }

  private static String digits(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
  }

  /** The beginning of a text that may be long; a dash where there is none. */
  static String excerpt(@Nullable String text, int length) {
    if (text == null || text.isEmpty()) {
      return "–";
    }
    return text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }
}
