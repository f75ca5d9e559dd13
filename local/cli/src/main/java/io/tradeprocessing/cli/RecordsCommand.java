package io.tradeprocessing.cli;

import io.tradeprocessing.cli.archive.ArchiveOptions;
import io.tradeprocessing.cli.archive.ArchiveOptions.OpenArchive;
import io.tradeprocessing.cli.archive.ArchivedRecords;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.cli.console.Terminal;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.html.ReportFile;
import io.tradeprocessing.cli.html.TradeReport;
import io.tradeprocessing.cli.records.DamagedItems;
import io.tradeprocessing.cli.records.DistinctKeys;
import io.tradeprocessing.cli.records.PointInTime;
import io.tradeprocessing.cli.records.PointInTimeOptions;
import io.tradeprocessing.cli.records.RecordFilter;
import io.tradeprocessing.cli.records.RecordPrinter;
import io.tradeprocessing.cli.records.RecordSearch;
import io.tradeprocessing.cli.records.SearchOptions;
import io.tradeprocessing.cli.records.Selection;
import io.tradeprocessing.cli.records.SelectionOptions;
import io.tradeprocessing.cli.records.TradeLife;
import io.tradeprocessing.cli.records.TradeLinks;
import io.tradeprocessing.cli.records.TradeScan;
import io.tradeprocessing.cli.records.TradeVerifier;
import io.tradeprocessing.cli.records.TradeVerifier.Verified;
import io.tradeprocessing.cli.store.StoreLocation;
import io.tradeprocessing.cli.store.StoreLocation.OpenStore;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.RecordKey;
import io.tradeprocessing.common.store.TradeHead;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.TradeState;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
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
      "Shows all records of a trade and its current state, what a source sent in a period of event"
          + " time, or the records that are searched for.",
      "With --trade, the trades that its accepted events name follow its state: the allocations of"
          + " a block, the successor of a novation, what was exercised, each with its own state.",
      "With --trade, the words beside a record follow from all records of the trade and are"
          + " explained below them. With --as-of and --known-at, they follow from those that had"
          + " happened or were known then; --source then reads each trade whole.",
      "What is read: --trade reads the trade; --source its entries in the index and then each"
          + " record; a search without them the whole table, once and page by page. On AWS a"
          + " million records take about 0.6 million read units that way (0.08 dollars, on demand,"
          + " in us-east-1), and a million by --source about a million. --archive reads all of an"
          + " archive in place of a store."
    })
final class RecordsCommand implements Callable<Integer> {

  private static final Path STANDARD_OUTPUT = Path.of("-");

  @Mixin private StoreLocation location = new StoreLocation();
  @Mixin private SelectionOptions selection = new SelectionOptions();
  @Mixin private PointInTimeOptions time = new PointInTimeOptions();
  @Mixin private SearchOptions search = new SearchOptions();
  @Mixin private ArchiveOptions archives = new ArchiveOptions();

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
  public Integer call() throws InterruptedException {
    readFormerNames();
    RecordPrinter.Format format = format();
    Selection selected = selection.selection();
    RecordFilter filter = search.filter();
    PointInTime at = time.pointInTime();
    mustFit(selected, filter, at);
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    DamagedItems damaged = new DamagedItems(spec.commandLine().getErr());
    RecordSearch found = new RecordSearch(at, filter, new RecordPrinter(format, out), damaged);
    if (archives.isGiven()) {
      return archived(selected, found);
    }
    Optional<ReportFile> file =
        Optional.ofNullable(report)
            .filter(path -> !path.equals(STANDARD_OUTPUT))
            .map(path -> ReportFile.of("--report", path));
    try (OpenStore store = location.open()) {
      switch (selected) {
        case Selection.Trade(String id) -> {
          return report == null
              ? trade(store.records().history(id), Optional.of(store.records()), found)
              : page(store.records(), id, file);
        }
        case Selection.Sent sent -> found.sent(store.records(), sent);
        case Selection.Everything _ -> {
          found.everything(new TradeScan(store.scan()));
          store.scan().damage().ifPresent(damaged::say);
        }
      }
    }
    return finish(selected, found);
  }

  private void readFormerNames() {
    if (output != null && !html) {
      throw new UserError("--output needs --html; use --report FILE instead of both");
    }
    if (html) {
      report = output == null ? STANDARD_OUTPUT : output;
    }
  }

  private RecordPrinter.Format format() {
    if ((json ? 1 : 0) + (csv ? 1 : 0) + (report != null ? 1 : 0) > 1) {
      throw new UserError("give only one of --json, --csv and --report");
    }
    return json
        ? RecordPrinter.Format.JSON
        : csv ? RecordPrinter.Format.CSV : RecordPrinter.Format.TEXT;
  }

  private void mustFit(Selection selected, RecordFilter filter, PointInTime at) {
    archives.mustFit();
    if (report != null && !(selected instanceof Selection.Trade)) {
      throw new UserError("--report shows one trade: give --trade ID");
    }
    if (report != null && !(at.isNow() && filter.equals(RecordFilter.NONE))) {
      throw new UserError(
          "--report shows all of a trade as it is now: leave out --as-of, --known-at and what to"
              + " search for");
    }
    if (selected instanceof Selection.Everything && filter.equals(RecordFilter.NONE)) {
      throw new UserError(
          "give --trade ID, or --source S with --from T and --to T, to select records; or one of"
              + " --status, --code, --isin, --uti and --lei, to search for them");
    }
    if (archives.isGiven() && (location.isGiven() || report != null)) {
      throw new UserError(
          "--archive is read in place of a store, and has no heads for --report: leave out"
              + " --store, --table and --report");
    }
  }

  private int trade(TradeHistory trade, Optional<TradeStore> store, RecordSearch found) {
    String id = Terminal.printable(trade.tradeId());
    if (trade.isUnknown()) {
      err().println("trades: " + new Selection.Trade(trade.tradeId()).unknownIn(where()));
      return ExitCode.FAILED;
    }
    if (!json && !csv) {
      state(found.at().of(trade), store, found.at());
    }
    found.printer().heading();
    found.trade(trade, order, _ -> true);
    found.printer().legend();
    // An archive has no heads.
    if (trade.heads().isEmpty() && !archives.isGiven()) {
      found.damaged().say("the head of " + id + " is missing");
    }
    return found.damaged().any() ? ExitCode.FAILED : ExitCode.DONE;
  }

  private int page(TradeStore store, String tradeId, Optional<ReportFile> file) {
    TradeHistory trade = store.history(tradeId);
    if (trade.isUnknown()) {
      err().println("trades: " + new Selection.Trade(tradeId).unknownIn(where()));
      return ExitCode.FAILED;
    }
    Verified verified = TradeVerifier.of(store).verify(trade);
    String page =
        TradeReport.page(
                verified,
                TradeLinks.of(trade, id -> Optional.of(store.history(id))),
                order,
                location.name(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS))
            .render();
    if (file.isPresent()) {
      file.get().write(page);
      out().println("the report is in " + file.get());
    } else {
      out().print(page);
    }
    return verified.flaw().isPresent() ? ExitCode.FAILED : ExitCode.DONE;
  }

  /** The trade's state for each source that uses the identifier. */
  private void state(TradeHistory trade, Optional<TradeStore> store, PointInTime at) {
    PrintWriter out = out();
    out.println(Terminal.printable(trade.tradeId()) + at.text());
    SortedMap<String, TradeState> states = trade.states().bySource();
    states.forEach(
        (source, state) -> out.println("  " + Terminal.printable(source) + ": " + sentence(state)));
    TradeLinks.of(trade, id -> store.map(table -> at.of(table.history(id))))
        .forEach(link -> out.println("    " + Terminal.printable(link.text())));
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
      case ACTIVE ->
          "ACTIVE on the terms of "
              + state.terms().orElseThrow().time()
              + state
                  .reduction()
                  .map(place -> ", reduced by the " + place.type() + " at " + place.time())
                  .orElse("");
      case ALLOCATED, GIVEN_UP, NOVATED, TERMINATED, EXERCISED, CANCELLED ->
          state.status() + " at " + state.end().orElseThrow().time();
      case UNMATCHED -> "UNMATCHED: no NEW was accepted";
    };
  }

  /** In memory are the records of one trade, or the keys of those that were found. */
  private int archived(Selection selected, RecordSearch found) throws InterruptedException {
    SortedMap<RecordKey, ComplianceRecord> trade =
        new TreeMap<>(Comparator.comparing(RecordKey::timestamp));
    DistinctKeys known = new DistinctKeys();
    Consumer<ComplianceRecord> each =
        switch (selected) {
          case Selection.Trade(String id) ->
              record -> {
                if (record.key().tradeId().equals(id)) {
                  trade.put(record.key(), record);
                }
              };
          case Selection.Sent sent ->
              record -> {
                if (sent.has(record)) {
                  once(record, known, found);
                }
              };
          case Selection.Everything _ -> record -> once(record, known, found);
        };
    List<OpenArchive> open = archives.open(location.aws());
    try {
      for (OpenArchive archive : open) {
        ArchivedRecords.forEach(
            archive,
            Runtime.getRuntime().availableProcessors(),
            each,
            found.damaged(),
            found.damaged()::say);
      }
    } finally {
      open.forEach(OpenArchive::close);
    }
    return selected instanceof Selection.Trade(String id)
        ? trade(
            new TradeHistory(id, List.of(), List.copyOf(trade.values()), List.of()),
            Optional.empty(),
            found)
        : finish(selected, found);
  }

  private static void once(ComplianceRecord record, DistinctKeys known, RecordSearch found) {
    if (found.isFound(record)
        && known.add(record.key().tradeId() + '\n' + record.key().timestamp())) {
      found.alone(record);
    }
  }

  private int finish(Selection selected, RecordSearch found) {
    if (csv) {
      found.printer().heading();
    }
    found.printer().legend();
    if (found.printer().printed() == 0) {
      err()
          .println(
              selected instanceof Selection.Sent sent && found.filter().equals(RecordFilter.NONE)
                  ? "there are no records of " + sent.source() + " in this period"
                  : "no record is as searched for");
    }
    return found.damaged().any() ? ExitCode.FAILED : ExitCode.DONE;
  }

  private String where() {
    return archives.isGiven() ? "the archive" : location.name();
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }

  private PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
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
