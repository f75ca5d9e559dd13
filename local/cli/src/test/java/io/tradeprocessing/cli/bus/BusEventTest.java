package io.tradeprocessing.cli.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.cli.bus.BusEvent.UnsendableException;
import io.tradeprocessing.testkit.Project;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BusEventTest {

  private static ObjectNode envelope(String json) {
    return (ObjectNode) Project.parse(json.replace('\'', '"'));
  }

  @Test
  void takesFromAnEnvelopeWhatTheSourceSentAndKeepsEachDigit() throws UnsendableException {
    BusEvent event =
        BusEvent.of(
            envelope(
                "{'version':'0','id':'1','account':'1','region':'r','source':'trading.system1',"
                    + "'detail-type':'Trade Event','time':'2026-01-12T14:30:00Z',"
                    + "'resources':['arn:aws:x'],'detail':{'tradeId':'T','price':1.10,'n':1e3}}"));

    assertThat(event.tradeId()).contains("T");
    assertThat(event.source()).isEqualTo("trading.system1");
    assertThat(event.detailType()).isEqualTo("Trade Event");
    assertThat(event.detail()).isEqualTo("{\"tradeId\":\"T\",\"price\":1.10,\"n\":1E+3}");
    assertThat(event.time()).contains(Instant.parse("2026-01-12T14:30:00Z"));
    assertThat(event.resources()).containsExactly("arn:aws:x");
  }

  /** Counted by hand, by the rules of "Calculating PutEvents event entry size". */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'source':'abc','detail-type':'de','detail':{}}                                     | 7",
        "{'source':'abc','detail-type':'de','detail':{},'time':'2026-01-12T14:30:00Z'}       | 21",
        "{'source':'abc','detail-type':'de','detail':{},'resources':['12345','6']}           | 13",
        "{'source':'abc','detail-type':'de','detail':{'a':'ü€😀'}}                           | 22",
      })
  void theSizeIsThatOfTheEntryInUtf8(String json, int bytes) throws UnsendableException {
    assertThat(BusEvent.of(envelope(json)).bytes()).isEqualTo(bytes);
  }

  @Test
  void anEventMustBeBelow256KiB() throws UnsendableException {
    assertThat(BusEvent.of(envelope(ofSize(262_143))).bytes()).isEqualTo(262_143);
    assertThatThrownBy(() -> BusEvent.of(envelope(ofSize(262_144))))
        .isInstanceOf(UnsendableException.class)
        .hasMessage(
            "262,144 bytes, as PutEvents counts them, are too many: an event must be below 262,144,"
                + " where the input of an execution ends");
  }

  private static String ofSize(int bytes) {
    int rest = bytes - "abcde{'a':''}".length();
    return "{'source':'abc','detail-type':'de','detail':{'a':'%s'}}".formatted("x".repeat(rest));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'source':'s','detail-type':'t'}                            | detail must be a JSON"
            + " object",
        "{'source':'s','detail-type':'t','detail':'{}'}              | detail must be a JSON"
            + " object",
        "{'detail-type':'t','detail':{}}                             | source must be a text",
        "{'source':' ','detail-type':'t','detail':{}}                | source must be a text",
        "{'source':'s','detail-type':7,'detail':{}}                  | detail-type must be a text",
        "{'source':'s','detail-type':'t','detail':{},'time':'today'} | time must be of the form",
        "{'source':'s','detail-type':'t','detail':{},'resources':[1]} | resources must be texts",
      })
  void whatNoBusTakesIsRefusedWithTheReason(String json, String reason) {
    assertThatThrownBy(() -> BusEvent.of(envelope(json)))
        .isInstanceOf(UnsendableException.class)
        .hasMessageContaining(reason);
  }
}
