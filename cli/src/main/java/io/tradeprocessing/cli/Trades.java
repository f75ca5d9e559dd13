package io.tradeprocessing.cli;

import io.tradeprocessing.common.calendar.TradingCalendars;
import io.tradeprocessing.common.reference.ReferenceData;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command line: subcommands, versions, and what an exit code means. */
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
      "1:done, but something failed, was dead-lettered, unrouted, unreadable, broken or not there",
      "2:wrong use: nothing was done"
    },
    subcommands = {
      RunCommand.class,
      ValidateCommand.class,
      MarketDataCommand.class,
      RecordsCommand.class,
      VerifyCommand.class,
      PublishCommand.class,
      DeadLettersCommand.class,
      RedriveCommand.class,
      GraphCommand.class,
      AslCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Trades {

  static final int DONE = 0;
  static final int FAILED = 1;
  static final int WRONG_USE = 2;

  private Trades() {}

  public static void main(String[] args) {
    // Not System.out: a PrintStream keeps to itself that the reader of its results has gone.
    PrintWriter out =
        new PrintWriter(
            new OutputStreamWriter(
                new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8));
    int code = commandLine().setOut(out).execute(args);
    out.flush();
    System.exit(code);
  }

  static CommandLine commandLine() {
    return new CommandLine(new Trades())
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler(
            (exception, commandLine, _) -> {
              if (!(exception instanceof RuntimeException failure)) {
                throw exception;
              }
              UserError error = UserError.of(failure).orElseThrow(() -> failure);
              commandLine.getErr().println("trades: " + error.getMessage());
              return error.exitCode();
            })
        .setParameterExceptionHandler(
            (exception, _) -> {
              CommandLine at = exception.getCommandLine();
              PrintWriter err = at.getErr();
              err.println("trades: " + exception.getMessage());
              CommandLine.UnmatchedArgumentException.printSuggestions(exception, err);
              err.println("Try '" + at.getCommandSpec().qualifiedName() + " --help'.");
              return WRONG_USE;
            });
  }

  /** The project's folder: where the launcher stands, or the working folder. */
  static Path home() {
    return Path.of(System.getProperty("trades.home", ""));
  }

  /** The version of the command, as its jar has it. */
  static String version() {
    String version = Trades.class.getPackage().getImplementationVersion();
    return "trades " + (version == null ? "(not packaged)" : version);
  }

  static final class Versions implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return lines(LocalDate.now(Clock.systemUTC())).toArray(String[]::new);
    }

    /** The scheduled check of reference-data.yml looks for "older than". */
    static List<String> lines(LocalDate today) {
      List<String> lines = new ArrayList<>();
      lines.add(version());
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
