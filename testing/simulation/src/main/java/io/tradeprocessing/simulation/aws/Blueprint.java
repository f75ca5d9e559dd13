package io.tradeprocessing.simulation.aws;

import io.tradeprocessing.asl.StateMachine;
import io.tradeprocessing.cli.run.Routes;
import io.tradeprocessing.cli.template.Definition;
import io.tradeprocessing.cli.template.DeploymentTemplate;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the template deploys, in the design that a run is of. Read once, shared by many runs.
 *
 * @param machine the workflow
 * @param routes the matcher of the rules
 * @param rules by logical ID
 * @param functions by the ARN that the workflow invokes
 * @param eventSource from the table's stream to the archiver
 * @param parameters of Parameter Store, by the last part of the name
 */
public record Blueprint(
    Design design,
    StateMachine machine,
    Routes routes,
    Map<String, DeploymentTemplate.Rule> rules,
    Map<String, DeploymentTemplate.Function> functions,
    DeploymentTemplate.EventSource eventSource,
    Map<String, String> parameters) {

  /** Reads what a run needs of a template. */
  public static Blueprint of(DeploymentTemplate template, Design design) {
    Map<String, DeploymentTemplate.Rule> rules = new LinkedHashMap<>();
    Map<String, String> patterns = new LinkedHashMap<>();
    for (DeploymentTemplate.Rule built : template.rules()) {
      DeploymentTemplate.Rule rule = design.rule(built);
      rules.put(rule.logicalId(), rule);
      patterns.put(rule.logicalId(), rule.eventPattern());
    }
    return new Blueprint(
        design,
        Definition.parse(design.definition(template.definition())),
        new Routes(patterns),
        rules,
        template.functions(),
        design.eventSource(template.eventSource()),
        template.parameters());
  }
}
