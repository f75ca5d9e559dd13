package io.tradeprocessing.cli.doctor;

import io.tradeprocessing.cli.doctor.Finding.Fail;
import io.tradeprocessing.cli.doctor.Finding.Ok;
import io.tradeprocessing.cli.doctor.Finding.Warn;
import java.util.ArrayList;
import java.util.List;

/**
 * Who is told of an alarm.
 *
 * @param confirmed how many endpoints of the topic are
 * @param pending those that have not confirmed AWS's mail
 */
record Subscribers(int confirmed, List<String> pending) {

  Subscribers {
    pending = List.copyOf(pending);
  }

  List<Finding> findings(String topic) {
    List<Finding> findings = new ArrayList<>();
    for (String endpoint : pending) {
      findings.add(
          new Fail(
              topic,
              "has a subscription that is not confirmed: " + endpoint,
              "open the link in the mail 'AWS Notification - Subscription Confirmation'"));
    }
    if (confirmed > 0) {
      findings.add(new Ok(topic, "has confirmed subscriptions: " + confirmed));
    } else if (pending.isEmpty()) {
      findings.add(
          new Warn(
              topic,
              "has no subscription, so nobody is told of an alarm",
              "deploy the stack with AlarmEmail, or subscribe an endpoint"));
    }
    return findings;
  }
}
