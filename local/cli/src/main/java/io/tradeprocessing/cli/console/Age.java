package io.tradeprocessing.cli.console;

import java.time.Duration;

/** How long something has been there, for people. */
public final class Age {

  private Age() {}

  /** The two largest units: {@code 3d 4h}, {@code 2m 10s}. */
  public static String of(Duration age) {
    if (age.toDays() > 0) {
      return age.toDays() + "d " + age.toHoursPart() + "h";
    }
    if (age.toHours() > 0) {
      return age.toHours() + "h " + age.toMinutesPart() + "m";
    }
    return age.toMinutes() > 0
        ? age.toMinutes() + "m " + age.toSecondsPart() + "s"
        : age.toSeconds() + "s";
  }
}
