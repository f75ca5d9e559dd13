package io.tradeprocessing.cli;

import io.tradeprocessing.cli.archive.ArchiveOptions;
import io.tradeprocessing.cli.archive.ArchiveOptions.OpenArchive;
import io.tradeprocessing.cli.aws.RateLimit;
import io.tradeprocessing.cli.console.Counted;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.cli.console.Logging;
import io.tradeprocessing.cli.console.Terminal;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.records.Checkpoint;
import io.tradeprocessing.cli.records.CheckpointVerifier;
import io.tradeprocessing.cli.records.Findings;
import io.tradeprocessing.cli.records.ScanProgress;
import io.tradeprocessing.cli.records.ScanProgress.Segment;
import io.tradeprocessing.cli.records.Selection;
import io.tradeprocessing.cli.records.SelectionOptions;
import io.tradeprocessing.cli.records.SourceReader;
import io.tradeprocessing.cli.records.TableVerifier;
import io.tradeprocessing.cli.records.TradeVerifier;
import io.tradeprocessing.cli.records.TradeVerifier.Verified;
import io.tradeprocessing.cli.review.ReviewSignatures;
import io.tradeprocessing.cli.store.StoreLocation;
import io.tradeprocessing.cli.store.StoreLocation.OpenStore;
import io.tradeprocessing.cli.witness.Witness;
import io.tradeprocessing.cli.witness.WitnessReport;
import io.tradeprocessing.cli.witness.WitnessTally;
import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.TradeHistory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code trades verify}: whether the records are still what was written. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Recomputes every hash and chain of one trade, of what a source sent in a period, or of the"
          + " whole store, and names the first broken record of each broken trade.",
      "With --reviewers, also checks that two of them signed each OVERRIDE and CANCEL of operations"
          + " that counts.",
      "With --archive, verifies the archive of the records and compares it with the store; without"
          + " a store, the archive alone, and the signatures of the reviews in it.",
      "docs/integrity.md says what this proves and what it does not."
    })
final class VerifyCommand implements Callable<Integer> {

  private static final int MAX_PARALLEL = 256;

  /** Requests to a bucket at the same time; each waits for the network most of the time. */
  private static final int BUCKET_READERS = 8;

  private static final long SAVE_EVERY_NANOS = 1_000_000_000;

  @Mixin private StoreLocation location = new StoreLocation();
  @Mixin private SelectionOptions options = new SelectionOptions();
  @Mixin private ArchiveOptions archives = new ArchiveOptions();
  @Mixin private ReviewersOption reviewers = new ReviewersOption();

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description =
          "Without --trade and --source: if FILE does not exist, write the heads of all trades to"
              + " it, to be signed and kept elsewhere; if it exists, check that each of its heads"
              + " is still in its trade's chain.")
  private @Nullable Path checkpoint;

  @Option(
      names = "--resume",
      paramLabel = "FILE",
      description =
          "Without --trade and --source: note the progress in FILE; if FILE exists, continue from"
              + " there. It is removed at the end.")
  private @Nullable Path resume;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Items to read per second, in total (default: as fast as possible).")
  private double rate = Double.POSITIVE_INFINITY;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "Requests at the same time (default: ${DEFAULT-VALUE}).")
  private int parallel = 2 * Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--settle",
      paramLabel = "TIME",
      description =
          "How long an item of another Region may take to arrive, as in PT15M, before it counts as"
              + " NOT_ARRIVED, and a record to be archived (default: PT15M; PT0S between a store"
              + " folder and its archive).")
  private @Nullable Duration settle;

  @Option(
      names = "--json",
      description = "Print each flaw as a line of JSON, and a summary as the last one.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  private final AtomicLong savedAt = new AtomicLong(System.nanoTime());
  private ReviewSignatures signatures = new ReviewSignatures(Optional.empty());
  private long start;

  @Override
  public Integer call() throws InterruptedException {
    Selection selection = options.selection();
    mustFit(selection);
    signatures = new ReviewSignatures(reviewers.read());
    start = System.nanoTime();
    if (archives.isGiven()) {
      return witnessed(selection);
    }
    try (OpenStore store = location.open()) {
      return switch (selection) {
        case Selection.Trade(String id) -> trade(store, id);
        case Selection.Sent sent -> sent(store, sent);
        case Selection.Everything _ -> everything(store);
      };
    }
  }

  private void mustFit(Selection selection) {
    if (!(rate > 0)) {
      throw new UserError("--rate must be above 0");
    }
    if (parallel < 1 || parallel > MAX_PARALLEL) {
      throw new UserError("--parallel must be from 1 to " + MAX_PARALLEL);
    }
    if (!(selection instanceof Selection.Everything) && (checkpoint != null || resume != null)) {
      throw new UserError("--checkpoint and --resume cannot be used with --trade or --source");
    }
    if (archives.isGiven()
        && (selection instanceof Selection.Sent || checkpoint != null || resume != null)) {
      throw new UserError(
          "--archive is compared with the whole store or one trade: it cannot be used with"
              + " --source, --checkpoint or --resume");
    }
    archives.mustFit();
    mustHaveFolder("--checkpoint", checkpoint);
    mustHaveFolder("--resume", resume);
    if (checkpoint != null && resume != null) {
      throw new UserError(
          "give --checkpoint or --resume, not both: a checkpoint is written or checked in one"
              + " pass");
    }
  }

  /** Checked before any work: the file is first written long after. */
  private static void mustHaveFolder(String option, @Nullable Path file) {
    Path folder = file == null ? null : file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new UserError(
          "%s %s cannot be written: there is no folder %s".formatted(option, file, folder));
    }
  }

  private TradeVerifier verifier(OpenStore store) {
    return new TradeVerifier(store.records(), Instant.now().minus(settle()));
  }

  private Duration settle() {
    return settle == null ? TradeVerifier.SETTLE : settle;
  }

  private int witnessed(Selection selection) throws InterruptedException {
    List<OpenArchive> open = archives.open(location.aws());
    try {
      if (!location.isGiven()) {
        return witnessed(selection, open, Optional.empty());
      }
      try (OpenStore store = location.open(archives.isOnAws())) {
        return witnessed(selection, open, Optional.of(store));
      }
    } finally {
      open.forEach(OpenArchive::close);
    }
  }

  private int witnessed(Selection selection, List<OpenArchive> open, Optional<OpenStore> store)
      throws InterruptedException {
    Findings findings =
        findings(store.map(s -> s.scan().approximateItems()).orElse(Double.NaN), Segment.UNREAD);
    Instant now = Instant.now();
    // Nothing is on its way between a folder and its archive.
    Duration delay = settle == null && location.folder().isPresent() ? Duration.ZERO : settle();
    Witness.Settings settings =
        new Witness.Settings(
            store.map(s -> s.records().region().name()),
            now,
            now.minus(delay),
            archives.since(),
            trades(selection));
    try (Witness witness =
        new Witness(
            settings,
            found ->
                findings.discrepancy(
                    found.tradeId(),
                    found.timestamp(),
                    found.kind().name(),
                    found.files(),
                    found.message()),
            record -> checkSignatures(findings, record))) {
      for (OpenArchive archive : open) {
        witness.read(archive, archives.isOnAws() ? Math.max(parallel, BUCKET_READERS) : parallel);
      }
      if (store.isPresent()) {
        compare(selection, store.get(), findings, witness);
      }
      WitnessTally tally = witness.judge();
      if (selection instanceof Selection.Trade trade
          && findings.total().trades() + tally.records() + findings.discrepancies() == 0) {
        String where = store.isPresent() ? location.name() + " or the archive" : "the archive";
        err().println("trades: " + trade.unknownIn(where));
        return ExitCode.FAILED;
      }
      return finish(
          findings, Optional.of(new WitnessReport(open, witness, tally, store.isPresent(), delay)));
    }
  }

  private static Predicate<String> trades(Selection selection) {
    return tradeId -> !(selection instanceof Selection.Trade(String id)) || id.equals(tradeId);
  }

  private void compare(Selection selection, OpenStore store, Findings findings, Witness witness)
      throws InterruptedException {
    Consumer<Verified> both =
        trade -> {
          verified(findings, trade);
          witness.recorded(trade.trade(), trade.flaw().isEmpty());
        };
    if (selection instanceof Selection.Trade(String id)) {
      TradeHistory trade = store.records().history(id);
      if (!trade.isUnknown()) {
        both.accept(verifier(store).verify(trade));
      }
      return;
    }
    scan(
        store,
        ScanProgress.start(
            location.name(), TableVerifier.segments(store.scan().approximateItems(), parallel)),
        findings,
        both);
  }

  private int trade(OpenStore store, String id) {
    TradeHistory trade = store.records().history(id);
    if (trade.isUnknown()) {
      err().println("trades: " + new Selection.Trade(id).unknownIn(location.name()));
      return ExitCode.FAILED;
    }
    Findings findings = findings(Double.NaN, Segment.UNREAD);
    verified(findings, verifier(store).verify(trade));
    return finish(findings);
  }

  private void verified(Findings findings, Verified trade) {
    findings.verified(trade);
    trade.trade().records().forEach(record -> checkSignatures(findings, record));
  }

  private void checkSignatures(Findings findings, ComplianceRecord record) {
    signatures
        .flaw(record)
        .ifPresent(
            found ->
                findings.unsigned(
                    record.key().tradeId(), record.key().timestamp().toString(), found));
  }

  private int sent(OpenStore store, Selection.Sent sent) throws InterruptedException {
    Findings findings = findings(Double.NaN, Segment.UNREAD);
    try {
      TradeVerifier verifier = verifier(store);
      new SourceReader(store.records())
          .forEachTrade(
              sent,
              RateLimit.of(rate),
              trade -> verified(findings, verifier.verify(trade)),
              () -> true);
    } finally {
      findings.end();
    }
    return finish(findings);
  }

  private int everything(OpenStore store) throws InterruptedException {
    if (checkpoint == null) {
      return resumable(store);
    }
    return Files.exists(checkpoint)
        ? checkCheckpoint(store, checkpoint)
        : writeCheckpoint(store, checkpoint);
  }

  private int resumable(OpenStore store) throws InterruptedException {
    double items = store.scan().approximateItems();
    ScanProgress progress =
        resume != null && Files.exists(resume)
            ? ScanProgress.resume(resume, location.name())
            : ScanProgress.start(location.name(), TableVerifier.segments(items, parallel));
    Findings findings = findings(items, progress.total());
    try {
      scan(store, progress, findings, trade -> verified(findings, trade));
    } finally {
      if (resume != null) {
        progress.save(resume);
      }
    }
    if (resume != null) {
      delete(resume);
    }
    return finish(findings);
  }

  private int writeCheckpoint(OpenStore store, Path file) throws InterruptedException {
    double items = store.scan().approximateItems();
    Findings findings = findings(items, Segment.UNREAD);
    try (Checkpoint.Writer writer =
        new Checkpoint.Writer(file, Instant.now().truncatedTo(ChronoUnit.SECONDS))) {
      scan(
          store,
          ScanProgress.start(location.name(), TableVerifier.segments(items, parallel)),
          findings,
          trade -> {
            verified(findings, trade);
            trade.trade().heads().forEach(writer::add);
          });
      if (findings.broken() > 0 || findings.isDamaged()) {
        err().println("trades: no checkpoint was written because the store is broken");
      } else if (findings.total().trades() == 0) {
        throw new UserError(
            location.name() + " holds no trades, and a checkpoint of nothing proves nothing");
      } else {
        writer.complete();
        out()
            .printf(
                "checkpoint %s was written; its SHA-256, to be signed, is %s%n",
                file, Checkpoint.digest(file));
      }
    }
    return finish(findings);
  }

  private int checkCheckpoint(OpenStore store, Path file) throws InterruptedException {
    double items = store.scan().approximateItems();
    long heads = Checkpoint.check(file);
    Findings findings = findings(items, Segment.UNREAD);
    scan(
        store,
        ScanProgress.start(location.name(), TableVerifier.segments(items, parallel)),
        findings,
        trade -> verified(findings, trade));
    try (Checkpoint.Reader reader = new Checkpoint.Reader(file)) {
      new CheckpointVerifier(store.records(), RateLimit.of(rate), findings).run(reader, parallel);
      out()
          .printf(
              "checkpoint of %s with SHA-256 %s: of %s, %s%n",
              Terminal.printable(reader.takenAt()),
              Checkpoint.digest(file),
              Counted.of(heads, "trade"),
              findings.lost() == 0
                  ? "all are unchanged"
                  : String.format(Locale.ROOT, "%,d changed or missing", findings.lost()));
    }
    return finish(findings);
  }

  private void scan(
      OpenStore store, ScanProgress progress, Findings findings, Consumer<Verified> verified)
      throws InterruptedException {
    try {
      new TableVerifier(
              store.scan(),
              verifier(store),
              RateLimit.of(rate),
              verified,
              () -> saveNowAndThen(progress))
          .run(progress, parallel);
    } finally {
      findings.end();
    }
    store.scan().damage().ifPresent(message -> findings.damaged(location.name(), message));
  }

  /** Little is lost if the process is killed. */
  private void saveNowAndThen(ScanProgress progress) {
    long now = System.nanoTime();
    long last = savedAt.get();
    if (resume != null && now - last > SAVE_EVERY_NANOS && savedAt.compareAndSet(last, now)) {
      progress.save(resume);
    }
  }

  private static void delete(Path file) {
    try {
      boolean _ = Files.deleteIfExists(file);
    } catch (IOException e) {
      throw UserError.midway(
          "the resume file " + file + " cannot be removed: " + UserError.reason(e), e);
    }
  }

  private Findings findings(double items, Segment before) {
    return new Findings(out(), json, Logging.hasTerminal(), items, before, start);
  }

  private int finish(Findings findings) {
    return finish(findings, Optional.empty());
  }

  private int finish(Findings findings, Optional<WitnessReport> archive) {
    double seconds = Math.max((System.nanoTime() - start) / 1e9, 0.001);
    Segment total = findings.total();
    boolean sound =
        total.broken() + findings.lost() + findings.discrepancies() + signatures.unsigned() == 0
            && !findings.isDamaged();
    if (json) {
      out().println(summary(findings, sound, seconds, archive));
      return sound ? ExitCode.DONE : ExitCode.FAILED;
    }
    if (findings.notShown() > 0) {
      out().printf("and %,d more%n", findings.notShown());
    }
    if (location.isGiven()) {
      out()
          .printf(
              Locale.ROOT,
              "%s%s of %s verified in %.1f s: %s%n",
              Counted.of(total.records(), "record"),
              total.events() < total.records()
                  ? " (" + Counted.of(total.events(), "event") + ")"
                  : "",
              Counted.of(total.trades(), "trade"),
              seconds,
              verdict(total, findings));
    }
    if (signatures.reviews() > 0) {
      out().println(reviews());
    }
    archive.ifPresent(report -> report.print(out(), findings.discrepancies(), seconds));
    return sound ? ExitCode.DONE : ExitCode.FAILED;
  }

  private String reviews() {
    String reviews = Counted.of(signatures.reviews(), "review");
    if (!signatures.areChecked()) {
      return "the signatures of "
          + reviews
          + " were not checked: give the public keys of the reviewers by --reviewers";
    }
    return signatures.unsigned() == 0
        ? reviews + ", each signed by two reviewers"
        : "%s, %,d of them not signed by two reviewers".formatted(reviews, signatures.unsigned());
  }

  private String summary(
      Findings findings, boolean sound, double seconds, Optional<WitnessReport> archive) {
    Segment total = findings.total();
    JsonObject.Builder summary =
        JsonObject.builder()
            .put("sound", sound)
            .put("seconds", new JsonNumber(String.format(Locale.ROOT, "%.1f", seconds)));
    if (location.isGiven()) {
      summary
          .put("records", total.records())
          .put("events", total.events())
          .put("trades", total.trades())
          .put("brokenTrades", total.broken())
          .put("damaged", findings.isDamaged());
    }
    if (signatures.reviews() > 0) {
      summary
          .put("reviews", signatures.reviews())
          .put("signaturesChecked", signatures.areChecked());
    }
    archive.ifPresent(report -> summary.put("archive", report.json(findings.discrepancies())));
    return JsonObject.builder().put("summary", summary.build()).build().toString();
  }

  private static String verdict(Segment total, Findings findings) {
    String trades =
        total.broken() == 0 ? "all sound" : Counted.of(total.broken(), "trade") + " broken";
    return findings.isDamaged() ? trades + "; the store itself is damaged" : trades;
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }

  private PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }
}
