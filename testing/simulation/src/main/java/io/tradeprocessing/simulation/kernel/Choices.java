package io.tradeprocessing.simulation.kernel;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Every choice of a run, from its seed. A choice follows from the seed, the name of the place where
 * it is made and how often one was made there before, and from nothing else: leaving out one event
 * or fault leaves the choices of all other places as they were, which is what makes a failing seed
 * small.
 */
public final class Choices {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final long seed;
  private final Map<String, Place> places = new HashMap<>();

  /** The choices of one place. */
  private static final class Place {
    private final long start;
    private long made;

    Place(long start) {
      this.start = start;
    }

    long next() {
      return mix(start + ++made * GOLDEN);
    }
  }

  public Choices(long seed) {
    this.seed = mix(seed ^ GOLDEN);
  }

  /** The next number of a place, all 64 bits of it. */
  public long next(String place) {
    return place(place).next();
  }

  private Place place(String name) {
    return places.computeIfAbsent(name, _ -> new Place(mix(seed ^ hash(name))));
  }

  /** From 0 to below the bound. */
  public int below(String place, int bound) {
    return (int) Long.remainderUnsigned(next(place), bound);
  }

  /** True in so many cases of a thousand. */
  public boolean chance(String place, int perThousand) {
    return below(place, 1_000) < perThousand;
  }

  /** One of them. */
  public <T> T one(String place, List<T> options) {
    return options.get(below(place, options.size()));
  }

  /** From the first to below the second, to the millisecond. */
  public Duration between(String place, Duration from, Duration to) {
    long span = to.minus(from).toMillis();
    return from.plusMillis(Long.remainderUnsigned(next(place), span));
  }

  /** A generator that takes its numbers here, for code that wants one. */
  public RandomGenerator generator(String place) {
    return place(place)::next;
  }

  /** FNV-1a, so that it is the same on every machine and in every version of Java. */
  private static long hash(String text) {
    long hash = 0xCBF29CE484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
    }
    return hash;
  }

  /** The finaliser of SplitMix64. */
  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
