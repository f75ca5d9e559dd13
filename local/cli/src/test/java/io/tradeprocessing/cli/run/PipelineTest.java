package io.tradeprocessing.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PipelineTest {

  private static final Optional<String> NO_KEY = Optional.empty();

  @Property(tries = 50)
  void resultsComeInInputOrderAndTheItemsOfAKeyFollowEachOther(
      @ForAll @Size(max = 200) List<@IntRange(max = 5) Integer> keys,
      @ForAll @IntRange(min = 1, max = 8) int parallelism,
      @ForAll @IntRange(min = 1, max = 16) int window)
      throws Exception {
    Map<Integer, List<Integer>> worked = new HashMap<>();
    AtomicInteger atWork = new AtomicInteger();
    Pipeline<Integer, Integer> pipeline =
        new Pipeline<>(
            parallelism,
            window,
            i -> Optional.of(String.valueOf(keys.get(i))),
            i -> {
              assertThat(atWork.incrementAndGet()).isLessThanOrEqualTo(parallelism);
              synchronized (worked) {
                worked.computeIfAbsent(keys.get(i), _ -> new ArrayList<>()).add(i);
              }
              atWork.decrementAndGet();
              return i;
            });
    List<Integer> out = new ArrayList<>();

    pipeline.run(numbers(keys.size()), out::add);

    assertThat(out).isEqualTo(IntStream.range(0, keys.size()).boxed().toList());
    worked.values().forEach(ofOneKey -> assertThat(ofOneKey).isSorted());
  }

  @Test
  void differentKeysAreWorkedOnAtTheSameTime() throws Exception {
    CyclicBarrier together = new CyclicBarrier(3);
    Pipeline<Integer, Integer> pipeline =
        new Pipeline<>(3, 10, i -> Optional.of("key" + i), i -> meet(together, i));
    List<Integer> out = new ArrayList<>();

    pipeline.run(numbers(3), out::add);

    assertThat(out).containsExactly(0, 1, 2);
  }

  @Test
  void noMoreIsTakenThanTheWindowHolds() throws Exception {
    AtomicInteger taken = new AtomicInteger();
    CountDownLatch release = new CountDownLatch(1);
    Pipeline<Integer, Integer> pipeline = new Pipeline<>(2, 4, _ -> NO_KEY, i -> await(release, i));
    Pipeline.Source<Integer> source =
        () -> {
          int next = taken.getAndIncrement();
          if (next == 5) {
            // The window's four are in, one waits for room: nobody has come out yet.
            release.countDown();
          }
          return next < 100 ? Optional.of(next) : Optional.empty();
        };
    List<Integer> out = new ArrayList<>();

    pipeline.run(
        source,
        i -> {
          assertThat(taken.get()).isLessThanOrEqualTo(i + 7);
          out.add(i);
        });

    assertThat(out).hasSize(100);
  }

  @Test
  void afterAStopWhatWasTakenStillComesOut() throws Exception {
    List<Integer> out = new ArrayList<>();
    Pipeline<Integer, Integer> pipeline = new Pipeline<>(2, 4, _ -> NO_KEY, i -> i);

    pipeline.run(
        numbers(1_000_000),
        i -> {
          out.add(i);
          if (i == 10) {
            pipeline.stop();
          }
        });

    assertThat(out).hasSizeBetween(11, 20);
    assertThat(out).isEqualTo(IntStream.range(0, out.size()).boxed().toList());
  }

  @Test
  void aStopEndsTheWaitForInputThatDoesNotCome() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Pipeline<Integer, Integer> pipeline = new Pipeline<>(1, 1, _ -> NO_KEY, i -> i);
    Thread.startVirtualThread(pipeline::stop);

    pipeline.run(
        () -> {
          never.await();
          return Optional.empty();
        },
        _ -> {});

    assertThat(never.getCount()).isOne();
  }

  @Test
  void aFailureOfTheSourceComesOutAfterWhatWasReadBefore() {
    List<Integer> out = new ArrayList<>();
    Pipeline<Integer, Integer> pipeline = new Pipeline<>(2, 2, _ -> NO_KEY, i -> i);
    Iterator<Integer> three = List.of(0, 1, 2).iterator();

    assertThatThrownBy(
            () ->
                pipeline.run(
                    () -> {
                      if (!three.hasNext()) {
                        throw new IOException("unplugged");
                      }
                      return Optional.of(three.next());
                    },
                    out::add))
        .isInstanceOf(IOException.class)
        .hasMessage("unplugged");
    assertThat(out).containsExactly(0, 1, 2);
  }

  @Test
  void aFailureOfTheWorkEndsTheRunWithIt() {
    Pipeline<Integer, Integer> pipeline =
        new Pipeline<>(
            2,
            2,
            _ -> NO_KEY,
            i -> {
              if (i == 3) {
                throw new IllegalStateException("broken");
              }
              return i;
            });
    List<Integer> out = new ArrayList<>();

    assertThatThrownBy(() -> pipeline.run(numbers(100), out::add))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("broken");
    assertThat(out).containsExactly(0, 1, 2);
  }

  private static Pipeline.Source<Integer> numbers(int count) {
    Iterator<Integer> numbers = IntStream.range(0, count).iterator();
    return () -> numbers.hasNext() ? Optional.of(numbers.next()) : Optional.empty();
  }

  private static int meet(CyclicBarrier barrier, int i) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
      return i;
    } catch (Exception e) {
      throw new AssertionError("nobody else came", e);
    }
  }

  private static int await(CountDownLatch latch, int i) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
      return i;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
