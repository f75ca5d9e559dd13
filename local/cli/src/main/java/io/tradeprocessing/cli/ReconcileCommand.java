package io.tradeprocessing.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.cli.archive.ArchiveOptions;
import io.tradeprocessing.cli.archive.ArchiveOptions.OpenArchive;
import io.tradeprocessing.cli.archive.ArchivedRecords;
import io.tradeprocessing.cli.bus.BusArchives;
import io.tradeprocessing.cli.bus.DeadLetter;
import io.tradeprocessing.cli.bus.DeadLetterFiles;
import io.tradeprocessing.cli.bus.DeadLetterQueues;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.cli.console.Terminal;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.html.ReconciliationReport;
import io.tradeprocessing.cli.html.ReportFile;
import io.tradeprocessing.cli.reconcile.Control;
import io.tradeprocessing.cli.reconcile.DayCollector;
import io.tradeprocessing.cli.reconcile.DayReader;
import io.tradeprocessing.cli.reconcile.EventArchive;
import io.tradeprocessing.cli.reconcile.Numbering;
import io.tradeprocessing.cli.reconcile.NumberingOption;
import io.tradeprocessing.cli.reconcile.Reconciliation;
import io.tradeprocessing.cli.reconcile.Reconciliation.Letter;
import io.tradeprocessing.cli.reconcile.ReconciliationText;
import io.tradeprocessing.cli.reconcile.SourceDay;
import io.tradeprocessing.cli.reconcile.SourceDay.Dated;
import io.tradeprocessing.cli.records.DamagedItems;
import io.tradeprocessing.cli.store.StoreLocation;
import io.tradeprocessing.cli.store.StoreLocation.OpenStore;
import io.tradeprocessing.common.trade.EventTime;
import io.tradeprocessing.common.trade.IsoDate;
import io.tradeprocessing.common.trade.SourceSystem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.eventbridge.model.DescribeArchiveResponse;

/** {@code trades reconcile}: whether everything that a source sent on a day is on record. */
@Command(
    name = "reconcile",
    mixinStandardHelpOptions = true,
    description = {
      "Says whether every event that a source sent on a day is on record: gaps and repeats in"
          + " sourceSequence, dead letters, and control totals against the file that the source"
          + " sends.",
      "With --archive, the archive of the records is read once from beginning to end, in place of a"
          + " store: in memory are the events of the day and the sequence numbers around it.",
      "Exit code 1 if anything is missing, repeated, waiting or different."
    })
final class ReconcileCommand implements Callable<Integer> {

  @Mixin private StoreLocation location = new StoreLocation();
  @Mixin private ArchiveOptions archives = new ArchiveOptions();

  @Option(
      names = "--source",
      paramLabel = "S",
      required = true,
      description = "The source system, such as system1.")
  private String source = "";

  @Option(
      names = "--date",
      paramLabel = "D",
      required = true,
      description = "The UTC date of the events' own time, such as 2026-01-12.")
  private String date = "";

  @Option(
      names = "--control",
      paramLabel = "FILE",
      description =
          "What the source says it sent, as CSV or JSON: count, and if it likes quantity and"
              + " notional, by eventType, side and currency; firstSequence and lastSequence.")
  private @Nullable Path control;

  @Mixin private NumberingOption numbering = new NumberingOption();

  @Option(
      names = "--queue",
      paramLabel = "QUEUE",
      description =
          "With --table or --archive: a dead-letter queue to look into, by name or URL; can be"
              + " repeated. Default: those of the stack, where the table is named"
              + " trade-records-ENVIRONMENT. With --store, the folder's dead letters are read.")
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
    LocalDate day = date();
    Optional<Numbering.Kind> kind = numbering.kind();
    mustBeSource();
    mustFit();
    Optional<Control> stated = Optional.ofNullable(control).map(Control::read);
    Optional<ReportFile> file =
        Optional.ofNullable(report).map(path -> ReportFile.of("--report", path));
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    DamagedItems damaged = new DamagedItems(err);
    SourceDay read = archives.isGiven() ? archived(day, damaged) : recorded(day, damaged);
    Reconciliation reconciliation =
        read.reconcile(
            archives.isGiven() ? "the archive" : location.name(),
            kind,
            letters(now),
            stated,
            eventArchive(now, err));
    out.print(
        json
            ? Terminal.json(ExactJson.write(reconciliation.json())) + System.lineSeparator()
            : ReconciliationText.of(reconciliation));
    file.ifPresent(page -> page.write(ReconciliationReport.page(reconciliation, now).render()));
    return reconciliation.isComplete() && !damaged.any() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private LocalDate date() {
    return IsoDate.parse(date)
        .orElseThrow(
            () -> new UserError("--date " + date + " is not a date: give one such as 2026-01-12"));
  }

  private void mustBeSource() {
    if (Arrays.stream(SourceSystem.values()).noneMatch(system -> system.id().equals(source))) {
      throw new UserError(
          "--source "
              + source
              + " is not a source: give one of "
              + Arrays.stream(SourceSystem.values())
                  .map(SourceSystem::id)
                  .collect(Collectors.joining(", ")));
    }
  }

  private void mustFit() {
    archives.mustFit();
    if (archives.isGiven() && location.isGiven()) {
      throw new UserError("--archive is read in place of a store: leave out --store and --table");
    }
    if (!queues.isEmpty() && location.folder().isPresent()) {
      throw new UserError(
          "--queue needs --table: with --store, the dead letters of the folder are read");
    }
  }

  private SourceDay recorded(LocalDate day, DamagedItems damaged) {
    try (OpenStore store = location.open()) {
      return new DayReader(store.records(), source, damaged).read(day);
    }
  }

  /** One pass over the signed objects; an archive has no index. */
  private SourceDay archived(LocalDate day, DamagedItems damaged) throws InterruptedException {
    DayCollector collector = new DayCollector(source, day);
    List<OpenArchive> open = archives.open(location.aws());
    try {
      for (OpenArchive archive : open) {
        ArchivedRecords.forEach(
            archive,
            Runtime.getRuntime().availableProcessors(),
            collector::add,
            damaged,
            damaged::say);
      }
    } finally {
      open.forEach(OpenArchive::close);
    }
    return collector.day();
  }

  /** The archive of the bus that is beside the table. */
  private Optional<EventArchive> eventArchive(Instant now, PrintWriter err) {
    return location
        .table()
        .flatMap(DeadLetterQueues::environment)
        .flatMap(
            environment ->
                BusArchives.of(
                        location.aws(), environment, problem -> err.println("trades: " + problem))
                    .map(archive -> eventArchive(archive, environment, now)));
  }

  private EventArchive eventArchive(
      DescribeArchiveResponse archive, String environment, Instant now) {
    String bus = archive.eventSourceArn();
    String name = bus.substring(bus.indexOf('/') + 1);
    String prefix = bus.substring(0, bus.indexOf(":event-bus/") + 1);
    int days = Objects.requireNonNullElse(archive.retentionDays(), 0);
    Instant kept = days == 0 ? Instant.MIN : now.minus(days, ChronoUnit.DAYS);
    return new EventArchive(
        archive.archiveName(),
        prefix + "archive/" + archive.archiveName(),
        bus,
        prefix
            + "rule/"
            + (name.equals("default") ? "" : name + "/")
            + "trade-processing-%s-%s".formatted(source, environment),
        kept.isAfter(archive.creationTime()) ? kept : archive.creationTime(),
        Objects.requireNonNullElse(archive.eventCount(), 0L));
  }

  /** The source's dead letters. */
  private List<Dated> letters(Instant now) {
    List<Dated> letters = new ArrayList<>();
    BiConsumer<String, DeadLetter> keep =
        (queue, letter) -> of(queue, letter.json(now)).ifPresent(letters::add);
    location.folder().ifPresent(folder -> DeadLetterFiles.read(folder, keep));
    if (queues.isEmpty()) {
      List<String> beside = location.table().map(DeadLetterQueues::beside).orElse(List.of());
      DeadLetterQueues.readExisting(location.aws(), beside, keep);
    } else {
      DeadLetterQueues.read(location.aws(), queues, keep);
    }
    return letters;
  }

  private Optional<Dated> of(String queue, ObjectNode letter) {
    JsonNode trade = letter.at("/event/detail");
    if (!letter.path("source").asText().equals("trading." + source)) {
      return Optional.empty();
    }
    JsonNode number = trade.path("sourceSequence");
    return Optional.of(
        new Dated(
            new Letter(
                queue,
                letter.path("tradeId").asText(""),
                number.canConvertToLong() ? Math.max(0, number.asLong()) : 0,
                letter.path("error").asText("")),
            EventTime.parse(trade.path("timestamp").asText())
                .map(time -> LocalDate.ofInstant(time.instant(), ZoneOffset.UTC))));
  }
}
