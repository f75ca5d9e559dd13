package io.tradeprocessing.cli;

import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.cli.bus.DeadLetterFiles;
import io.tradeprocessing.cli.bus.DeadLetterQueues;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.cli.console.Shell;
import io.tradeprocessing.cli.console.Terminal;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.exceptions.ExceptionFilter;
import io.tradeprocessing.cli.exceptions.ExceptionList;
import io.tradeprocessing.cli.exceptions.ExceptionReader;
import io.tradeprocessing.cli.exceptions.ExceptionsText;
import io.tradeprocessing.cli.html.ExceptionsReport;
import io.tradeprocessing.cli.html.ReportFile;
import io.tradeprocessing.cli.reconcile.NumberingOption;
import io.tradeprocessing.cli.records.DamagedItems;
import io.tradeprocessing.cli.records.Selection;
import io.tradeprocessing.cli.records.SelectionOptions;
import io.tradeprocessing.cli.store.StoreLocation;
import io.tradeprocessing.cli.store.StoreLocation.OpenStore;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code trades exceptions}: everything that waits for a person. */
@Command(
    name = "exceptions",
    mixinStandardHelpOptions = true,
    description = {
      "Lists everything that waits for a person, by age and value: rejected events that nothing"
          + " repaired, unmatched and conflicting events, NEWs over live trades, gaps in sequence"
          + " numbers, dead letters; and says what to do. docs/operations.md says what settles"
          + " each.",
      "Exit code 1 if something waits. A record waits since it was recorded. The whole store is"
          + " read once, page by page; with --from or --to, the trades of which a source sent"
          + " something in that period. In memory are the exceptions, and a page and a trade for"
          + " each thread."
    })
final class ExceptionsCommand implements Callable<Integer> {

  @Mixin private StoreLocation location = new StoreLocation();
  @Mixin private SelectionOptions options = new SelectionOptions();
  @Mixin private NumberingOption numbering = new NumberingOption();

  @Option(
      names = "--code",
      paramLabel = "CODE",
      description =
          "Only these: a violation's code such as BAD_FORMAT, a dead letter's error, or REJECTED,"
              + " UNMATCHED, CONFLICT, REPLACES, GAP or DEAD_LETTER.")
  private @Nullable String code;

  @Option(
      names = "--older-than",
      paramLabel = "AGE",
      description = "Only what has waited at least so long, such as PT4H or P2D.")
  private @Nullable Duration olderThan;

  @Option(
      names = "--queue",
      paramLabel = "QUEUE",
      description =
          "With --table: a dead-letter queue to look into, by name or URL; can be repeated."
              + " Default: those of the stack, where the table is named trade-records-ENVIRONMENT."
              + " With --store, the folder's dead letters are read.")
  private List<String> queues = new ArrayList<>();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write a self-contained HTML page as well.")
  private @Nullable Path report;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Selection selection = options.selection();
    if (!queues.isEmpty() && location.folder().isPresent()) {
      throw new UserError(
          "--queue needs --table: with --store, the dead letters of the folder are read");
    }
    if (olderThan != null && olderThan.isNegative()) {
      throw new UserError("--older-than must not be negative: give an age such as PT4H");
    }
    Optional<ReportFile> file =
        Optional.ofNullable(report).map(path -> ReportFile.of("--report", path));
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    DamagedItems damaged = new DamagedItems(spec.commandLine().getErr());
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    ExceptionList list;
    try (OpenStore store = location.open()) {
      ExceptionReader reader =
          new ExceptionReader(store, location.arguments(), filter(selection), now, damaged);
      readLetters(reader);
      reader.trades(selection, 2 * Runtime.getRuntime().availableProcessors());
      reader.gaps(selection, numbering.kind());
      store.scan().damage().ifPresent(damaged::say);
      if (selection instanceof Selection.Trade trade && reader.isUnknownTrade()) {
        spec.commandLine().getErr().println("trades: " + trade.unknownIn(location.name()));
        return ExitCode.FAILED;
      }
      list = reader.list(location.name());
    }
    out.print(
        json
            ? Terminal.json(ExactJson.write(list.json())) + System.lineSeparator()
            : ExceptionsText.of(list));
    file.ifPresent(page -> page.write(ExceptionsReport.page(list).render()));
    return list.waiting().isEmpty() && !damaged.any() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private ExceptionFilter filter(Selection selection) {
    return new ExceptionFilter(
        selection instanceof Selection.Sent sent ? Optional.of(sent.source()) : Optional.empty(),
        Optional.ofNullable(code),
        selection instanceof Selection.Trade(String id) ? Optional.of(id) : Optional.empty(),
        Optional.ofNullable(olderThan));
  }

  private void readLetters(ExceptionReader reader) {
    Optional<Path> folder = location.folder();
    if (folder.isPresent()) {
      DeadLetterFiles.read(folder.get(), reader::letter);
      reader.letters(
          true,
          queue ->
              "trades run %s %s"
                  .formatted(
                      location.arguments(),
                      Shell.quoted(DeadLetterFiles.file(folder.get(), queue).toString())));
      return;
    }
    if (queues.isEmpty()) {
      List<String> beside = location.table().map(DeadLetterQueues::beside).orElse(List.of());
      List<String> read = DeadLetterQueues.readExisting(location.aws(), beside, reader::letter);
      if (read.isEmpty()) {
        Objects.requireNonNull(spec)
            .commandLine()
            .getErr()
            .println("trades: no dead-letter queue was looked into: name them by --queue");
      }
    } else {
      DeadLetterQueues.read(location.aws(), queues, reader::letter);
    }
    reader.letters(
        false,
        queue ->
            "trades redrive %s%s --execute"
                .formatted(Shell.quoted(queue), location.aws().arguments()));
  }
}
