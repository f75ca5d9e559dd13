package io.tradeprocessing.cli;

import io.tradeprocessing.cli.aws.RateLimit;
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
import io.tradeprocessing.cli.records.SourceVerifier;
import io.tradeprocessing.cli.records.TableVerifier;
import io.tradeprocessing.cli.records.TradeVerifier;
import io.tradeprocessing.cli.records.TradeVerifier.Verified;
import io.tradeprocessing.cli.store.StoreLocation;
import io.tradeprocessing.cli.store.StoreLocation.OpenStore;
import io.tradeprocessing.common.store.TradeHistory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
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
      "docs/integrity.md says what this proves and what it does not."
    })
final class VerifyCommand implements Callable<Integer> {

  private static final int MAX_PARALLEL = 256;
  private static final long SAVE_EVERY_NANOS = 1_000_000_000;

  @Mixin private StoreLocation location = new StoreLocation();
  @Mixin private SelectionOptions options = new SelectionOptions();

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
              + " NOT_ARRIVED (default: ${DEFAULT-VALUE}).")
  private Duration settle = TradeVerifier.SETTLE;

  @Spec private @Nullable CommandSpec spec;

  private final AtomicLong savedAt = new AtomicLong(System.nanoTime());
  private long start;

  @Override
  public Integer call() throws InterruptedException {
    Selection selection = options.selection();
    mustFit(selection);
    try (OpenStore store = location.open()) {
      start = System.nanoTime();
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
    return new TradeVerifier(store.records(), Instant.now().minus(settle));
  }

  private int trade(OpenStore store, String id) {
    TradeHistory trade = store.records().history(id);
    if (trade.isUnknown()) {
      err()
          .println(
              "trades: there is no trade %s in %s"
                  .formatted(Terminal.printable(id), location.name()));
      return ExitCode.FAILED;
    }
    Findings findings = findings(Double.NaN, Segment.UNREAD);
    findings.verified(verifier(store).verify(trade));
    return finish(findings);
  }

  private int sent(OpenStore store, Selection.Sent sent) throws InterruptedException {
    Findings findings = findings(Double.NaN, Segment.UNREAD);
    try {
      new SourceVerifier(store.records(), verifier(store), RateLimit.of(rate), findings::verified)
          .run(sent);
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
      scan(store, progress, findings, findings::verified);
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
            findings.verified(trade);
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
        findings::verified);
    try (Checkpoint.Reader reader = new Checkpoint.Reader(file)) {
      new CheckpointVerifier(store.records(), RateLimit.of(rate), findings).run(reader, parallel);
      out()
          .printf(
              "checkpoint of %s with SHA-256 %s: of %s, %s%n",
              Terminal.printable(reader.takenAt()),
              Checkpoint.digest(file),
              counted(heads, "trade"),
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
    return new Findings(out(), Logging.hasTerminal(), items, before, start);
  }

  private int finish(Findings findings) {
    double seconds = Math.max((System.nanoTime() - start) / 1e9, 0.001);
    if (findings.notShown() > 0) {
      out().printf("and %,d more%n", findings.notShown());
    }
    Segment total = findings.total();
    out()
        .printf(
            Locale.ROOT,
            "%s%s of %s verified in %.1f s: %s%n",
            counted(total.records(), "record"),
            total.events() < total.records() ? " (" + counted(total.events(), "event") + ")" : "",
            counted(total.trades(), "trade"),
            seconds,
            verdict(total, findings));
    return total.broken() + findings.lost() > 0 || findings.isDamaged()
        ? ExitCode.FAILED
        : ExitCode.DONE;
  }

  private static String verdict(Segment total, Findings findings) {
    String trades =
        total.broken() == 0 ? "all sound" : counted(total.broken(), "trade") + " broken";
    return findings.isDamaged() ? trades + "; the store itself is damaged" : trades;
  }

  private static String counted(long count, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }

  private PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }
}
