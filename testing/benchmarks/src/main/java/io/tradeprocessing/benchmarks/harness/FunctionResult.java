package io.tradeprocessing.benchmarks.harness;

import io.tradeprocessing.benchmarks.harness.Bench.ColdStart;
import io.tradeprocessing.benchmarks.harness.Bench.Restored;
import io.tradeprocessing.benchmarks.harness.Bench.Warm;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * What was measured of one function. The peer's figures are missing where there is no peer.
 *
 * @param java cold starts of the package
 * @param python cold starts of the peer
 * @param noop cold starts of the function that does nothing
 * @param aot cold starts with an ahead-of-time cache, as in the container image
 * @param primed first invocations after the hooks around a snapshot
 * @param warm the package's warm invocations after a restore, as it is deployed
 * @param warmOnDemand the package's warm invocations without SnapStart
 * @param noopWarm warm invocations of the function that does nothing
 * @param pythonWarm the peer's
 * @param warmOnLocal the package's on DynamoDB Local
 * @param pythonWarmOnLocal the peer's
 * @param zipMb the package's size as it is uploaded
 */
record FunctionResult(
    Function function,
    List<ColdStart> java,
    List<ColdStart> python,
    List<ColdStart> noop,
    List<ColdStart> aot,
    List<Restored> primed,
    Optional<Warm> warm,
    Optional<Warm> warmOnDemand,
    Optional<Warm> noopWarm,
    Optional<Warm> pythonWarm,
    Optional<Warm> warmOnLocal,
    Optional<Warm> pythonWarmOnLocal,
    double zipMb) {

  FunctionResult {
    java = List.copyOf(java);
    python = List.copyOf(python);
    noop = List.copyOf(noop);
    aot = List.copyOf(aot);
    primed = List.copyOf(primed);
  }

  /** A figure of the function, by the name that the JSON has for it. */
  OptionalDouble figure(Figure figure) {
    return switch (figure) {
      case COLD_MS -> median(java, ColdStart::wallMs);
      case COLD_CPU_MS -> median(java, ColdStart::cpuMs);
      case FIRST_MS -> median(java, ColdStart::firstMs);
      case PYTHON_COLD_MS -> median(python, ColdStart::wallMs);
      case PYTHON_COLD_CPU_MS -> median(python, ColdStart::cpuMs);
      case PYTHON_FIRST_MS -> median(python, ColdStart::firstMs);
      case NOOP_COLD_CPU_MS -> median(noop, ColdStart::cpuMs);
      case AOT_COLD_MS -> median(aot, ColdStart::wallMs);
      case AOT_COLD_CPU_MS -> median(aot, ColdStart::cpuMs);
      case COLD_VS_PYTHON -> ratio(Figure.COLD_MS, Figure.PYTHON_COLD_MS);
      case COLD_CPU_VS_PYTHON -> ratio(Figure.COLD_CPU_MS, Figure.PYTHON_COLD_CPU_MS);
      case COLD_CPU_VS_NOOP -> ratio(Figure.COLD_CPU_MS, Figure.NOOP_COLD_CPU_MS);
      case COLD_AOT_VS_PYTHON -> ratio(Figure.AOT_COLD_CPU_MS, Figure.PYTHON_COLD_CPU_MS);
      case PRIMED_FIRST_MS -> median(primed, Restored::firstMs);
      case PRIMED_RESTORE_MS -> median(primed, Restored::restoreMs);
      case PRIMED_INIT_MS -> median(primed, Restored::initMs);
      case PRIMED_FIRST_VS_PYTHON -> ratio(Figure.PRIMED_FIRST_MS, Figure.PYTHON_FIRST_MS);
      case WARM_P50_MS -> of(warm, Warm::p50Ms);
      case WARM_P99_MS -> of(warm, Warm::p99Ms);
      case WARM_CPU_MS -> of(warm, Warm::cpuMs);
      case ON_DEMAND_WARM_P50_MS -> of(warmOnDemand, Warm::p50Ms);
      case ON_DEMAND_WARM_P50_VS_PYTHON ->
          ratio(Figure.ON_DEMAND_WARM_P50_MS, Figure.PYTHON_WARM_P50_MS);
      case NOOP_WARM_P50_MS -> of(noopWarm, Warm::p50Ms);
      case NOOP_WARM_CPU_MS -> of(noopWarm, Warm::cpuMs);
      case PYTHON_WARM_P50_MS -> of(pythonWarm, Warm::p50Ms);
      case PYTHON_WARM_P99_MS -> of(pythonWarm, Warm::p99Ms);
      case PYTHON_WARM_CPU_MS -> of(pythonWarm, Warm::cpuMs);
      case WARM_P50_VS_PYTHON -> ratio(Figure.WARM_P50_MS, Figure.PYTHON_WARM_P50_MS);
      case WARM_CPU_VS_PYTHON -> ratio(Figure.WARM_CPU_MS, Figure.PYTHON_WARM_CPU_MS);
      case LOCAL_WARM_P50_MS -> of(warmOnLocal, Warm::p50Ms);
      case PYTHON_LOCAL_WARM_P50_MS -> of(pythonWarmOnLocal, Warm::p50Ms);
      case LOCAL_WARM_P50_VS_PYTHON ->
          ratio(Figure.LOCAL_WARM_P50_MS, Figure.PYTHON_LOCAL_WARM_P50_MS);
      case RSS_MB -> of(warm, Warm::rssMb);
      case COLD_RSS_MB -> median(java, ColdStart::rssMb);
      case PYTHON_RSS_MB -> of(pythonWarm, Warm::rssMb);
      case ZIP_MB -> OptionalDouble.of(zipMb);
    };
  }

  private OptionalDouble ratio(Figure numerator, Figure denominator) {
    OptionalDouble over = figure(numerator);
    OptionalDouble under = figure(denominator);
    return over.isPresent() && under.isPresent() && under.getAsDouble() > 0
        ? OptionalDouble.of(over.getAsDouble() / under.getAsDouble())
        : OptionalDouble.empty();
  }

  private static <T> OptionalDouble median(List<T> of, ToDoubleFunction<T> figure) {
    return of.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Statistics.median(of, figure));
  }

  private static OptionalDouble of(Optional<Warm> warm, ToDoubleFunction<Warm> figure) {
    return warm.isPresent()
        ? OptionalDouble.of(figure.applyAsDouble(warm.get()))
        : OptionalDouble.empty();
  }
}
