package io.tradeprocessing.cli.console;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/**
 * One line on a terminal's standard error that is drawn over: share of the input, events, rate and
 * time left. It is drawn ten times a second at most, and only on a terminal.
 */
public final class ProgressBar {

  private static final int WIDTH = 30;
  private static final long REDRAW_NANOS = 100_000_000;

  private final PrintStream terminal;
  private final boolean shown;
  private final DoubleSupplier share;
  private final long start;
  private final String unit;

  private long events;
  private long drawnAt;
  private boolean drawn;

  /**
   * @param shown whether there is a terminal to draw on
   * @param share of the input that has been read, 0 to 1; NaN where the whole is not known
   */
  public ProgressBar(PrintStream terminal, boolean shown, DoubleSupplier share, long nowNanos) {
    this(terminal, shown, share, nowNanos, "events");
  }

  /**
   * @param unit what is counted, in the plural
   */
  public ProgressBar(
      PrintStream terminal, boolean shown, DoubleSupplier share, long nowNanos, String unit) {
    this.terminal = terminal;
    this.shown = shown;
    this.share = share;
    this.start = nowNanos;
    this.drawnAt = nowNanos;
    this.unit = unit;
  }

  public void step(long nowNanos) {
    step(1, nowNanos);
  }

  public void step(long count, long nowNanos) {
    events += count;
    if (shown && nowNanos - drawnAt >= REDRAW_NANOS) {
      drawnAt = nowNanos;
      drawn = true;
      terminal.print("\r" + line(nowNanos) + "\u001b[K");
      terminal.flush();
    }
  }

  /** Takes the bar away, so that other text can be printed. */
  public void clear() {
    if (drawn) {
      terminal.print("\r\u001b[K");
      terminal.flush();
      drawn = false;
    }
  }

  private String line(long nowNanos) {
    double seconds = Math.max(nowNanos - start, 1) / 1e9;
    String rate = String.format(Locale.ROOT, "%,d %s  %,.0f/s", events, unit, events / seconds);
    double done = share.getAsDouble();
    if (Double.isNaN(done) || done <= 0) {
      return rate;
    }
    int filled = (int) Math.min(WIDTH, Math.round(done * WIDTH));
    long left = Math.round(seconds * (1 - done) / done);
    return String.format(
        Locale.ROOT,
        "[%s%s] %3.0f %%  %s  %d:%02d left",
        "#".repeat(filled),
        "·".repeat(WIDTH - filled),
        done * 100,
        rate,
        left / 60,
        left % 60);
  }
}
