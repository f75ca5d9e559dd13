package io.tradeprocessing.cli.exceptions;

import io.tradeprocessing.cli.aws.RateLimit;
import io.tradeprocessing.cli.bus.DeadLetter;
import io.tradeprocessing.cli.console.Shell;
import io.tradeprocessing.cli.reconcile.Numbering;
import io.tradeprocessing.cli.reconcile.Range;
import io.tradeprocessing.cli.reconcile.SequenceGaps;
import io.tradeprocessing.cli.reconcile.SequenceGaps.Gap;
import io.tradeprocessing.cli.records.Selection;
import io.tradeprocessing.cli.records.Settlement;
import io.tradeprocessing.cli.records.SourceReader;
import io.tradeprocessing.cli.records.TradeScan;
import io.tradeprocessing.cli.store.StoreLocation.OpenStore;
import io.tradeprocessing.common.json.CanonicalJson;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.RecordKey;
import io.tradeprocessing.common.store.TradeEntry;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.UnreadableItem;
import io.tradeprocessing.common.trade.SourceSystem;
import io.tradeprocessing.common.trade.TradeEvent;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Reads what waits. In memory are what waits, a page and a trade for each thread, the numbers of
 * four days of a source, and of the dead letters everything but their events.
 */
public final class ExceptionReader {

  private final OpenStore store;
  private final String arguments;
  private final ExceptionFilter filter;
  private final Instant now;
  private final Consumer<UnreadableItem> damaged;
  private final Letters letters = new Letters();
  private final List<Waiting> waiting = new ArrayList<>();
  private long others;
  private boolean unknown;

  /**
   * @param arguments the options that name the store in another command
   * @param damaged is told of items that are no records
   */
  public ExceptionReader(
      OpenStore store,
      String arguments,
      ExceptionFilter filter,
      Instant now,
      Consumer<UnreadableItem> damaged) {
    this.store = store;
    this.arguments = arguments;
    this.filter = filter;
    this.now = now;
    this.damaged = damaged;
  }

  /** Takes a dead letter; all of them come first, because a gap may be one of them. */
  public void letter(String queue, DeadLetter letter) {
    letters.add(queue, letter);
  }

  /**
   * Adds the dead letters.
   *
   * @param keepsLetters whether a queue is a file, which keeps an event that was recorded since
   * @param command what sends a queue's events again
   */
  public void letters(boolean keepsLetters, UnaryOperator<String> command) {
    letters.waiting(store.records()::history, keepsLetters, command).forEach(this::add);
  }

  /**
   * Adds what waits of the selected trades. Only a period is read from the index; what a source
   * sent at any time is found by reading the whole table once, which takes fewer requests.
   */
  public void trades(Selection selection, int threads) throws InterruptedException {
    switch (selection) {
      case Selection.Trade(String id) -> {
        TradeHistory trade = store.records().history(id);
        unknown = trade.isUnknown();
        trade(trade, _ -> true);
      }
      case Selection.Sent sent when !sent.isEver() ->
          new SourceReader(store.records())
              .forEachTrade(
                  sent,
                  RateLimit.of(Double.POSITIVE_INFINITY),
                  trade -> trade(trade, sent::has),
                  () -> true);
      case Selection.Sent _, Selection.Everything _ ->
          new TradeScan(store.scan())
              .forEach(threads, trade -> trade(trade, _ -> true), () -> true);
    }
  }

  private void trade(TradeHistory trade, Predicate<ComplianceRecord> selected) {
    String command = "trades records " + arguments + " --trade " + Shell.quoted(trade.tradeId());
    TradeExceptions.of(trade, selected, command).stream()
        .filter(each -> !isRepairedElsewhere(each, trade))
        .forEach(this::add);
    trade.unreadable().forEach(damaged);
  }

  /**
   * Whether a rejected event without a usable identifier is on record under one: the source sent,
   * for the same time, what differs in its identifier alone or has its sequence number.
   */
  private boolean isRepairedElsewhere(Waiting each, TradeHistory trade) {
    if (!trade.tradeId().startsWith(RecordKey.INVALID_PREFIX)
        || !(each.subject() instanceof Waiting.Subject.OfRecord(var _, var _, var _, var key))) {
      return false;
    }
    return trade.records().stream()
        .filter(record -> record.key().timestamp().toString().equals(key))
        .map(ComplianceRecord::entry)
        .filter(Settlement::hasUsableTime)
        .anyMatch(this::hasNamedVersion);
  }

  private boolean hasNamedVersion(TradeEntry rejected) {
    AtomicBoolean found = new AtomicBoolean();
    long time = rejected.time().microseconds();
    new SourceReader(store.records())
        .forEachRecord(
            new Selection.Sent(rejected.sourceSystem(), time, time + 1),
            record -> {
              if (isNamedVersion(record.entry(), rejected)) {
                found.set(true);
              }
            },
            damaged,
            () -> !found.get());
    return found.get();
  }

  private static boolean isNamedVersion(TradeEntry entry, TradeEntry rejected) {
    return entry.acceptedPlace().isPresent()
        && ((entry.sourceSequence() > 0 && entry.sourceSequence() == rejected.sourceSequence())
            || withoutIdentifier(entry).equals(withoutIdentifier(rejected)));
  }

  /** The canonical form, in which {@code 100} and {@code "100"} are the same. */
  private static String withoutIdentifier(TradeEntry entry) {
    JsonObject.Builder rest = JsonObject.builder();
    TradeEvent.of(entry.content().event())
        .detail()
        .forEach(
            (name, value) -> {
              if (!name.equals("tradeId")) {
                rest.put(name, value);
              }
            });
    return CanonicalJson.sha256(rest.build());
  }

  /**
   * Adds the gaps in the sequence numbers, without what waits as a dead letter. A single trade has
   * none.
   *
   * @param kind how the sources count; found day by day where it is not stated
   */
  public void gaps(Selection selection, Optional<Numbering.Kind> kind) {
    List<Selection.Sent> sources =
        switch (selection) {
          case Selection.Trade _ -> List.of();
          case Selection.Sent sent -> List.of(sent);
          case Selection.Everything _ ->
              Arrays.stream(SourceSystem.values())
                  .map(source -> Selection.Sent.ever(source.id()))
                  .toList();
        };
    for (Selection.Sent sent : sources) {
      long[] letterNumbers = letters.numbers(sent.source());
      SequenceGaps.find(
          new SourceReader(store.records()),
          sent,
          kind,
          now,
          gap ->
              gap.numbers().without(letterNumbers).forEach(numbers -> add(waiting(gap, numbers))));
    }
  }

  private Waiting waiting(Gap gap, Range numbers) {
    return new Waiting(
        Kind.GAP,
        gap.date().atStartOfDay().toInstant(ZoneOffset.UTC),
        gap.source(),
        "",
        new Waiting.Subject.OfNumbers(numbers, gap.date().toString()),
        Optional.empty(),
        List.of(),
        "sequence %s missing; the next one came on %s"
            .formatted(
                numbers.count() == 1 ? "number " + numbers + " is" : "numbers " + numbers + " are",
                gap.date()),
        "trades reconcile %s --source %s --date %s".formatted(arguments, gap.source(), gap.date()));
  }

  private synchronized void add(Waiting each) {
    if (filter.wants(each, now)) {
      waiting.add(each);
    } else {
      others++;
    }
  }

  /** Whether the selected trade is neither on record nor among the dead letters. */
  public synchronized boolean isUnknownTrade() {
    return unknown && waiting.isEmpty();
  }

  /**
   * What was found.
   *
   * @param where the store, as messages call it
   */
  public synchronized ExceptionList list(String where) {
    return new ExceptionList(where, now, waiting, others);
  }
}
