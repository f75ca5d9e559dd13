package io.tradeprocessing.common.identifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.validator.routines.ISINValidator;
import org.apache.commons.validator.routines.checkdigit.CUSIPCheckDigit;
import org.apache.commons.validator.routines.checkdigit.SedolCheckDigit;

/**
 * Identifiers made by the rules of the standards, written another way than in the code, and
 * commons-validator as a second opinion on the three that it knows.
 */
class CheckDigitPropertiesTest {

  private static final String DIGITS = "0123456789";
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String CONSONANTS = "BCDFGHJKLMNPQRSTVWXYZ";
  private static final String CHARACTERS = DIGITS + LETTERS + "*@#";

  @Property
  void exactlyOneCheckDigitMakesAnIsin(@ForAll("isinBodies") String body) {
    String digits = spelledOut(body);
    int sum = 0;
    for (int fromRight = 0; fromRight < digits.length(); fromRight++) {
      int digit = digits.charAt(digits.length() - 1 - fromRight) - '0';
      sum += fromRight % 2 == 0 ? "0246813579".charAt(digit) - '0' : digit;
    }
    int expected = (10 - sum % 10) % 10;

    for (int digit = 0; digit < 10; digit++) {
      assertThat(Isin.check(body + digit))
          .isEqualTo(digit == expected ? IdentifierCheck.OK : IdentifierCheck.BAD_CHECK_DIGIT);
    }
  }

  @Property
  void agreesWithCommonsValidatorOnIsins(
      @ForAll("isinBodies") String body, @ForAll @IntRange(max = 9) int digit) {
    assertThat(Isin.check(body + digit) == IdentifierCheck.OK)
        .isEqualTo(ISINValidator.getInstance(false).isValid(body + digit));
  }

  /** Of CUSIPs without the characters of private placements: it does not know those. */
  @Property
  void agreesWithCommonsValidatorOnCusips(
      @ForAll("plainCusipBodies") String body, @ForAll @IntRange(max = 9) int digit) {
    assertThat(Cusip.check(body + digit) == IdentifierCheck.OK)
        .isEqualTo(CUSIPCheckDigit.CUSIP_CHECK_DIGIT.isValid(body + digit));
  }

  @Property
  void exactlyOneCheckDigitMakesACusip(@ForAll("cusipBodies") String body) {
    assertThat(IntStream.range(0, 10).filter(d -> Cusip.parse(body + d).isPresent()).count())
        .isEqualTo(1);
  }

  @Property
  void agreesWithCommonsValidatorOnSedols(
      @ForAll("sedolBodies") String body, @ForAll @IntRange(max = 9) int digit) {
    assertThat(Sedol.check(body + digit) == IdentifierCheck.OK)
        .isEqualTo(SedolCheckDigit.SEDOL_CHECK_DIGIT.isValid(body + digit));
  }

  @Property
  void exactlyOneCheckDigitMakesASedol(@ForAll("sedolBodies") String body) {
    assertThat(IntStream.range(0, 10).filter(d -> Sedol.parse(body + d).isPresent()).count())
        .isEqualTo(1);
  }

  @Property
  void exactlyOneCheckDigitMakesAFigi(@ForAll("figiBodies") String body) {
    String products =
        IntStream.range(0, body.length())
            .mapToObj(i -> Integer.toString(numeric(body.charAt(i)) * (1 + i % 2)))
            .collect(Collectors.joining());
    int expected = Math.floorMod(-products.chars().map(c -> c - '0').sum(), 10);

    for (int digit = 0; digit < 10; digit++) {
      assertThat(Figi.check(body + digit))
          .isEqualTo(digit == expected ? IdentifierCheck.OK : IdentifierCheck.BAD_CHECK_DIGIT);
    }
  }

  @Property
  void exactlyOnePairOfCheckDigitsMakesAnLei(@ForAll("leiBodies") String body) {
    BigInteger number = new BigInteger(spelledOut(body) + "00");
    int expected = 98 - number.mod(BigInteger.valueOf(97)).intValue();

    for (int digits = 0; digits < 100; digits++) {
      String pair = (digits < 10 ? "0" : "") + digits;
      assertThat(Lei.check(body + pair))
          .isEqualTo(digits == expected ? IdentifierCheck.OK : IdentifierCheck.BAD_CHECK_DIGIT);
      assertThat(Uti.check(body + pair + "TRADE1")).isEqualTo(Lei.check(body + pair));
    }
  }

  @Property
  void textOfOtherCharactersIsNoIdentifier(@ForAll String text) {
    List<IdentifierCheck> checks =
        List.of(
            Isin.check(text),
            Cusip.check(text),
            Sedol.check(text),
            Figi.check(text),
            Lei.check(text),
            Mic.check(text),
            Cfi.check(text),
            Uti.check(text));

    if (text.isEmpty() || text.chars().anyMatch(c -> CHARACTERS.indexOf(c) < 0)) {
      assertThat(checks).containsOnly(IdentifierCheck.BAD_FORMAT);
    }
  }

  @Provide
  Arbitrary<String> isinBodies() {
    return Combinators.combine(of(LETTERS, 2), of(DIGITS + LETTERS, 9)).as(String::concat);
  }

  @Provide
  Arbitrary<String> cusipBodies() {
    return of(CHARACTERS, 8).filter(body -> !body.equals("00000000"));
  }

  @Provide
  Arbitrary<String> plainCusipBodies() {
    return of(DIGITS + LETTERS, 8);
  }

  @Provide
  Arbitrary<String> sedolBodies() {
    return Arbitraries.oneOf(
        of(DIGITS, 6).filter(body -> !body.equals("000000")),
        Combinators.combine(of(CONSONANTS, 1), of(DIGITS + CONSONANTS, 5)).as(String::concat));
  }

  @Provide
  Arbitrary<String> figiBodies() {
    return Combinators.combine(of(CONSONANTS, 2), of(DIGITS + CONSONANTS, 8))
        .as((prefix, rest) -> prefix + "G" + rest)
        .filter(body -> !body.matches("(BS|BM|GG|GB|GH|KY|VG).*"));
  }

  @Provide
  Arbitrary<String> leiBodies() {
    return of(DIGITS + LETTERS, 18);
  }

  private static Arbitrary<String> of(String characters, int length) {
    return Arbitraries.strings().withChars(characters.toCharArray()).ofLength(length);
  }

  private static String spelledOut(String text) {
    return text.chars()
        .mapToObj(c -> Integer.toString(numeric((char) c)))
        .collect(Collectors.joining());
  }

  private static int numeric(char c) {
    return Character.digit(c, 36);
  }
}
