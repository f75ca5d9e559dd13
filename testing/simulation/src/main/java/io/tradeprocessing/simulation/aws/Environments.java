package io.tradeprocessing.simulation.aws;

import io.tradeprocessing.cli.template.DeploymentTemplate;
import io.tradeprocessing.simulation.aws.Environment.Answer;
import io.tradeprocessing.simulation.fault.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The execution environments of one function in a Region.
 *
 * @param <H> the function's handler
 */
final class Environments<H> {

  private static final Duration MOST_SKEW = Duration.ofSeconds(2);

  private final Sim sim;
  private final SimulatedRegion region;
  private final DeploymentTemplate.Function function;
  private final BiFunction<FunctionProcess, String, H> handlers;
  private final List<Environment<H>> all = new ArrayList<>();

  /**
   * @param handlers make the handler of an environment, by its process and its name
   */
  Environments(
      Sim sim,
      SimulatedRegion region,
      DeploymentTemplate.Function function,
      BiFunction<FunctionProcess, String, H> handlers) {
    this.sim = sim;
    this.region = region;
    this.function = function;
    this.handlers = handlers;
  }

  /**
   * Invokes the function, and waits for its answer.
   *
   * @param place the attempt
   */
  <R> Answer<R> invoke(Environment.Call<H, R> call, String place) throws InterruptedException {
    Optional<Answer<R>> refusal = refusal(place);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Answer<R> answer = environment(place).invoke(call, place).await();
    region.await();
    if (answer instanceof Answer.Failure<R>(String error, _)) {
      sim.trace().add(place, error);
      return answer;
    }
    return sim.faults().happens(Fault.LAMBDA_ANSWER_LOST, place)
        ? new Answer.Failure<>("Lambda.SdkClientException", "Unable to execute HTTP request")
        : answer;
  }

  private <R> Optional<Answer<R>> refusal(String place) {
    if (region.isOut(Fault.LAMBDA_OUTAGE) || sim.faults().happens(Fault.LAMBDA_FAILS, place)) {
      return failure("Lambda.ServiceException", "Lambda could not process the request");
    }
    if (sim.faults().happens(Fault.LAMBDA_THROTTLED, place)) {
      return failure("Lambda.TooManyRequestsException", "Rate Exceeded");
    }
    if (sim.faults().happens(Fault.LAMBDA_NOT_READY, place)) {
      return failure("Lambda.SnapStartNotReadyException", "Lambda is initializing the function");
    }
    return Optional.empty();
  }

  private static <R> Optional<Answer<R>> failure(String error, String message) {
    return Optional.of(new Answer.Failure<>(error, message));
  }

  /** One that is free, whichever; another where none is, or where the seed says so. */
  private Environment<H> environment(String place) {
    List<Environment<H>> free = all.stream().filter(Environment::isFree).toList();
    int chosen = sim.choices().below("environment/" + place, free.size() + 1);
    if (chosen < free.size()) {
      return free.get(chosen);
    }
    Environment<H> created = new Environment<>(sim, region, function);
    String name = region.name() + "/" + function.logicalId() + "/" + all.size();
    created.use(handlers.apply(created, name));
    all.add(created);
    return created;
  }

  /** How far the clock of an environment is off. */
  static Duration skew(Sim sim, String name) {
    return sim.faults().happens(Fault.CLOCK_SKEWED, name)
        ? sim.choices().between("skew/" + name, MOST_SKEW.negated(), MOST_SKEW)
        : Duration.ZERO;
  }
}
