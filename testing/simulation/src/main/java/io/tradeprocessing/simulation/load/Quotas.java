package io.tradeprocessing.simulation.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The quotas of an account in us-east-1, from {@code quotas.tsv}.
 *
 * @param values by the names in that file
 */
record Quotas(Map<String, Double> values) {

  /** When each quota was compared with its source. */
  static final String CHECKED = "2026-11";

  /** Seconds for which EventBridge tries to start an execution: the parameter EventMaximumAge. */
  static final String EVENT_AGE = "EventMaximumAge";

  /** What it is raised to where a burst takes longer to start than it has by default. */
  private static final double LONG_AGE = 14_400;

  /** Source systems, among which the events are spread evenly. */
  static final int SOURCES = 3;

  /** What is asked for beyond what the peak takes. */
  private static final double HEADROOM = 1.2;

  /** Of the most that cannot be raised, so that what is behind the door never throttles. */
  private static final double BELOW = 0.9;

  Quotas {
    values = Map.copyOf(values);
  }

  /** A line of the file. */
  record Quota(
      String id,
      double newAccount,
      double byDefault,
      boolean adjustable,
      String what,
      String source) {}

  /** Whose quotas they are. */
  enum Account {
    NEW("new account"),
    DEFAULT("default quotas"),
    RAISED("raised quotas");

    private final String text;

    Account(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /** All lines of the file. */
  static List<Quota> all() {
    try (InputStream in =
        Objects.requireNonNull(Quotas.class.getResourceAsStream("quotas.tsv"), "quotas.tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> List.of(line.split("\t", -1)))
          .map(
              cells ->
                  new Quota(
                      cells.get(0),
                      Double.parseDouble(cells.get(1)),
                      Double.parseDouble(cells.get(2)),
                      cells.get(3).equals("yes"),
                      cells.get(4),
                      cells.get(5)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The quotas of an account; raised ones as they are needed for a day. */
  static Quotas of(Account account, Way way, Day day, Workload workload) {
    Map<String, Double> values = new LinkedHashMap<>();
    all()
        .forEach(
            quota ->
                values.put(
                    quota.id(), account == Account.NEW ? quota.newAccount() : quota.byDefault()));
    values.put(EVENT_AGE, (double) workload.eventAge());
    Quotas quotas = new Quotas(values);
    return account == Account.RAISED ? quotas.raisedFor(way, day, workload) : quotas;
  }

  double of(String id) {
    return Objects.requireNonNull(values.get(id), id);
  }

  /** Records a second that the index takes: no quota raises a partition, and each source is one. */
  double indexRecords() {
    return SOURCES * of("partition-writes");
  }

  /**
   * What to ask for. What comes in above the limits of the index has to wait where it can, at the
   * door: EventBridge tries to start an execution for an hour, the workflow to record for a minute.
   * So starts are raised to what the index takes and no further.
   */
  private Quotas raisedFor(Way way, Day day, Workload workload) {
    double peak = day.peak() * HEADROOM;
    double recorded = Math.min(peak, indexRecords() * BELOW);
    Map<String, Double> raised = new LinkedHashMap<>(values);
    double writes = recorded * workload.writeUnits();
    raise(raised, "table-writes", writes);
    raise(raised, "table-warm", writes);
    if (way == Way.BACKFILL) {
      raise(raised, "lambda-concurrency", recorded / workload.backfillRate());
      return new Quotas(raised);
    }
    raise(raised, "put-events", peak + recorded);
    raise(raised, "invocations", peak);
    raise(raised, "lambda-concurrency", recorded * workload.invocations() / Lambda.REQUESTS);
    if (way == Way.STANDARD) {
      raise(raised, "start-standard", recorded);
      if (recorded < peak) {
        raise(raised, EVENT_AGE, LONG_AGE);
      }
      raise(raised, "transitions", recorded * workload.transitions() * HEADROOM);
    } else {
      raise(raised, "start-express", recorded);
    }
    return new Quotas(raised);
  }

  private static void raise(Map<String, Double> values, String id, double wanted) {
    // Whole hundreds, as a request for a quota has.
    values.merge(id, Math.ceil(wanted / 100) * 100, Math::max);
  }
}
