package io.tradeprocessing.cli.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.MalformedJsonException;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.Content;
import io.tradeprocessing.common.store.RecordStatus;
import io.tradeprocessing.common.store.TradeEntry;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordFilterTest {

  private static final String LEI = "G5GSEF7VJP5I7OUK5573";

  private static ComplianceRecord record(String detail, String verdict) {
    TradeEntry entry =
        Recorded.entry(
            "system1",
            Recorded.fields("T", "NEW", "14:30:00"),
            List.of("MISSING /side"),
            Recorded.START);
    try {
      TradeEntry with =
          new TradeEntry(
              entry.tradeId(),
              entry.time(),
              entry.sourceSystem(),
              0,
              entry.status(),
              entry.eventType(),
              new Content(
                  JsonReader.read("{\"detail\":" + detail + "}"),
                  JsonReader.read(verdict).asObject().orElseThrow(),
                  JsonObject.empty()),
              entry.provenance(),
              entry.hashes());
      return Recorded.history(List.of(with)).records().getFirst();
    } catch (MalformedJsonException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static RecordFilter lei(String lei) {
    return new RecordFilter(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(lei));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"executingEntity\":\"G5GSEF7VJP5I7OUK5573\"}                  | true",
        "{\"buyer\":\"G5GSEF7VJP5I7OUK5573\"}                            | true",
        "{\"seller\":{\"type\":\"LEI\",\"id\":\"G5GSEF7VJP5I7OUK5573\"}} | true",
        "{\"seller\":{\"type\":\"CONCAT\",\"id\":\"G5GSEF7VJP5I7OUK5573\"}} | false",
        "{\"uti\":\"G5GSEF7VJP5I7OUK5573\"}                              | false",
        "{\"buyer\":7,\"executingEntity\":null}                          | false",
        "{}                                                              | false"
      })
  void anEntityIsFoundInEachOfItsRolesAndAPersonInNone(String detail, boolean found) {
    assertThat(lei(LEI).test(record(detail, "{}"))).isEqualTo(found);
  }

  @Test
  void allThatIsGivenHasToBeRight() {
    ComplianceRecord record =
        record(
            "{\"uti\":\"U\",\"instrument\":{\"isin\":\"I\"}}",
            "{\"violations\":[{\"code\":\"MISSING\"},3,{\"code\":\"BAD_FORMAT\"}]}");
    RecordFilter all =
        new RecordFilter(
            Optional.of(RecordStatus.REJECTED),
            Optional.of("BAD_FORMAT"),
            Optional.of("I"),
            Optional.of("U"),
            Optional.empty());

    assertThat(all.test(record)).isTrue();
    assertThat(RecordFilter.NONE.test(record)).isTrue();
    assertThat(
            new RecordFilter(
                    Optional.of(RecordStatus.ACCEPTED),
                    all.code(),
                    all.isin(),
                    all.uti(),
                    all.lei())
                .test(record))
        .isFalse();
    for (RecordFilter wrong :
        List.of(
            new RecordFilter(
                all.status(), Optional.of("WRONG_TYPE"), all.isin(), all.uti(), all.lei()),
            new RecordFilter(all.status(), all.code(), Optional.of("U"), all.uti(), all.lei()),
            new RecordFilter(all.status(), all.code(), all.isin(), Optional.of("I"), all.lei()),
            lei("U"))) {
      assertThat(wrong.test(record)).as(wrong.toString()).isFalse();
    }
  }

  @Test
  void aRecordWithoutAnyOfItIsNotFoundAndDoesNotFail() {
    ComplianceRecord record = record("{\"instrument\":[]}", "{\"violations\":{}}");
    assertThat(
            new RecordFilter(
                    Optional.empty(),
                    Optional.of("MISSING"),
                    Optional.of("I"),
                    Optional.empty(),
                    Optional.empty())
                .test(record))
        .isFalse();
  }
}
