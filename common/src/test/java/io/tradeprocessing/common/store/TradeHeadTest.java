package io.tradeprocessing.common.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.trade.EventType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TradeHeadTest {

  private static final Region FIRST = new Region("us-east-1", 0);
  private static final Region SECOND = new Region("eu-west-1", 1);
  private static final Region THIRD = new Region("us-west-2", 2);

  private static TradeHead append(TradeHead head, TradeEntry entry) {
    return head.with(ChainedRecord.of(entry, head).record());
  }

  private static Seen end(TradeHead head) {
    return new Seen(head.sequence(), head.lastHash().orElseThrow());
  }

  @Test
  void beginsWithNothing() {
    TradeHead none = TradeHead.none("T1", SECOND);

    assertThat(none.sequence()).isZero();
    assertThat(none.lastHash()).isEmpty();
  }

  @Test
  void seesOtherChainsAndWhatTheseHaveSeenButNeverItsOwn() {
    TradeHead first = append(TradeHead.none("T1", FIRST), Entries.accepted("T1", 1));
    TradeHead second =
        append(
            TradeHead.none("T1", SECOND).seeing(List.of(first)),
            Entries.accepted("T1", EventType.CORRECT, 2));
    TradeHead third = TradeHead.none("T1", THIRD).seeing(List.of(second));

    assertThat(third.seen()).containsOnly(entry(first), entry(second));
    assertThat(third.states()).isEqualTo(second.states());
    assertThat(first.seeing(List.of(second)).seen()).containsOnly(entry(second));
    assertThat(first.seeing(List.of())).isEqualTo(first);
  }

  private static Map.Entry<Integer, Seen> entry(TradeHead head) {
    return Map.entry(head.region().slot(), end(head));
  }

  @Test
  void keepsTheLongerPartOfAChain() {
    TradeHead one = append(TradeHead.none("T1", FIRST), Entries.accepted("T1", 1));
    TradeHead two = append(one, Entries.accepted("T1", EventType.CORRECT, 2));
    TradeHead second = TradeHead.none("T1", SECOND);

    for (List<TradeHead> others : List.of(List.of(one, two), List.of(two, one))) {
      assertThat(second.seeing(others).seen()).containsOnly(entry(two));
    }
    assertThat(second.seeing(List.of(two)).seeing(List.of(one)).seen()).containsOnly(entry(two));
  }

  @Test
  void aChainThatIsNotThereYetIsNotSeen() {
    assertThat(TradeHead.none("T1", FIRST).seeing(List.of(TradeHead.none("T1", SECOND))).seen())
        .isEmpty();
  }
}
