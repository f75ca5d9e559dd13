package io.tradeprocessing.cli.doctor;

import io.tradeprocessing.cli.doctor.Finding.Fail;
import io.tradeprocessing.cli.doctor.Finding.Ok;
import io.tradeprocessing.cli.doctor.Finding.Warn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The table in this Region.
 *
 * @param status such as ACTIVE, as that of an index and a replica
 * @param indexes status by name
 * @param replicas status by Region, without this one
 * @param isProtected against deletion
 * @param hasStream whether changes can be archived
 */
record Table(
    String status,
    Map<String, String> indexes,
    Map<String, String> replicas,
    boolean isProtected,
    boolean hasStream) {

  private static final String ACTIVE = "ACTIVE";

  Table {
    indexes = Map.copyOf(indexes);
    replicas = Map.copyOf(replicas);
  }

  /**
   * What the stack's parameters want of the table.
   *
   * @param otherRegion that has the other replica
   * @param retained whether nobody may delete it
   */
  record Wanted(Optional<String> otherRegion, boolean retained) {}

  List<Finding> findings(String name, Wanted wanted) {
    List<Finding> findings = new ArrayList<>();
    if (!status.equals(ACTIVE)) {
      findings.add(
          new Fail(
              name,
              "is " + status + ", not ACTIVE, so nothing can be recorded",
              "aws dynamodb describe-table --table-name " + name + "; see AWS Health"));
    }
    indexes.forEach(
        (index, state) -> {
          if (!state.equals(ACTIVE)) {
            findings.add(
                new Fail(
                    name,
                    "has the index " + index + " in the state " + state,
                    "wait until it is ACTIVE; until then records of a source cannot be listed"));
          }
        });
    wanted.otherRegion().ifPresent(region -> replica(name, region, findings));
    if (wanted.retained() && !isProtected) {
      findings.add(
          new Fail(
              name,
              "can be deleted by anybody who may, although RetainData is true",
              "aws dynamodb update-table --table-name " + name + " --deletion-protection-enabled"));
    }
    if (!hasStream) {
      findings.add(
          new Warn(
              name,
              "has no stream, so its changes can be neither archived nor replicated",
              "deploy the stack again (sam deploy)"));
    }
    if (findings.isEmpty()) {
      findings.add(
          new Ok(
              name,
              "is ACTIVE"
                  + wanted.otherRegion().map(region -> ", as its replica in " + region).orElse("")
                  + (isProtected ? ", and protected from deletion" : "")));
    }
    return findings;
  }

  private void replica(String name, String region, List<Finding> findings) {
    String state = replicas.get(region);
    if (state == null) {
      findings.add(
          new Fail(
              name,
              "has no replica in " + region + ", so the loss of this Region loses its records",
              "deploy the stack again with ReplicaRegion=" + region + " and TableIsDeployed=true"));
    } else if (!state.equals(ACTIVE)) {
      findings.add(
          new Fail(
              name,
              "has a replica in " + region + " that is " + state + ", so a failover loses records",
              "see AWS Health; docs/runbook.md#replicationlatencyalarm"));
    }
  }

  /**
   * The same for point-in-time recovery.
   *
   * @param enabled whether it is
   */
  static List<Finding> recovery(String name, boolean enabled) {
    return enabled
        ? List.of(new Ok(name, "can be restored to any second of the last 35 days"))
        : List.of(
            new Fail(
                name,
                "has no point-in-time recovery, so a damaged table cannot be restored",
                "aws dynamodb update-continuous-backups --table-name "
                    + name
                    + " --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true"));
  }
}
