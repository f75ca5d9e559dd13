package io.tradeprocessing.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The container images that the Dockerfile makes of the functions. */
class ContainerImageIT {

  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  @BeforeAll
  static void docker() {
    Deployment.requireDocker();
    if (docker("version").exitCode() != 0) {
      throw Deployment.skip("the docker command does not reach Docker");
    }
  }

  /**
   * With {@code AOTMode=on} a JVM that cannot use its cache ends. One that can gets as far as
   * asking the Runtime API for an invocation, and here there is none.
   */
  @ParameterizedTest
  @CsvSource({
    "validator,io.tradeprocessing.validator.ValidateTradeHandler",
    "enricher,io.tradeprocessing.enricher.EnrichTradeHandler",
    "recorder,io.tradeprocessing.recorder.RecordComplianceHandler"
  })
  void aFunctionStartsFromTheCacheOfItsImage(String target, String handler) {
    String tag = "trade-processing-it:" + target;
    Shell.Result built = docker("build", "--target", target, "--tag", tag, ".");
    assertThat(built.exitCode()).as(built.output()).isZero();

    Shell.Result ended =
        docker(
            "run",
            "--rm",
            "--entrypoint=/var/runtime/bootstrap",
            "--env=JAVA_TOOL_OPTIONS=-XX:AOTMode=on",
            "--env=_HANDLER=" + handler,
            "--env=AWS_REGION=us-east-1",
            "--env=AWS_LAMBDA_FUNCTION_MEMORY_SIZE=1024",
            "--env=AWS_LAMBDA_RUNTIME_API=127.0.0.1:9",
            "--env=TABLE_NAME=trade-records",
            tag);

    assertThat(ended.output()).contains("Failed to get next");
  }

  private static Shell.Result docker(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    return Shell.run(command, Map.of(), TIMEOUT);
  }
}
