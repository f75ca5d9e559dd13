package io.tradeprocessing.simulation.load;

import io.tradeprocessing.simulation.load.Result.Limit;
import java.util.random.RandomGenerator;

/**
 * A day on which each trade starts an execution. Second by second, what is due comes to one service
 * after the other; each takes what its quota allows, and refuses or delays the rest.
 */
final class LiveDay {

  /**
   * The longest mean delay before EventBridge tries again: AWS says 185 attempts in 24 hours with
   * exponential backoff and jitter, and nothing more. From a second on it doubles up to that.
   */
  private static final double LONGEST_DELAY = 24 * 3_600 / 185.0;

  /** Attempts after which the delay grows no more. */
  private static final int LEVELS = 10;

  /** Beyond this nothing waits any more that will be recorded. */
  private static final int LATEST = Day.SECONDS + 3 * 3_600;

  private final Way way;
  private final Day day;
  private final Quotas quotas;
  private final Workload workload;
  private final RandomGenerator random;
  private final Result result = new Result(LATEST);

  private final Bucket puts;
  private final Bucket starts;
  private final Table table;
  private final Lambda validator;
  private final Lambda recorder;

  private final Queue outbox = new Queue();
  private final Queue invocations = new Queue();
  private final Queue beginning = new Queue();
  private final Queue recording = new Queue();
  private final Queue ending = new Queue();

  private final Retries deliveries;
  private final Retries validations;
  private final Retries records;
  private final Retries outcomes;

  private final Cohorts begun = new Cohorts(1);
  private final Flow toPublish = new Flow();
  private double queued;

  /** Seconds that what comes to the bus now has waited at its source. */
  private int lag;

  LiveDay(Way way, Day day, Quotas quotas, Workload workload, RandomGenerator random) {
    this.way = way;
    this.day = day;
    this.quotas = quotas;
    this.workload = workload;
    this.random = random;
    this.puts = new Bucket(quotas.of("put-events"), quotas.of("put-events"));
    String start = way == Way.EXPRESS ? "start-express" : "start-standard";
    this.starts = new Bucket(quotas.of(start + "-bucket"), quotas.of(start));
    this.table = new Table(quotas.of("table-warm"), quotas.of("table-writes"));
    this.validator = new Lambda(quotas.of("lambda-scaling"));
    this.recorder = new Lambda(quotas.of("lambda-scaling"));
    this.deliveries = new Retries(LEVELS, random);
    this.validations = new Retries(workload.retry("validate").attempts(), random);
    this.records = new Retries(workload.retry("record").attempts(), random);
    this.outcomes = new Retries(workload.retry("publish").attempts(), random);
  }

  Result run() {
    int now = 0;
    for (; now < LATEST && (now < Day.SECONDS || isBusy()); now++) {
      second(now);
    }
    // What is left will not be recorded by itself.
    result.deadLetters(waiting());
    result.ended(now);
    return result;
  }

  private void second(int now) {
    puts.tick();
    starts.tick();
    publish(now);
    Flow onBus = put(now);
    Flow started = start(now, deliver(now, onBus));
    double account = quotas.of("lambda-concurrency") * Lambda.REQUESTS;
    Flow validating = new Flow();
    Flow writing = new Flow();
    if (way == Way.STANDARD) {
      double steps = quotas.of("transitions");
      // What has begun goes first.
      steps -= pass(now, ending, steps, workload.transitionsAfter(), toPublish);
      steps -= pass(now, recording, steps, workload.transitionsToRecord(), writing);
      queue(now, beginning, started);
      steps -= pass(now, beginning, steps, workload.transitionsBefore(), validating);
      Flow validated = validate(now, validating, account - writing.total());
      queue(now, recording, validated);
      steps -= pass(now, recording, steps, workload.transitionsToRecord(), writing);
      queue(now, ending, record(now, writing, account - 2 * validated.total()));
      steps -= pass(now, ending, steps, workload.transitionsAfter(), toPublish);
      delayed(steps);
    } else {
      started.forEach(validating::add);
      Flow validated = validate(now, validating, account);
      validated.forEach(writing::add);
      record(now, writing, account - 2 * validated.total()).forEach(toPublish::add);
    }
  }

  private void queue(int now, Queue queue, Flow flow) {
    queue.add(now, flow);
    queued += flow.total();
  }

  /** Of what was queued in this second, what still waits was delayed. */
  private void delayed(double stepsLeft) {
    double waiting = beginning.total() + recording.total() + ending.total();
    if (stepsLeft < workload.transitionsBefore()) {
      result.throttled(Limit.TRANSITIONS, Math.min(queued, waiting));
    }
    queued = 0;
  }

  /** Moves what the transitions allow, and returns how many that took. */
  private double pass(int now, Queue queue, double steps, int each, Flow to) {
    result.deadLetters(queue.giveUp(now, workload.timeLimit()));
    double before = to.total();
    queue.take(steps / each, to);
    return (to.total() - before) * each;
  }

  /** Outcomes of the trades that were recorded go to the bus first. */
  private void publish(int now) {
    Flow offered = new Flow();
    toPublish.forEach((born, _, trades) -> offered.add(born, 0, trades));
    toPublish.clear();
    outcomes.due(now, offered);
    double share = share(offered.total(), puts.tokens());
    puts.take(offered.total() * share);
    result.throttled(Limit.PUT_EVENTS, offered.total() * (1 - share));
    offered.forEach(
        (born, attempts, trades) ->
            retry(now, outcomes, workload.retry("publish"), born, attempts, trades * (1 - share)));
  }

  /** What the bus does not take waits at its source, which sends it in order. */
  private Flow put(int now) {
    Flow arrived = new Flow();
    if (now < Day.SECONDS) {
      arrived.add(now, 0, day.arrivals(now, random));
    }
    outbox.add(now, arrived);
    Flow taken = new Flow();
    outbox.take(puts.tokens(), taken);
    lag = 0;
    taken.forEach((born, _, _) -> lag = Math.max(lag, now - born));
    puts.take(taken.total());
    result.throttled(Limit.PUT_EVENTS, Math.min(arrived.total(), outbox.total()));
    return taken;
  }

  /** Above the limit of invocations events wait in EventBridge; its retries count, too. */
  private Flow deliver(int now, Flow onBus) {
    invocations.add(now, onBus);
    Flow offered = new Flow();
    deliveries.due(now, offered);
    invocations.take(Math.max(0, quotas.of("invocations") - offered.total()), offered);
    result.throttled(Limit.INVOCATIONS, Math.min(onBus.total(), invocations.total()));
    return offered;
  }

  private Flow start(int now, Flow offered) {
    double share = share(offered.total(), starts.tokens());
    starts.take(offered.total() * share);
    result.throttled(Limit.START_EXECUTION, offered.total() * (1 - share));
    offered.forEach(
        (born, attempts, trades) -> {
          if (trades * share > 0) {
            begun.add(born, 0, trades * share);
          }
          double refused = trades * (1 - share);
          if (now - born - lag > quotas.of(Quotas.EVENT_AGE)) {
            result.deadLetters(refused);
          } else {
            double mean = delay(attempts);
            deliveries.add(now, born, attempts + 1, refused, mean / 2, mean * 3 / 2);
          }
        });
    Flow started = new Flow();
    begun.empty(started);
    return started;
  }

  /** The mean delay after so many attempts. */
  private static double delay(int attempts) {
    return Math.min(LONGEST_DELAY, Math.pow(2, attempts));
  }

  /** Validator and enricher take a trade at the same time; both have to. */
  private Flow validate(int now, Flow validating, double account) {
    validations.due(now, validating);
    // The recorder is not kept from what the other two have done.
    double allowed = Math.min(account, quotas.of("lambda-concurrency") * Lambda.REQUESTS * 2 / 3);
    double taken =
        Math.min(
            share(2 * validating.total(), allowed),
            share(validating.total(), validator.capacity(validating.total())));
    result.throttled(Limit.LAMBDA, validating.total() * (1 - taken));
    Flow validated = new Flow();
    validating.forEach(
        (born, attempts, trades) -> {
          validated.add(born, 0, trades * taken);
          retry(now, validations, workload.retry("validate"), born, attempts, trades * (1 - taken));
        });
    return validated;
  }

  /** What Lambda and then DynamoDB take of what is to be recorded. */
  private Flow record(int now, Flow writing, double account) {
    records.due(now, writing);
    double invoked =
        Math.min(
            share(writing.total(), Math.max(account, 0)),
            share(writing.total(), recorder.capacity(writing.total())));
    result.throttled(Limit.LAMBDA, writing.total() * (1 - invoked));
    double asked = writing.total() * invoked;
    double byTable = share(asked * workload.writeUnits(), table.units(now));
    double byIndex = share(asked, quotas.indexRecords());
    double written = Math.min(byTable, byIndex);
    table.used(asked * written * workload.writeUnits());
    result.throttled(byTable < byIndex ? Limit.TABLE : Limit.INDEX, asked * (1 - written));
    Flow recorded = new Flow();
    writing.forEach(
        (born, attempts, trades) -> {
          double done = trades * invoked * written;
          result.recorded(now - born, done);
          recorded.add(born, 0, done);
          retry(now, records, workload.retry("record"), born, attempts, trades - done);
        });
    return recorded;
  }

  private void retry(
      int now, Retries to, Workload.Retry policy, int born, int attempts, double trades) {
    if (attempts >= policy.attempts()) {
      result.deadLetters(trades);
    } else {
      to.add(now, born, attempts + 1, trades, 0, policy.delay(attempts + 1));
    }
  }

  private static double share(double wanted, double there) {
    return wanted <= there ? 1 : there / wanted;
  }

  private boolean isBusy() {
    return waiting() + ending.total() + toPublish.total() + outcomes.total() >= 0.5;
  }

  /** Trades that are not recorded yet. */
  private double waiting() {
    return invocations.total()
        + beginning.total()
        + recording.total()
        + outbox.total()
        + deliveries.total()
        + validations.total()
        + records.total();
  }
}
