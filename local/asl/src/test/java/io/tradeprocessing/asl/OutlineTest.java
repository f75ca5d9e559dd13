package io.tradeprocessing.asl;

import static io.tradeprocessing.asl.Runs.json;
import static io.tradeprocessing.asl.Runs.machine;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.diagram.MermaidDiagram;
import io.tradeprocessing.asl.model.Outline;
import io.tradeprocessing.asl.model.StateType;
import io.tradeprocessing.asl.model.Transition;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutlineTest {

  private static final String DEFINITION =
      """
      {'StartAt': 'Check', 'States': {
        'Check': {'Type': 'Parallel', 'Comment': 'both at once', 'Branches': [
          {'StartAt': 'Validate', 'States': {'Validate': {'Type': 'Task', 'Resource': 'arn:v', 'End': true}}},
          {'StartAt': 'Enrich', 'States': {
            'Enrich': {'Type': 'Task', 'Resource': 'arn:e', 'End': true,
                       'Catch': [{'ErrorEquals': ['A', 'B'], 'Next': 'Give up'}]},
            'Give up': {'Type': 'Fail'}}}],
          'Next': 'Each'},
        'Each': {'Type': 'Map', 'Next': 'Pause', 'ItemProcessor':
          {'StartAt': 'One', 'States': {'One': {'Type': 'Pass', 'End': true}}}},
        'Pause': {'Type': 'Wait', 'Seconds': 1, 'Next': 'Which?'},
        'Which?': {'Type': 'Choice', 'Choices': [
          {'Variable': '$.valid', 'BooleanEquals': true, 'Next': 'Accepted'},
          {'And': [{'Variable': '$.n', 'NumericLessThanPath': '$$.Execution.Input.n'},
                   {'Or': [{'Variable': '$.s', 'StringMatches': 'a*'}, {'Not': {'Variable': '$.s', 'IsPresent': false}}]}],
           'Next': 'Accepted'},
          {'And': [{'Variable': '$.s', 'IsPresent': true}, {'Variable': '$.t', 'IsTimestamp': true}, {'Variable': '$.t', 'IsNull': false}],
           'Next': 'Accepted'}],
          'Default': 'Rejected'},
        'Accepted': {'Type': 'Succeed'}, 'Rejected': {'Type': 'Succeed'}}}
      """;

  @Test
  void showsStatesTransitionsAndParts() {
    Outline outline = machine(DEFINITION).outline();

    assertThat(outline.startAt()).isEqualTo("Check");
    assertThat(outline.states())
        .extracting(Outline.Node::type)
        .containsExactly(
            StateType.PARALLEL,
            StateType.MAP,
            StateType.WAIT,
            StateType.CHOICE,
            StateType.SUCCEED,
            StateType.SUCCEED);
    Outline.Node check = outline.states().getFirst();
    assertThat(check.comment()).isEqualTo("both at once");
    assertThat(check.resource()).isEmpty();
    Outline.Node enrich = check.parts().get(1).states().getFirst();
    assertThat(enrich.pointer()).isEqualTo("/States/Check/Branches/1/States/Enrich");
    assertThat(enrich.resource()).contains("arn:e");
    assertThat(enrich.terminal()).isTrue();
    assertThat(enrich.transitions())
        .containsExactly(new Transition(Transition.Kind.CATCH, "Give up", "A, B", "/Catch/0/Next"));
    assertThat(outline.states().get(2).terminal()).isFalse();
    assertThat(outline.states().get(3).terminal()).isFalse();
  }

  @Test
  void wordsTheConditionsOfChoices() {
    List<Transition> ways = machine(DEFINITION).outline().states().get(3).transitions();

    assertThat(ways)
        .extracting(Transition::label)
        .containsExactly(
            "$.valid = true",
            "$.n < $$.Execution.Input.n and ($.s matches a* or not ($.s is absent))",
            "$.s is present and $.t is a timestamp and $.t is not null",
            "otherwise");
  }

  @Test
  void isDrawnAsAFlowchart() {
    assertThat(MermaidDiagram.render(machine(DEFINITION).outline()))
        .isEqualTo(
            """
            flowchart TD
              begin((Start))
              subgraph s1["Check"]
                direction TB
                s2["Validate"]
                subgraph part1["branch 2"]
                  direction TB
                  s3["Enrich"]
                  s4(["Give up"])
                end
              end
              subgraph s5["Each (for each item)"]
                s6["One"]
              end
              s7("Pause")
              s8{"Which?"}
              s9(["Accepted"])
              s10(["Rejected"])
              finish((End))
              begin --> s1
              s1 --> s5
              s3 -.->|"A, B"| s4
              s5 --> s7
              s7 --> s8
              s8 -->|"$.valid = true"| s9
              s8 -->|"$.n #lt; #36;#36;.Execution.Input.n and ($.s matches a* or not ($.s is absent))"| s9
              s8 -->|"$.s is present and $.t is a timestamp and $.t is not null"| s9
              s8 -->|"otherwise"| s10
              s9 --> finish
              s10 --> finish
              classDef failing stroke:#d33,stroke-width:2px
              class s4 failing
            """);
  }

  @Test
  void isDrawnWithoutAClassWhereNothingFails() {
    assertThat(MermaidDiagram.render(machine(Runs.single("'Type': 'Pass'")).outline()))
        .doesNotContain("class")
        .endsWith("  s1 --> finish\n");
  }

  @Test
  void givesTheDefinitionAwayOnlyAsACopy() {
    StateMachine machine = machine(DEFINITION);

    ((ObjectNode) machine.definition()).removeAll();

    assertThat(machine.definition()).isEqualTo(json(DEFINITION));
  }

  @Test
  void theDiagramSaysThatTheItemsOfADistributedMapAreExecutions() {
    String map =
        """
        {'StartAt': 'M', 'States': {'M': {'Type': 'Map', 'End': true, 'ItemProcessor': {
          'ProcessorConfig': {'Mode': 'DISTRIBUTED', 'ExecutionType': 'STANDARD'},
          'StartAt': 'P', 'States': {'P': {'Type': 'Pass', 'End': true}}}}}}
        """;
    assertThat(MermaidDiagram.render(machine(map).outline()))
        .contains("M (an execution for each item)");
  }
}
