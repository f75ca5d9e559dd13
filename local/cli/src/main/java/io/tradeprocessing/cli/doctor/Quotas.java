package io.tradeprocessing.cli.doctor;

import io.tradeprocessing.cli.doctor.Finding.Ok;
import io.tradeprocessing.cli.doctor.Finding.Warn;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Quotas of the account that bind, and from which on they are those of an account in use. */
final class Quotas {

  /**
   * A quota.
   *
   * @param name in Service Quotas
   * @param service its name there
   * @param usual the smallest value that AWS documents as the default of a Region
   * @param effect what happens above it
   */
  record Quota(String name, String service, double usual, String effect) {}

  /** Accounts begin with 10. */
  static final Quota CONCURRENCY =
      new Quota(
          "Concurrent executions",
          "AWS Lambda",
          1_000,
          "all functions of the account share it; the workflow retries what is throttled");

  /** "New AWS accounts have reduced state transition quotas" (Step Functions service quotas). */
  static final Quota TRANSITIONS =
      new Quota(
          "StateTransition throttle token refill rate per second",
          "AWS Step Functions",
          800,
          "a trade takes 7 transitions; above it executions are delayed");

  static final Quota STARTS =
      new Quota(
          "StartExecution throttle token refill rate per second",
          "AWS Step Functions",
          150,
          "above it EventBridge retries for EventMaximumAge, then the event is a dead letter");

  static final Quota PUT_EVENTS =
      new Quota(
          "PutEvents throttle limit in transactions per second",
          "Amazon EventBridge",
          400,
          "above it sources have to send again");

  static final Quota WRITE_UNITS =
      new Quota(
          "Table-level write throughput limit",
          "Amazon DynamoDB",
          40_000,
          "a record of 3 KB takes about 8 units; above it writes are throttled");

  private Quotas() {}

  /**
   * Judges the value of a quota.
   *
   * @param value empty if AWS does not tell it
   */
  static List<Finding> findings(Quota quota, OptionalDouble value) {
    String subject = quota.service() + ", " + quota.name();
    if (value.isEmpty()) {
      return List.of(
          new Warn(
              subject,
              "is not reported, because it was not used in the last day; new accounts may have"
                  + " less than "
                  + figure(quota.usual()),
              "look it up in the console of Service Quotas"));
    }
    String figure = figure(value.getAsDouble());
    return value.getAsDouble() < quota.usual()
        ? List.of(
            new Warn(
                subject,
                "is "
                    + figure
                    + ", less than the usual "
                    + figure(quota.usual())
                    + ": "
                    + quota.effect(),
                "request an increase in Service Quotas before production"))
        : List.of(new Ok(subject, "is " + figure));
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }
}
