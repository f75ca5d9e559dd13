package io.tradeprocessing.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.common.trade.SourceSystem;
import io.tradeprocessing.testkit.Project;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a source system needs besides its constant in {@link SourceSystem}; says what is missing.
 */
class SourceSystemsTest {

  private static final List<String> SOURCES =
      Stream.of(SourceSystem.values()).map(SourceSystem::eventSource).toList();

  /** Reviews of operations are forwarded and kept as what the sources send. */
  private static final String ALL = String.join(", ", SOURCES) + ", trading.operations";

  @ParameterizedTest
  @EnumSource
  void hasARuleInTheTemplate(SourceSystem system) {
    assertThat(StackTemplate.TEMPLATE.deploy("us-east-1", Map.of()).resources())
        .as("template.yaml: add a rule for %s, copied from another one", system.eventSource())
        .containsKey(StackTemplate.ruleOf(system));
  }

  @ParameterizedTest
  @EnumSource
  void hasAlarmsOnItsRejectionsItsSilenceAndItsDeadLetters(SourceSystem system) {
    Map<String, Object> resources = StackTemplate.TEMPLATE.section("Resources");
    String silence = StackTemplate.ruleOf(system).replace("Rule", "SilenceAlarm");

    assertThat(resources)
        .as("template.yaml: add the alarms of the source")
        .containsKeys(StackTemplate.ruleOf(system).replace("Rule", "RejectionAlarm"), silence);
    assertThat(String.valueOf(resources.get("SilenceAlarm")))
        .as("template.yaml: SilenceAlarm speaks for the source")
        .contains(silence);
    assertThat(String.valueOf(resources.get("DeadLetterDeliveryAlarm")))
        .as("template.yaml: DeadLetterDeliveryAlarm counts the rule of the source")
        .contains("trade-processing-" + system.id() + "-");
  }

  /** Rules that forward and archives that keep name all sources in one pattern. */
  @Test
  void isInEveryPatternThatNamesSeveralSources() {
    String template = Project.text("template.yaml");
    List<String> patterns = new ArrayList<>();
    template
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("source: [trading.") && line.contains(","))
        .forEach(patterns::add);

    assertThat(patterns)
        .isNotEmpty()
        .allSatisfy(
            pattern ->
                assertThat(pattern)
                    .as("template.yaml: name all sources in this pattern")
                    .isEqualTo("source: [" + ALL + "]"));
  }

  @Test
  void isInTheSchemaOfTheEvent() {
    JsonNode schema = Project.parse(Project.text("docs/schema/trade-event-v1.json"));

    assertThat(texts(schema.at("/properties/source/enum")))
        .as("docs/schema/trade-event-v1.json: /properties/source/enum")
        .isEqualTo(SOURCES);
    assertThat(texts(schema.at("/$defs/trade/properties/sourceSystem/enum")))
        .as("docs/schema/trade-event-v1.json: /$defs/trade/properties/sourceSystem/enum")
        .isEqualTo(Stream.of(SourceSystem.values()).map(SourceSystem::id).toList());
  }

  @Test
  void hasAnEventAmongTheSamples() {
    TreeSet<String> sampled = new TreeSet<>();
    Project.text("samples/trades.jsonl")
        .lines()
        .map(Project::parse)
        .forEach(event -> sampled.add(event.path("source").asText()));

    assertThat(sampled)
        .as("samples/trades.jsonl: add an event of each source")
        .containsAll(SOURCES);
  }

  @ParameterizedTest
  @EnumSource
  void isKnownToThePeerInPython(SourceSystem system) {
    assertThat(Project.text("testing/benchmarks/peer-python/trade.py"))
        .as("testing/benchmarks/peer-python/trade.py: add the source to SOURCES")
        .contains("\"" + system.eventSource() + "\": \"" + system.id() + "\"");
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
