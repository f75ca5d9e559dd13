package io.tradeprocessing.simulation.aws;

import io.tradeprocessing.backfill.ObjectStore;
import io.tradeprocessing.backfill.ObjectStoreUnavailableException;
import io.tradeprocessing.simulation.fault.Fault;
import java.util.Optional;

/** S3 as the backfill's function calls it, all attempts of a call in one. */
record BucketClient(Sim sim, FunctionProcess process, ObjectStore bucket) implements ObjectStore {

  @Override
  public Optional<Stored> get(String key) {
    return process.call("s3-get", () -> bucket.get(key));
  }

  @Override
  public void put(String key, byte[] bytes) {
    mustTake(key);
    process.call(
        "s3-put",
        () -> {
          bucket.put(key, bytes);
          return key;
        });
    mustAnswer(key);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Where the answer is lost, the client asks again and finds another tag than it knows.
   */
  @Override
  public Optional<String> putIfUnchanged(String key, byte[] bytes, Optional<String> known) {
    mustTake(key);
    Optional<String> tag = process.call("s3-put", () -> bucket.putIfUnchanged(key, bytes, known));
    return isLost(key)
        ? process.call("s3-put", () -> bucket.putIfUnchanged(key, bytes, known))
        : tag;
  }

  private void mustTake(String key) {
    if (sim.faults().happens(Fault.BACKFILL_FAILS_BEFORE_PUT, process.place() + "/" + name(key))) {
      throw new ObjectStoreUnavailableException(key + " cannot be written: status 503");
    }
  }

  private void mustAnswer(String key) {
    if (isLost(key)) {
      throw new ObjectStoreUnavailableException(key + " was written, or not: no answer");
    }
  }

  private boolean isLost(String key) {
    return sim.faults().happens(Fault.BACKFILL_FAILS_AFTER_PUT, process.place() + "/" + name(key));
  }

  private static String name(String key) {
    return key.substring(key.indexOf('/', key.indexOf('/') + 1) + 1);
  }
}
