package io.tradeprocessing.stack;

import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.testkit.template.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.function.UnaryOperator;
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
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

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

  private static final int STOP_TIMEOUT_SECONDS = 30;

  private static final DockerImageName IMAGE =
      DockerImageName.parse("localstack/localstack:4.14.0"); // the last that needs no account

  private static final String TEMPLATE = "template.yaml";
  private static final Path BUILD = Project.file("testing/integration/target/sam-build");

  private static @Nullable Host running;
  private static @Nullable Deployment shared;
  private static @Nullable Deployment sharedBulk;

  /** Why there is none; said once. */
  private static @Nullable String skipped;

  private final Host host;
  private final Region region;
  private final String environment;
  private final String stack;
  private final Map<String, String> outputs;

  /** The container, and the tool that has built the packages. */
  private record Host(LocalStackContainer localStack, Path sam) {}

  private Deployment(
      Host host, Region region, String environment, String stack, Consumer<Deployment> make) {
    this.host = host;
    this.region = region;
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
      known =
          new Deployment(
              host(),
              Region.US_EAST_1,
              ENVIRONMENT,
              STACK,
              deployment -> deployment.deploy(Map.of()));
      shared = known;
    }
    return known;
  }

  private static Host host() {
    Host known = running;
    if (known == null) {
      known = start();
      running = known;
      build(known);
    }
    return known;
  }

  private static Host start() {
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
    return new Host(container, sam.get());
  }

  /**
   * A second stack of the same build, with EXPRESS executions, what a backfill needs, an archive,
   * and a bus of its own. It is not the first one changed, because LocalStack cannot add a resource
   * whose condition did not hold before.
   */
  static synchronized Deployment bulk() {
    Deployment known = sharedBulk;
    if (known == null) {
      known =
          new Deployment(
              host(),
              Region.US_EAST_1,
              BULK,
              "trade-processing-" + BULK,
              deployment -> {
                deployment.createBus(BULK);
                deployment.deploy(
                    Map.of(
                        "WorkflowType", "EXPRESS",
                        "WorkflowDraining", "true",
                        "Backfill", "true",
                        "Archive", "governance",
                        "EventBusName", BULK));
              });
      sharedBulk = known;
    }
    return known;
  }

  /**
   * A stack of the same build in a Region, with a bus of its own that is named like the
   * environment.
   *
   * @param change to the built template, for what LocalStack cannot make
   */
  static Deployment inRegion(
      Region region,
      String environment,
      Map<String, String> parameters,
      UnaryOperator<Template> change) {
    Host known;
    synchronized (Deployment.class) {
      known = host();
    }
    return new Deployment(
        known,
        region,
        environment,
        "trade-processing-" + environment,
        deployment -> {
          deployment.createBus(environment);
          Map<String, String> all = new HashMap<>(parameters);
          all.put("EventBusName", environment);
          deployment.deploy(deployment.changed(change), all);
        });
  }

  private Path changed(UnaryOperator<Template> change) {
    Path file = BUILD.resolve(environment + "-" + region.id() + ".json");
    try {
      new ObjectMapper()
          .writeValue(
              file.toFile(), change.apply(Template.read(BUILD.resolve(TEMPLATE))).sections());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private void createBus(String name) {
    try (EventBridgeClient events = client(EventBridgeClient.builder())) {
      events.createEventBus(request -> request.name(name));
    }
  }

  Region region() {
    return region;
  }

  /** The stack's EnvironmentSuffix. */
  String environmentSuffix() {
    return environment;
  }

  /** The bus that its rules listen to. */
  String bus() {
    return environment.equals(ENVIRONMENT) ? "default" : environment;
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
    Host known = running;
    if (known != null) {
      running = null;
      shared = null;
      sharedBulk = null;
      // Asked to stop, LocalStack takes the functions' containers with it; killed, it leaves them.
      known
          .localStack()
          .getDockerClient()
          .stopContainerCmd(known.localStack().getContainerId())
          .withTimeout(STOP_TIMEOUT_SECONDS)
          .exec();
      known.localStack().stop();
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

  private static void build(Host host) {
    run(host.sam(), List.of("build", "--build-dir", BUILD.toString()), Map.of());
    try (S3Client s3 = client(host, Region.US_EAST_1, S3Client.builder().forcePathStyle(true))) {
      s3.createBucket(request -> request.bucket(BUCKET));
    }
  }

  /** Deploys what is built, with some parameters other than the tests' own. */
  void deploy(Map<String, String> parameters) {
    deploy(BUILD.resolve(TEMPLATE), parameters);
  }

  private void deploy(Path template, Map<String, String> parameters) {
    Map<String, String> all = new HashMap<>();
    all.put("EnvironmentSuffix", environment);
    // LocalStack's handler of global tables fails with two replicas.
    all.put("ReplicaRegion", "none");
    all.putAll(parameters);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "deploy",
                "--template-file",
                template.toString(),
                "--stack-name",
                stack,
                "--s3-bucket",
                BUCKET,
                "--no-resolve-s3",
                "--capabilities",
                "CAPABILITY_IAM",
                "--no-confirm-changeset",
                "--no-fail-on-empty-changeset",
                "--parameter-overrides"));
    all.forEach((name, value) -> arguments.add(name + "=" + value));
    run(host.sam(), arguments, environment());
  }

  /** What a tool of AWS needs in its environment to work on the container. */
  Map<String, String> environment() {
    return Map.of(
        "AWS_ENDPOINT_URL",
        endpoint().toString(),
        "AWS_ACCESS_KEY_ID",
        host.localStack().getAccessKey(),
        "AWS_SECRET_ACCESS_KEY",
        host.localStack().getSecretKey(),
        "AWS_DEFAULT_REGION",
        region.id(),
        "AWS_REGION",
        region.id());
  }

  private static void run(Path sam, List<String> arguments, Map<String, String> environment) {
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

  /**
   * Puts the settings of another environment: those of this stack, apart from some. Functions keep
   * their settings for minutes, so a test that changes settings gives a version another ENVIRONMENT
   * in place of changing the stack's own.
   */
  void putSettings(String other, Map<String, String> changed) {
    String prefix = "/trade-processing/" + environment + "/";
    try (SsmClient ssm = client(SsmClient.builder())) {
      Map<String, String> settings = new HashMap<>();
      ssm.getParametersByPathPaginator(r -> r.path(prefix)).stream()
          .flatMap(page -> page.parameters().stream())
          .forEach(p -> settings.put(p.name().substring(prefix.length()), p.value()));
      settings.putAll(changed);
      settings.forEach(
          (name, value) ->
              ssm.putParameter(
                  r ->
                      r.name("/trade-processing/" + other + "/" + name)
                          .type(ParameterType.STRING)
                          .value(value)
                          .overwrite(true)));
    }
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

  /** A client of a service of the container, in the stack's Region. */
  <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
    return client(host, region, builder);
  }

  /** A client of the container in the stack's Region, through another endpoint. */
  <B extends AwsClientBuilder<B, C>, C> C client(B builder, URI through) {
    return client(host, region, builder, through);
  }

  /** A client of a service of the container, in any Region. */
  static synchronized <B extends AwsClientBuilder<B, C>, C> C client(Region region, B builder) {
    return client(host(), region, builder);
  }

  private static <B extends AwsClientBuilder<B, C>, C> C client(
      Host host, Region region, B builder) {
    return client(host, region, builder, endpoint(host));
  }

  private static <B extends AwsClientBuilder<B, C>, C> C client(
      Host host, Region region, B builder, URI through) {
    return builder
        .endpointOverride(through)
        .region(region)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                    host.localStack().getAccessKey(), host.localStack().getSecretKey())))
        .build();
  }

  /** By the name "localhost": the SAM CLI fails with an address. */
  URI endpoint() {
    return endpoint(host);
  }

  private static URI endpoint(Host host) {
    return URI.create("http://localhost:" + host.localStack().getMappedPort(4566));
  }
}
