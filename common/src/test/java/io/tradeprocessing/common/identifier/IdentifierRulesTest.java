package io.tradeprocessing.common.identifier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that only one of the identifiers has. */
class IdentifierRulesTest {

  @ParameterizedTest
  @ValueSource(strings = {"0A63494", "B0A3LX2", "B0E3LX2", "B0I3LX2", "B0O3LX2", "B0U3LX2"})
  void aSedolHasNoVowels(String text) {
    assertThat(Sedol.check(text)).isEqualTo(IdentifierCheck.BAD_FORMAT);
  }

  @Test
  void aSedolThatStartsWithADigitIsAllDigits() {
    assertThat(Sedol.check("026B494")).isEqualTo(IdentifierCheck.BAD_FORMAT);
  }

  @Test
  void allZerosIsNoNumber() {
    assertThat(Cusip.check("000000000")).isEqualTo(IdentifierCheck.BAD_FORMAT);
    assertThat(Sedol.check("0000000")).isEqualTo(IdentifierCheck.BAD_FORMAT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BS", "BM", "GG", "GB", "GH", "KY", "VG"})
  void aFigiCannotBeTakenForAnIsin(String prefix) {
    for (int digit = 0; digit < 10; digit++) {
      assertThat(Figi.check(prefix + "G000BLNQ1" + digit)).isEqualTo(IdentifierCheck.BAD_FORMAT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"BBH000BLNQ16", "ABG000BLNQ16", "BBG000ALNQ16", "BBG000BLNQ1B"})
  void aFigiHasAGInThirdPlaceConsonantsAndACheckDigit(String text) {
    assertThat(Figi.check(text)).isEqualTo(IdentifierCheck.BAD_FORMAT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5493000F4ZO33MV32P92", "5493000F4ZO33MV32P92-1", "5493000F4ZO33MV3"})
  void aUtiIsMoreThanItsLeiAndHasNoPunctuation(String text) {
    assertThat(Uti.check(text)).isEqualTo(IdentifierCheck.BAD_FORMAT);
  }

  @Test
  void aUtiHasFiftyTwoCharactersAtMost() {
    String lei = "5493000F4ZO33MV32P92";

    assertThat(Uti.check(lei + "1".repeat(32))).isEqualTo(IdentifierCheck.OK);
    assertThat(Uti.check(lei + "1".repeat(33))).isEqualTo(IdentifierCheck.BAD_FORMAT);
    assertThat(new Uti(lei + "1").generator()).isEqualTo(new Lei(lei));
  }

  @Test
  void anIsinOfTheUnitedStatesOrCanadaHoldsItsCusip() {
    assertThat(new Isin("US0378331005").agreesWith(new Cusip("037833100"))).isTrue();
    assertThat(new Isin("US0378331005").agreesWith(new Cusip("594918104"))).isFalse();
    assertThat(new Isin("CA0641491075").agreesWith(new Cusip("064149107"))).isTrue();
    assertThat(new Isin("CA0641491075").agreesWith(new Cusip("594918104"))).isFalse();
    assertThat(new Isin("LU0327357389").agreesWith(new Cusip("594918104"))).isTrue();
  }

  @Test
  void anIsinOfTheUnitedKingdomHoldsItsSedol() {
    assertThat(new Isin("GB0002634946").agreesWith(new Sedol("0263494"))).isTrue();
    assertThat(new Isin("GB0002634946").agreesWith(new Sedol("B03MLX2"))).isFalse();
    assertThat(new Isin("US0378331005").agreesWith(new Sedol("2046251"))).isTrue();
  }

  @Test
  void anIsinTellsItsPartsApart() {
    assertThat(new Isin("GB00B03MLX29").prefix()).isEqualTo("GB");
    assertThat(new Isin("GB00B03MLX29").nationalNumber()).isEqualTo("00B03MLX2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ESVUFR", "ESXXXX", "DBFTFB", "OCASPS", "FFSPSX", "CEOIBS", "RWSTCA"})
  void listsTheClassesOfIso10962(String cfi) {
    assertThat(new Cfi(cfi).isListed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"AAAAAA", "EZVUFR", "ESVUFQ", "ESAUFR", "XXXXXX"})
  void listsNoOtherCategoryGroupOrAttribute(String cfi) {
    assertThat(new Cfi(cfi).isListed()).isFalse();
  }
}
