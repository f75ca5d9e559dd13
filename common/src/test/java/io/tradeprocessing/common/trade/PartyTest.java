package io.tradeprocessing.common.trade;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.json.JsonReader;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"INTC\"|INTC|INTC",
        "{\"type\":\"INTC\"}|INTC|INTC",
        "\"XNYS\"|MIC|XNYS",
        "\"5493000F4ZO33MV32P92\"|LEI|5493000F4ZO33MV32P92",
        "{\"type\":\"LEI\",\"id\":\"5493000F4ZO33MV32P92\"}|LEI|5493000F4ZO33MV32P92",
        "{\"type\":\"NIDN\",\"id\":\"SE19700102-1234\"}|NIDN|SE19700102-1234",
        "{\"type\":\"CONCAT\",\"id\":\"FR19700102JEAN#DUPON\"}|CONCAT|FR19700102JEAN#DUPON"
      })
  void readsATextAndAnObject(String json, Party.Type type, String id) {
    assertThat(read(json)).contains(new Party(type, id));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5",
        "[]",
        "{}",
        "{\"type\":\"LEI\"}",
        "{\"type\":\"CCPT\",\"id\":7}",
        "{\"type\":\"PASSPORT\",\"id\":\"GB1\"}",
        "{\"id\":\"5493000F4ZO33MV32P92\"}"
      })
  void readsNothingElse(String json) {
    assertThat(read(json)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Party.Type.class)
  void aTypeIsFoundByItsNameAndNoTextShowsTheIdentifier(Party.Type type) {
    assertThat(Party.Type.of(type.name())).contains(type);
    assertThat(new Party(type, "FR19700102JEAN#DUPON").toString()).doesNotContain("1970");
  }

  @Test
  void passportsNationalNumbersAndNamesArePersonalData() {
    assertThat(Party.Type.values())
        .filteredOn(Party.Type::isNaturalPerson)
        .containsExactly(Party.Type.NIDN, Party.Type.CCPT, Party.Type.CONCAT);
  }

  private static Optional<Party> read(String json) {
    return Party.read(JsonReader.read(json));
  }
}
