package io.tradeprocessing.cli.doctor;

import io.tradeprocessing.cli.aws.DeployedStack.Resource;
import io.tradeprocessing.cli.doctor.Finding.Fail;
import io.tradeprocessing.cli.doctor.Finding.Ok;
import io.tradeprocessing.cli.doctor.Finding.Warn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The alarms of a stack as CloudWatch has them.
 *
 * @param byName those that exist
 */
record Alarms(Map<String, Alarm> byName) {

  private static final String DEPLOY = "deploy the stack again (sam deploy)";

  Alarms {
    byName = Map.copyOf(byName);
  }

  /**
   * An alarm.
   *
   * @param notifies whether it has actions for ALARM
   * @param enabled whether its actions are carried out
   * @param inAlarm whether it is in the state ALARM
   * @param rule of a composite alarm
   */
  record Alarm(boolean notifies, boolean enabled, boolean inAlarm, Optional<String> rule) {}

  /**
   * What is wrong with them.
   *
   * @param made the alarms that the stack made
   */
  List<Finding> findings(List<Resource> made) {
    List<Finding> findings = new ArrayList<>();
    for (Resource resource : made) {
      String name = resource.physicalId();
      Alarm alarm = byName.get(name);
      if (alarm == null) {
        findings.add(
            new Fail(name, "is no alarm any more, so nobody is told of its cause", DEPLOY));
      } else if (!alarm.enabled()) {
        findings.add(
            new Fail(
                name,
                "has its actions disabled, so nobody is told",
                "aws cloudwatch enable-alarm-actions --alarm-names " + name));
      } else if (!alarm.notifies() && !speaksThroughAnother(name)) {
        findings.add(
            new Fail(
                name,
                "has no action, and no alarm with an action includes it, so nobody is told",
                DEPLOY));
      } else if (alarm.inAlarm()) {
        findings.add(
            new Warn(
                name,
                "is in ALARM",
                "docs/runbook.md#" + resource.logicalId().toLowerCase(Locale.ROOT)));
      }
    }
    if (findings.stream().noneMatch(Finding::fails)) {
      findings.add(new Ok("alarms", "are all there, and notify: " + made.size()));
    }
    return findings;
  }

  /** Whether a composite alarm that notifies goes off with it. */
  private boolean speaksThroughAnother(String name) {
    return byName.values().stream()
        .filter(alarm -> alarm.notifies() && alarm.enabled())
        .anyMatch(alarm -> alarm.rule().filter(rule -> names(rule, name)).isPresent());
  }

  /** A rule names an alarm by its name or its ARN, with or without quotes. */
  private static boolean names(String rule, String name) {
    return rule.matches("(?s).*[(:\"']" + Pattern.quote(name) + "[)\"'].*");
  }
}
