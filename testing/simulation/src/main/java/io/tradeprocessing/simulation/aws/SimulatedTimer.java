package io.tradeprocessing.simulation.aws;

import io.tradeprocessing.asl.run.Timer;
import java.time.Duration;
import java.time.Instant;

/** The virtual time, for the interpreter; shared by all branches. */
record SimulatedTimer(Sim sim, SimulatedRegion region) implements Timer {

  @Override
  public Instant now() {
    return sim.kernel().now();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    sim.kernel().sleep(duration);
    region.await();
  }

  @Override
  public Alarm interruptAfter(Duration limit) {
    Thread thread = Thread.currentThread();
    SimulatedAlarm alarm = new SimulatedAlarm();
    sim.kernel()
        .after(
            limit,
            () -> {
              if (!alarm.closed) {
                alarm.rang = true;
                thread.interrupt();
              }
            });
    return alarm;
  }

  private static final class SimulatedAlarm implements Alarm {
    private boolean rang;
    private boolean closed;

    @Override
    public boolean rang() {
      return rang;
    }

    @Override
    public void close() {
      closed = true;
      if (rang) {
        boolean _ = Thread.interrupted();
      }
    }
  }
}
