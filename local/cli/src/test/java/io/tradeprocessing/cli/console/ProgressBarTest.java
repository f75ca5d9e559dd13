package io.tradeprocessing.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

  private static final long SECOND = 1_000_000_000;

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream terminal = new PrintStream(written, true, StandardCharsets.UTF_8);

  @Test
  void showsShareEventsRateAndTimeLeft() {
    ProgressBar bar = new ProgressBar(terminal, true, () -> 0.25, 0);

    bar.step(2 * SECOND);

    assertThat(drawn())
        .isEqualTo("\r[########······················]  25 %  1 events  1/s  0:06 left\u001b[K");
  }

  @Test
  void drawsTenTimesASecondAtMost() {
    ProgressBar bar = new ProgressBar(terminal, true, () -> 0.5, 0);

    for (int i = 1; i <= 1_000; i++) {
      bar.step(i * SECOND / 1_000);
    }

    assertThat(drawn().chars().filter(c -> c == '\r').count()).isEqualTo(10);
  }

  @Test
  void showsOnlyEventsAndRateWhereTheWholeIsNotKnown() {
    ProgressBar bar = new ProgressBar(terminal, true, () -> Double.NaN, 0);

    bar.step(SECOND);

    assertThat(drawn()).isEqualTo("\r1 events  1/s\u001b[K");
  }

  @Test
  void drawsNothingWhereThereIsNoTerminal() {
    ProgressBar bar = new ProgressBar(terminal, false, () -> 0.5, 0);

    bar.step(SECOND);
    bar.clear();

    assertThat(drawn()).isEmpty();
  }

  @Test
  void isTakenAwayOnlyIfItWasDrawn() {
    ProgressBar bar = new ProgressBar(terminal, true, () -> 0.5, 0);
    bar.clear();
    assertThat(drawn()).isEmpty();

    bar.step(SECOND);
    bar.clear();
    assertThat(drawn()).endsWith("\r\u001b[K");
  }

  private String drawn() {
    return written.toString(StandardCharsets.UTF_8);
  }
}
