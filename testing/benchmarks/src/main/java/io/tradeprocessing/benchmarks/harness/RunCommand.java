package io.tradeprocessing.benchmarks.harness;

import io.tradeprocessing.benchmarks.harness.Bench.Batches;
import io.tradeprocessing.benchmarks.harness.Bench.ColdStart;
import io.tradeprocessing.benchmarks.harness.Bench.Live;
import io.tradeprocessing.benchmarks.harness.Bench.Restored;
import io.tradeprocessing.benchmarks.harness.Bench.Rounds;
import io.tradeprocessing.benchmarks.harness.Bench.Warm;
import io.tradeprocessing.common.json.JsonWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code testing/benchmarks/run}. */
@Command(
    name = "testing/benchmarks/run",
    mixinStandardHelpOptions = true,
    description = {
      "Starts the functions' packages as Lambda does, and the same functions in Python, and"
          + " measures both.",
      "Exit codes: 0 measured, 1 something failed or the two implementations differ, 2 incorrect"
          + " use."
    })
public final class RunCommand implements Callable<Integer> {

  @Mixin private final Effort effort = new Effort();

  @Option(
      names = "--without-tracing",
      description = "leave aws-xray-sdk out of the peer (the Java functions trace)")
  private boolean withoutTracing;

  @Option(names = "--json", description = "print the figures as JSON instead of tables")
  private boolean json;

  @Option(names = "--write-docs", description = "also write the tables to docs/performance.md")
  private boolean writesDocs;

  @Option(
      names = "--function",
      paramLabel = "NAME",
      description = {
        "measure only this function, without throughput: ${COMPLETION-CANDIDATES}",
        "(backfill: with the CPU of the live functions beside it)"
      })
  private @Nullable Function only;

  @Option(
      names = "--java-option",
      paramLabel = "OPTION",
      description =
          "an option for the packages' JVMs, after their own, such as -XX:TieredStopAtLevel=4")
  private List<String> javaOptions = new ArrayList<>();

  public static void main(String[] args) {
    Program.run(new RunCommand(), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Program.hasTaskset()) {
      return 2;
    }
    Workplace workplace = Workplace.ofThisProcess();
    TlsIdentity tls = TlsIdentity.create(workplace);
    InMemoryTable table = new InMemoryTable();
    InMemoryBucket bucket = new InMemoryBucket();
    AwsStandIn standIn = new AwsStandIn(table, bucket);
    try (LoopbackServer aws = new LoopbackServer(standIn, Optional.of(tls.sockets()));
        DatagramSocket daemon = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Events events = new Events();
      Bench bench =
          new Bench(workplace, aws, events, "127.0.0.1:" + daemon.getLocalPort(), effort.core());
      JavaRuntimes java =
          JavaRuntimes.prepare(workplace, tls.trustStore(), effort.core(), javaOptions);
      Optional<PythonPeer> python = peer(workplace, tls);
      if (python.isPresent() && !doTheSame(workplace, bench, events, table, java, python.get())) {
        return 1;
      }
      Optional<String> version = Optional.empty();
      if (python.isPresent()) {
        version = Optional.of(python.get().version());
      }
      Machine machine = Machine.current(version);
      List<FunctionResult> functions = new ArrayList<>();
      for (Function function : Function.LIVE) {
        if (only == null || only == function) {
          functions.add(measure(function, workplace, bench, standIn, table, java, python));
        }
      }
      BackfillResult backfill = BackfillResult.NONE;
      if (only == null || only == Function.BACKFILL) {
        Partitions partitions = new Partitions(events, bucket);
        backfill = backfill(bench, partitions, standIn, table, bucket, java, python);
      }
      Map<Throughput, Double> throughput = new EnumMap<>(Throughput.class);
      if (only == null) {
        Program.progress("throughput of validation and enrichment");
        throughput.putAll(new MicroBenchmarks(workplace).run(effort.quick()));
        Program.progress("./trades run");
        throughput.put(
            Throughput.RUN_TRADES_PER_S,
            new LocalRun(workplace).tradesBySecond(effort.quick() ? 10_000 : 50_000));
      }
      LocalDate today = LocalDate.now(ZoneOffset.UTC);
      Results results = new Results(today, commandLine(), machine, functions, throughput, backfill);
      print(results);
      if (writesDocs) {
        Document.write(workplace.home().resolve("docs/performance.md"), results);
      }
    }
    return 0;
  }

  private Optional<PythonPeer> peer(Workplace workplace, TlsIdentity tls)
      throws IOException, InterruptedException {
    Optional<Path> interpreter = Commands.find("python3.11");
    if (interpreter.isEmpty()) {
      Program.progress("python3.11 is not on the PATH; measuring without the peer in Python");
      return Optional.empty();
    }
    Program.progress("preparing the peer in Python");
    return Optional.of(
        PythonPeer.prepare(workplace, interpreter.get(), tls.certificate(), !withoutTracing));
  }

  private static boolean doTheSame(
      Workplace workplace,
      Bench bench,
      Events events,
      InMemoryTable table,
      JavaRuntimes java,
      PythonPeer python)
      throws IOException, InterruptedException {
    ParityCheck check = new ParityCheck(workplace, bench, events, table);
    List<String> differences = check.run(java::onDemand, python::runtime);
    if (differences.isEmpty()) {
      Program.progress(
          "both implementations return the same verdicts, enrichments and hashes for "
              + check.size()
              + " events");
      return true;
    }
    System.err.println(
        "benchmarks: the implementations differ in " + differences.size() + " answers, among them");
    differences.stream().limit(3).forEach(System.err::println);
    return false;
  }

  private FunctionResult measure(
      Function function,
      Workplace workplace,
      Bench bench,
      AwsStandIn standIn,
      InMemoryTable table,
      JavaRuntimes java,
      Optional<PythonPeer> python)
      throws IOException, InterruptedException {
    List<ColdStart> ours = new ArrayList<>();
    List<ColdStart> theirs = new ArrayList<>();
    List<ColdStart> floor = new ArrayList<>();
    List<ColdStart> ahead = new ArrayList<>();
    List<Restored> primed = new ArrayList<>();
    Program.progress(function.module() + ": training of the AOT cache");
    Variant cached = java.ahead(function, runtime -> bench.train(runtime, function));
    int rounds = effort.coldStarts();
    for (int round = 1; round <= rounds; round++) {
      Program.progress(function.module() + ": cold starts, round " + round + " of " + rounds);
      ours.add(bench.coldStart(java.onDemand(function), function));
      if (python.isPresent()) {
        theirs.add(bench.coldStart(python.get().runtime(function), function));
      }
      floor.add(bench.coldStart(java.noop(), function));
      ahead.add(bench.coldStart(cached, function));
      primed.add(bench.restored(java.snapStart(function), function));
    }
    Program.progress(function.module() + ": warm invocations");
    Map<String, Warm> warm = warm(function, bench, java, python);
    table.clear();
    Map<String, Warm> onLocal = Map.of();
    if (function == Function.RECORDER) {
      Program.progress(function.module() + ": warm invocations on DynamoDB Local");
      try (DynamoDbLocalTable local = new DynamoDbLocalTable(AwsStandIn.TABLE)) {
        standIn.use(local);
        onLocal = warm(function, bench, java, python);
      } finally {
        standIn.use(table);
      }
    }
    long zip =
        PackageSize.zip(
            workplace.unpacked(function), workplace.scratch("zip/" + function.module() + ".zip"));
    return new FunctionResult(
        function,
        ours,
        theirs,
        floor,
        ahead,
        primed,
        Optional.ofNullable(warm.get("java-primed")),
        Optional.ofNullable(warm.get("java")),
        Optional.ofNullable(warm.get("noop")),
        Optional.ofNullable(warm.get("python")),
        Optional.ofNullable(onLocal.get("java-primed")),
        Optional.ofNullable(onLocal.get("python")),
        Bench.megabytes(zip));
  }

  private BackfillResult backfill(
      Bench bench,
      Partitions partitions,
      AwsStandIn standIn,
      InMemoryTable table,
      InMemoryBucket bucket,
      JavaRuntimes java,
      Optional<PythonPeer> python)
      throws IOException, InterruptedException {
    Variant ours = java.snapStart(Function.BACKFILL);
    List<Variant> variants = new ArrayList<>(List.of(ours));
    python.ifPresent(peer -> variants.add(peer.runtime(Function.BACKFILL)));
    Runnable emptied =
        () -> {
          table.clear();
          bucket.clear();
        };
    Program.progress("backfill: partitions");
    Map<Function, Variant> live = new EnumMap<>(Function.class);
    Function.LIVE.forEach(function -> live.put(function, java.snapStart(function)));
    int invocations = effort.invocations();
    Rounds rounds = effort.partitions();
    Batches onStandIn =
        bench.batches(
            variants,
            new Live(live, invocations / 4, invocations / rounds.rounds()),
            partitions,
            rounds,
            emptied);
    Program.progress("backfill: partitions on DynamoDB Local");
    Batches onLocal;
    try (DynamoDbLocalTable local = new DynamoDbLocalTable(AwsStandIn.TABLE)) {
      standIn.use(local);
      onLocal = bench.batches(variants, Live.NONE, partitions, new Rounds(1, 1, 2), emptied);
    } finally {
      standIn.use(table);
    }
    return new BackfillResult(
        onStandIn.of(ours.name()),
        onStandIn.of("python"),
        onLocal.of(ours.name()),
        onLocal.of("python"),
        onStandIn.liveCpuMs());
  }

  private Map<String, Warm> warm(
      Function function, Bench bench, JavaRuntimes java, Optional<PythonPeer> python)
      throws IOException, InterruptedException {
    List<Variant> variants =
        new ArrayList<>(List.of(java.onDemand(function), java.snapStart(function), java.noop()));
    python.ifPresent(peer -> variants.add(peer.runtime(function)));
    int count = effort.invocations();
    return bench.warm(variants, function, count / 4, count);
  }

  private String commandLine() {
    StringBuilder line = new StringBuilder("testing/benchmarks/run").append(effort.options());
    if (only != null) {
      line.append(" --function ").append(only.module());
    }
    javaOptions.forEach(option -> line.append(" --java-option ").append(option));
    return line.toString();
  }

  private void print(Results results) {
    PrintStream out = Program.out();
    if (json) {
      out.println(JsonWriter.toString(results.toJson()));
      return;
    }
    if (!results.functions().isEmpty()) {
      out.println(Report.goals(results).toText());
      out.println(Report.throughput(results).toText());
      out.println(Report.figures(results).toText());
    }
    if (!results.backfill().equals(BackfillResult.NONE)) {
      out.println(Report.backfill(results).toText());
    }
  }
}
