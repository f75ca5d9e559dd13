package io.tradeprocessing.cli.backfill;

import io.tradeprocessing.backfill.ObjectStore;
import io.tradeprocessing.backfill.Plan;
import io.tradeprocessing.cli.console.Stop;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.console.Workers;
import io.tradeprocessing.common.hash.Sha256;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Copies the objects of a plan from its folder to the bucket. An object that the bucket has with
 * the same SHA-256 is passed over, so that an upload that was interrupted goes on where it was. The
 * plan comes last: where it is, everything is.
 */
public final class Upload {

  private static final int AT_ONCE = 8;

  private final Plan plan;
  private final ObjectStore from;
  private final ObjectStore to;
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger sent = new AtomicInteger();

  public Upload(Plan plan, ObjectStore from, ObjectStore to) {
    this.plan = plan;
    this.from = from;
    this.to = to;
  }

  /**
   * Uploads what the bucket lacks.
   *
   * @param stop ends the upload after the objects that are under way
   * @param uploaded is called after each partition, from several threads
   * @return whether everything is uploaded
   * @throws UserError if the folder lacks a partition, or has another one than the plan says
   */
  public boolean run(Stop stop, Runnable uploaded) throws InterruptedException {
    List<Plan.Partition> partitions = plan.partitions();
    AtomicInteger next = new AtomicInteger();
    Workers.run(
        Math.clamp(partitions.size(), 1, AT_ONCE),
        _ -> {
          for (int i = next.getAndIncrement();
              i < partitions.size() && !stop.isRequested();
              i = next.getAndIncrement()) {
            Plan.Partition part = partitions.get(i);
            copy(Plan.partitionKey(plan.id(), part.number()), part.sha256());
            done.incrementAndGet();
            uploaded.run();
          }
        });
    if (done.get() < partitions.size()) {
      return false;
    }
    Stream.of(Plan.objectsKey(plan.id()), Plan.itemsKey(plan.id()), Plan.key(plan.id()))
        .forEach(key -> from.sha256(key).ifPresent(sha256 -> copy(key, sha256)));
    return true;
  }

  /** Partitions that the bucket has. */
  public int done() {
    return done.get();
  }

  /** Objects that were sent; the bucket had the others. */
  int sent() {
    return sent.get();
  }

  private void copy(String key, String sha256) {
    if (to.sha256(key).equals(Optional.of(sha256))) {
      return;
    }
    byte[] bytes =
        from.get(key)
            .orElseThrow(() -> new UserError("the folder of the plan lacks " + key))
            .bytes();
    if (!Sha256.hex(bytes).equals(sha256)) {
      throw new UserError(
          key + " was changed after it was planned: plan the backfill again, from its source");
    }
    to.put(key, bytes);
    sent.incrementAndGet();
  }
}
