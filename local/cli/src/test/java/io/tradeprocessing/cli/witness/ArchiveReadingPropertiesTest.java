package io.tradeprocessing.cli.witness;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.archiver.ArchiveUnavailableException;
import io.tradeprocessing.cli.witness.World.Judged;
import io.tradeprocessing.common.signature.Signer;
import io.tradeprocessing.common.trade.EventType;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * However the stream was cut into batches, how often each was delivered and where its archiving
 * failed: the archives read the same.
 */
class ArchiveReadingPropertiesTest {

  private static final List<EventType> TYPES = List.of(EventType.values());

  private static void fill(World world, Random random) {
    for (int i = random.nextInt(1, 25); i > 0; i--) {
      world.record(
          random.nextInt(4) == 0 ? World.THERE : World.HERE,
          "T-" + random.nextInt(5),
          TYPES.get(random.nextInt(TYPES.size())),
          1_000 + random.nextInt(30));
    }
    if (random.nextInt(3) == 0) {
      world.removeAll("T-" + random.nextInt(5));
    }
  }

  /** Signs, or fails after the object was written. */
  private static Signer unreliable(Random random) {
    boolean fails = random.nextInt(3) == 0;
    return bytes -> {
      if (fails) {
        throw new ArchiveUnavailableException("planned", new IllegalStateException());
      }
      return MemoryArchive.SIGNER.sign(bytes);
    };
  }

  /** Some batches any number of times, and in the end every change once more, somehow cut. */
  private static void deliver(World world, Random random) {
    int all = world.changes();
    for (int i = random.nextInt(12); i > 0; i--) {
      int from = random.nextInt(all);
      world.deliver(from, random.nextInt(from + 1, all + 1), unreliable(random));
    }
    for (int from = 0; from < all; ) {
      int to = random.nextInt(from + 1, all + 1);
      world.deliver(from, to, MemoryArchive.SIGNER);
      from = to;
    }
  }

  private static Judged judged(World world, boolean table, Random random) {
    return world.judge(
        table ? Optional.of(World.HERE.name()) : Optional.empty(),
        Optional.empty(),
        List.of(world.here, world.there),
        random.nextBoolean() ? 1 << 20 : 200);
  }

  private static List<String> said(Judged judged) {
    return judged.found().stream()
        .map(found -> found.kind() + found.tradeId() + found.timestamp() + found.message())
        .sorted()
        .toList();
  }

  @Property(tries = 60)
  void anyCutIsReadLikeOneBatchOfAll(@ForAll long seed) {
    try (World cut = new World();
        World whole = new World()) {
      fill(cut, new Random(seed));
      fill(whole, new Random(seed));
      Random random = new Random(seed + 1);
      deliver(cut, random);
      whole.deliver(0, whole.changes(), MemoryArchive.SIGNER);

      for (boolean table : List.of(false, true)) {
        Judged one = judged(cut, table, random);
        Judged other = judged(whole, table, random);
        assertThat(said(one)).isEqualTo(said(other));
        assertThat(one.tally().records()).isEqualTo(other.tally().records());
        assertThat(one.tally().same()).isEqualTo(other.tally().same());
        assertThat(other.tally().repeated()).isZero();
      }
    }
  }
}
