package io.tradeprocessing.common.store.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.common.store.ChainedRecord;
import io.tradeprocessing.common.store.Entries;
import io.tradeprocessing.common.store.RecordJson;
import io.tradeprocessing.common.store.Region;
import io.tradeprocessing.common.store.TradeHead;
import io.tradeprocessing.common.store.UnreadableItem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ItemsTest {

  private static final TradeHead NONE = TradeHead.none("T1", Region.LOCAL);

  private static final ChainedRecord RECORD = ChainedRecord.of(Entries.accepted("T1", 5), NONE);

  @Test
  void readsBackEveryRecordAndHead() {
    TradeHead head = NONE.with(RECORD.record());

    assertThat(Items.read(Items.of(RECORD.item()))).isEqualTo(RECORD.record());
    assertThat(Items.read(Items.of(RecordJson.item(head)))).isEqualTo(head);
  }

  @Test
  void namesAnAttributeOfATypeThatNoneOfOursHas() {
    for (AttributeValue odd :
        List.of(
            AttributeValue.fromSs(List.of("a")),
            AttributeValue.fromL(List.of()),
            AttributeValue.fromNul(true),
            AttributeValue.fromB(SdkBytes.fromUtf8String("a")))) {
      Map<String, AttributeValue> item = new HashMap<>(Items.of(RECORD.item()));
      item.put("region", odd);

      assertThat(Items.read(item))
          .isEqualTo(
              new UnreadableItem(
                  "T1",
                  RECORD.record().key().timestamp().toString(),
                  "attribute region is not a string"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"gaps\":[]}", "{\"eventId\":null}"})
  void refusesToWriteWhatNoAttributeIs(String item) {
    assertThatThrownBy(() -> Items.of(Entries.object(item)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no attribute is a JSON ");
  }

  /** Names and texts in UTF-8, 21 bytes a number, 1 a flag. */
  @Test
  void countsAsDynamoDbDoes() {
    assertThat(Items.size(Map.of())).isZero();
    assertThat(Items.size(Map.of("größe", AttributeValue.fromS("12 €")))).isEqualTo(7 + 6);
    assertThat(Items.size(Map.of("n", AttributeValue.fromN("1")))).isEqualTo(1 + 21);
    assertThat(Items.size(Map.of("b", AttributeValue.fromBool(true)))).isEqualTo(1 + 1);
    assertThat(
            Items.size(Map.of("m", AttributeValue.fromM(Map.of("ab", AttributeValue.fromS("cd"))))))
        .isEqualTo(1 + 3 + 1 + 2 + 2);
    assertThat(
            Items.size(Map.of("a", AttributeValue.fromS("b"), "cd", AttributeValue.fromS("efg"))))
        .isEqualTo(1 + 1 + 2 + 3);
  }
}
