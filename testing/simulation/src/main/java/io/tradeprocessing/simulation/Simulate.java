package io.tradeprocessing.simulation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.cli.console.Counted;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.cli.console.Interruption;
import io.tradeprocessing.cli.console.Logging;
import io.tradeprocessing.cli.console.ProgressBar;
import io.tradeprocessing.cli.console.Stop;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.common.hash.Sha256;
import io.tradeprocessing.simulation.aws.Design;
import io.tradeprocessing.simulation.fault.Fault;
import io.tradeprocessing.simulation.load.Load;
import io.tradeprocessing.simulation.world.World;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./simulate}: runs seeds, and shows what happens in one. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the whole system under faults, in one thread and virtual time; every choice follows"
          + " from a seed, so the same seed gives the same run on every machine.",
      "docs/simulation.md says what is simulated and what is checked."
    })
public final class Simulate implements Callable<Integer> {

  private static final Pattern RANGE = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})");

  /** A failing seed is made small only for the first of them: one bug fails many seeds. */
  private static final int SHRUNK = 3;

  private static final int MOST_TRADES = 100_000;

  @Option(names = "--seed", paramLabel = "N", description = "Run this seed.")
  private @Nullable Long seed;

  @Option(names = "--seeds", paramLabel = "A-B", description = "Run the seeds from A to B.")
  private @Nullable String seeds;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      description = "Run seeds for so many minutes, from 1 or the first of --seeds.")
  private @Nullable Double minutes;

  @Option(names = "--trace", description = "With --seed: print what happens, line by line.")
  private boolean trace;

  @Option(
      names = "--keep",
      paramLabel = "NAME",
      split = ",",
      description =
          "With --seed: let only these events and faults happen; the command that a failure prints"
              + " names the fewest that fail.")
  private Set<String> keep = Set.of();

  @Option(
      names = "--load",
      description =
          "Run days of trades under the quotas of AWS instead, and print how long a trade waits and"
              + " what throttles (docs/capacity.md).")
  private boolean load;

  @Option(
      names = "--mean",
      paramLabel = "N",
      split = ",",
      description = "With --load: trades a second over the day (default: 100,1000,10000).")
  private List<Integer> means = Load.MEANS;

  @Option(
      names = "--json",
      description = "Print the summary as one line of JSON; with --load a line for each scenario.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
  private final List<Long> failed = new ArrayList<>();
  private long ran;

  /** Follows from the traces of all seeds. */
  private String traces = "";

  private long events;

  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    int code = command().setOut(out).execute(args);
    out.flush();
    System.exit(code);
  }

  /** The command, with what it does about errors. */
  static CommandLine command() {
    return new CommandLine(new Simulate())
        .setExecutionExceptionHandler(
            (e, line, _) -> {
              if (e instanceof UserError error) {
                line.getErr().println("simulate: " + error.getMessage());
                return error.exitCode();
              }
              throw e;
            });
  }

  @Override
  public Integer call() {
    Path template = Path.of(System.getProperty("simulate.home", "."), "template.yaml");
    if (load) {
      return load(template);
    }
    Simulation simulation = Simulation.of(template, Design.AS_BUILT);
    long start = System.nanoTime();
    Stop stop = new Stop();
    try (Interruption _ = new Interruption(stop::request)) {
      if (seed != null && seeds == null && minutes == null) {
        one(simulation, seed);
      } else if (seed == null && keep.isEmpty() && !trace && (seeds != null || minutes != null)) {
        many(simulation, start, stop);
      } else {
        throw new UserError(
            "give --seed N, perhaps with --trace and --keep, or --seeds A-B, or --minutes M, or"
                + " --load");
      }
      summary(Duration.ofNanos(System.nanoTime() - start));
      // The process may end as soon as the interruption is closed.
      out().flush();
    }
    if (stop.isRequested()) {
      return Interruption.EXIT_CODE;
    }
    return failed.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private int load(Path template) {
    if (seeds != null || minutes != null || trace || !keep.isEmpty()) {
      throw new UserError("--load goes with --mean, --seed and --json alone");
    }
    if (means.stream().anyMatch(mean -> mean < 1 || mean > MOST_TRADES)) {
      throw new UserError("--mean must be from 1 to " + MOST_TRADES + " trades a second");
    }
    Load days = Load.of(template, seed == null ? 1 : seed);
    if (json) {
      days.json(means).forEach(out()::println);
    } else {
      out().print(days.markdown(means));
    }
    return ExitCode.DONE;
  }

  private void one(Simulation simulation, long number) {
    PrintWriter lines = json ? err() : out();
    World.Result result = simulation.trace(number, keep, trace ? lines::println : _ -> {});
    lines.println("trace " + result.trace());
    count(simulation, number, result, keep.isEmpty());
  }

  /** Ctrl-C ends it after a seed, with the summary of those that ran. */
  private void many(Simulation simulation, long start, Stop stop) {
    long first = 1;
    long last = Long.MAX_VALUE;
    if (seeds != null) {
      Matcher range = RANGE.matcher(seeds);
      if (!range.matches()) {
        throw new UserError("--seeds " + seeds + " is not a range such as 1-1000");
      }
      first = Long.parseLong(range.group(1));
      last = Long.parseLong(range.group(2));
      if (last < first) {
        throw new UserError("--seeds " + seeds + " has no seed: the first comes after the last");
      }
    }
    double limit = minutes == null ? Double.POSITIVE_INFINITY : minutes * 60e9;
    double all = last - first + 1.0;
    ProgressBar bar =
        new ProgressBar(
            System.err,
            Logging.hasTerminal(),
            () -> Math.max(ran / all, (System.nanoTime() - start) / limit),
            start,
            "seeds");
    for (long number = first;
        number <= last && System.nanoTime() - start < limit && !stop.isRequested();
        number++) {
      World.Result result = simulation.run(number);
      if (!result.failures().isEmpty()) {
        bar.clear();
      }
      count(simulation, number, result, true);
      bar.step(System.nanoTime());
    }
    bar.clear();
  }

  private void count(Simulation simulation, long number, World.Result result, boolean canShrink) {
    ran++;
    events += result.events().size();
    traces = Sha256.hex((traces + result.trace()).getBytes(StandardCharsets.UTF_8));
    result.counts().forEach((fault, count) -> faults.merge(fault, (long) count, Long::sum));
    if (result.failures().isEmpty()) {
      return;
    }
    failed.add(number);
    PrintWriter lines = json ? err() : out();
    lines.println("seed " + number + " failed:");
    result.failures().forEach(failure -> lines.println("  " + failure));
    if (canShrink && failed.size() <= SHRUNK) {
      Set<String> fewest = simulation.shrink(number, result);
      lines.println(
          "  replay with the fewest events and faults: ./simulate --seed %d --trace --keep %s"
              .formatted(number, String.join(",", fewest)));
    }
    lines.flush();
  }

  private void summary(Duration took) {
    if (json) {
      ObjectNode line = JsonNodeFactory.instance.objectNode();
      line.put("seeds", ran).put("events", events);
      ObjectNode kinds = line.putObject("faults");
      faults.forEach((fault, count) -> kinds.put(fault.id(), count));
      line.put("traces", traces);
      failed.forEach(line.putArray("failures")::add);
      out().println(line);
      return;
    }
    faults.forEach((fault, count) -> out().printf(Locale.ROOT, "%,12d  %s%n", count, fault.id()));
    out()
        .printf(
            Locale.ROOT,
            "%s, %s, %s in %.1f s: %s%n",
            Counted.of(ran, "seed"),
            Counted.of(events, "event"),
            Counted.of(faults.values().stream().mapToLong(Long::longValue).sum(), "fault"),
            took.toMillis() / 1e3,
            failed.isEmpty() ? "all hold" : failed.size() + " failed: " + failed);
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }

  private PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }
}
