package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.testkit.Project;
import java.io.StringReader;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** The diagram of docs/architecture.md shows what the template deploys. */
class ArchitectureDiagramTest {

  /** The types of resource that an event passes through. */
  private static final Set<String> DRAWN =
      Set.of(
          "AWS::Events::Rule",
          "AWS::Serverless::StateMachine",
          "AWS::Serverless::Function",
          "AWS::SQS::Queue",
          "AWS::DynamoDB::GlobalTable");

  /** Logical IDs begin with a capital letter, the nodes outside the stack do not. */
  private static final Pattern NODE = Pattern.compile("\\b[A-Z][A-Za-z0-9]+\\b");

  @Test
  void itShowsEveryResourceThatAnEventPassesThroughAndNoOther() {
    Map<String, String> types = resourceTypes();
    Set<String> expected =
        types.entrySet().stream()
            .filter(resource -> DRAWN.contains(resource.getValue()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(nodes()).isEqualTo(expected);
  }

  private static Set<String> nodes() {
    String page = Project.text("docs/architecture.md");
    String begin = "```mermaid\nflowchart LR\n";
    int start = page.indexOf(begin) + begin.length();
    String diagram = page.substring(start, page.indexOf("```", start));
    String withoutLabels = diagram.replaceAll("\\|[^|]*\\||\\(\\[.*?]\\)|\\[\\(\".*?\"\\)]", "");
    return NODE.matcher(withoutLabels)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Map<String, String> resourceTypes() {
    MappingNode template =
        (MappingNode) new Yaml().compose(new StringReader(Project.text("template.yaml")));
    return children(child(template, "Resources")).entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                resource -> ((ScalarNode) child(resource.getValue(), "Type")).getValue()));
  }

  private static Node child(Node node, String name) {
    return Objects.requireNonNull(children(node).get(name), name);
  }

  private static Map<String, Node> children(Node node) {
    return ((MappingNode) node)
        .getValue().stream()
            .collect(
                Collectors.toMap(
                    entry -> ((ScalarNode) entry.getKeyNode()).getValue(),
                    NodeTuple::getValueNode));
  }
}
