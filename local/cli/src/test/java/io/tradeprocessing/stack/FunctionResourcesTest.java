package io.tradeprocessing.stack;

import static io.tradeprocessing.stack.StackTemplate.FUNCTIONS;
import static io.tradeprocessing.stack.StackTemplate.deploy;
import static io.tradeprocessing.stack.StackTemplate.functions;
import static io.tradeprocessing.stack.StackTemplate.referenced;
import static io.tradeprocessing.stack.StackTemplate.role;
import static io.tradeprocessing.testkit.template.Template.asList;
import static io.tradeprocessing.testkit.template.Template.asMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.testkit.template.ResolvedStack;
import io.tradeprocessing.testkit.template.ResolvedStack.Resource;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The functions of the template: runtime, package, environment, logs. */
class FunctionResourcesTest {

  private final ResolvedStack stack = deploy(Map.of());

  @Test
  void everyFunctionIsAJava25ZipOnArm64WithADescription() {
    assertThat(stack.ofType("AWS::Serverless::Function"))
        .extracting(Resource::id)
        .containsExactlyInAnyOrderElementsOf(FUNCTIONS);
    for (Resource function : functions(stack)) {
      assertThat(function.get("Runtime")).isEqualTo("java25");
      assertThat(function.get("Architectures")).isEqualTo(List.of("arm64"));
      assertThat(function.find("PackageType")).isEmpty();
      assertThat(function.find("ImageUri")).isEmpty();
      assertThat(String.valueOf(function.get("Description"))).isNotBlank();
    }
  }

  @Test
  void everyHandlerIsAClassThatLambdaCanStart() throws ReflectiveOperationException {
    for (Resource function : functions(stack)) {
      Class<?> handler = Class.forName(String.valueOf(function.get("Handler")));
      assertThat(
              RequestStreamHandler.class.isAssignableFrom(handler)
                  || RequestHandler.class.isAssignableFrom(handler))
          .isTrue();
      assertThat(handler.getConstructor().getParameterCount()).isZero();
    }
  }

  @Test
  void everyFunctionIsBuiltByTheMakefileWithoutFlags() {
    for (Resource function : functions(stack)) {
      assertThat(asMap(function.attributes().get("Metadata")))
          .contains(
              entry("BuildMethod", "makefile"),
              entry("ContextPath", "."),
              entry("WorkingDirectory", "."));
      assertThat(Project.file(String.valueOf(function.get("CodeUri")))).isDirectory();
    }
  }

  @Test
  void theMakefileCopiesThePackageOfEachFunctionsModule() throws Exception {
    assumeThat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "make")))
        .as("make on the PATH, which sam build needs")
        .anyMatch(Files::isExecutable);
    for (Resource function : functions(stack)) {
      Process make =
          new ProcessBuilder(
                  "make", "--dry-run", "build-" + function.id(), "ARTIFACTS_DIR=artifacts")
              .directory(Project.file("").toFile())
              .redirectErrorStream(true)
              .start();
      assertThat(make.inputReader().readAllLines())
          .contains("cp -R " + function.get("CodeUri") + "/target/function/. \"artifacts\"");
      assertThat(make.waitFor()).isZero();
    }
  }

  @Test
  void everyFunctionPublishesSnapStartVersionsUnderTheAliasLive() {
    for (Resource function : functions(stack)) {
      assertThat(function.get("SnapStart", "ApplyOn")).isEqualTo("PublishedVersions");
      assertThat(function.get("AutoPublishAlias")).isEqualTo("live");
      assertThat(function.get("AutoPublishAliasAllProperties")).isEqualTo(true);
      assertThat(function.get("VersionDeletionPolicy")).isEqualTo("Retain");
    }
  }

  /** Priming reads the settings, and the first version's snapshot should hold what it loads. */
  @Test
  void everyFunctionWaitsForItsSettingsAndItsVersionForTheEndpoints() {
    ResolvedStack inVpc = deploy(StackTemplate.VPC);
    List<String> settings = stack.ofType("AWS::SSM::Parameter").stream().map(Resource::id).toList();
    for (Resource function : functions(inVpc)) {
      // The archiver reads no settings.
      if (!function.id().equals("RecordArchiverFunction")) {
        assertThat(asList(function.attributes().get("DependsOn")))
            .containsAll(settings)
            .hasSizeGreaterThanOrEqualTo(4);
      }
      assertThat(String.valueOf(function.get("VersionDescription")))
          .contains("${DynamoDBVPCEndpoint}", "${SSMVPCEndpoint}");
    }
  }

  /**
   * SAM publishes when the template changes; the description is what a parameter's value changes.
   */
  @ParameterizedTest
  @CsvSource({
    "LogLevel,DEBUG",
    "FunctionMemorySize,2048",
    "Architecture,x86_64",
    "LambdaInsights,true"
  })
  void aParameterOfTheFunctionsReplacesTheirVersions(String parameter, String value) {
    ResolvedStack changed = deploy(Map.of(parameter, value));
    for (String id : FUNCTIONS) {
      assertThat(changed.resource(id).get("VersionDescription"))
          .isNotEqualTo(stack.resource(id).get("VersionDescription"))
          .asString()
          .hasSizeLessThan(256);
    }
  }

  @Test
  void noFunctionUsesWhatSnapStartExcludes() {
    for (Resource function : functions(stack)) {
      assertThat(function.find("ProvisionedConcurrencyConfig")).isEmpty();
      assertThat(function.find("FileSystemConfigs")).isEmpty();
      assertThat(function.find("EphemeralStorage")).isEmpty();
    }
  }

  @Test
  void everyFunctionIsTracedAndEndsBeforeItsTaskTimesOut() throws IOException {
    String definition = Files.readString(Project.file("statemachine/trade-processing.asl.json"));
    assertThat(definition).contains("\"TimeoutSeconds\": 30");
    for (Resource function : functions(stack)) {
      assertThat(function.get("Tracing")).isEqualTo("Active");
      assertThat((Integer) function.get("Timeout")).isLessThan(30);
    }
  }

  @Test
  void everyFunctionHasTheEnvironmentThatItsCodeReads() {
    Set<String> ofAll =
        Set.of(
            "TABLE_NAME",
            "ENVIRONMENT",
            "LOG_LEVEL",
            "AWS_LAMBDA_EXEC_WRAPPER",
            "POWERTOOLS_SERVICE_NAME");
    for (Resource function : functions(stack)) {
      Set<String> expected = new HashSet<>(ofAll);
      if (function.get("FunctionName").equals("compliance-recorder-dev")) {
        expected.addAll(Set.of("REGION_SLOT", "REPLICA_REGION"));
      }
      if (function.get("FunctionName").equals("record-archiver-dev")) {
        expected.addAll(Set.of("ARCHIVE_BUCKET", "SIGNING_KEY_ID"));
      }
      Map<String, Object> variables = asMap(function.get("Environment", "Variables"));
      assertThat(variables.keySet()).isEqualTo(expected);
      assertThat(variables)
          .contains(
              entry("TABLE_NAME", "trade-records-dev"),
              entry("ENVIRONMENT", "dev"),
              entry("LOG_LEVEL", "INFO"),
              entry("AWS_LAMBDA_EXEC_WRAPPER", "/var/task/runtime-wrapper"));
    }
    assertThat(functions(stack))
        .extracting(f -> f.get("Environment", "Variables", "POWERTOOLS_SERVICE_NAME"))
        .containsExactly(
            "trade-validator", "metadata-enricher", "compliance-recorder", "record-archiver");
  }

  @Test
  void everyFunctionLogsJsonToItsOwnGroupWithRetention() {
    for (Resource function : functions(stack)) {
      assertThat(function.get("LoggingConfig", "LogFormat")).isEqualTo("JSON");
      Resource group = referenced(stack, function.get("LoggingConfig", "LogGroup"));
      assertThat(group.get("LogGroupName"))
          .isEqualTo("/aws/lambda/" + function.get("FunctionName"));
      assertThat(group.get("RetentionInDays")).isEqualTo("30");
    }
  }

  @ParameterizedTest
  @CsvSource({"TRACE,TRACE", "DEBUG,DEBUG", "INFO,INFO", "WARN,INFO", "ERROR,INFO"})
  void lambdaNeverFiltersMetricLinesByTheirLevel(String logLevel, String lambdaLevel) {
    for (Resource function : functions(deploy(Map.of("LogLevel", logLevel)))) {
      assertThat(function.get("Environment", "Variables", "LOG_LEVEL")).isEqualTo(logLevel);
      assertThat(function.get("LoggingConfig", "ApplicationLogLevel")).isEqualTo(lambdaLevel);
    }
  }

  @Test
  void noConcurrencyIsReservedByDefault() {
    for (Resource function : functions(stack)) {
      assertThat(function.find("ReservedConcurrentExecutions")).isEmpty();
    }
    for (Resource function : functions(deploy(Map.of("ReservedConcurrency", "20")))) {
      assertThat(function.get("ReservedConcurrentExecutions")).isEqualTo("20");
    }
  }

  @Test
  void insightsAddALayerAndItsPolicyOnRequest() {
    for (Resource function : functions(stack)) {
      assertThat(asList(function.get("Layers"))).isEmpty();
      assertThat(asList(role(stack, function).get("ManagedPolicyArns"))).isEmpty();
    }
    ResolvedStack watched = deploy(Map.of("LambdaInsights", "true"));
    for (Resource function : functions(watched)) {
      assertThat(function.get("Layers"))
          .isEqualTo(
              List.of(
                  "arn:aws:lambda:us-east-1:580247275435:layer:LambdaInsightsExtension-Arm64:25"));
      assertThat(asList(role(watched, function).get("ManagedPolicyArns")))
          .containsExactly("arn:aws:iam::aws:policy/CloudWatchLambdaInsightsExecutionRolePolicy");
    }
  }

  @Test
  void noFunctionHasADeadLetterQueueForAsynchronousInvocations() {
    for (Resource function : functions(stack)) {
      assertThat(function.find("DeadLetterQueue")).isEmpty();
      assertThat(function.find("DeadLetterConfig")).isEmpty();
    }
  }
}
