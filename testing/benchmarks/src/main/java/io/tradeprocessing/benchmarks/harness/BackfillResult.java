package io.tradeprocessing.benchmarks.harness;

import io.tradeprocessing.benchmarks.harness.Bench.Batch;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What was measured of the backfill's function, beside the live functions in the same run. The
 * peer's figures are missing where there is no peer.
 *
 * @param java partitions by the package, after a restore
 * @param python by the peer
 * @param javaOnLocal on DynamoDB Local
 * @param liveCpuMs CPU of one event in the live functions together, warm
 */
record BackfillResult(
    Optional<Batch> java,
    Optional<Batch> python,
    Optional<Batch> javaOnLocal,
    Optional<Batch> pythonOnLocal,
    OptionalDouble liveCpuMs) {

  static final BackfillResult NONE =
      new BackfillResult(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalDouble.empty());

  /** A figure, by the name that the JSON has for it. */
  OptionalDouble figure(BackfillFigure figure) {
    return switch (figure) {
      case EVENTS_PER_CPU_S_VS_LIVE ->
          ratio(
              figure(BackfillFigure.EVENTS_PER_CPU_S),
              figure(BackfillFigure.LIVE_EVENTS_PER_CPU_S));
      case EVENTS_PER_CPU_S -> perSecond(cpu(java));
      case LIVE_EVENTS_PER_CPU_S -> perSecond(liveCpuMs);
      case EVENTS_PER_S -> speed(java);
      case LOCAL_EVENTS_PER_S -> speed(javaOnLocal);
      case CPU_MS -> cpu(java);
      case LIVE_CPU_MS -> liveCpuMs;
      case CPU_VS_PYTHON -> ratio(cpu(java), cpu(python));
      case EVENTS_PER_S_VS_PYTHON -> ratio(speed(java), speed(python));
      case PYTHON_EVENTS_PER_CPU_S -> perSecond(cpu(python));
      case PYTHON_EVENTS_PER_S -> speed(python);
      case PYTHON_LOCAL_EVENTS_PER_S -> speed(pythonOnLocal);
    };
  }

  private static OptionalDouble cpu(Optional<Batch> batch) {
    return batch.map(b -> OptionalDouble.of(b.cpuMs())).orElse(OptionalDouble.empty());
  }

  private static OptionalDouble speed(Optional<Batch> batch) {
    return batch.map(b -> OptionalDouble.of(b.eventsPerSecond())).orElse(OptionalDouble.empty());
  }

  private static OptionalDouble perSecond(OptionalDouble ms) {
    return ms.isPresent() ? OptionalDouble.of(1_000 / ms.getAsDouble()) : ms;
  }

  private static OptionalDouble ratio(OptionalDouble over, OptionalDouble under) {
    return over.isPresent() && under.isPresent()
        ? OptionalDouble.of(over.getAsDouble() / under.getAsDouble())
        : OptionalDouble.empty();
  }
}
