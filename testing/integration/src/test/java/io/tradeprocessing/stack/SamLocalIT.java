package io.tradeprocessing.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/**
 * The functions as {@code sam local} runs them, with every file of {@code events/}: validator and
 * enricher with nothing else, the recorder with {@code scripts/emulator}.
 */
class SamLocalIT {

  private static final String RECORDER = "ComplianceRecorderFunction";
  private static final Path BUILD = Project.file("testing/integration/target/sam-local");
  private static final String TEMPLATE = BUILD.resolve("template.yaml").toString();
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final String OWN =
      System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x86_64";

  /** Nothing answers there, whatever the network of the machine is. */
  private static final String NOWHERE = "http://127.0.0.1:9";

  @TempDir private static Path folder;

  private static String sam = "";

  @SuppressWarnings("NullAway.Init") // by start, unless the tests are skipped
  private static Emulator emulator;

  @BeforeAll
  static void start() throws IOException {
    Deployment.requireDocker();
    sam =
        Shell.tool("sam")
            .orElseThrow(
                () -> Deployment.skip("there is no SAM CLI in SAM_CLI, .venv/bin or on the PATH"))
            .toString();
    Shell.Result built = sam("build", "--build-dir", BUILD.toString());
    assertThat(built.exitCode()).as(built.output()).isZero();
    emulator = Emulator.start(folder);
  }

  @AfterAll
  static void stop() throws IOException {
    if (emulator != null) {
      emulator.close();
      assertThat(Shell.run(Emulator.container(), Map.of(), TIMEOUT).exitCode()).isNotZero();
    }
  }

  /** The machine's own instruction set, and arm64 where an image and an emulator of it are here. */
  static List<String> architectures() throws IOException {
    List<String> architectures = new ArrayList<>(List.of(OWN));
    String image = "public.ecr.aws/lambda/java:25-arm64";
    if (OWN.equals("x86_64")
        && emulatesArm64()
        && Shell.run(List.of("docker", "image", "inspect", image), Map.of(), TIMEOUT).exitCode()
            == 0) {
      architectures.add("arm64");
    }
    return architectures;
  }

  /** Whether the kernel knows what runs such programs; the name of the entry is anybody's. */
  private static boolean emulatesArm64() throws IOException {
    Path entries = Path.of("/proc/sys/fs/binfmt_misc");
    if (!Files.isDirectory(entries)) {
      return false;
    }
    try (Stream<Path> all = Files.list(entries)) {
      return all.anyMatch(entry -> entry.getFileName().toString().contains("aarch64"));
    }
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void everyEventFileIsAnswered(String architecture) throws IOException {
    Path log = folder.resolve("start-lambda-" + architecture + ".log");
    int port = freePort();
    Process lambda = startLambda(architecture, port, log);
    try (LambdaClient functions = client(port)) {
      Awaitility.await().atMost(TIMEOUT).until(() -> !lambda.isAlive() || accepts(port));
      if (!architecture.equals(OWN)) {
        awaitRecorder(functions);
      }
      String before = Files.readString(log);
      for (String file : events("(trade|invalid)-.*")) {
        JsonNode verdict = invoke(functions, "TradeValidatorFunction", file);
        assertThat(verdict.path("valid").asBoolean()).as(file).isEqualTo(file.startsWith("trade-"));
        assertThat(invoke(functions, "MetadataEnricherFunction", file).path("gaps").isArray())
            .as(file)
            .isTrue();
      }
      for (String file : events("record-.*")) {
        JsonNode recorded = invoke(functions, RECORDER, file);
        assertThat(recorded.path("outcome").asText()).as(file).isIn("RECORDED", "DUPLICATE");
        assertThat(recorded.path("status").asText())
            .as(file)
            .isEqualTo(
                Project.json("events/" + file).at("/verdict/valid").asBoolean()
                    ? "ACCEPTED"
                    : "REJECTED");
      }
      assertThat(Files.readString(log))
          .startsWith(before)
          .contains("running locally without Parameter Store")
          .doesNotContain("DNS cache");
      assertThat(Files.readString(log).substring(before.length()))
          .doesNotContain("\"level\":\"ERROR\"");
    } finally {
      lambda.destroy();
      Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !lambda.isAlive());
    }
  }

  @Test
  void theLineThatTheEmulatorPrintsInvokesTheRecorder() throws IOException {
    String line = emulator.line("sam local invoke");
    Shell.Result invoked =
        Shell.run(
            List.of("bash", "-c", line.replaceFirst("sam", sam) + " --template " + TEMPLATE),
            environment(),
            TIMEOUT);

    assertThat(invoked.output()).contains("\"status\":\"ACCEPTED\"");
    assertThat(invoked.exitCode()).isZero();
  }

  @Test
  void withoutTheEmulatorTheRecorderSaysWhatToDo() throws IOException {
    Path variables =
        Files.writeString(
            folder.resolve("nowhere.json"),
            "{\"Parameters\": {\"AWS_ENDPOINT_URL\": \"" + NOWHERE + "\"}}");
    Shell.Result invoked =
        sam(
            "local",
            "invoke",
            RECORDER,
            "--event",
            Project.file("events/record-accepted.json").toString(),
            "--env-vars",
            variables.toString(),
            "--template",
            TEMPLATE,
            "--parameter-overrides",
            "Architecture=" + OWN);

    assertThat(invoked.output())
        .contains("StoreUnavailableException")
        .contains("the endpoint (AWS_ENDPOINT_URL)")
        .contains("start scripts/emulator")
        .doesNotContain("DNS cache");
  }

  private static Process startLambda(String architecture, int port, Path log) throws IOException {
    Path variables =
        Files.writeString(
            folder.resolve("recorder.json"),
            "{\"" + RECORDER + "\": {\"AWS_ENDPOINT_URL\": \"" + emulatorInNetwork() + "\"}}");
    List<String> command =
        new ArrayList<>(
            List.of(
                sam,
                "local",
                "start-lambda",
                "--port",
                Integer.toString(port),
                "--warm-containers",
                "LAZY",
                "--docker-network",
                "trade-processing-emulator",
                "--env-vars",
                variables.toString(),
                "--parameter-overrides",
                "Architecture=" + architecture));
    command.addAll(architecture.equals(OWN) ? List.of("--template", TEMPLATE) : emulated());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Project.ROOT.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment());
    return builder.start();
  }

  /**
   * What an emulated function needs, whose start takes as long as a function may take: more time,
   * and an address for which Docker does not accept connections before the function listens, as its
   * proxy does for the loopback address.
   */
  private static List<String> emulated() throws IOException {
    String template = Files.readString(Path.of(TEMPLATE));
    assertThat(template).contains("    Timeout: 25\n");
    Path patient =
        Files.writeString(
            BUILD.resolve("emulated.yaml"),
            template.replace("    Timeout: 25\n", "    Timeout: " + TIMEOUT.toSeconds() + "\n"));
    String address =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(found -> found instanceof Inet4Address && !found.isLoopbackAddress())
            .map(InetAddress::getHostAddress)
            .findFirst()
            .orElseThrow();
    return List.of(
        "--template",
        patient.toString(),
        "--container-host",
        address,
        "--container-host-interface",
        address);
  }

  /** The recorder's first calls, emulated, take longer than it waits; the workflow retries, too. */
  private static void awaitRecorder(LambdaClient functions) throws IOException {
    String file = events("record-.*").getFirst();
    Awaitility.await()
        .atMost(TIMEOUT)
        .until(() -> answer(functions, RECORDER, file).functionError() == null);
  }

  /** The emulator's address for containers, from the file that it writes for {@code sam local}. */
  private static String emulatorInNetwork() {
    return Project.json("target/emulator.json").at("/Parameters/AWS_ENDPOINT_URL").asText();
  }

  private static JsonNode invoke(LambdaClient functions, String function, String file) {
    InvokeResponse answer = answer(functions, function, file);
    String payload = answer.payload().asUtf8String();
    assertThat(answer.functionError()).as(function + ", " + file + ": " + payload).isNull();
    return Project.parse(payload);
  }

  private static InvokeResponse answer(LambdaClient functions, String function, String file) {
    return functions.invoke(
        request ->
            request
                .functionName(function)
                .payload(SdkBytes.fromUtf8String(Project.text("events/" + file))));
  }

  private static List<String> events(String pattern) throws IOException {
    try (Stream<Path> files = Files.list(Project.file("events"))) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.matches(pattern))
              .sorted()
              .toList();
      assertThat(names).isNotEmpty();
      return names;
    }
  }

  private static LambdaClient client(int port) {
    return LambdaClient.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + port))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .overrideConfiguration(
            configuration ->
                configuration
                    .apiCallTimeout(TIMEOUT)
                    .apiCallAttemptTimeout(TIMEOUT)
                    .retryStrategy(retry -> retry.maxAttempts(1)))
        .httpClientBuilder(Apache5HttpClient.builder().socketTimeout(TIMEOUT))
        .build();
  }

  private static Shell.Result sam(String... arguments) {
    List<String> command = new ArrayList<>(List.of(sam));
    command.addAll(List.of(arguments));
    return Shell.run(command, environment(), TIMEOUT);
  }

  /** Images that are here are used as they are, also where no registry can be reached. */
  private static Map<String, String> environment() {
    return Map.of(
        "SAM_CLI_TELEMETRY", "0",
        "SAM_SKIP_PULL_IMAGE", "true",
        "AWS_MAX_ATTEMPTS", "1",
        "AWS_DEFAULT_REGION", "us-east-1");
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
