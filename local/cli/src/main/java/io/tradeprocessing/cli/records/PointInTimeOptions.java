package io.tradeprocessing.cli.records;

import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.common.trade.EventTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that look at trades as they were. */
public final class PointInTimeOptions {

  @Option(
      names = "--as-of",
      paramLabel = "TIME",
      description =
          "As the events up to this time make it: event time, in UTC, such as"
              + " 2026-01-12T14:30:00Z.")
  private @Nullable String asOf;

  @Option(
      names = "--known-at",
      paramLabel = "TIME",
      description =
          "As it was known at this time: by what had been recorded. With --as-of: what was known"
              + " then of that time.")
  private @Nullable String knownAt;

  /**
   * Reads the options.
   *
   * @throws UserError if one is not a time
   */
  public PointInTime pointInTime() {
    return new PointInTime(
        Optional.ofNullable(asOf).map(text -> time("--as-of", text)),
        Optional.ofNullable(knownAt).map(text -> time("--known-at", text).instant()));
  }

  private static EventTime time(String option, String text) {
    return EventTime.parse(text)
        .orElseThrow(
            () ->
                new UserError(
                    "%s %s is not a time: give one in UTC such as 2026-01-12T14:30:00Z"
                        .formatted(option, text)));
  }
}
