package io.tradeprocessing.cli.reconcile;

import io.tradeprocessing.cli.console.Counted;
import io.tradeprocessing.cli.console.Terminal;
import io.tradeprocessing.cli.reconcile.Control.Difference;
import io.tradeprocessing.cli.reconcile.Reconciliation.Letter;
import io.tradeprocessing.cli.reconcile.Reconciliation.Repeat;
import io.tradeprocessing.cli.reconcile.Reconciliation.Total;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A reconciliation for a terminal. */
public final class ReconciliationText {

  /** Lines of one kind; JSON and page have them all. */
  private static final int SHOWN = 20;

  private final StringBuilder text = new StringBuilder();
  private final Reconciliation day;

  private ReconciliationText(Reconciliation day) {
    this.day = day;
  }

  /** The text, ending in a line feed. */
  public static String of(Reconciliation reconciliation) {
    return new ReconciliationText(reconciliation).write();
  }

  private String write() {
    line("%s on %s in %s".formatted(day.source(), day.date(), Terminal.printable(day.where())));
    line("  %s".formatted(events(day)));
    line("  %s".formatted(numbers(day)));
    places(day).forEach(place -> line("  " + Terminal.printable(place)));
    if (!day.totals().isEmpty()) {
      line("");
      line(
          "  %-24s %10s %10s %24s %24s"
              .formatted("TOTAL", "EVENTS", "ACCEPTED", "QUANTITY", "NOTIONAL"));
      list(day.totals().stream().map(ReconciliationText::total).toList());
    }
    if (!day.missing().isEmpty()) {
      line("");
      line("missing: %s".formatted(Counted.of(day.missingCount(), "number")));
      list(day.missing().stream().map(range -> "  " + range + where(range)).toList());
    }
    if (!day.repeated().isEmpty()) {
      line("");
      line("repeated: %s of several events".formatted(Counted.of(day.repeated().size(), "number")));
      list(day.repeated().stream().map(ReconciliationText::repeat).toList());
    }
    if (!day.deadLetters().isEmpty()) {
      line("");
      line("waiting: %s".formatted(Counted.of(day.deadLetters().size(), "dead letter")));
      list(day.deadLetters().stream().map(ReconciliationText::letter).toList());
    }
    day.control()
        .ifPresent(
            stated -> {
              line("");
              line(
                  "control file %s: %s"
                      .formatted(
                          Terminal.printable(stated.file()),
                          stated.differences().isEmpty()
                              ? "all totals agree"
                              : Counted.of(stated.differences().size(), "figure")
                                  + (stated.differences().size() == 1 ? " differs" : " differ")));
              list(stated.differences().stream().map(ReconciliationText::difference).toList());
            });
    line("");
    advice(day).forEach(sentence -> line(sentence));
    line(day.isComplete() ? "complete" : "not complete");
    return text.toString();
  }

  /** How many events are on record. */
  public static String events(Reconciliation day) {
    long events = day.day().events();
    String twice =
        day.day().records() > events
            ? String.format(Locale.ROOT, " (%,d records: two Regions)", day.day().records())
            : "";
    return String.format(
        Locale.ROOT,
        "%s on record%s: %,d accepted, %,d rejected",
        Counted.of(events, "event"),
        twice,
        day.day().accepted(),
        events - day.day().accepted());
  }

  /** Which numbers there should be. */
  public static String numbers(Reconciliation day) {
    String kind =
        switch (day.numbering().kind()) {
          case CONTINUOUS -> "numbered continuously";
          case DAILY -> "numbered anew each day";
        };
    String expected =
        day.numbering()
            .expected()
            .map(range -> ", " + range.from() + " to " + range.to())
            .orElse("; there is no number to expect");
    long unnumbered = day.day().unnumbered();
    return kind
        + expected
        + (unnumbered == 0
            ? ""
            : "; "
                + Counted.of(unnumbered, "event")
                + (unnumbered == 1 ? " has" : " have")
                + " no number and could not be missed");
  }

  /** Where the expected numbers are, and what else could have them. */
  public static List<String> places(Reconciliation day) {
    List<String> places = new ArrayList<>();
    day.accounts()
        .map(
            added ->
                String.format(
                    Locale.ROOT,
                    "%s expected: %,d on record, %,d in dead-letter queues, %,d nowhere",
                    Counted.of(added.expected(), "number"),
                    added.onRecord(),
                    added.inQueues(),
                    added.nowhere()))
        .ifPresent(places::add);
    day.archive().map(archive -> archive.describe(day.date())).ifPresent(places::add);
    return places;
  }

  /** What to do, a sentence each. */
  public static List<String> advice(Reconciliation day) {
    List<String> advice = new ArrayList<>();
    day.deadLetters().stream()
        .map(Letter::queue)
        .distinct()
        .sorted()
        .forEach(
            queue ->
                advice.add(
                    "To bring back what waits in %s: trades redrive %s".formatted(queue, queue)));
    if (day.day().events() == 0 && day.control().isEmpty()) {
      advice.add(
          "Nothing is on record of this day. If %s sent nothing, say so by a control file with the count 0."
              .formatted(day.source()));
    }
    if (!day.missing().isEmpty()) {
      advice.add(
          "To bring back what is missing and waits nowhere: have %s send these numbers again, or replay the archive of the bus; what is on record ends as DUPLICATE."
              .formatted(day.source()));
      day.archive()
          .filter(archive -> archive.holds(day.date()))
          .map(archive -> "To replay the day: " + archive.replay(day.source(), day.date()))
          .ifPresent(advice::add);
    }
    return advice;
  }

  private void line(String line) {
    text.append(line.stripTrailing()).append('\n');
  }

  private void list(List<String> lines) {
    lines.stream().limit(SHOWN).forEach(each -> line(each));
    if (lines.size() > SHOWN) {
      line(String.format(Locale.ROOT, "  and %,d more; --json has them all", lines.size() - SHOWN));
    }
  }

  private static String total(Total total) {
    return String.format(
        Locale.ROOT,
        "  %-24s %,10d %,10d %24s %24s",
        Terminal.printable(label(total)),
        total.sum().events(),
        total.sum().accepted(),
        total.sum().quantity().toPlainString(),
        total.sum().notional().toPlainString());
  }

  /** {@code NEW BUY USD}; a dash for what an event did not say. */
  public static String label(Total total) {
    return List.of(total.key().eventType(), total.key().side(), total.key().currency()).stream()
        .map(part -> part.isEmpty() ? "-" : part)
        .collect(Collectors.joining(" "));
  }

  private String where(Range range) {
    List<Letter> found =
        day.deadLetters().stream()
            .filter(letter -> range.from() <= letter.number() && letter.number() <= range.to())
            .toList();
    return found.isEmpty()
        ? ""
        : found.stream()
            .limit(3)
            .map(letter -> letter.number() + " waits in " + Terminal.printable(letter.queue()))
            .collect(Collectors.joining(", ", ": ", found.size() > 3 ? ", …" : ""));
  }

  private static String repeat(Repeat repeat) {
    return "  "
        + repeat.number()
        + ": "
        + repeat.tradeIds().stream().map(Terminal::printable).collect(Collectors.joining(", "));
  }

  private static String letter(Letter letter) {
    return "  %s  %s%s  %s"
        .formatted(
            Terminal.printable(letter.queue()),
            Terminal.printable(letter.tradeId().isEmpty() ? "(no tradeId)" : letter.tradeId()),
            letter.number() == 0 ? "" : "  number " + letter.number(),
            Terminal.printable(letter.error()));
  }

  private static String difference(Difference difference) {
    return "  %s: %s is %s in the file and %s on record"
        .formatted(
            Terminal.printable(difference.total()),
            difference.figure(),
            difference.stated(),
            difference.onRecord());
  }
}
