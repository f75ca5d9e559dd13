package io.tradeprocessing.cli;

import io.tradeprocessing.cli.archive.ArchiveOptions;
import io.tradeprocessing.cli.archive.ArchiveOptions.OpenArchive;
import io.tradeprocessing.cli.console.Counted;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.export.Evidence;
import io.tradeprocessing.cli.export.Exporter;
import io.tradeprocessing.cli.export.Pack;
import io.tradeprocessing.cli.html.EvidencePage;
import io.tradeprocessing.cli.records.Selection;
import io.tradeprocessing.cli.records.SelectionOptions;
import io.tradeprocessing.cli.records.TradeVerifier;
import io.tradeprocessing.cli.store.StoreLocation;
import io.tradeprocessing.cli.store.StoreLocation.OpenStore;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code trades export}: the records and what proves them, for somebody without this project. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes an evidence pack of one trade, of the trades of which a source sent something in a"
          + " period, or of everything: records, verification result, archive objects with"
          + " signatures, and a page that says how to check all of it without this project.",
      "Prints the SHA-256 of the pack: hand it over by another way than the pack itself."
    })
final class ExportCommand implements Callable<Integer> {

  @Mixin private StoreLocation location = new StoreLocation();
  @Mixin private SelectionOptions options = new SelectionOptions();
  @Mixin private ArchiveOptions archives = new ArchiveOptions();

  @Option(
      names = "--out",
      paramLabel = "PACK",
      required = true,
      description = "The pack: a new folder, or a new file whose name ends with .zip.")
  private @Nullable Path out;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Selection selection = options.selection();
    archives.mustFit();
    List<OpenArchive> open = archives.isGiven() ? archives.open(location.aws()) : List.of();
    try {
      try (OpenStore store = location.open(archives.isOnAws())) {
        return export(store, selection, open);
      }
    } finally {
      open.forEach(OpenArchive::close);
    }
  }

  private int export(OpenStore store, Selection selection, List<OpenArchive> open)
      throws InterruptedException {
    if (selection instanceof Selection.Trade trade
        && store.records().history(trade.id()).isUnknown()) {
      throw new UserError(trade.unknownIn(location.name()));
    }
    Path target = Objects.requireNonNull(out);
    // Nothing is on its way between a folder and its archive.
    Duration settle = location.folder().isPresent() ? Duration.ZERO : TradeVerifier.SETTLE;
    try (Pack pack = Pack.create(target)) {
      Exporter exporter = new Exporter(store, open, new Exporter.Terms(settle, archives.since()));
      Evidence evidence = exporter.export(selection, pack);
      pack.add("index.html", EvidencePage.of(evidence).render().getBytes(StandardCharsets.UTF_8));
      String hash = pack.seal();
      report(evidence, target, hash);
      return evidence.isSound() ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  private void report(Evidence evidence, Path target, String hash) {
    PrintWriter to = Objects.requireNonNull(spec).commandLine().getOut();
    to.printf(
        "%s has %s of %s%s: %s%n",
        target,
        Counted.of(evidence.records(), "record"),
        Counted.of(evidence.trades(), "trade"),
        evidence
            .archive()
            .map(archived -> ", and " + Counted.of(archived.objects(), "archive object"))
            .orElse(""),
        evidence.isSound() ? "all sound" : "NOT SOUND, see verification.json in it");
    to.printf(
        "SHA-256 of the pack, which is that of its %s and covers every file: %s%n",
        Pack.MANIFEST, hash);
    to.flush();
  }
}
