package io.tradeprocessing.simulation.kernel;

import java.util.ArrayList;
import java.util.List;

/** Lets lines of control pass while it is open, and holds them while it is closed. */
public final class Gate {

  private final Kernel kernel;
  private final List<Kernel.Wait> waits = new ArrayList<>();
  private boolean open = true;

  public Gate(Kernel kernel) {
    this.kernel = kernel;
  }

  public boolean isOpen() {
    return open;
  }

  public void close() {
    open = false;
  }

  /** Lets all pass that were held. */
  public void open() {
    open = true;
    List<Kernel.Wait> held = List.copyOf(waits);
    waits.clear();
    held.forEach(Kernel.Wait::end);
  }

  /** Waits until the gate is open. */
  public void pass() throws InterruptedException {
    while (!open) {
      Kernel.Wait wait = kernel.newWait();
      waits.add(wait);
      wait.await();
    }
  }
}
