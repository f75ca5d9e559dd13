package io.tradeprocessing.common.identifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.reference.InstrumentKind;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonIdTest {

  /** Built by the words of RTS 22 Article 6(4) and (5), not by the code. */
  @Property
  void everyPersonHasAConcat(
      @ForAll @IntRange(min = 0, max = 60_000) int day,
      @ForAll @IntRange(min = 1, max = 12) int first,
      @ForAll @IntRange(min = 1, max = 12) int last) {
    String born = LocalDate.of(1900, 1, 1).plusDays(day).format(DateTimeFormatter.BASIC_ISO_DATE);
    String concat = "FR" + born + five("JEANPIERRELU", first) + five("DUPONTMARTIN", last);

    assertThat(PersonId.isConcat(concat)).isTrue();
  }

  private static String five(String name, int length) {
    return (name.substring(0, length) + "####").substring(0, 5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "FR",
        "FR19700102JEAN#DUPO",
        "FR19700102JEAN#DUPONT",
        "F119700102JEAN#DUPON",
        "FR19701301JEAN#DUPON",
        "FR19700132JEAN#DUPON",
        "FR19700229JEAN#DUPON",
        "FR17990101JEAN#DUPON",
        "FR197001O2JEAN#DUPON",
        "FR19700102#####DUPON",
        "FR19700102JEAN######",
        "FR19700102J#ANSDUPON",
        "FR19700102JEANSdupon",
        "FR19700102JEANSDUP0N"
      })
  void nothingElseIsOne(String text) {
    assertThat(PersonId.isConcat(text)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "SE19700102-1234,true",
    "FI131052-308T,true",
    "FI131052+308T,true",
    "US1,true",
    "US,false",
    "1S1,false",
    "us1,false",
    "US 1,false",
    "US123456789012345678901234567890123,true",
    "US1234567890123456789012345678901234,false"
  })
  void aNumberIsBehindItsCountry(String text, boolean isNumber) {
    assertThat(PersonId.isNumber(text)).isEqualTo(isNumber);
  }

  @ParameterizedTest
  @CsvSource({
    "EUOISB,2001,COLLECTIVE_INVESTMENT_VEHICLE",
    "MRCXXX,2001,OTHER",
    "ESVUFA,2001,EQUITY",
    "SRCCSP,2015,SWAP",
    "JFTXFN,FIX 4.4,FORWARD",
    "ESVUFQ,,EQUITY",
    "ZZZZZZ,,"
  })
  void anOlderEditionHasWhatTheCurrentOneDropped(String code, String edition, InstrumentKind kind) {
    Cfi cfi = new Cfi(code);

    assertThat(cfi.isListed()).isFalse();
    assertThat(cfi.olderEdition()).isEqualTo(Optional.ofNullable(edition));
    assertThat(cfi.kind()).isEqualTo(Optional.ofNullable(kind));
  }
}
