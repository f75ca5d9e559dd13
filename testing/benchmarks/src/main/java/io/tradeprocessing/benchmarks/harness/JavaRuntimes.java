package io.tradeprocessing.benchmarks.harness;

import io.tradeprocessing.benchmarks.noop.NoopHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Runs packages as Lambda's {@code java25} does: its command line through the package's own wrapper
 * script, the runtime client on the class path, and the handler loaded by the runtime client's
 * class loader from the working directory and its {@code lib/*.jar}.
 *
 * <p>Source of the command line: what the managed runtime's process shows ({@code
 * /var/lang/bin/java …}); where it brings an archive of loaded classes ({@code runtime.jsa}), one
 * is made here.
 */
final class JavaRuntimes {

  private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.";

  /** For an invocation of the function that does nothing, while the JVM lists what it loads. */
  private static final Duration ARCHIVING = Duration.ofSeconds(25);

  /** The template's default. */
  private static final int DEFAULT_MEMORY_MB = 1_024;

  private final Workplace workplace;
  private final List<String> options;
  private final List<String> lastOptions;

  /**
   * Prepares what the managed runtime brings: the native library and the archive of classes.
   *
   * @param lastOptions of the packages' JVMs, after all others, so that they win; to compare
   */
  static JavaRuntimes prepare(
      Workplace workplace, Path trustStore, int core, List<String> lastOptions)
      throws IOException, InterruptedException {
    Path archive = workplace.scratch("java/runtime.jsa");
    JavaRuntimes runtimes =
        new JavaRuntimes(workplace, trustStore, nativeLibrary(workplace), lastOptions);
    if (!isNewer(archive, workplace.runtimeClient().getFirst())) {
      Files.deleteIfExists(archive);
      runtimes.archive(archive, core);
    }
    runtimes.options.add("-Xshare:auto");
    runtimes.options.add("-XX:SharedArchiveFile=" + archive);
    return runtimes;
  }

  private JavaRuntimes(
      Workplace workplace, Path trustStore, Path nativeLibrary, List<String> lastOptions) {
    this.workplace = workplace;
    this.lastOptions = lastOptions;
    this.options =
        new ArrayList<>(
            List.of(
                "-XX:+UseSerialGC",
                "--add-opens=java.base/java.io=ALL-UNNAMED",
                "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac",
                "-Djava.net.preferIPv4Stack=true",
                "-XX:+ErrorFileToStderr",
                "-D" + CLIENT + "runtimeapi.NativeClient.JNI=" + nativeLibrary,
                "-Djavax.net.ssl.trustStore=" + trustStore));
    this.options.addAll(memory(DEFAULT_MEMORY_MB));
  }

  /** A function's package, on demand. */
  Variant onDemand(Function function) {
    return onDemand("java", workplace.unpacked(function), function.handler(), lastOptions);
  }

  /** A package, on demand, with its own options last. */
  Variant onDemand(String name, Path folder, String handler, List<String> own) {
    // What Lambda adds on demand; SnapStart runs fully tiered unless the package says otherwise.
    List<String> options =
        Stream.concat(Stream.of("-XX:TieredStopAtLevel=1"), own.stream()).toList();
    return packaged(name, folder, handler, options, Map.of());
  }

  /** A function's package, up to its snapshot and on from there. */
  Variant snapStart(Function function) {
    List<String> own =
        Stream.concat(memory(function.memoryMb()).stream(), lastOptions.stream()).toList();
    return snapStart("java-primed", workplace.unpacked(function), function.handler(), own);
  }

  /** What Lambda leaves for the heap of a function's memory, on a machine that has no more. */
  private static List<String> memory(long megabytes) {
    return List.of(
        "-XX:MaxHeapSize=" + megabytes * 1_024 * 85 / 100 + "k", "-XX:MaxRAM=" + megabytes + "m");
  }

  /** A package, up to its snapshot and on from there, with its own options last. */
  Variant snapStart(String name, Path folder, String handler, List<String> own) {
    return packaged(
        name, folder, handler, own, Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start"));
  }

  /**
   * A function with an ahead-of-time cache, as a container image can have one: the JDK's, the
   * runtime client's and the package's classes, loaded from the system class path, with what a
   * training run has shown of them. The cache is made if it is older than the package.
   *
   * <p>Source: JEP 483, 514 and 515. The cache's class path has to be of jars, so the package's own
   * classes are put into one; and it excludes the managed runtime's archive.
   */
  Variant ahead(Function function, Trainer trainer) throws IOException, InterruptedException {
    Path folder = workplace.unpacked(function);
    Path classes = workplace.scratch("aot/" + function.module() + ".jar");
    Path cache = workplace.scratch("aot/" + function.module() + ".aot");
    if (!isNewer(cache, folder.resolve("runtime-wrapper"))) {
      jar(folder, classes);
      Files.deleteIfExists(cache);
      trainer.train(ahead(function, classes, "-XX:AOTCacheOutput=" + cache));
      if (!Files.exists(cache)) {
        throw new IOException("no AOT cache of the " + function.module() + " was created");
      }
    }
    return ahead(function, classes, "-XX:AOTCache=" + cache);
  }

  /** Runs what the cache is to contain, and shuts the function down. */
  interface Trainer {
    void train(Variant runtime) throws IOException, InterruptedException;
  }

  private Variant ahead(Function function, Path classes, String cache) {
    Path folder = workplace.unpacked(function);
    List<String> command = new ArrayList<>();
    command.add(folder.resolve("runtime-wrapper").toString());
    command.add(workplace.java().toString());
    options.stream().filter(option -> !isOfArchive(option)).forEach(command::add);
    command.add("-XX:TieredStopAtLevel=1");
    command.add(cache);
    command.addAll(lastOptions);
    command.add("-classpath");
    command.add(
        Stream.of(classPath(), classes.toString(), libraries(folder))
            .collect(Collectors.joining(":")));
    command.add(CLIENT + "AWSLambda");
    command.add(function.handler());
    return new Variant("java-aot", folder, command, Map.of());
  }

  private static boolean isOfArchive(String option) {
    return option.startsWith("-Xshare") || option.startsWith("-XX:SharedArchiveFile");
  }

  private static String libraries(Path folder) {
    try (Stream<Path> jars = Files.list(folder.resolve("lib"))) {
      return jars.sorted().map(Path::toString).collect(Collectors.joining(":"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files of a package other than libraries and the wrapper. */
  private static void jar(Path folder, Path file) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file));
        Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = folder.relativize(each).toString();
        if (!name.startsWith("lib/") && !name.equals("runtime-wrapper")) {
          out.putNextEntry(new ZipEntry(name));
          Files.copy(each, out);
          out.closeEntry();
        }
      }
    }
  }

  /** The function that does nothing, without SnapStart. */
  Variant noop() throws IOException {
    return new Variant(
        "noop",
        noopFolder(),
        command(List.of(), List.of("-XX:TieredStopAtLevel=1"), noopName()),
        Map.of());
  }

  private Variant packaged(
      String name,
      Path folder,
      String handler,
      List<String> more,
      Map<String, String> environment) {
    List<String> wrapper = List.of(folder.resolve("runtime-wrapper").toString());
    return new Variant(name, folder, command(wrapper, more, handler), environment);
  }

  private List<String> command(List<String> wrapper, List<String> more, String handler) {
    List<String> command = new ArrayList<>(wrapper);
    command.add(workplace.java().toString());
    command.addAll(options);
    command.addAll(more);
    command.add("-classpath");
    command.add(classPath());
    command.add(CLIENT + "AWSLambda");
    command.add(handler);
    return command;
  }

  private String classPath() {
    try {
      return workplace.runtimeClient().stream()
          .map(Path::toString)
          .collect(Collectors.joining(":"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String noopName() {
    return NoopHandler.class.getName();
  }

  /** A package that contains only that class. */
  private Path noopFolder() throws IOException {
    String resource = noopName().replace('.', '/') + ".class";
    Path file = workplace.scratch("noop/" + resource);
    try (InputStream in = NoopHandler.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no " + resource);
      }
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return workplace.folder("noop");
  }

  /** Creates the managed runtime's archive of the JDK's and the runtime client's classes. */
  private void archive(Path file, int core) throws IOException, InterruptedException {
    Variant noop =
        new Variant(
            "noop",
            noopFolder(),
            command(List.of(), List.of("-XX:ArchiveClassesAtExit=" + file), noopName()),
            Map.of());
    try (FunctionProcess process =
        FunctionProcess.start(
            noop, Map.of(), ARCHIVING, core, workplace.scratch("logs/archive.log"))) {
      process.api().invoke("{}");
      process.terminate();
    }
    if (!Files.exists(file)) {
      throw new IOException(
          "the archive of the runtime's classes was not created; see "
              + workplace.scratch("logs/archive.log"));
    }
  }

  private static Path nativeLibrary(Workplace workplace) throws IOException {
    String architecture = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
    String name = "libaws-lambda-jni.linux-" + architecture + ".so";
    Path file = workplace.scratch("java/" + name);
    try (InputStream in = JavaRuntimes.class.getResourceAsStream("/jni/" + name)) {
      if (in == null) {
        throw new IOException("the runtime interface client has no " + name);
      }
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  private static boolean isNewer(Path file, Path than) throws IOException {
    return Files.exists(file)
        && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(than)) > 0;
  }
}
