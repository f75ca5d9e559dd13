package io.tradeprocessing.stack;

import static org.junit.jupiter.api.Assumptions.abort;

import io.tradeprocessing.testkit.Project;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The stack as a user deploys it, on LocalStack: {@code sam build} and {@code sam deploy} of the
 * real template, once for all tests.
 *
 * <p>Where Docker does not answer or the SAM CLI is missing, the tests are skipped with a line that
 * says so; with {@code CI=true} that is a failure.
 */
final class Deployment {

  static final String ENVIRONMENT = "it";

  private static final String STACK = "trade-processing-it";

  /** Suffix, stack and bus of {@link #bulk}. */
  private static final String BULK = "bulk";

  private static final String BUCKET = "packages";
  private static final Region REGION = Region.US_EAST_1;

  private static final int STOP_TIMEOUT_SECONDS = 30;

  private static final DockerImageName IMAGE =
      DockerImageName.parse("localstack/localstack:4.14.0"); // the last that needs no account

  private static final Path BUILD = Project.file("testing/integration/target/sam-build");

  private static @Nullable Deployment shared;
  private static @Nullable Deployment sharedBulk;

  /** Why there is none; said once. */
  private static @Nullable String skipped;

  private final LocalStackContainer localStack;
  private final Path sam;
  private final String environment;
  private final String stack;
  private final Map<String, String> outputs;

  private Deployment(
      LocalStackContainer localStack,
      Path sam,
      String environment,
      String stack,
      Consumer<Deployment> make) {
    this.localStack = localStack;
    this.sam = sam;
    this.environment = environment;
    this.stack = stack;
    make.accept(this);
    this.outputs =
        stack().outputs().stream()
            .collect(Collectors.toMap(Output::outputKey, Output::outputValue));
  }

  /** The deployed stack; the first call takes a minute. */
  static synchronized Deployment get() {
    Deployment known = shared;
    if (known == null) {
      known = start();
      shared = known;
    }
    return known;
  }

  private static Deployment start() {
    Optional<Path> sam = Shell.tool("sam");
    requireDocker();
    if (sam.isEmpty()) {
      throw skip("there is no SAM CLI in SAM_CLI, .venv/bin or on the PATH");
    }
    LocalStackContainer container =
        new LocalStackContainer(IMAGE)
            // The new engine cannot resolve a function's generated alias.
            .withEnv("PROVIDER_OVERRIDE_CLOUDFORMATION", "engine-legacy")
            // Java runs the arm64 packages on any machine.
            .withEnv("LAMBDA_IGNORE_ARCHITECTURE", "1")
            // An invocation after a while must not wait for another start.
            .withEnv("LAMBDA_KEEPALIVE_MS", "1800000")
            .withStartupTimeout(Duration.ofMinutes(3));
    container.start();
    return new Deployment(container, sam.get(), ENVIRONMENT, STACK, Deployment::buildAndDeploy);
  }

  /**
   * A second stack of the same build, with EXPRESS executions, what a backfill needs, an archive,
   * and a bus of its own. It is not the first one changed, because LocalStack cannot add a resource whose
   * condition did not hold before.
   */
  static synchronized Deployment bulk() {
    Deployment known = sharedBulk;
    if (known == null) {
      Deployment first = get();
      try (EventBridgeClient events = first.client(EventBridgeClient.builder())) {
        events.createEventBus(request -> request.name(BULK));
      }
      known =
          new Deployment(
              first.localStack,
              first.sam,
              BULK,
              "trade-processing-" + BULK,
              deployment ->
                  deployment.deploy(
                      Map.of(
                          "WorkflowType", "EXPRESS",
                          "WorkflowDraining", "true",
                          "Backfill", "true",
                          "Archive", "governance",
                          "EventBusName", BULK)));
      sharedBulk = known;
    }
    return known;
  }

  /** The stack's EnvironmentSuffix. */
  String environmentSuffix() {
    return environment;
  }

  /** The bus that its rules listen to. */
  String bus() {
    return environment.equals(BULK) ? BULK : "default";
  }

  /** Skips the tests that ask where Docker does not answer. */
  static synchronized void requireDocker() {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw skip("Docker does not answer");
    }
  }

  /** Stops the container when all tests are over. */
  static final class Lifecycle implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
      AutoCloseable stop = Deployment::stop;
      context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).put(Deployment.class, stop);
    }
  }

  private static synchronized void stop() {
    Deployment known = shared;
    if (known != null) {
      shared = null;
      sharedBulk = null;
      // Asked to stop, LocalStack takes the functions' containers with it; killed, it leaves them.
      known
          .localStack
          .getDockerClient()
          .stopContainerCmd(known.localStack.getContainerId())
          .withTimeout(STOP_TIMEOUT_SECONDS)
          .exec();
      known.localStack.stop();
    }
  }

  static RuntimeException skip(String reason) {
    String line = "Tests on the deployed stack and in containers are skipped: " + reason;
    if ("true".equals(System.getenv("CI"))) {
      throw new IllegalStateException(line + ", and with CI=true that is a failure");
    }
    if (!line.equals(skipped)) {
      System.out.println(line);
      skipped = line;
    }
    return abort(line);
  }

  private void buildAndDeploy() {
    run(List.of("build", "--build-dir", BUILD.toString()), Map.of());
    try (S3Client s3 = client(S3Client.builder().forcePathStyle(true))) {
      s3.createBucket(request -> request.bucket(BUCKET));
    }
    deploy(Map.of());
  }

  /** Deploys what is built, with some parameters other than the tests' own. */
  void deploy(Map<String, String> parameters) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "deploy",
                "--template-file",
                BUILD.resolve("template.yaml").toString(),
                "--stack-name",
                stack,
                "--s3-bucket",
                BUCKET,
                "--no-resolve-s3",
                "--capabilities",
                "CAPABILITY_IAM",
                "--no-confirm-changeset",
                "--no-fail-on-empty-changeset",
                "--parameter-overrides",
                "EnvironmentSuffix=" + environment,
                // LocalStack's handler of global tables fails with two replicas.
                "ReplicaRegion=none"));
    parameters.forEach((name, value) -> arguments.add(name + "=" + value));
    run(arguments, environment());
  }

  /** What a tool of AWS needs in its environment to work on the container. */
  Map<String, String> environment() {
    return Map.of(
        "AWS_ENDPOINT_URL",
        endpoint().toString(),
        "AWS_ACCESS_KEY_ID",
        localStack.getAccessKey(),
        "AWS_SECRET_ACCESS_KEY",
        localStack.getSecretKey(),
        "AWS_DEFAULT_REGION",
        REGION.id(),
        "AWS_REGION",
        REGION.id());
  }

  private void run(List<String> arguments, Map<String, String> environment) {
    List<String> command = new ArrayList<>(List.of(sam.toString()));
    command.addAll(arguments);
    Map<String, String> all = new HashMap<>(environment);
    all.put("SAM_CLI_TELEMETRY", "0");
    Shell.Result result = Shell.run(command, all, Duration.ofMinutes(10));
    if (result.exitCode() != 0) {
      throw new AssertionError(command + " failed:\n" + result.output());
    }
  }

  Stack stack() {
    try (CloudFormationClient cloudFormation = client(CloudFormationClient.builder())) {
      return cloudFormation.describeStacks(request -> request.stackName(stack)).stacks().getFirst();
    }
  }

  String output(String name) {
    String value = outputs.get(name);
    if (value == null) {
      throw new AssertionError("the stack has no output " + name + " among " + outputs.keySet());
    }
    return value;
  }

  /** Points a function's alias at a version with other variables for as long as a step takes. */
  <T> T whileLive(String function, Map<String, String> variables, Supplier<T> step) {
    try (LambdaClient lambda = client(LambdaClient.builder())) {
      String good = lambda.getAlias(r -> r.functionName(function).name("live")).functionVersion();
      Map<String, String> original =
          lambda.getFunctionConfiguration(r -> r.functionName(function)).environment().variables();
      Map<String, String> changed = new HashMap<>(original);
      changed.putAll(variables);
      String bad = publish(lambda, function, changed);
      pointAlias(lambda, function, bad);
      try {
        return step.get();
      } finally {
        pointAlias(lambda, function, good);
        publish(lambda, function, original);
      }
    }
  }

  private static String publish(
      LambdaClient lambda, String function, Map<String, String> variables) {
    lambda.updateFunctionConfiguration(
        r -> r.functionName(function).environment(e -> e.variables(variables)));
    lambda.waiter().waitUntilFunctionUpdatedV2(r -> r.functionName(function));
    return lambda.publishVersion(r -> r.functionName(function)).version();
  }

  private static void pointAlias(LambdaClient lambda, String function, String version) {
    lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName(function).qualifier(version));
    lambda.updateAlias(r -> r.functionName(function).name("live").functionVersion(version));
  }

  /** A client of a service of the container. */
  <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .endpointOverride(endpoint())
        .region(REGION)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(localStack.getAccessKey(), localStack.getSecretKey())))
        .build();
  }

  /** By the name "localhost": the SAM CLI fails with an address. */
  URI endpoint() {
    return URI.create("http://localhost:" + localStack.getMappedPort(4566));
  }
}
