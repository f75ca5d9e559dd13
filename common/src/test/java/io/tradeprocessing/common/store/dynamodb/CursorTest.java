package io.tradeprocessing.common.store.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.store.ChainedRecord;
import io.tradeprocessing.common.store.Entries;
import io.tradeprocessing.common.store.Region;
import io.tradeprocessing.common.store.TradeHead;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class CursorTest {

  private static final ChainedRecord RECORD =
      ChainedRecord.of(Entries.accepted("T1", 5), TradeHead.none("T1", Region.LOCAL));

  private static final Map<String, AttributeValue> ITEM = Items.of(RECORD.item());

  @Test
  void goesOnBeforeWhateverATradeHas() {
    Cursor before = Cursor.before("T1");

    assertThat(before.tradeId()).isEqualTo("T1");
    assertThat(new BigDecimal(before.timestamp())).isLessThan(BigDecimal.TEN.pow(125).negate());
    assertThat(before.key()).containsOnlyKeys("tradeId", "timestamp");
  }

  @Test
  void goesOnAfterTheLastItemOfAPageWhereThereIsMore() {
    Page more = Page.of(List.of(Items.of(Entries.object("{\"tradeId\":\"T0\"}")), ITEM), true);

    assertThat(more.items()).hasSize(2).last().isEqualTo(RECORD.record());
    Cursor next = more.next().orElseThrow();
    assertThat(next.tradeId()).isEqualTo("T1");
    assertThat(next.timestamp()).isEqualTo(RECORD.record().key().timestamp().toString());
    assertThat(Page.of(List.of(ITEM), false).next()).isEmpty();
    assertThat(Page.of(List.of(), false).items()).isEmpty();
  }
}
