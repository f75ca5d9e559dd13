package io.tradeprocessing.common.store;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What came of one of several: a failure of one is not the failure of the others.
 *
 * @param <T> the result
 */
public sealed interface Tried<T> {

  /** It succeeded. */
  record Done<T>(T value) implements Tried<T> {}

  /** It failed, with the exception that it would have failed with alone. */
  record Failed<T>(RuntimeException failure) implements Tried<T> {}

  /** Tries it. */
  static <T> Tried<T> of(Supplier<T> work) {
    try {
      return new Done<>(work.get());
    } catch (RuntimeException e) {
      return new Failed<>(e);
    }
  }

  /**
   * Goes on with all that succeeded, together.
   *
   * @param step answers in the order of what it gets
   * @return in the order of what was tried
   */
  static <T, R> List<Tried<R>> together(
      List<Tried<T>> tried, Function<List<T>, List<Tried<R>>> step) {
    List<T> succeeded = new ArrayList<>();
    for (Tried<T> one : tried) {
      if (one instanceof Done<T>(T value)) {
        succeeded.add(value);
      }
    }
    Iterator<Tried<R>> results =
        succeeded.isEmpty() ? List.<Tried<R>>of().iterator() : step.apply(succeeded).iterator();
    List<Tried<R>> all = new ArrayList<>();
    for (Tried<T> one : tried) {
      all.add(
          switch (one) {
            case Done<T> _ -> results.next();
            case Failed<T>(RuntimeException failure) -> new Failed<>(failure);
          });
    }
    return all;
  }

  /** The result; throws the failure where there is none. */
  default T get() {
    return switch (this) {
      case Done<T>(T value) -> value;
      case Failed<T>(RuntimeException failure) -> throw failure;
    };
  }
}
