package io.tradeprocessing.cli;

import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.backfill.ObjectStore;
import io.tradeprocessing.cli.backfill.BackfillEnvironment;
import io.tradeprocessing.cli.backfill.FolderObjects;
import io.tradeprocessing.cli.backfill.Report;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.cli.console.UserError;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trades backfill report}. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "The account of a backfill: what became of every line.")
final class BackfillReportCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "The name that 'trades backfill' printed.")
  private String plan = "";

  @Option(names = "--bucket", paramLabel = "BUCKET", description = "The backfill's bucket.")
  private @Nullable String bucket;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description = "The folder of a local backfill, in place of a bucket.")
  private @Nullable Path work;

  @Option(names = "--json", description = "Print the whole report as JSON, with its partitions.")
  private boolean json;

  @Mixin private BackfillEnvironment environment = new BackfillEnvironment();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if ((bucket == null) == (work == null)) {
      throw new UserError("give either --bucket BUCKET or --work DIR");
    }
    ObjectStore objects =
        work == null ? environment.bucket(Objects.requireNonNull(bucket)) : new FolderObjects(work);
    Report report = Report.read(objects, plan);
    if (json) {
      out.println(ExactJson.write(report.json()));
    } else {
      out.print(report.text());
    }
    return report.isClean() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
