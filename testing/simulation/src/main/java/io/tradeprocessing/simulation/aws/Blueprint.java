package io.tradeprocessing.simulation.aws;

import io.tradeprocessing.asl.StateMachine;
import io.tradeprocessing.cli.run.Routes;
import io.tradeprocessing.cli.template.Definition;
import io.tradeprocessing.cli.template.DeploymentTemplate;
import io.tradeprocessing.common.config.Settings;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the template deploys, in the design that a run is of. Read once, shared by many runs.
 *
 * @param machine the workflow as STANDARD executions
 * @param express the workflow as EXPRESS executions
 * @param backfill the state machine of backfills
 * @param routes the matcher of the rules
 * @param rules by logical ID
 * @param functions by the ARN that the state machines invoke
 * @param eventSource from the table's stream to the archiver
 * @param parameters of Parameter Store, by the last part of the name
 * @param settings what the functions make of the parameters
 */
public record Blueprint(
    Design design,
    StateMachine machine,
    StateMachine express,
    StateMachine backfill,
    Routes routes,
    Map<String, DeploymentTemplate.Rule> rules,
    Map<String, DeploymentTemplate.Function> functions,
    DeploymentTemplate.EventSource eventSource,
    Map<String, String> parameters,
    Settings settings) {

  /** Reads what a run needs of a template. */
  public static Blueprint of(DeploymentTemplate template, Design design) {
    Map<String, DeploymentTemplate.Rule> rules = new LinkedHashMap<>();
    Map<String, String> patterns = new LinkedHashMap<>();
    for (DeploymentTemplate.Rule built : template.rules()) {
      DeploymentTemplate.Rule rule = design.rule(built);
      rules.put(rule.logicalId(), rule);
      patterns.put(rule.logicalId(), rule.eventPattern());
    }
    String standard = template.definition();
    Map<String, DeploymentTemplate.Function> functions = new LinkedHashMap<>(template.functions());
    functions.putAll(template.functions(DeploymentTemplate.BACKFILL));
    return new Blueprint(
        design,
        Definition.parse(design.definition(standard)),
        Definition.parse(
            design.expressDefinition(
                template.definition(DeploymentTemplate.EXPRESS_WORKFLOW), standard)),
        Definition.parse(
            design.backfillDefinition(template.definition(DeploymentTemplate.BACKFILL))),
        new Routes(patterns),
        rules,
        functions,
        design.eventSource(template.eventSource()),
        template.parameters(),
        template.settings());
  }
}
