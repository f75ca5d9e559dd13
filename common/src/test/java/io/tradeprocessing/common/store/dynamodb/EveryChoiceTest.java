package io.tradeprocessing.common.store.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EveryChoiceTest {

  @Test
  void makesEverySequenceOfChoicesOnce() {
    List<String> found = new ArrayList<>();
    EveryChoice choices = new EveryChoice();
    do {
      int first = choices.below(2);
      int only = choices.below(1);
      found.add(first + " " + only + " " + (first == 0 ? "-" : choices.below(3)));
    } while (choices.next());

    assertThat(found).containsExactly("0 0 -", "1 0 0", "1 0 1", "1 0 2");
    assertThat(choices.runs()).isEqualTo(4);
  }

  @Test
  void refusesAnExperimentThatDependsOnMore() {
    EveryChoice choices = new EveryChoice();
    int _ = choices.below(2);
    boolean _ = choices.next();

    assertThatThrownBy(() -> choices.below(3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("choice 1 was of 2 and is of 3");
  }
}
