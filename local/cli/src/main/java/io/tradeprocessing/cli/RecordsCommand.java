package io.tradeprocessing.cli;

import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.cli.console.Terminal;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.html.ReportFile;
import io.tradeprocessing.cli.html.TradeReport;
import io.tradeprocessing.cli.records.Mark;
import io.tradeprocessing.cli.records.RecordLine;
import io.tradeprocessing.cli.records.Selection;
import io.tradeprocessing.cli.records.SelectionOptions;
import io.tradeprocessing.cli.records.TradeLife;
import io.tradeprocessing.cli.records.TradeVerifier;
import io.tradeprocessing.cli.records.TradeVerifier.Verified;
import io.tradeprocessing.cli.store.StoreLocation;
import io.tradeprocessing.cli.store.StoreLocation.OpenStore;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.StoredItem;
import io.tradeprocessing.common.store.TradeHead;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.TradeState;
import io.tradeprocessing.common.store.UnreadableItem;
import io.tradeprocessing.common.store.dynamodb.Cursor;
import io.tradeprocessing.common.store.dynamodb.SourcePage;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code trades records}: shows records. */
@Command(
    name = "records",
    mixinStandardHelpOptions = true,
    description = {
      "Shows all records of a trade and its current state, or what a source sent in a period of"
          + " event time.",
      "With --trade, the words beside a record follow from all records of the trade and are"
          + " explained below them."
    })
final class RecordsCommand implements Callable<Integer> {

  /** Records per request; a BatchGetItem has as many keys at most. */
  private static final int PAGE = 100;

  private static final Path STANDARD_OUTPUT = Path.of("-");

  @Mixin private StoreLocation location = new StoreLocation();
  @Mixin private SelectionOptions selection = new SelectionOptions();

  @Option(
      names = "--json",
      description = "Print one record per line as JSON, with event, verdict and enrichment.")
  private boolean json;

  @Option(
      names = "--csv",
      description = "Print CSV (RFC 4180), without event, verdict and enrichment.")
  private boolean csv;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "With --trade: write one self-contained HTML page of the trade's life, with its chain"
              + " verified; - is standard output.")
  private @Nullable Path report;

  /** The former name of {@code --report -}, and of {@code --report FILE} with {@link #output}. */
  @Option(names = "--html", hidden = true)
  private boolean html;

  @Option(names = "--output", hidden = true)
  private @Nullable Path output;

  @Option(
      names = "--order",
      paramLabel = "ORDER",
      description =
          "With --trade: time (event time) or arrival (the chain) (default: ${DEFAULT-VALUE}).",
      converter = OrderConverter.class,
      defaultValue = "time")
  private TradeLife.Order order = TradeLife.Order.TIME;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (output != null && !html) {
      throw new UserError("--output needs --html; use --report FILE instead of both");
    }
    if (html) {
      report = output == null ? STANDARD_OUTPUT : output;
    }
    if ((json ? 1 : 0) + (csv ? 1 : 0) + (report != null ? 1 : 0) > 1) {
      throw new UserError("give only one of --json, --csv and --report");
    }
    Selection selected = selection.selection();
    if (report != null && !(selected instanceof Selection.Trade)) {
      throw new UserError("--report shows one trade: give --trade ID");
    }
    if (selected instanceof Selection.Everything) {
      throw new UserError(
          "give --trade ID, or --source S with --from T and --to T, to select records");
    }
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Optional<ReportFile> file =
        Optional.ofNullable(report)
            .filter(path -> !path.equals(STANDARD_OUTPUT))
            .map(path -> ReportFile.of("--report", path));
    try (OpenStore store = location.open()) {
      return switch (selected) {
        case Selection.Trade(String id) -> trade(store.records(), id, file, out, err);
        case Selection.Sent sent -> sent(store.records(), sent, out, err);
        case Selection.Everything _ -> throw new IllegalStateException();
      };
    }
  }

  private int trade(
      TradeStore store,
      String tradeId,
      Optional<ReportFile> file,
      PrintWriter out,
      PrintWriter err) {
    TradeHistory trade = store.history(tradeId);
    String id = Terminal.printable(trade.tradeId());
    if (trade.isUnknown()) {
      err.println("trades: there is no trade " + id + " in " + location.name());
      return ExitCode.FAILED;
    }
    if (report != null) {
      return page(TradeVerifier.of(store).verify(trade), file, out);
    }
    if (!json && !csv) {
      state(trade, out);
    }
    heading(out);
    List<RecordLine> lines = TradeLife.lines(trade, order);
    lines.forEach(line -> print(line, out));
    if (!json && !csv) {
      legend(lines, out);
    }
    trade.unreadable().forEach(item -> unreadable(item, err));
    if (trade.heads().isEmpty()) {
      err.println("trades: the head of " + id + " is missing");
    }
    boolean damaged = trade.heads().isEmpty() || !trade.unreadable().isEmpty();
    return damaged ? ExitCode.FAILED : ExitCode.DONE;
  }

  private int page(Verified verified, Optional<ReportFile> file, PrintWriter out) {
    String page =
        TradeReport.page(
                verified, order, location.name(), Instant.now().truncatedTo(ChronoUnit.SECONDS))
            .render();
    if (file.isPresent()) {
      file.get().write(page);
      out.println("the report is in " + file.get());
    } else {
      out.print(page);
    }
    return verified.flaw().isPresent() ? ExitCode.FAILED : ExitCode.DONE;
  }

  /** What the words beside the records mean. */
  private static void legend(List<RecordLine> lines, PrintWriter out) {
    Set<Mark> used = Mark.of(lines);
    if (!used.isEmpty()) {
      out.println();
    }
    used.forEach(mark -> out.println("  " + mark.label() + ": " + mark.meaning()));
  }

  /** The trade's current state for each source that uses the identifier. */
  private static void state(TradeHistory trade, PrintWriter out) {
    out.println(Terminal.printable(trade.tradeId()));
    SortedMap<String, TradeState> states = trade.states().bySource();
    states.forEach(
        (source, state) -> out.println("  " + Terminal.printable(source) + ": " + sentence(state)));
    if (states.isEmpty()) {
      out.println("  no event was accepted");
    }
    for (TradeHead head : trade.heads()) {
      String where =
          trade.heads().size() == 1
              ? "recorded"
              : "recorded in " + Terminal.printable(head.region().name());
      out.printf(
          "  %,d %s; the last hash of the chain is %s%n",
          head.sequence(), where, Terminal.printable(head.lastHash().orElse("none")));
    }
    out.println();
  }

  private static String sentence(TradeState state) {
    return switch (state.status()) {
      case ACTIVE -> "ACTIVE on the terms of " + state.terms().orElseThrow().time();
      case CANCELLED -> "CANCELLED at " + state.lastCancel().orElseThrow().time();
      case UNMATCHED -> "UNMATCHED: corrected or cancelled before a NEW was accepted";
    };
  }

  /** Page by page: memory does not limit the length of the period. */
  private int sent(TradeStore store, Selection.Sent sent, PrintWriter out, PrintWriter err) {
    boolean headed = csv;
    if (csv) {
      heading(out);
    }
    boolean damaged = false;
    Optional<Cursor> after = Optional.empty();
    do {
      SourcePage page = store.bySource(sent.source(), sent.from(), sent.to(), after, PAGE);
      for (StoredItem item : store.read(page)) {
        if (!headed) {
          heading(out);
          headed = true;
        }
        switch (item) {
          case ComplianceRecord record -> print(new RecordLine(record, Optional.empty()), out);
          case UnreadableItem unreadable -> {
            damaged = true;
            unreadable(unreadable, err);
          }
          case TradeHead head -> throw new IllegalStateException("in the index: " + head.tradeId());
        }
      }
      after = page.next();
    } while (after.isPresent() && !out.checkError());
    if (!headed) {
      err.println("there are no records of " + sent.source() + " in this period");
    }
    return damaged ? ExitCode.FAILED : ExitCode.DONE;
  }

  private void heading(PrintWriter out) {
    if (!json) {
      out.println(csv ? RecordLine.CSV_HEADING : RecordLine.HEADING.stripTrailing());
    }
  }

  private void print(RecordLine line, PrintWriter out) {
    if (json) {
      out.println(Terminal.json(JsonWriter.toString(line.json())));
    } else {
      out.println(csv ? line.csv() : line.text());
    }
  }

  private static void unreadable(UnreadableItem item, PrintWriter err) {
    err.println(
        "trades: the item %s / %s is not a record of this system: %s"
            .formatted(
                Terminal.printable(item.tradeId()),
                Terminal.printable(item.timestamp()),
                Terminal.printable(item.reason())));
  }

  static final class OrderConverter implements ITypeConverter<TradeLife.Order> {
    @Override
    public TradeLife.Order convert(String value) {
      return switch (value) {
        case "time" -> TradeLife.Order.TIME;
        case "arrival" -> TradeLife.Order.ARRIVAL;
        default -> throw new TypeConversionException("'" + value + "' is not time or arrival");
      };
    }
  }
}
