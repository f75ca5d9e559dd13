package io.tradeprocessing.cli.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.backfill.ObjectStore;
import io.tradeprocessing.backfill.ObjectStoreUnavailableException;
import io.tradeprocessing.backfill.Plan;
import io.tradeprocessing.cli.console.Stop;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.input.EventReader;
import io.tradeprocessing.testkit.Project;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upload that was interrupted goes on where it was. */
class UploadTest {

  private static final int PARTITIONS = 20;

  @TempDir private Path folder;

  private FolderObjects local = new FolderObjects(Path.of("."));
  private FolderObjects bucket = new FolderObjects(Path.of("."));

  @BeforeEach
  void useTheFolder() {
    local = new FolderObjects(folder.resolve("work"));
    bucket = new FolderObjects(folder.resolve("bucket"));
  }

  private Plan plan() {
    return new Planner(Clock.systemUTC())
        .plan(
            new FileSource(Project.file("samples/trades.jsonl")),
            EventReader::of,
            Optional.of(PARTITIONS),
            local);
  }

  /** A connection that is lost after some writes. */
  private record Losing(ObjectStore to, AtomicInteger left) implements ObjectStore {
    @Override
    public Optional<Stored> get(String key) {
      return to.get(key);
    }

    @Override
    public void put(String key, byte[] bytes) {
      if (left.getAndDecrement() <= 0) {
        throw new ObjectStoreUnavailableException("the bucket cannot be reached");
      }
      to.put(key, bytes);
    }

    @Override
    public Optional<String> putIfUnchanged(String key, byte[] bytes, Optional<String> known) {
      return to.putIfUnchanged(key, bytes, known);
    }
  }

  @Test
  void everythingArrivesAndThePlanComesLast() throws InterruptedException {
    Plan plan = plan();
    Upload upload = new Upload(plan, local, bucket);

    assertThat(upload.run(new Stop(), () -> {})).isTrue();

    assertThat(upload.sent()).isEqualTo(PARTITIONS + 2);
    for (Plan.Partition part : plan.partitions()) {
      assertThat(bucket.sha256(Plan.partitionKey(plan.id(), part.number())))
          .contains(part.sha256());
    }
    assertThat(bucket.get(Plan.key(plan.id())).orElseThrow().bytes()).isEqualTo(plan.bytes());
  }

  @Test
  void afterALostConnectionOnlyTheRestIsSent() throws InterruptedException {
    Plan plan = plan();
    ObjectStore lossy = new Losing(bucket, new AtomicInteger(7));
    assertThatThrownBy(() -> new Upload(plan, local, lossy).run(new Stop(), () -> {}))
        .isInstanceOf(ObjectStoreUnavailableException.class);
    assertThat(bucket.get(Plan.key(plan.id()))).isEmpty();

    Upload rest = new Upload(plan, local, bucket);

    assertThat(rest.run(new Stop(), () -> {})).isTrue();
    assertThat(rest.sent()).isEqualTo(PARTITIONS + 2 - 7);
    assertThat(rest.done()).isEqualTo(PARTITIONS);
  }

  @Test
  void aStoppedUploadSaysThatItIsNotComplete() throws InterruptedException {
    Plan plan = plan();
    Stop stop = new Stop();
    Upload upload = new Upload(plan, local, bucket);

    assertThat(upload.run(stop, stop::request)).isFalse();

    assertThat(upload.done()).isBetween(1, PARTITIONS - 1);
    assertThat(bucket.get(Plan.key(plan.id()))).isEmpty();
  }

  /** Half of an object, or that of another plan: its hash says so. */
  @Test
  void anObjectOfOtherContentIsSentAgain() throws InterruptedException {
    Plan plan = plan();
    bucket.put(Plan.partitionKey(plan.id(), 3), new byte[] {1, 2, 3});

    assertThat(new Upload(plan, local, bucket).run(new Stop(), () -> {})).isTrue();

    assertThat(bucket.sha256(Plan.partitionKey(plan.id(), 3)))
        .contains(plan.partitions().get(2).sha256());
  }

  @Test
  void aPartitionThatWasChangedAfterItWasPlannedIsRefused() {
    Plan plan = plan();
    local.put(Plan.partitionKey(plan.id(), 3), new byte[] {1, 2, 3});

    assertThatThrownBy(() -> new Upload(plan, local, bucket).run(new Stop(), () -> {}))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("00003.jsonl.gz was changed after it was planned");
  }
}
