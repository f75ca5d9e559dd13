package io.tradeprocessing.cli.failover;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a Region says of itself at a moment.
 *
 * @param region for example {@code us-east-1}
 * @param role of its stack
 * @param slot of its records' keys
 * @param intake whether events start executions
 * @param work what has not ended yet, or has failed
 * @param records what its replica of the table holds
 * @param archive of the events on its bus; nothing where the stack keeps none
 * @param replays of that archive that a failover started, by name
 */
public record RegionState(
    String region,
    Role role,
    int slot,
    Intake intake,
    Work work,
    Records records,
    Optional<Archive> archive,
    List<Replay> replays) {

  public RegionState {
    replays = List.copyOf(replays);
  }

  /**
   * The intake.
   *
   * @param stackStatus as CloudFormation names it, for example {@code UPDATE_COMPLETE}
   * @param parameter value of {@code Intake}
   * @param rules of the source systems by name, with whether each is enabled
   * @param changedAt when the stack last changed the rules
   */
  public record Intake(
      String stackStatus, String parameter, SortedMap<String, Boolean> rules, Instant changedAt) {

    public Intake {
      rules = Collections.unmodifiableSortedMap(new TreeMap<>(rules));
    }

    public boolean isOpen() {
      return !rules.containsValue(false);
    }

    public boolean isClosed() {
      return !rules.containsValue(true);
    }
  }

  /**
   * Executions and dead letters.
   *
   * @param running executions; nothing for EXPRESS, which are not listed and end within five
   *     minutes
   * @param oldest when the oldest of them was started
   * @param queues messages in each dead-letter queue, by name
   * @param maximumEventAge how long EventBridge tries to start an execution for an event
   */
  public record Work(
      Optional<Long> running,
      Optional<Instant> oldest,
      SortedMap<String, Long> queues,
      Duration maximumEventAge) {

    public Work {
      queues = Collections.unmodifiableSortedMap(new TreeMap<>(queues));
    }

    /** Messages in all queues. */
    public long deadLetters() {
      return queues.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * What a replica holds.
   *
   * @param last when the last record of each slot was written, as far as it is known here
   * @param probes when the last probe ran through each Region, as far as it is known here
   */
  public record Records(SortedMap<Integer, Instant> last, SortedMap<String, Instant> probes) {

    public Records {
      last = Collections.unmodifiableSortedMap(new TreeMap<>(last));
      probes = Collections.unmodifiableSortedMap(new TreeMap<>(probes));
    }
  }

  /**
   * The archive of a bus.
   *
   * @param createdAt the first moment that it can hold
   * @param days that it keeps events
   * @param bytes that it holds; hours old
   */
  public record Archive(Instant createdAt, int days, long bytes) {

    /** The earliest event that can be replayed. */
    public Instant reachesBackTo(Instant now) {
      Instant kept = now.minus(Duration.ofDays(days));
      return kept.isAfter(createdAt) ? kept : createdAt;
    }
  }

  /**
   * A replay.
   *
   * @param from time of the first event
   * @param to time of the last event
   * @param reached time of the event that was replayed last; nothing before the first
   * @param endedAt when it was over
   */
  public record Replay(
      String name,
      State state,
      Instant from,
      Instant to,
      Optional<Instant> reached,
      Optional<Instant> endedAt) {

    /** How far it is. */
    public enum State {
      RUNNING,
      COMPLETED,
      FAILED
    }
  }

  /** When the last record of any other Region was written that has arrived here. */
  public Optional<Instant> lastFromOthers() {
    return records.last().entrySet().stream()
        .filter(entry -> entry.getKey() != slot)
        .map(Map.Entry::getValue)
        .max(Comparator.naturalOrder());
  }
}
