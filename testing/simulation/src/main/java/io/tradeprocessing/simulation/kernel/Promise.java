package io.tradeprocessing.simulation.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value that lines of control wait for. Kept once; what comes later is ignored, as an answer is
 * that comes after somebody stopped waiting for it.
 */
public final class Promise<T> {

  private final Kernel kernel;
  private final List<Kernel.Wait> waits = new ArrayList<>();
  private @Nullable T value;

  public Promise(Kernel kernel) {
    this.kernel = kernel;
  }

  /** Keeps the promise. */
  public void keep(T kept) {
    if (value == null) {
      value = kept;
      waits.forEach(Kernel.Wait::end);
    }
  }

  /** The value, if it is there. */
  public Optional<T> now() {
    return Optional.ofNullable(value);
  }

  /** Waits for the value. */
  public T await() throws InterruptedException {
    T known = value;
    if (known == null) {
      Kernel.Wait wait = kernel.newWait();
      waits.add(wait);
      wait.await();
      known = value;
    }
    if (known == null) {
      throw new IllegalStateException("a wait ended before its promise was kept");
    }
    return known;
  }
}
