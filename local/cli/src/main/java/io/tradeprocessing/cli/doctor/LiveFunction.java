package io.tradeprocessing.cli.doctor;

import io.tradeprocessing.cli.doctor.Finding.Fail;
import io.tradeprocessing.cli.doctor.Finding.Ok;
import io.tradeprocessing.cli.doctor.Finding.Warn;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A function, by the version that its alias points at.
 *
 * @param version that the alias invokes
 * @param newest that is published
 * @param shares whether a part of the invocations goes to another version
 * @param state such as Active
 * @param hasSnapshot whether it starts from one
 * @param reserved concurrency, if any is
 */
record LiveFunction(
    String version,
    String newest,
    boolean shares,
    String state,
    boolean hasSnapshot,
    OptionalInt reserved) {

  List<Finding> findings(String name) {
    List<Finding> findings = new ArrayList<>();
    switch (state) {
      case "Active" -> {}
      case "Pending" ->
          findings.add(
              new Warn(name, "is being prepared (version " + version + ")", "wait a minute"));
      case "Inactive" ->
          findings.add(
              new Warn(
                  name,
                  "was not invoked for weeks, so its next invocations fail until it is active",
                  "set ProbeMinutes, so that it is invoked; the workflow retries for minutes"));
      default ->
          findings.add(
              new Fail(
                  name,
                  "cannot run: its version " + version + " is " + state,
                  "point the alias at another version (docs/runbook.md#validatorerroralarm)"));
    }
    if (reserved.isPresent() && reserved.getAsInt() == 0) {
      findings.add(
          new Fail(
              name,
              "is switched off: its reserved concurrency is 0",
              "aws lambda delete-function-concurrency --function-name " + name));
    }
    if (shares) {
      findings.add(
          new Warn(
              name,
              "sends a part of the invocations to another version than " + version,
              "wait until the deployment ends, or end it"));
    } else if (!version.equals(newest)) {
      findings.add(
          new Warn(
              name,
              "runs version " + version + ", not the newest, " + newest,
              "if that is no rollback, deploy the stack again (sam deploy)"));
    }
    if (!hasSnapshot) {
      findings.add(
          new Warn(
              name,
              "starts without a snapshot, so its first invocations are slow",
              "deploy it as a zip with SnapStart (docs/performance.md)"));
    }
    if (findings.isEmpty()) {
      findings.add(new Ok(name, "is active in version " + version));
    }
    return findings;
  }
}
