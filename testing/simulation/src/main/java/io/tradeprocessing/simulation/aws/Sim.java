package io.tradeprocessing.simulation.aws;

import io.tradeprocessing.simulation.check.History;
import io.tradeprocessing.simulation.fault.Faults;
import io.tradeprocessing.simulation.kernel.Choices;
import io.tradeprocessing.simulation.kernel.Kernel;
import io.tradeprocessing.simulation.kernel.Trace;

/** What every part of a run shares. */
public record Sim(Kernel kernel, Choices choices, Trace trace, Faults faults, History history) {

  /** Waits some milliseconds, as a request takes; for code that nobody interrupts. */
  void requestTime(String place) {
    kernel.pause(java.time.Duration.ofMillis(1L + choices.below("time/" + place, 20)));
  }

  /** An identifier such as AWS gives. */
  String newId(String place) {
    return new java.util.UUID(choices.next("id/" + place), choices.next("id/" + place)).toString();
  }
}
