package io.tradeprocessing.cli.records;

import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.common.trade.EventTime;
import io.tradeprocessing.common.trade.IsoDate;
import io.tradeprocessing.common.trade.SourceSystem;
import io.tradeprocessing.common.trade.TradeEvent;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The records to read: one trade, what a source sent in a period, or everything. */
public final class SelectionOptions {

  @Option(
      names = "--trade",
      paramLabel = "ID",
      description = "One trade, by its tradeId or invalid:HASH.")
  private @Nullable String trade;

  @Option(
      names = "--source",
      paramLabel = "S",
      description =
          "The events that this source system sent, such as system1, or operations or unknown.")
  private @Nullable String source;

  @Option(
      names = "--from",
      paramLabel = "T",
      description =
          "With --source: at or after this event time, such as 2026-01-12 or 2026-01-12T14:30:00Z.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "T", description = "With --source: before this event time.")
  private @Nullable String to;

  /**
   * Reads the options.
   *
   * @throws UserError if they contradict each other or name something that does not exist
   */
  public Selection selection() {
    if (trade != null && source != null) {
      throw new UserError("give --trade or --source, not both");
    }
    if (source == null && (from != null || to != null)) {
      throw new UserError("--from and --to go with --source");
    }
    if (trade != null && trade.isEmpty()) {
      throw new UserError("--trade is empty: give a tradeId");
    }
    if (trade != null) {
      return new Selection.Trade(trade);
    }
    if (source == null) {
      return new Selection.Everything();
    }
    List<String> sources =
        Stream.concat(
                Arrays.stream(SourceSystem.values()).map(SourceSystem::id),
                Stream.of(TradeEvent.OPERATIONS, TradeEvent.UNKNOWN_SOURCE))
            .toList();
    if (!sources.contains(source)) {
      throw new UserError(
          "--source " + source + " is not a source: give one of " + String.join(", ", sources));
    }
    Selection.Sent ever = Selection.Sent.ever(source);
    long first = from == null ? ever.from() : microseconds("--from", from);
    long end = to == null ? ever.to() : microseconds("--to", to);
    if (first >= end) {
      throw new UserError("--from " + from + " must be before --to " + to);
    }
    return new Selection.Sent(source, first, end);
  }

  private static long microseconds(String option, String text) {
    Optional<EventTime> time =
        EventTime.parse(text)
            .or(
                () ->
                    IsoDate.parse(text)
                        .flatMap(
                            date ->
                                EventTime.parse(
                                    date.atStartOfDay().toInstant(ZoneOffset.UTC).toString())));
    return time.orElseThrow(
            () ->
                new UserError(
                    option
                        + " "
                        + text
                        + " is not a time: give a date such as 2026-01-12 or a time in UTC such as"
                        + " 2026-01-12T14:30:00Z"))
        .microseconds();
  }
}
