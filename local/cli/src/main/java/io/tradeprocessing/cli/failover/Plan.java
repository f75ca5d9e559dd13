package io.tradeprocessing.cli.failover;

import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.failover.RegionState.Archive;
import io.tradeprocessing.cli.failover.RegionState.Replay;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The steps that lead from what both Regions say to where an operator wants the intake. Computed
 * anew whenever something has happened, so that a failover that was interrupted goes on from where
 * it is.
 *
 * @param items in order
 * @param notes what an operator should know before executing it
 */
public record Plan(List<Item> items, List<String> notes) {

  /** Begins the name of every replay that a failover starts. */
  static final String REPLAY_PREFIX = "failover-";

  /** The time limit of an execution, and an hour for what nobody thought of. */
  private static final Duration MARGIN = Duration.ofHours(2);

  /** How long a disabled rule may still start executions, and EventBridge still be delivering. */
  private static final Duration RULES_SETTLE = Duration.ofSeconds(30);

  /** EXPRESS executions end within five minutes, and are not listed. */
  private static final Duration EXPRESS_ENDS = Duration.ofMinutes(5).plus(RULES_SETTLE);

  /** An intake that has been open for so long has had its replays, or needs none. */
  private static final Duration NEWLY_OPEN = Duration.ofDays(1);

  private static final Duration PROBE_IS_OLD = Duration.ofMinutes(15);

  private static final String FORWARD_QUEUE = "forward-dlq-";

  private static final DateTimeFormatter COMPACT =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  public Plan {
    items = List.copyOf(items);
    notes = List.copyOf(notes);
  }

  /** Whether a step is still to be done. */
  public enum Progress {
    DONE,
    TO_DO,
    /** Its Region does not answer. It is to be done once the Region does. */
    UNREACHABLE
  }

  /** A step and its progress. */
  public record Item(Step step, Progress progress) {}

  /** The first step that is to be done. */
  public Optional<Step> next() {
    return items.stream()
        .filter(item -> item.progress() == Progress.TO_DO)
        .map(Item::step)
        .findFirst();
  }

  /** The number of a step, from 1. */
  int number(Step step) {
    return 1 + items.stream().map(Item::step).toList().indexOf(step);
  }

  /** The events that were replayed, if any were. */
  Stream<Step.RunReplay> replays() {
    return items.stream()
        .map(Item::step)
        .filter(Step.RunReplay.class::isInstance)
        .map(Step.RunReplay.class::cast);
  }

  /**
   * Makes a plan.
   *
   * @param compared whether both replicas hold the same, if that was looked at
   * @throws UserError if the move is impossible as things are
   */
  static Plan of(Move move, Situation now, Optional<Comparison> compared) {
    RegionState to =
        now.of(move.to())
            .answer()
            .orElseThrow(
                () ->
                    new UserError(
                        problem(now.of(move.to()))
                            + ": it cannot take over; see AWS Health, and try again when it"
                            + " answers"));
    if (move.planned() && now.of(move.from()) instanceof RegionView.Down down) {
      throw new UserError(
          problem(down)
              + ": if the Region is lost, give --unplanned; what has not replicated is then"
              + " recorded again from the archive of "
              + to.region());
    }
    return new Planner(move, now, to, compared).plan();
  }

  private static String problem(RegionView view) {
    return view instanceof RegionView.Down(String region, String problem)
        ? region + " does not answer (" + problem + ")"
        : view.region();
  }

  /** What the steps of one plan are computed from. */
  private record Planner(Move move, Situation now, RegionState to, Optional<Comparison> compared) {

    Plan plan() {
      List<Item> items = new ArrayList<>();
      if (move.planned()) {
        RegionState from = now.of(move.from()).answer().orElseThrow();
        items.add(close());
        items.add(new Item(new Step.Drain(from.region()), done(isOpen() || isDrained(from))));
        items.add(
            new Item(
                new Step.AwaitReplication(from.region(), to.region()),
                done(isOpen() || compared.map(Comparison::isEqual).orElse(false))));
      }
      items.add(
          new Item(new Step.SetIntake(to.region(), true, to.role().intake(true)), done(isOpen())));
      if (to.archive().isPresent()) {
        items.addAll(replays(to.archive().get()));
      }
      if (!move.planned()) {
        items.add(close());
      }
      return new Plan(items, notes());
    }

    private static Progress done(boolean isDone) {
      return isDone ? Progress.DONE : Progress.TO_DO;
    }

    private boolean isOpen() {
      return to.intake().isOpen() && to.role().takesEvents(to.intake().parameter());
    }

    private Item close() {
      RegionView from = now.of(move.from());
      Step step = new Step.SetIntake(from.region(), false, move.from().intake(false));
      return new Item(
          step,
          from.answer()
              .map(
                  state ->
                      done(
                          state.intake().isClosed()
                              && !state.role().takesEvents(state.intake().parameter())))
              .orElse(Progress.UNREACHABLE));
    }

    private boolean isDrained(RegionState from) {
      Duration closed = Duration.between(from.intake().changedAt(), now.at());
      return from.work()
          .running()
          .map(running -> running == 0 && closed.compareTo(RULES_SETTLE) >= 0)
          .orElse(closed.compareTo(EXPRESS_ENDS) >= 0);
    }

    private List<Item> replays(Archive archive) {
      Instant opened = isOpen() ? to.intake().changedAt() : now.at();
      String name =
          REPLAY_PREFIX
              + move.environment()
              + "-"
              + COMPACT.format(opened.truncatedTo(ChronoUnit.SECONDS));
      Instant archived = opened.plus(move.archiveDelay());
      boolean needsNone =
          isOpen()
              && move.replayFrom().isEmpty()
              && series(name).isEmpty()
              && opened.plus(NEWLY_OPEN).isBefore(now.at());
      if (needsNone) {
        return List.of();
      }
      Instant from =
          series(name).stream().findFirst().map(Replay::from).orElseGet(() -> replayFrom(archive));
      return List.of(
          replay(name + "-1", from),
          new Item(
              new Step.AwaitArchive(to.region(), archived),
              done(isOpen() && !now.at().isBefore(archived))),
          replay(name + "-2", from),
          recorded(name + "-2"));
    }

    /** The last step: only then is known what the replays have recorded. */
    private Item recorded(String name) {
      Optional<Instant> ended =
          series(name).stream()
              .flatMap(replay -> replay.endedAt().stream())
              .max(Comparator.naturalOrder());
      Instant started = ended.orElse(now.at()).plus(RULES_SETTLE);
      boolean isOver =
          ended.isPresent()
              && to.work().running().isPresent()
              && now.at().isAfter(started)
              && to.work().oldest().map(oldest -> oldest.isAfter(started)).orElse(true);
      boolean expressIsOver =
          to.work().running().isEmpty()
              && ended.map(end -> now.at().isAfter(end.plus(EXPRESS_ENDS))).orElse(false);
      return new Item(
          new Step.AwaitExecutions(to.region(), started), done(isOver || expressIsOver));
    }

    private Instant replayFrom(Archive archive) {
      Instant earliest = archive.reachesBackTo(now.at());
      Instant wanted =
          move.replayFrom()
              .or(() -> to.lastFromOthers().map(last -> last.minus(margin())))
              .orElse(earliest);
      return wanted.isAfter(earliest) ? wanted : earliest;
    }

    /** An event that is older than this was recorded, or is a dead letter. */
    private Duration margin() {
      return MARGIN.plus(to.work().maximumEventAge());
    }

    private Item replay(String name, Instant from) {
      List<Replay> series = series(name);
      if (series.isEmpty()) {
        return new Item(new Step.RunReplay(to.region(), name, from), Progress.TO_DO);
      }
      Replay last = series.getLast();
      return switch (last.state()) {
        case RUNNING ->
            new Item(new Step.RunReplay(to.region(), last.name(), from), Progress.TO_DO);
        case COMPLETED ->
            new Item(new Step.RunReplay(to.region(), last.name(), from), Progress.DONE);
        case FAILED ->
            new Item(
                new Step.RunReplay(to.region(), name + "." + (series.size() + 1), from),
                Progress.TO_DO);
      };
    }

    /** The replays whose names begin so, by name. */
    private List<Replay> series(String name) {
      return to.replays().stream()
          .filter(replay -> replay.name().startsWith(name))
          .sorted(Comparator.comparing(Replay::name))
          .toList();
    }

    private List<String> notes() {
      List<String> notes = new ArrayList<>();
      if (isOpen()) {
        return notes;
      }
      archiveNotes(notes);
      now.of(move.from()).answer().ifPresent(from -> notes.addAll(fromNotes(from)));
      boolean isProven =
          Optional.ofNullable(to.records().probes().get(to.region()))
              .map(last -> last.plus(PROBE_IS_OLD).isAfter(now.at()))
              .orElse(false);
      if (!isProven) {
        notes.add(
            "no probe has run through "
                + to.region()
                + " for 15 minutes: its functions may be inactive or broken");
      }
      return notes;
    }

    private void archiveNotes(List<String> notes) {
      if (to.archive().isEmpty()) {
        notes.add(
            to.region()
                + " keeps no archive (EventArchiveDays=0): events that "
                + now.of(move.from()).region()
                + " took and did not replicate are recorded when their sources send them again");
        return;
      }
      Instant earliest = to.archive().get().reachesBackTo(now.at());
      Optional<Instant> wanted =
          move.replayFrom().or(() -> to.lastFromOthers().map(last -> last.minus(margin())));
      if (wanted.isPresent() && wanted.get().isBefore(earliest)) {
        notes.add(
            "the archive of "
                + to.region()
                + " reaches back to "
                + earliest
                + " only, and the replay should begin at "
                + wanted.get());
      }
    }

    private List<String> fromNotes(RegionState from) {
      List<String> notes = new ArrayList<>();
      if (!move.planned() && !from.intake().isClosed()) {
        notes.add(
            from.region()
                + " answers: without --unplanned, its executions end first and nothing is recorded"
                + " twice");
      }
      from.work()
          .queues()
          .forEach(
              (queue, messages) -> {
                if (messages > 0) {
                  notes.add(
                      "%,d dead letters are in %s of %s: %s"
                          .formatted(
                              messages,
                              queue,
                              from.region(),
                              queue.startsWith(FORWARD_QUEUE)
                                  ? "they are not in the archive of "
                                      + to.region()
                                      + "; redrive them first"
                                  : "redrive them first, or the replay records their events in "
                                      + to.region()));
                }
              });
      return notes;
    }
  }
}
