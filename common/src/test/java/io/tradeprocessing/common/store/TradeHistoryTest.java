package io.tradeprocessing.common.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.trade.EventType;
import java.util.List;
import org.junit.jupiter.api.Test;

class TradeHistoryTest {

  private static final Region FIRST = new Region("us-east-1", 0);
  private static final Region SECOND = new Region("eu-west-1", 1);

  private static final TradeHistory NOTHING =
      new TradeHistory("T1", List.of(), List.of(), List.of());

  private static ComplianceRecord record(Region region, TradeEntry entry) {
    return ChainedRecord.of(entry, TradeHead.none("T1", region)).record();
  }

  private static TradeHistory of(ComplianceRecord... records) {
    return new TradeHistory("T1", List.of(), List.of(records), List.of());
  }

  @Test
  void anEventThatTwoRegionsRecordedCountsOnce() {
    TradeEntry entry = Entries.accepted("T1", 1);

    assertThat(of(record(FIRST, entry), record(SECOND, entry)).events()).isEqualTo(1);
    assertThat(
            of(record(FIRST, entry), record(SECOND, Entries.accepted("T1", EventType.CANCEL, 1)))
                .events())
        .isEqualTo(2);
    assertThat(
            of(
                    record(FIRST, entry),
                    record(
                        SECOND,
                        Entries.of("system2", "T1", EventType.NEW, 1, RecordStatus.ACCEPTED)))
                .events())
        .isEqualTo(2);
  }

  @Test
  void anEventIsAcceptedIfOneRegionAcceptedIt() {
    TradeHistory trade =
        of(
            record(FIRST, Entries.rejected("T1", EventType.NEW, 1)),
            record(SECOND, Entries.accepted("T1", 1)),
            record(FIRST, Entries.rejected("T1", EventType.CANCEL, 2)));

    assertThat(trade.acceptedEvents()).isEqualTo(1);
    assertThat(trade.events()).isEqualTo(2);
  }

  @Test
  void isUnknownWhereThereIsNothingAtAll() {
    assertThat(NOTHING.isUnknown()).isTrue();
    assertThat(of(record(FIRST, Entries.accepted("T1", 1))).isUnknown()).isFalse();
    assertThat(
            new TradeHistory("T1", List.of(TradeHead.none("T1", FIRST)), List.of(), List.of())
                .isUnknown())
        .isFalse();
    assertThat(
            new TradeHistory("T1", List.of(), List.of(), List.of(new UnreadableItem("T1", "1", "")))
                .isUnknown())
        .isFalse();
  }

  @Test
  void namesTheRegionOfASlotByHeadOrRecord() {
    TradeHistory trade =
        new TradeHistory(
            "T1",
            List.of(TradeHead.none("T1", FIRST)),
            List.of(record(SECOND, Entries.accepted("T1", 1))),
            List.of());

    assertThat(trade.region(0)).contains(FIRST);
    assertThat(trade.region(1)).contains(SECOND);
    assertThat(trade.region(2)).isEmpty();
  }

  @Test
  void standsWhereTheAcceptedEventsOfAllRegionsPutIt() {
    TradeHistory trade =
        of(
            record(SECOND, Entries.accepted("T1", EventType.CANCEL, 2)),
            record(FIRST, Entries.accepted("T1", 1)),
            record(FIRST, Entries.of("system2", "T1", EventType.NEW, 3, RecordStatus.REJECTED)));

    assertThat(trade.states().bySource()).containsOnlyKeys("system1");
    assertThat(trade.states().of("system1").status()).isEqualTo(TradeState.Status.CANCELLED);
    assertThat(NOTHING.states()).isEqualTo(TradeStates.NONE);
  }
}
