package io.tradeprocessing.asl.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tradeprocessing.asl.data.Scope;
import io.tradeprocessing.asl.data.StateFailure;
import io.tradeprocessing.asl.json.JsonSize;
import io.tradeprocessing.asl.model.Definition;
import io.tradeprocessing.asl.model.Flow;
import io.tradeprocessing.asl.model.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One execution. A failed one can be redriven: it goes on from where it was, as by Step Functions'
 * RedriveExecution.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html">Restarting
 *     state machine executions with redrive</a>
 */
public final class Run {

  /**
   * How many items an inline Map runs at the same time at most.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html">Inline
   *     mode</a>
   */
  private static final int MAX_INLINE_CONCURRENCY = 40;

  /**
   * How many child executions a Distributed Map runs at the same time at most.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html">Distributed
   *     mode</a>
   */
  private static final int MAX_CHILDREN = 10_000;

  /** A child of type EXPRESS ends after five minutes. */
  private static final Duration EXPRESS_LIMIT = Duration.ofMinutes(5);

  private final Definition definition;
  private final JsonNode input;
  private final Execution execution;
  private final History history = new History();
  private final Progress main = new Progress();
  private Ports ports;
  private Owner owner;
  private int redrives;
  private Timer.@Nullable Alarm timeLimit;

  /** The Map Run that a child execution belongs to. */
  @FunctionalInterface
  interface Owner {
    void stopIfCancelled() throws InterruptedException;
  }

  public Run(Definition definition, Ports ports, JsonNode input, Execution execution) {
    this(definition, ports, input, execution, () -> {});
  }

  Run(Definition definition, Ports ports, JsonNode input, Execution execution, Owner owner) {
    this.definition = definition;
    this.ports = ports;
    this.input = input;
    this.execution = execution;
    this.owner = owner;
  }

  /**
   * Goes on, on the calling thread, from the state in which the execution failed, with the input
   * that the state had, and with its retriers as new. Of a Parallel or an inline Map, branches and
   * items that succeeded are kept. Of a Distributed Map, children that succeeded are kept; STANDARD
   * ones that did not are redriven, EXPRESS ones and those that had not begun are started.
   *
   * @throws IllegalStateException if the execution has not been run, or has succeeded
   */
  public Outcome redrive() throws InterruptedException {
    if (main.output() != null || main.state() == null) {
      throw new IllegalStateException(
          "only an execution that has ended without success can be redriven");
    }
    redrives++;
    return outcome();
  }

  /** The same of a child execution in another attempt of its Map Run; it may not have begun. */
  Outcome redrive(Ports others, Owner another) throws InterruptedException {
    ports = others;
    owner = another;
    return main.state() == null ? outcome() : redrive();
  }

  /** Runs the execution on the calling thread until it ends. */
  public Outcome outcome() throws InterruptedException {
    Duration limit = definition.timeout();
    if (limit == null) {
      return untimedOutcome();
    }
    try (Timer.Alarm alarm = ports.timer().interruptAfter(limit)) {
      timeLimit = alarm;
      try {
        Outcome outcome = untimedOutcome();
        return alarm.rang() ? new Outcome.TimedOut() : outcome;
      } catch (InterruptedException e) {
        if (alarm.rang()) {
          return new Outcome.TimedOut();
        }
        throw e;
      }
    }
  }

  private Outcome untimedOutcome() throws InterruptedException {
    if (JsonSize.of(input, StateFailure.MAX_PAYLOAD_BYTES) > StateFailure.MAX_PAYLOAD_BYTES) {
      return new Outcome.Failed(
          "States.DataLimitExceeded",
          "The input of the execution has more than %,d bytes or is nested more than %d levels deep"
              .formatted(StateFailure.MAX_PAYLOAD_BYTES, JsonSize.MAX_DEPTH));
    }
    Strand first = new Strand(ports.timer(), null, null, null, main);
    try {
      return new Outcome.Succeeded(first.run(definition.flow(), input));
    } catch (StateFailure e) {
      return new Outcome.Failed(e.error(), e.cause());
    }
  }

  /** A state's output and the state after it, null at the end of the flow. */
  private record Step(JsonNode output, @Nullable String next) {}

  /** One line of control: the execution itself, a branch of a Parallel, items of a Map. */
  private final class Strand {

    private final Timer timer;
    private final @Nullable Strand parent;
    private final @Nullable Fork fork;
    private final ContextObject.@Nullable MapItem item;
    private final Progress progress;

    Strand(
        Timer timer,
        @Nullable Strand parent,
        @Nullable Fork fork,
        ContextObject.@Nullable MapItem item,
        Progress progress) {
      this.timer = timer;
      this.parent = parent;
      this.fork = fork;
      this.item = item;
      this.progress = progress;
    }

    /** Runs a flow from its start or, where it had begun before, from the state that it was in. */
    JsonNode run(Flow flow, JsonNode flowInput) throws StateFailure, InterruptedException {
      JsonNode before = progress.output();
      if (before != null) {
        return before;
      }
      String reached = progress.state();
      State state = reached == null ? flow.start() : flow.state(reached);
      JsonNode data = reached == null ? flowInput : progress.input();
      boolean goesOn = reached != null;
      while (true) {
        if (!goesOn) {
          progress.enters(state.head().name(), data);
        }
        goesOn = false;
        Step step = visit(state, data);
        data = step.output();
        if (step.next() == null) {
          progress.succeeds(data);
          return data;
        }
        ports.listener().moved(state.head().name(), step.next());
        state = flow.state(step.next());
      }
    }

    private Step visit(State state, JsonNode raw) throws StateFailure, InterruptedException {
      stopIfCancelled();
      ExecutionListener listener = ports.listener();
      String name = state.head().name();
      Instant entered = timer.now();
      listener.entered(name, raw);
      try {
        history.add(1);
        Step step = execute(state, raw, entered);
        history.add(1);
        listener.exited(name, step.output(), Duration.between(entered, timer.now()));
        return step;
      } catch (StateFailure e) {
        listener.failed(name, e.error(), e.cause(), Duration.between(entered, timer.now()));
        throw e;
      }
    }

    /**
     * An interruption can get lost where two reasons for one meet, so it is the reasons that are
     * looked at.
     */
    private void stopIfCancelled() throws InterruptedException {
      if (timeLimit != null && timeLimit.rang()) {
        throw new InterruptedException();
      }
      for (Strand strand = this; strand != null; strand = strand.parent) {
        if (strand.fork != null && strand.fork.cancelled()) {
          throw new InterruptedException();
        }
      }
      owner.stopIfCancelled();
    }

    private Step execute(State state, JsonNode raw, Instant entered)
        throws StateFailure, InterruptedException {
      ContextObject context =
          ContextObject.of(execution, redrives, input, item, state.head().name(), entered);
      Scope scope = new Scope(state.head().name(), raw, context, ports.random());
      return switch (state) {
        case State.Pass pass -> pass(pass, scope);
        case State.Choice choice -> choose(choice, scope);
        case State.Wait wait -> sleep(wait, scope);
        case State.Succeed succeed -> leave(succeed, filtered(succeed, scope));
        case State.Fail fail ->
            throw new StateFailure(
                Evaluation.text(fail.error(), scope), Evaluation.text(fail.cause(), scope));
        case State.Work work -> work(work, scope, context);
      };
    }

    private Step pass(State.Pass pass, Scope scope) throws StateFailure {
      Scope effective = filtered(pass, scope);
      JsonNode result =
          pass.result() != null ? pass.result() : Evaluation.filledIn(pass.parameters(), effective);
      return leave(pass, scope.withInput(pass.resultPath().combine(scope.input(), result)));
    }

    private Step choose(State.Choice choice, Scope scope) throws StateFailure {
      Scope effective = filtered(choice, scope);
      String next = choice.otherwise();
      for (State.Rule rule : choice.rules()) {
        if (rule.condition().holds(effective)) {
          next = rule.next();
          break;
        }
      }
      if (next == null) {
        // AWS documents States.NoChoiceMatched and answers this
        throw scope.runtimeFailure(
            "Failed to transition out of the state. The state does not point to a next state.");
      }
      return new Step(choice.head().outputPath().apply(effective), next);
    }

    private Step sleep(State.Wait wait, Scope scope) throws StateFailure, InterruptedException {
      Scope effective = filtered(wait, scope);
      Duration duration =
          switch (wait.delay()) {
            case State.Delay.Seconds(State.Amount amount) ->
                Duration.ofSeconds(Evaluation.number(amount, effective));
            case State.Delay.Until(State.Text timestamp) ->
                Duration.between(timer.now(), Evaluation.time(timestamp, effective));
          };
      if (duration.isPositive()) {
        timer.sleep(duration);
      }
      return leave(wait, effective);
    }

    private Step work(State.Work work, Scope scope, ContextObject visit)
        throws StateFailure, InterruptedException {
      Attempts attempts = new Attempts(work.handling().retriers());
      while (true) {
        ContextObject context = visit.withRetryCount(attempts.retryCount());
        try {
          return attempt(work, scope.withContext(context), context);
        } catch (StateFailure e) {
          Optional<Duration> delay = attempts.delayBeforeRetry(e, scope.random());
          if (delay.isEmpty()) {
            return caught(work, scope.input(), e);
          }
          progress.forgetParts();
          ports.listener().retried(scope.state(), e.error(), attempts.retryCount(), delay.get());
          if (delay.get().isPositive()) {
            timer.sleep(delay.get());
          }
          stopIfCancelled();
        }
      }
    }

    private Step attempt(State.Work work, Scope scope, ContextObject context)
        throws StateFailure, InterruptedException {
      Scope effective = filtered(work, scope);
      JsonNode result =
          switch (work) {
            case State.Task task -> invoke(task, effective, context.retryCount());
            case State.Parallel parallel -> branches(parallel, effective);
            case State.MapEach map -> items(map, effective, context);
            case State.DistributedMap map -> mapRun(map, effective, context);
          };
      State.Handling handling = work.handling();
      JsonNode selected = Evaluation.filledIn(handling.resultSelector(), scope.withInput(result));
      return leave(work, scope.withInput(handling.resultPath().combine(scope.input(), selected)));
    }

    private Step caught(State.Work work, JsonNode raw, StateFailure failure) throws StateFailure {
      for (State.Catcher catcher : work.handling().catchers()) {
        if (failure.matches(catcher.errorEquals())) {
          ports
              .listener()
              .caught(work.head().name(), failure.error(), failure.cause(), catcher.next());
          return new Step(catcher.resultPath().combine(raw, failure.errorOutput()), catcher.next());
        }
      }
      throw failure;
    }

    private JsonNode invoke(State.Task task, Scope effective, int retryCount)
        throws StateFailure, InterruptedException {
      // the limits are found in the state's input, before Parameters
      Duration limit =
          task.timeoutSeconds() == null
              ? null
              : Duration.ofSeconds(Evaluation.number(task.timeoutSeconds(), effective));
      if (task.heartbeatSeconds() != null) {
        // only callbacks and activities send heartbeats, and neither can be here: all that is left
        // is the check
        Evaluation.number(task.heartbeatSeconds(), effective);
      }
      history.add(History.TASK_ATTEMPT);
      TaskRequest request =
          new TaskRequest(
              task.head().name(),
              task.resource(),
              Evaluation.filledIn(task.parameters(), effective),
              retryCount);
      return limit == null ? invoke(request) : invokeWithin(limit, request);
    }

    private JsonNode invokeWithin(Duration limit, TaskRequest request)
        throws StateFailure, InterruptedException {
      try (Timer.Alarm alarm = timer.interruptAfter(limit)) {
        try {
          JsonNode result = invoke(request);
          if (alarm.rang()) {
            throw StateFailure.timeout();
          }
          return result;
        } catch (InterruptedException e) {
          stopIfCancelled();
          if (alarm.rang()) {
            throw StateFailure.timeout();
          }
          throw e;
        }
      }
    }

    private JsonNode invoke(TaskRequest request) throws StateFailure, InterruptedException {
      try {
        return StateFailure.requireFits(request.stateName(), ports.tasks().invoke(request));
      } catch (TaskFailedException e) {
        throw new StateFailure(e.error(), e.cause());
      }
    }

    private JsonNode branches(State.Parallel parallel, Scope effective)
        throws StateFailure, InterruptedException {
      JsonNode branchInput = Evaluation.filledIn(parallel.parameters(), effective);
      List<Flow> flows = parallel.branches();
      history.add(History.FORK);
      Total total = new Total(effective.state());
      @Nullable JsonNode[] outputs = new JsonNode[flows.size()];
      List<Progress> parts = progress.parts(flows.size());
      fork(
          flows.size(),
          (number, strandTimer, fork) ->
              outputs[number] =
                  total.add(
                      new Strand(strandTimer, this, fork, item, parts.get(number))
                          .run(flows.get(number), branchInput)));
      return array(outputs);
    }

    private JsonNode items(State.MapEach map, Scope effective, ContextObject context)
        throws StateFailure, InterruptedException {
      JsonNode items = Evaluation.items(map.itemsPath(), effective);
      int allowed = Evaluation.number(map.maxConcurrency(), effective);
      int atMost =
          allowed == 0 ? MAX_INLINE_CONCURRENCY : Math.min(allowed, MAX_INLINE_CONCURRENCY);
      int lines = Math.min(atMost, items.size());
      history.add(History.FORK);
      Total total = new Total(effective.state());
      @Nullable JsonNode[] outputs = new JsonNode[items.size()];
      List<Progress> parts = progress.parts(items.size());
      AtomicInteger next = new AtomicInteger();
      fork(
          ports.inOrder() ? Math.min(lines, 1) : lines,
          (line, strandTimer, fork) -> {
            for (int i = next.getAndIncrement(); i < outputs.length; i = next.getAndIncrement()) {
              ContextObject.MapItem each = new ContextObject.MapItem(i, items.get(i));
              JsonNode itemInput =
                  map.itemSelector() == null
                      ? each.value()
                      : Evaluation.filledIn(
                          map.itemSelector(), effective.withContext(context.withItem(each)));
              history.add(History.ITERATION);
              outputs[i] =
                  total.add(
                      new Strand(strandTimer, this, fork, each, parts.get(i))
                          .run(map.flow(), itemInput));
            }
          });
      return array(outputs);
    }

    private JsonNode mapRun(State.DistributedMap map, Scope effective, ContextObject context)
        throws StateFailure, InterruptedException {
      MapRun known = progress.mapRun();
      MapRun mapRun = known == null ? newMapRun(map, effective) : known.again();
      progress.begins(mapRun);
      List<JsonNode> items = mapRun.items();
      int allowed = Evaluation.number(map.maxConcurrency(), effective);
      int atMost = allowed == 0 ? MAX_CHILDREN : Math.min(allowed, MAX_CHILDREN);
      int lines = Math.min(atMost, items.size());
      Definition child = new Definition(map.flow(), map.express() ? EXPRESS_LIMIT : null);
      AtomicInteger next = new AtomicInteger();
      fork(
          ports.inOrder() ? Math.min(lines, 1) : lines,
          (_, strandTimer, fork) -> {
            Strand line = new Strand(strandTimer, this, fork, item, new Progress());
            Ports childPorts = ports.withTimer(strandTimer);
            for (int i = next.getAndIncrement(); i < items.size(); i = next.getAndIncrement()) {
              line.stopIfCancelled();
              if (mapRun.hasSucceeded(i)) {
                continue;
              }
              Run begun = map.express() ? null : mapRun.begun(i);
              if (begun != null) {
                mapRun.ended(i, begun.redrive(childPorts, line::stopIfCancelled));
                continue;
              }
              ContextObject.MapItem each = new ContextObject.MapItem(i, items.get(i));
              JsonNode childInput =
                  map.itemSelector() == null
                      ? each.value()
                      : Evaluation.filledIn(
                          map.itemSelector(), effective.withContext(context.withItem(each)));
              Execution own = mapRun.child(strandTimer.now(), ports.random());
              Run run = new Run(child, childPorts, childInput, own, line::stopIfCancelled);
              mapRun.begins(i, run, own, childInput);
              mapRun.ended(i, run.outcome());
            }
          });
      return mapRun.answer(map.writer(), effective, ports.writer());
    }

    private MapRun newMapRun(State.DistributedMap map, Scope effective)
        throws StateFailure, InterruptedException {
      List<JsonNode> items = MapRun.items(map.items(), effective, ports.reader());
      history.add(History.MAP_RUN);
      return new MapRun(
          map, execution, items, Evaluation.tolerated(map.tolerance(), effective), ports.random());
    }

    private void fork(int lines, Line line) throws StateFailure, InterruptedException {
      if (lines == 0) {
        return;
      }
      Fork fork = new Fork();
      List<Timer> timers = new ArrayList<>(lines);
      for (int i = 0; i < lines; i++) {
        timers.add(timer.fork());
      }
      try {
        if (ports.inOrder()) {
          for (int i = 0; i < lines; i++) {
            line.run(i, timers.get(i), fork);
          }
        } else {
          fork.run(lines, number -> line.run(number, timers.get(number), fork));
        }
      } finally {
        timers.forEach(timer::join);
      }
    }

    private Scope filtered(State state, Scope scope) throws StateFailure {
      return scope.withInput(state.head().inputPath().apply(scope));
    }

    private static Step leave(State state, Scope combined) throws StateFailure {
      JsonNode output = state.head().outputPath().apply(combined);
      return new Step(StateFailure.requireFits(state.head().name(), output), state.head().next());
    }

    private static ArrayNode array(@Nullable JsonNode[] outputs) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode(outputs.length);
      for (JsonNode output : outputs) {
        array.add(output);
      }
      return array;
    }
  }

  /** The outputs of branches or items together, which are the result of one state. */
  private static final class Total {

    private final String state;
    private final AtomicLong bytes = new AtomicLong();

    Total(String state) {
      this.state = state;
    }

    JsonNode add(JsonNode output) throws StateFailure {
      long size = JsonSize.exactly(output, StateFailure.MAX_PAYLOAD_BYTES);
      if (size > StateFailure.MAX_PAYLOAD_BYTES
          || bytes.addAndGet(size) > StateFailure.MAX_PAYLOAD_BYTES) {
        throw StateFailure.dataLimit(state, size);
      }
      return output;
    }
  }

  /** A line of a fork with its timer. */
  @FunctionalInterface
  private interface Line {
    void run(int number, Timer timer, Fork fork) throws StateFailure, InterruptedException;
  }
}
