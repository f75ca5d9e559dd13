package io.tradeprocessing.common.identifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every identifier, tried on published examples of each. */
class IdentifierContractTest {

  /**
   * A type under test.
   *
   * @param checkDigits how many characters at the end are check digits
   */
  record Type(
      String name,
      Function<String, IdentifierCheck> check,
      Function<String, ? extends Optional<?>> parse,
      Function<String, ?> constructor,
      int checkDigits,
      List<String> valid) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Type> types() {
    return Stream.of(
        new Type(
            "ISIN",
            Isin::check,
            Isin::parse,
            Isin::new,
            1,
            List.of(
                "US0378331005",
                "BMG8571G1096",
                "AU0000XVGZA3",
                "GB0002634946",
                "GB00B03MLX29",
                "US56845T3059",
                "LU0327357389",
                "US032511BN64",
                "INE112A01023",
                "AN8068571086",
                "XS0000000009",
                "EU000A0VUCF1")),
        new Type(
            "CUSIP",
            Cusip::check,
            Cusip::parse,
            Cusip::new,
            1,
            List.of(
                "037833100",
                "392690QT3",
                "594918104",
                "Y8295N109",
                "DUS0421C5",
                "39153*AA1",
                "00206R@A1",
                "037833#91")),
        new Type(
            "SEDOL",
            Sedol::check,
            Sedol::parse,
            Sedol::new,
            1,
            List.of("0263494", "3437575", "B06LQ97", "B03MLX2", "BYXJL75")),
        new Type(
            "FIGI",
            Figi::check,
            Figi::parse,
            Figi::new,
            1,
            List.of("BBG000BLNQ16", "BBG000BLNNH6", "BBG000B9XRY4", "NRG92C84SB39")),
        new Type(
            "LEI",
            Lei::check,
            Lei::parse,
            Lei::new,
            2,
            List.of(
                "5493000F4ZO33MV32P92",
                "HWUPKR0MPOU8FGXBT394",
                "XKZZ2JZF41MRHTR1V493",
                "213800KUD8LAJWSQ9D15")),
        new Type("MIC", Mic::check, Mic::parse, Mic::new, 0, List.of("XNYS", "24EQ", "XXXX")),
        new Type("CFI", Cfi::check, Cfi::parse, Cfi::new, 0, List.of("ESVUFR", "DBFTFB")),
        new Type(
            "UTI",
            Uti::check,
            Uti::parse,
            Uti::new,
            0,
            List.of(
                "5493000F4ZO33MV32P92T2026011200001",
                "5493000F4ZO33MV32P92A",
                "5493000F4ZO33MV32P92AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")));
  }

  @ParameterizedTest
  @MethodSource("types")
  void parsesAValidTextAndSpellsItTheSame(Type type) {
    assertThat(type.valid)
        .allSatisfy(
            text -> {
              assertThat(type.check.apply(text)).isEqualTo(IdentifierCheck.OK);
              assertThat(type.parse.apply(text)).map(Object::toString).contains(text);
              assertThat(type.constructor.apply(text)).isEqualTo(type.parse.apply(text).get());
            });
  }

  @ParameterizedTest
  @MethodSource("types")
  void refusesACharacterThatNoStandardHasInEveryPlace(Type type) {
    mangled(type, " -_.a\u00e9\u0663\uff11\u0000".chars())
        .forEach(text -> assertThat(type.check.apply(text)).isEqualTo(IdentifierCheck.BAD_FORMAT));
  }

  static Stream<Type> typesWithCheckDigits() {
    return types().filter(type -> type.checkDigits > 0);
  }

  @ParameterizedTest
  @MethodSource("typesWithCheckDigits")
  void aWrongDigitInEveryPlaceIsAWrongCheckDigit(Type type) {
    for (String valid : type.valid) {
      for (int i = 0; i < valid.length(); i++) {
        for (char digit = '0'; Character.isDigit(valid.charAt(i)) && digit <= '9'; digit++) {
          if (digit != valid.charAt(i)) {
            assertThat(type.check.apply(with(valid, i, digit)))
                .isEqualTo(IdentifierCheck.BAD_CHECK_DIGIT);
          }
        }
      }
    }
  }

  /**
   * Modulus 10 cannot tell every two letters apart: which it confuses in a place, the standard
   * leaves. MOD 97-10 tells all apart.
   */
  @ParameterizedTest
  @MethodSource("typesWithCheckDigits")
  void aWrongLetterInEveryPlaceIsFoundByMostOfThem(Type type) {
    for (String valid : type.valid) {
      for (int i = 0; i < valid.length(); i++) {
        if (Character.isLetter(valid.charAt(i))) {
          String text = valid;
          int place = i;
          long accepted =
              IntStream.rangeClosed('A', 'Z')
                  .filter(c -> c != text.charAt(place))
                  .filter(c -> type.check.apply(with(text, place, (char) c)) == IdentifierCheck.OK)
                  .count();
          assertThat(accepted).isLessThanOrEqualTo(type.checkDigits == 2 ? 0 : 3);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void refusesOneCharacterLessOrMore(Type type) {
    for (String valid : type.valid) {
      if (!type.name.equals("UTI")) {
        assertThat(type.check.apply(valid.substring(1))).isEqualTo(IdentifierCheck.BAD_FORMAT);
        assertThat(type.check.apply(valid + "0")).isEqualTo(IdentifierCheck.BAD_FORMAT);
      }
    }
    assertThat(type.check.apply("")).isEqualTo(IdentifierCheck.BAD_FORMAT);
  }

  @ParameterizedTest
  @MethodSource("types")
  void whatDoesNotParseCannotBeConstructed(Type type) {
    mangled(type, "?".chars())
        .forEach(
            text -> {
              assertThat(type.parse.apply(text)).isEmpty();
              assertThatThrownBy(() -> type.constructor.apply(text))
                  .isInstanceOf(IllegalArgumentException.class);
            });
  }

  private static Stream<String> mangled(Type type, IntStream characters) {
    List<Integer> replacements = characters.boxed().toList();
    return type.valid.stream()
        .flatMap(
            valid ->
                IntStream.range(0, valid.length())
                    .boxed()
                    .flatMap(i -> replacements.stream().map(c -> with(valid, i, (char) (int) c))));
  }

  private static String with(String text, int index, char c) {
    return text.substring(0, index) + c + text.substring(index + 1);
  }
}
