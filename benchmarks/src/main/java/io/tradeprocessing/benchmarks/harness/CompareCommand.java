package io.tradeprocessing.benchmarks.harness;

import io.tradeprocessing.benchmarks.harness.Bench.ColdStart;
import io.tradeprocessing.benchmarks.harness.Bench.Restored;
import io.tradeprocessing.benchmarks.harness.Bench.Warm;
import io.tradeprocessing.benchmarks.harness.Choice.Alternative;
import io.tradeprocessing.benchmarks.harness.Comparison.Measured;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./benchmarks/compare}. */
@Command(
    name = "benchmarks/compare",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the libraries that the functions use beside those that they do without, by"
          + " turns, in functions that differ in that alone. Cold starts are without SnapStart,"
          + " warm invocations after a restore.",
      "Exit codes: 0 measured, 1 something failed, 2 wrong use."
    })
public final class CompareCommand implements Callable<Integer> {

  @Mixin private final Effort effort = new Effort();

  @Option(names = "--json", description = "print the figures as JSON instead of tables")
  private boolean json;

  @Option(names = "--markdown", description = "print the tables as a document has them")
  private boolean markdown;

  @Parameters(
      arity = "0..*",
      paramLabel = "CHOICE",
      description = "only these: ${COMPLETION-CANDIDATES}")
  private List<Choice> choices = List.of(Choice.values());

  public static void main(String[] args) {
    Program.run(new CompareCommand(), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Program.hasTaskset()) {
      return 2;
    }
    Workplace workplace = Workplace.ofThisProcess();
    TlsIdentity tls = TlsIdentity.create(workplace);
    AwsStandIn standIn = new AwsStandIn(new InMemoryTable());
    List<Comparison> comparisons = new ArrayList<>();
    try (LoopbackServer aws = new LoopbackServer(standIn, Optional.of(tls.sockets()))) {
      Bench bench = new Bench(workplace, aws, new Events(), effort.core());
      JavaRuntimes java =
          JavaRuntimes.prepare(workplace, tls.trustStore(), effort.core(), List.of());
      for (Choice choice : choices) {
        comparisons.add(measure(choice, workplace, bench, java));
      }
    }
    print(comparisons);
    return 0;
  }

  private Comparison measure(Choice choice, Workplace workplace, Bench bench, JavaRuntimes java)
      throws IOException, InterruptedException {
    AlternativePackages packages = new AlternativePackages(workplace);
    List<Candidate> candidates = new ArrayList<>();
    for (Alternative each : choice.alternatives()) {
      Path folder = packages.make(choice, each);
      String name = folder.getFileName().toString();
      candidates.add(
          new Candidate(
              each.label(),
              java.onDemand(name, folder, each.handlerClass(), each.options()),
              java.snapStart(name + "-primed", folder, each.handlerClass(), each.options()),
              Bench.megabytes(PackageSize.zip(folder, workplace.scratch("zip/" + name + ".zip")))));
    }
    int rounds = effort.coldStarts();
    for (int round = 1; round <= rounds; round++) {
      Program.progress(name(choice) + ": cold starts, round " + round + " of " + rounds);
      for (Candidate candidate : candidates) {
        candidate.cold.add(bench.coldStart(candidate.onDemand, choice.input()));
        candidate.primed.add(bench.restored(candidate.snapStart, choice.input()));
      }
    }
    Program.progress(name(choice) + ": warm invocations");
    Map<String, Warm> warm =
        bench.warm(
            candidates.stream().map(candidate -> candidate.snapStart).toList(),
            choice.input(),
            effort.invocations() / 4,
            effort.invocations());
    List<Measured> measured = new ArrayList<>();
    for (Candidate candidate : candidates) {
      measured.add(
          new Measured(
              candidate.label,
              candidate.cold,
              candidate.primed,
              Objects.requireNonNull(warm.get(candidate.snapStart.name())),
              candidate.zipMb));
    }
    return new Comparison(choice, measured);
  }

  private record Candidate(
      String label,
      Variant onDemand,
      Variant snapStart,
      double zipMb,
      List<ColdStart> cold,
      List<Restored> primed) {

    Candidate(String label, Variant onDemand, Variant snapStart, double zipMb) {
      this(label, onDemand, snapStart, zipMb, new ArrayList<>(), new ArrayList<>());
    }
  }

  private void print(List<Comparison> comparisons) {
    PrintStream out = Program.out();
    if (json) {
      JsonObject.Builder all = JsonObject.builder();
      comparisons.forEach(each -> all.put(name(each.choice()), each.toJson()));
      out.println(JsonWriter.toString(all.build()));
      return;
    }
    for (Comparison each : comparisons) {
      Table table = each.table();
      out.println(markdown ? table.title() + "\n\n" + table.toMarkdown() : table.toText());
    }
  }

  private static String name(Choice choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }
}
