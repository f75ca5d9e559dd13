package io.tradeprocessing.cli.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.testkit.Project;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DeadLetterQueuesTest {

  /** Every queue of the template, and no other. */
  @Test
  void aTableOfAStackLeadsToTheQueuesOfTheTemplate() {
    List<String> queues =
        Pattern.compile("QueueName: !Sub ([a-z-]+)-\\$\\{EnvironmentSuffix}")
            .matcher(Project.text("template.yaml"))
            .results()
            .map(queue -> queue.group(1) + "-production")
            .toList();

    assertThat(DeadLetterQueues.beside("trade-records-production"))
        .hasSizeGreaterThan(5)
        .containsExactlyInAnyOrderElementsOf(queues);
    assertThat(DeadLetterQueues.beside("records")).isEmpty();
  }
}
