package io.tradeprocessing.stack;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.lambda.Ciphers;
import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The packages that this build made, as Lambda would unpack them. */
class FunctionPackageIT {

  private static final int EIGHT_MEGABYTES = 8_000_000;

  /** How the names of classes begin that C2 compiles everywhere, and those for the backfill. */
  private static final List<String> CIPHERS =
      List.of("com.sun.crypto.provider.", "sun.security.provider.");

  private static final List<String> EACH_EVENT =
      List.of(
          "io.tradeprocessing.",
          "com.fasterxml.jackson.core.",
          "java.io.",
          "java.lang.String",
          "java.math.",
          "java.time.",
          "java.util.");

  /** Bytes, as much as a function may have. */
  private static final long MEMORY = 2_048L << 20;

  private static final String SERVICES = "software/amazon/awssdk/services/";

  static List<String> modules() {
    return StackTemplate.modules();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void aPackageIsAtMostEightMegabytes(String module, TestReporter reporter) throws IOException {
    Path zip = Project.file(module + "/target/function.zip");
    String contents = contents(zip);
    reporter.publishEntry(module, contents);
    assertThat(Files.size(zip)).as(contents).isLessThanOrEqualTo(EIGHT_MEGABYTES);
  }

  /** The largest files of a package, by their compressed sizes. */
  private static String contents(Path zip) throws IOException {
    try (ZipFile entries = new ZipFile(zip.toFile())) {
      return entries.stream()
          .sorted(Comparator.comparingLong(ZipEntry::getCompressedSize).reversed())
          .limit(12)
          .map(entry -> "%,9d %s".formatted(entry.getCompressedSize(), entry.getName()))
          .collect(joining("\n", "%,d bytes\n".formatted(Files.size(zip)), ""));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "validator,io/tradeprocessing/validator/ValidateTradeHandler.class",
    "enricher,io/tradeprocessing/enricher/EnrichTradeHandler.class",
    "recorder,io/tradeprocessing/recorder/RecordComplianceHandler.class",
    "archiver,io/tradeprocessing/archiver/ArchiveRecordsHandler.class"
  })
  void theFunctionsOwnClassesAreAtTheRoot(String module, String handler) {
    assertThat(folder(module).resolve(handler)).isRegularFile();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void theLibrariesAreStoredUncompressed(String module) throws IOException {
    for (Path library : libraries(module)) {
      try (ZipFile jar = new ZipFile(library.toFile())) {
        assertThat(jar.stream()).allMatch(entry -> entry.getMethod() == ZipEntry.STORED);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modules")
  void thereIsOneHttpClientAndItIsSynchronous(String module) throws IOException {
    List<String> clients = new ArrayList<>();
    for (Path library : libraries(module)) {
      assertThat(library.getFileName().toString()).doesNotContain("netty");
      try (ZipFile jar = new ZipFile(library.toFile())) {
        jar.stream()
            .map(ZipEntry::getName)
            .filter(
                name -> name.matches("META-INF/services/.*SdkHttpService|.*/SdkAsyncHttpService"))
            .forEach(name -> clients.add(library.getFileName() + "!" + name));
      }
    }
    assertThat(clients)
        .filteredOn(client -> client.contains("META-INF/services"))
        .singleElement()
        .asString()
        .startsWith("apache5-client-")
        .doesNotContain("Async");
  }

  @ParameterizedTest
  @CsvSource({
    "validator,false",
    "enricher,false",
    "recorder,true",
    "archiver,false",
    "backfill,true"
  })
  void onlyWhatRecordsCanReachTheTable(String module, boolean expected) throws IOException {
    assertThat(libraries(module).stream().anyMatch(jar -> name(jar).startsWith("dynamodb-")))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void noLibraryIsThereTwice(String module) throws IOException {
    assertThat(libraries(module))
        .extracting(jar -> name(jar).replaceFirst("-[0-9].*", ""))
        .doesNotHaveDuplicates()
        .noneMatch(name -> name.matches("(junit|assertj|jspecify|trade-processing-testkit).*"));
  }

  /**
   * Nothing lists what a function calls: the packaging finds it in the classes. Not of S3, whose
   * own client wraps itself in one that calls every operation.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "validator | ssm/SsmClient | getParametersByPath",
        "enricher  | ssm/SsmClient | getParametersByPath",
        "recorder  | ssm/SsmClient | getParametersByPath",
        "recorder  | dynamodb/DynamoDbClient | getItem,query,transactWriteItems",
        "archiver  | kms/KmsClient | getPublicKey,sign",
        "backfill  | ssm/SsmClient | getParametersByPath",
        "backfill  | dynamodb/DynamoDbClient | getItem,query,transactWriteItems"
      })
  void aClientHasTheOperationsThatItsFunctionCalls(String module, String client, String operations)
      throws IOException {
    String service = client.substring(0, client.indexOf('/'));
    Path library =
        libraries(module).stream()
            .filter(jar -> name(jar).matches(service + "-[0-9].*"))
            .findFirst()
            .orElseThrow();
    try (ZipFile jar = new ZipFile(library.toFile());
        InputStream type = jar.getInputStream(jar.getEntry(SERVICES + client + ".class"))) {
      assertThat(methods(type))
          .extracting(method -> method.replaceFirst("\\(.*", ""))
          .contains(operations.split(",", -1))
          .noneMatch(name -> name.matches("(delete|import|start|update)[A-Z].*"));
      assertThat(jar.stream().map(ZipEntry::getName)).noneMatch(name -> name.contains("Async"));
    }
  }

  /** Lambda's runtime asks the package for it by name when it reads a batch of the stream. */
  @Test
  void theArchiversPackageHasTheClassThatTheRuntimeReadsEventsWith() throws IOException {
    Path library =
        libraries("archiver").stream()
            .filter(jar -> name(jar).startsWith("joda-time-"))
            .findFirst()
            .orElseThrow();
    try (ZipFile jar = new ZipFile(library.toFile())) {
      assertThat(jar.getEntry("org/joda/time/DateTime.class")).isNotNull();
    }
  }

  /** What a client loses is what it would have called, and not the methods that it is made of. */
  @ParameterizedTest
  @MethodSource("modules")
  void aClientOfAServiceLacksNothingButOperations(String module) throws Exception {
    Pattern operation = Pattern.compile(SERVICES + ".*/(model|paginators|waiters)/");
    int compared = 0;
    for (Path library : libraries(module)) {
      try (ZipFile jar = new ZipFile(library.toFile())) {
        for (ZipEntry entry : jar.stream().toList()) {
          if (entry.getName().matches(SERVICES + ".*/[^/]+Client\\.class")) {
            Set<String> kept = methods(jar.getInputStream(entry));
            try (InputStream original =
                requireNonNull(getClass().getClassLoader().getResourceAsStream(entry.getName()))) {
              assertThat(methods(original))
                  .filteredOn(method -> !operation.matcher(method).find())
                  .filteredOn(method -> !method.startsWith("lambda$"))
                  .isSubsetOf(kept)
                  // An asynchronous client's overloads for a Consumer name no class of the model.
                  .hasSizeLessThan(entry.getName().contains("Async") ? 150 : 50);
            }
            compared++;
          }
        }
      }
    }
    assertThat(compared).isGreaterThanOrEqualTo(2);
  }

  private static Set<String> methods(InputStream type) throws IOException {
    return ClassFile.of().parse(type.readAllBytes()).methods().stream()
        .map(method -> method.methodName().stringValue() + method.methodType().stringValue())
        .collect(toSet());
  }

  /** The packaging rewrites the libraries: what it makes must still be good classes. */
  @ParameterizedTest
  @MethodSource("modules")
  void everyClassPassesTheVerifier(String module) throws IOException {
    List<String> broken = new ArrayList<>();
    int methods = 0;
    List<URL> path = new ArrayList<>(List.of(folder(module).toUri().toURL()));
    for (Path library : libraries(module)) {
      path.add(library.toUri().toURL());
    }
    ClassLoader platform = ClassLoader.getPlatformClassLoader();
    try (URLClassLoader loader = new URLClassLoader(path.toArray(URL[]::new), platform)) {
      for (Path library : libraries(module)) {
        try (ZipFile jar = new ZipFile(library.toFile())) {
          for (ZipEntry entry : jar.stream().toList()) {
            if (entry.getName().matches("(?!META-INF/).*(?<!module-info)\\.class")) {
              String type = entry.getName().replaceAll("\\.class$", "").replace('/', '.');
              try {
                // Asking for its methods links a class, and linking verifies it.
                methods += Class.forName(type, false, loader).getDeclaredMethods().length;
              } catch (NoClassDefFoundError | ClassNotFoundException e) {
                // Either an optional dependency, which no function has, or dropped by mistake.
                if (isOnClassPath(String.valueOf(e.getMessage()))) {
                  broken.add(type + " needs " + e.getMessage());
                }
              } catch (LinkageError e) {
                broken.add(type + ": " + e);
              }
            }
          }
        }
      }
    }
    assertThat(broken).isEmpty();
    assertThat(methods).isGreaterThan(10_000);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void theWrapperIsExecutableForEverybody(String module) throws IOException {
    Path wrapper = folder(module).resolve("runtime-wrapper");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(wrapper)))
        .isEqualTo("rwxr-xr-x");
  }

  /** The command's class path has that of each function, and Log4j, which no function has. */
  private static boolean isOnClassPath(String type) {
    return !type.startsWith("org/apache/logging/log4j/")
        && FunctionPackageIT.class.getClassLoader().getResource(type.replace('.', '/') + ".class")
            != null;
  }

  @Test
  void theWrapperStartsTheGivenCommandWithItsOptionsFirst(@TempDir Path folder) throws Exception {
    List<String> lines = throughWrapper(folder, Map.of("LOG_LEVEL", "DEBUG"));

    assertThat(lines).contains("-XX:TieredStopAtLevel=1").endsWith("-cp", "a path/*", "Main");
    assertThat(lines).contains("POWERTOOLS_LOG_LEVEL=DEBUG");
  }

  @Test
  void underSnapStartTheWrapperHandsTheJvmTheDirectivesIfThePackageHasSome(@TempDir Path folder)
      throws Exception {
    Path task = folder("validator");

    assertThat(throughWrapper(folder, snapStart(task)))
        .contains("-XX:CompilerDirectivesFile=" + task.resolve("compiler-directives.json"))
        .doesNotContain("-XX:TieredStopAtLevel=1");
    assertThat(throughWrapper(folder, snapStart(folder))).contains("-XX:TieredStopAtLevel=1");
  }

  @Test
  void underSnapStartTheHeapOfTheBackfillBeginsWithAThirdOfTheMemory() throws Exception {
    assertThat(initialHeap("recorder")).isEqualTo(MEMORY / 64);
    assertThat(initialHeap("backfill")).isBetween(MEMORY * 34 / 100, MEMORY * 36 / 100);
  }

  private static long initialHeap(String module) throws IOException, InterruptedException {
    String name = " InitialHeapSize ";
    String line =
        throughWrapper(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                snapStart(folder(module)),
                "-XX:MaxRAM=" + MEMORY,
                "-XX:MaxHeapSize=" + MEMORY * 85 / 100,
                "-XX:+PrintFlagsFinal",
                "-version")
            .stream()
            .filter(flag -> flag.contains(name))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(line.substring(line.indexOf('=') + 1, line.indexOf('{')).strip());
  }

  @ParameterizedTest
  @ValueSource(strings = {"recorder", "backfill"})
  void underSnapStartC2CompilesCiphersAndInTheBackfillWhatRunsForEachEvent(String module)
      throws Exception {
    Path task = folder(module);
    Path tests =
        Path.of(
            FunctionPackageIT.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> lines =
        throughWrapper(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            snapStart(task),
            "-XX:+PrintCompilation",
            // A method is compiled before it goes on, and not perhaps after the end of the program.
            "-Xbatch",
            "-cp",
            tests + ":" + task.resolve("lib") + "/*",
            PrimeCiphersAndJson.class.getName(),
            Project.text("events/trade-new.json"));

    Pattern compiledByC2 =
        Pattern.compile("\\s*\\d+\\s+\\d+[ %sb!]+4\\s+([\\w.$]+)::(?!.*made not).*");
    List<String> compiled =
        lines.stream()
            .map(compiledByC2::matcher)
            .filter(Matcher::matches)
            .map(match -> match.group(1))
            .toList();
    List<String> expected = new ArrayList<>(CIPHERS);
    if (module.equals("backfill")) {
      expected.addAll(EACH_EVENT);
      assertThat(compiled).contains("io.tradeprocessing.common.json.JsonBytes");
    }
    assertThat(compiled)
        .contains("com.sun.crypto.provider.GHASH")
        .allMatch(name -> expected.stream().anyMatch(name::startsWith));
  }

  /** What the functions do with ciphers and JSON before a snapshot, as a program. */
  static final class PrimeCiphersAndJson {
    public static void main(String[] args) throws GeneralSecurityException {
      Ciphers.prime();
      String text = args[0];
      for (int call = 0; call < 2_000; call++) {
        text = JsonReader.read(text).toString();
      }
    }
  }

  private static Map<String, String> snapStart(Path task) {
    return Map.of(
        "AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start", "LAMBDA_TASK_ROOT", task.toString());
  }

  @Test
  void theWrapperPassesAnEndpointOnButNotAnEmptyOne(@TempDir Path folder) throws Exception {
    assertThat(throughWrapper(folder, Map.of("AWS_ENDPOINT_URL", "http://localhost:4566")))
        .contains("AWS_ENDPOINT_URL=http://localhost:4566");
    assertThat(throughWrapper(folder, Map.of("AWS_ENDPOINT_URL", "")))
        .noneMatch(line -> line.startsWith("AWS_ENDPOINT_URL"));
  }

  /** The environment and then the arguments that a command gets through the wrapper. */
  private static List<String> throughWrapper(Path folder, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path java = folder.resolve("java");
    Files.writeString(java, "#!/bin/sh\nenv\nprintf '%s\\n' \"$@\"\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    return throughWrapper(java, environment, "-cp", "a path/*", "Main");
  }

  /** What a command prints that is started through the wrapper. */
  private static List<String> throughWrapper(
      Path java, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(folder("validator").resolve("runtime-wrapper").toString());
    line.add(java.toString());
    line.addAll(List.of(arguments));
    ProcessBuilder command = new ProcessBuilder(line);
    command.environment().remove("POWERTOOLS_LOG_LEVEL");
    command.environment().putAll(environment);
    Process process = command.redirectErrorStream(true).start();
    List<String> lines = process.inputReader().readAllLines();
    assertThat(process.waitFor()).isZero();
    return lines;
  }

  private static Path folder(String module) {
    return Project.file(module + "/target/function");
  }

  private static List<Path> libraries(String module) throws IOException {
    try (Stream<Path> files = Files.list(folder(module).resolve("lib"))) {
      return files.sorted().toList();
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
