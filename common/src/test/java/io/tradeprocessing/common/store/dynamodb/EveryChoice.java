package io.tradeprocessing.common.store.dynamodb;

import java.util.ArrayList;
import java.util.List;

/**
 * Runs an experiment once for every sequence of choices that it can make, depth first: what a
 * random search may miss, this does not. The experiment must depend on nothing but its choices.
 *
 * <pre>{@code
 * EveryChoice choices = new EveryChoice();
 * do {
 *   experiment(choices::below);
 * } while (choices.next());
 * }</pre>
 */
final class EveryChoice {

  /** One choice of the current run. */
  private record Choice(int taken, int of) {}

  private final List<Choice> choices = new ArrayList<>();
  private int made;
  private int runs = 1;

  /** A number from 0, below the count. */
  int below(int count) {
    if (count == 1) {
      return 0;
    }
    if (made == choices.size()) {
      choices.add(new Choice(0, count));
    }
    Choice choice = choices.get(made++);
    if (choice.of != count) {
      throw new IllegalStateException(
          "choice %d was of %d and is of %d: the experiment depends on more than its choices"
              .formatted(made, choice.of, count));
    }
    return choice.taken;
  }

  /** Begins the next run; there is none when every sequence has been tried. */
  boolean next() {
    made = 0;
    while (!choices.isEmpty()) {
      Choice last = choices.removeLast();
      if (last.taken + 1 < last.of) {
        choices.add(new Choice(last.taken + 1, last.of));
        runs++;
        return true;
      }
    }
    return false;
  }

  /** Runs that were begun. */
  int runs() {
    return runs;
  }

  /** The choices of the current run, to be found again. */
  @Override
  public String toString() {
    return "run %d, choices %s".formatted(runs, choices.stream().map(Choice::taken).toList());
  }
}
