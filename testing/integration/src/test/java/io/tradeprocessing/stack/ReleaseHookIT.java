package io.tradeprocessing.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * The hook of a release with the deployed functions, as CodeDeploy invokes it. LocalStack has no
 * CodeDeploy, so another server takes what the hook reports to it, and the hook runs here and not
 * in Lambda.
 */
@ExtendWith(Deployment.Lifecycle.class)
class ReleaseHookIT {

  private static final String REPORT = "CodeDeploy_20141006.PutLifecycleEventHookExecutionStatus";

  private static final String CALL =
      "import sys; sys.path.insert(0, 'release'); import hook;"
          + " hook.handler({'DeploymentId': 'd-1', 'LifecycleEventHookExecutionId': 'e-1'}, None)";

  private final List<JsonNode> reports = new CopyOnWriteArrayList<>();
  private final HttpServer codeDeploy;

  ReleaseHookIT() throws IOException {
    codeDeploy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void takeReports() {
    codeDeploy.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          if (REPORT.equals(exchange.getRequestHeaders().getFirst("X-Amz-Target"))) {
            reports.add(SourceSystem.json(body));
          }
          byte[] answer =
              "{\"lifecycleEventHookExecutionId\": \"e-1\"}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    codeDeploy.start();
  }

  @AfterEach
  void stop() {
    codeDeploy.stop(0);
  }

  @Test
  void codeDeployHearsWhetherTheNewVersionsDoWhatTheEventsAskFor() {
    Deployment deployment = Deployment.get();
    String sound = hook(deployment);
    String bad =
        deployment.whileLive(
            "compliance-recorder-it",
            Map.of("TABLE_NAME", "no-such-table"),
            () -> hook(deployment));

    assertThat(reports)
        .extracting(
            report -> report.path("deploymentId").asText(),
            report -> report.path("lifecycleEventHookExecutionId").asText(),
            report -> report.path("status").asText())
        .containsExactly(tuple("d-1", "e-1", "Succeeded"), tuple("d-1", "e-1", "Failed"));
    assertThat(sound).contains("\"problems\": []");
    assertThat(bad).contains("fails on a probe: writing the probe of us-east-1 failed");
    // Nothing is recorded of what was tried.
    assertThat(new SourceSystem(deployment).records("S1-BLOCK-1")).isEmpty();
  }

  /** The versions that are live stand for those of a release. */
  private static Map<String, String> versions(Deployment deployment) {
    Map<String, String> versions = new HashMap<>();
    try (LambdaClient lambda = deployment.client(LambdaClient.builder())) {
      Map.of(
              "VALIDATOR_VERSION", "trade-validator-it",
              "ENRICHER_VERSION", "metadata-enricher-it",
              "RECORDER_VERSION", "compliance-recorder-it")
          .forEach(
              (variable, name) ->
                  versions.put(
                      variable,
                      name
                          + ":"
                          + lambda
                              .getAlias(r -> r.functionName(name).name("live"))
                              .functionVersion()));
    }
    return versions;
  }

  /** Runs the hook and says what it logged. */
  private String hook(Deployment deployment) {
    Path python =
        Shell.tool("python")
            .orElseThrow(() -> Deployment.skip("there is no Python with boto3 in .venv/bin"));
    Map<String, String> environment = new HashMap<>(deployment.environment());
    environment.putAll(versions(deployment));
    environment.put("EVENTS", Project.file("events").toString());
    environment.put(
        "AWS_ENDPOINT_URL_CODEDEPLOY", "http://127.0.0.1:" + codeDeploy.getAddress().getPort());
    Shell.Result result =
        Shell.run(List.of(python.toString(), "-c", CALL), environment, Duration.ofMinutes(5));
    assertThat(result.exitCode()).as(result.output()).isZero();
    return result.output();
  }
}
