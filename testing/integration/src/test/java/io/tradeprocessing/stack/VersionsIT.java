package io.tradeprocessing.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.testkit.Project;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/** The versions that deployments leave, and a rollback to one of them. */
@ExtendWith(Deployment.Lifecycle.class)
class VersionsIT {

  private static final String FUNCTION = "trade-validator-it";
  private static final int KEPT = 5;

  @Test
  void aPreviousVersionServesAfterARollbackAndOnlyOldOnesArePruned() {
    Deployment deployment = Deployment.get();
    Path aws =
        Shell.tool("aws")
            .orElseThrow(
                () -> Deployment.skip("there is no AWS CLI in AWS_CLI, .venv/bin or on the PATH"));
    try (LambdaClient lambda = deployment.client(LambdaClient.builder())) {
      String original =
          lambda.getAlias(r -> r.functionName(FUNCTION).name("live")).functionVersion();
      List<String> published = new ArrayList<>(versions(lambda));
      for (int release = 0; release <= KEPT; release++) {
        published.add(publish(lambda, "release " + release));
      }
      try {
        lambda.updateAlias(r -> r.functionName(FUNCTION).name("live").functionVersion(original));
        Trade trade = Trade.of("system1");
        assertThat(new SourceSystem(deployment).process(trade).statusAsString())
            .isEqualTo("SUCCEEDED");

        Shell.Result dry = prune(deployment, aws);
        assertThat(dry.exitCode()).as(dry.output()).isZero();
        assertThat(dry.output()).contains("would be deleted; --execute deletes it");
        assertThat(versions(lambda)).containsAll(published);

        Shell.Result pruned = prune(deployment, aws, "--execute");
        assertThat(pruned.exitCode()).as(pruned.output()).isZero();
        assertThat(pruned.output())
            .contains("version " + original + " stays, because an alias points at it");
        Set<String> left =
            new TreeSet<>(published.subList(published.size() - KEPT, published.size()));
        left.add(original);
        assertThat(versions(lambda)).containsExactlyInAnyOrderElementsOf(left);
      } finally {
        lambda.updateAlias(r -> r.functionName(FUNCTION).name("live").functionVersion(original));
      }
    }
  }

  private static Shell.Result prune(Deployment deployment, Path aws, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Project.file("scripts/prune-versions").toString(), deployment.stack().stackName()));
    command.addAll(List.of(options));
    Map<String, String> environment = new HashMap<>(deployment.environment());
    environment.put("AWS_CLI", aws.toString());
    return Shell.run(command, environment, Duration.ofMinutes(2));
  }

  private static String publish(LambdaClient lambda, String description) {
    lambda.updateFunctionConfiguration(r -> r.functionName(FUNCTION).description(description));
    lambda.waiter().waitUntilFunctionUpdatedV2(r -> r.functionName(FUNCTION));
    return lambda.publishVersion(r -> r.functionName(FUNCTION)).version();
  }

  private static List<String> versions(LambdaClient lambda) {
    return lambda.listVersionsByFunctionPaginator(r -> r.functionName(FUNCTION)).versions().stream()
        .map(FunctionConfiguration::version)
        .filter(version -> !version.equals("$LATEST"))
        .toList();
  }
}
