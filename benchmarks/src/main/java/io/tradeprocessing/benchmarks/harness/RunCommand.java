package io.tradeprocessing.benchmarks.harness;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

public final class RunCommand {
  private RunCommand() {}

  public static void main(String[] args) throws Exception {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () ->
                    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly)));
    Workplace workplace = Workplace.ofThisProcess();
    TlsIdentity tls = TlsIdentity.create(workplace);
    InMemoryTable table = new InMemoryTable();
    AwsStandIn standIn = new AwsStandIn(table);
    LoopbackServer aws = new LoopbackServer(standIn, Optional.of(tls.sockets()));
    Events events = new Events();
    int core = 1;
    Bench bench = new Bench(workplace, aws, events, core);
    JavaRuntimes java = JavaRuntimes.prepare(workplace, tls.trustStore(), core);
    PythonPeer python =
        PythonPeer.prepare(
            workplace, Commands.find("python3.11").orElse(Path.of("x")), tls.certificate(), false);
    System.out.println("noop " + bench.coldStart(java.noop(), Function.VALIDATOR));
    for (Function function : Function.values()) {
      System.out.println(function + " java " + bench.coldStart(java.onDemand(function), function));
      System.out.println(
          function + " python " + bench.coldStart(python.runtime(function), function));
      System.out.println(
          function + " primed " + bench.restored(java.snapStart(function), function));
      System.out.println(
          bench.warm(
              List.of(java.onDemand(function), python.runtime(function)), function, 1000, 1000));
    }
    new ParityCheck(workplace, bench, events, table)
        .run(java::onDemand, python::runtime)
        .forEach(System.out::println);
    System.exit(0);
  }
}
