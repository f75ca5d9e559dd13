package io.tradeprocessing.cli;

import io.tradeprocessing.cli.console.DurationConverter;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.cli.console.Installation;
import io.tradeprocessing.cli.console.PathConverter;
import io.tradeprocessing.cli.console.ResultStream;
import io.tradeprocessing.cli.console.Terminal;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.common.calendar.TradingCalendars;
import io.tradeprocessing.common.reference.ReferenceData;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command line: subcommands, versions and exit codes. */
@Command(
    name = "trades",
    description =
        "Runs trade events through the workflow on this machine, shows and verifies records, and"
            + " sends events and dead letters to the workflow on AWS.",
    mixinStandardHelpOptions = true,
    versionProvider = Trades.Versions.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:done, but something failed, was dead-lettered, unrouted, unreadable, broken or missing, or"
          + " waits for a person",
      "2:incorrect use; nothing was done"
    },
    subcommands = {
      RunCommand.class,
      BackfillCommand.class,
      FailoverCommand.class,
      DoctorCommand.class,
      ValidateCommand.class,
      MarketDataCommand.class,
      ReconcileCommand.class,
      ReviewCommand.class,
      ExceptionsCommand.class,
      RecordsCommand.class,
      VerifyCommand.class,
      ExportCommand.class,
      CompareCommand.class,
      PublishCommand.class,
      DeadLettersCommand.class,
      RedriveCommand.class,
      GraphCommand.class,
      AslCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Trades {

  private Trades() {}

  public static void main(String[] args) {
    // No library logs: what goes wrong in one reaches the user as a sentence.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    // Not System.out: a PrintStream keeps its failures to itself.
    System.exit(execute(commandLine(), new FileOutputStream(FileDescriptor.out), args));
  }

  /** Executes a command that prints its results to a stream; lost results are a failure. */
  static int execute(CommandLine commandLine, OutputStream to, String... args) {
    ResultStream results = new ResultStream(to);
    PrintWriter out = new PrintWriter(new OutputStreamWriter(results, StandardCharsets.UTF_8));
    int code = commandLine.setOut(out).execute(args);
    out.flush();
    if (results.problem().isEmpty()) {
      return code;
    }
    commandLine
        .getErr()
        .println(
            "trades: standard output cannot be written: "
                + results.problem().get()
                + "; results are missing");
    return code == ExitCode.DONE ? ExitCode.FAILED : code;
  }

  static CommandLine commandLine() {
    return new CommandLine(new Trades())
        .setUsageHelpAutoWidth(true)
        .registerConverter(Path.class, new PathConverter())
        .registerConverter(Duration.class, new DurationConverter())
        .setExecutionExceptionHandler(
            (exception, commandLine, _) -> {
              if (!(exception instanceof RuntimeException failure)) {
                throw exception;
              }
              UserError error = UserError.of(failure).orElseThrow(() -> failure);
              commandLine
                  .getErr()
                  .println(
                      "trades: " + Terminal.printableLines(String.valueOf(error.getMessage())));
              return error.exitCode();
            })
        .setParameterExceptionHandler(
            (exception, _) -> {
              CommandLine at = exception.getCommandLine();
              PrintWriter err = at.getErr();
              err.println(
                  "trades: " + Terminal.printableLines(String.valueOf(exception.getMessage())));
              CommandLine.UnmatchedArgumentException.printSuggestions(exception, err);
              err.println("Try '" + at.getCommandSpec().qualifiedName() + " --help'.");
              return ExitCode.WRONG_USE;
            });
  }

  static final class Versions implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return lines(LocalDate.now(Clock.systemUTC())).toArray(String[]::new);
    }

    /** The scheduled check of reference-data.yml looks for "older than". */
    static List<String> lines(LocalDate today) {
      List<String> lines = new ArrayList<>();
      lines.add(Installation.version());
      List<ReferenceData.Source> sources = new ArrayList<>(ReferenceData.sources());
      sources.add(
          new ReferenceData.Source(
              "calendars",
              "sessions and settlement days",
              "the lists named in docs/adr/0006-calendars.md",
              TradingCalendars.AS_OF));
      for (ReferenceData.Source source : sources) {
        lines.add(
            "  %s (%s) as of %s, from %s%s"
                .formatted(
                    source.name(),
                    source.standard(),
                    source.asOf(),
                    source.origin(),
                    source.isStale(today)
                        ? "; older than " + ReferenceData.MAX_AGE_DAYS + " days"
                        : ""));
      }
      return lines;
    }
  }
}
