package io.tradeprocessing.benchmarks.harness;

import io.tradeprocessing.benchmarks.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The same functions in Python: {@code testing/benchmarks/peer-python} with its pinned libraries in
 * a virtual environment, compiled in advance.
 */
final class PythonPeer {

  private final Path python;
  private final Path folder;
  private final Map<String, String> environment;

  private PythonPeer(Path python, Path folder, Map<String, String> environment) {
    this.python = python;
    this.folder = folder;
    this.environment = environment;
  }

  /**
   * Creates the virtual environment, unless it exists with the same libraries, and lays out the
   * package.
   *
   * @param interpreter Python 3.11
   * @param certificate PEM of the stand-ins' certificate
   * @param tracing whether the functions trace with X-Ray
   */
  static PythonPeer prepare(
      Workplace workplace, Path interpreter, String certificate, boolean tracing)
      throws IOException, InterruptedException {
    Path source = workplace.home().resolve("testing/benchmarks/peer-python");
    Path venv = workplace.scratch("python/venv");
    Path stamp = workplace.scratch("python/venv.stamp");
    String wanted = Files.readString(source.resolve("requirements.txt")) + interpreter;
    if (!Files.exists(stamp) || !Files.readString(stamp).equals(wanted)) {
      delete(venv);
      Commands.run(
          workplace.home(), List.of(interpreter.toString(), "-m", "venv", venv.toString()));
      Commands.run(
          workplace.home(),
          List.of(
              venv.resolve("bin/pip").toString(),
              "install",
              "--quiet",
              "--disable-pip-version-check",
              "-r",
              source.resolve("requirements.txt").toString()));
      Files.writeString(stamp, wanted);
    }
    Path python = venv.resolve("bin/python");
    Path folder = workplace.scratch("python/function");
    delete(folder);
    copy(source, folder);
    copy(
        workplace.home().resolve("common/src/main/resources/io/tradeprocessing/common/reference"),
        folder.resolve("reference"));
    Commands.run(folder, List.of(python.toString(), "-m", "compileall", "-q", folder.toString()));
    return new PythonPeer(python, folder, environment(workplace, python, certificate, tracing));
  }

  Variant runtime(Function function) {
    // The Java function traces no call of a single event either.
    Map<String, String> own = new HashMap<>(environment);
    if (function == Function.BACKFILL) {
      own.remove("TRACING");
    }
    return new Variant(
        "python",
        folder,
        List.of(python.toString(), "-m", "awslambdaric", function.module() + ".handler"),
        own);
  }

  /** The output of {@code python --version}. */
  String version() throws IOException, InterruptedException {
    return Commands.run(folder, List.of(python.toString(), "--version")).strip();
  }

  private static Map<String, String> environment(
      Workplace workplace, Path python, String certificate, boolean tracing)
      throws IOException, InterruptedException {
    String authorities =
        Commands.run(
            workplace.home(),
            List.of(
                python.toString(),
                "-c",
                "import botocore, os; print(os.path.join(os.path.dirname(botocore.__file__),"
                    + " 'cacert.pem'))"));
    Path bundle = workplace.scratch("python/authorities.pem");
    Files.writeString(bundle, Files.readString(Path.of(authorities.strip())) + "\n" + certificate);
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_CA_BUNDLE", bundle.toString());
    environment.put("POWERTOOLS_METRICS_NAMESPACE", "TradeProcessing");
    if (tracing) {
      environment.put("TRACING", "xray");
    }
    return environment;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      Folders.delete(folder);
    }
  }
}
