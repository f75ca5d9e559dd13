package io.tradeprocessing.stack;

import static io.tradeprocessing.stack.StackTemplate.deploy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradeprocessing.testkit.template.ResolvedStack;
import io.tradeprocessing.testkit.template.ResolvedStack.Resource;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The container registry, for deployments as images. */
class RegistryResourcesTest {

  private final ResolvedStack stack = deploy(Map.of());

  @Test
  void theRegistryIsOffByDefault() {
    assertThat(stack.resources())
        .doesNotContainKeys("ECRRepository", "ECRReplicationConfiguration");
    assertThat(stack.outputs()).doesNotContainKey("ECRRepositoryUri");
  }

  @Test
  void theRepositoryScansKeepsTenImagesAndCanBeDestroyed() throws IOException {
    ResolvedStack withRegistry =
        deploy(Map.of("CreateECRRepository", "true", "ReplicateECRRegistry", "true"));
    Resource repository = withRegistry.resource("ECRRepository");
    assertThat(repository.get("ImageScanningConfiguration", "ScanOnPush")).isEqualTo(true);
    assertThat(repository.get("EncryptionConfiguration", "EncryptionType")).isEqualTo("AES256");
    assertThat(repository.get("ImageTagMutability")).isEqualTo("MUTABLE");
    assertThat(repository.get("EmptyOnDelete")).isEqualTo(true);
    String policy = String.valueOf(repository.get("LifecyclePolicy", "LifecyclePolicyText"));
    assertThat(new ObjectMapper().readTree(policy).at("/rules/0/selection/countNumber").asInt())
        .isEqualTo(10);
    assertThat(
            withRegistry
                .resource("ECRReplicationConfiguration")
                .get("ReplicationConfiguration", "Rules", 0, "Destinations", 0, "Region"))
        .isEqualTo("eu-west-1");
    assertThat(withRegistry.outputs()).containsKey("ECRRepositoryUri");
  }
}
