package io.tradeprocessing.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonReader;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RuleTest {

  /** The rule on the size, whose example is only pictured, is tested separately at its limit. */
  static List<Rule> rules() {
    return Rule.ALL.stream().filter(rule -> !rule.example().equals(Rule.TOO_LONG)).toList();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theExampleViolatesItsRuleAndNoOther(Rule rule) {
    String field = rule.field() == Field.UNKNOWN ? "/trader" : rule.field().pointer();

    // What is wrong with one link of a list is reported there.
    assertThat(Trades.violations(rule.example()))
        .singleElement(InstanceOfAssertFactories.STRING)
        .matches(Pattern.quote(rule.code() + " " + field) + "(/0(/[a-zA-Z]+)?)?");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theMessageSaysWhatIsDemanded(Rule rule) {
    assertThat(Trades.judge(Trades.patched(rule.example())).violations().getFirst().message())
        .endsWith("; " + rule.demands());
  }

  @Test
  void theTradeThatExamplesChangeIsValidWithoutAWarning() {
    assertThat(Trades.judge(Trades.envelope()).violations()).isEmpty();
  }

  @Test
  void fieldAndCodeNameARule() {
    assertThat(Rule.ALL)
        .allSatisfy(rule -> assertThat(Rule.of(rule.field(), rule.code())).isSameAs(rule));
    assertThatThrownBy(() -> Rule.of(Field.UTI, ViolationCode.IN_THE_FUTURE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rulesAreInTheOrderOfTheFields() {
    assertThat(Rule.ALL).extracting(Rule::field).isSortedAccordingTo(Comparator.naturalOrder());
  }

  @Test
  void everyFieldHasARuleAndEveryCodeThatIsNotOfSignatures() {
    assertThat(Rule.ALL)
        .extracting(Rule::code)
        .containsAll(
            EnumSet.complementOf(
                EnumSet.of(ViolationCode.BAD_SIGNATURE, ViolationCode.SAME_REVIEWER)));
    assertThat(Rule.ALL).extracting(Rule::field).contains(Field.values());
  }

  @Test
  void onlyWhatDoesNotSpoilATradeIsAWarning() {
    assertThat(Rule.ALL)
        .filteredOn(rule -> rule.severity() == Severity.WARNING)
        .extracting(rule -> rule.code() + " " + rule.field().pointer())
        .containsExactly(
            "UNKNOWN_CODE /reasonCode",
            "INCONSISTENT /reasonCode",
            "UNKNOWN_FIELD /linkedTradeIds",
            "INCONSISTENT /side",
            "INCONSISTENT /remainingQuantity",
            "MISSING /priceType",
            "ABOVE_THRESHOLD /amount",
            "INCONSISTENT /instrument/sedol",
            "EXPIRED_CODE /instrument/cfi",
            "NOT_A_SESSION /venue",
            "OUTSIDE_HOURS /venue",
            "INCONSISTENT /buyer",
            "UNKNOWN_FIELD /buyer",
            "INCONSISTENT /seller",
            "UNKNOWN_FIELD /seller",
            "BAD_CHECK_DIGIT /uti",
            "EXPIRED_CODE /uti",
            "INCONSISTENT /uti",
            "UNKNOWN_FIELD /…");
  }

  @Test
  void everyRuleCitesItsSource() {
    assertThat(Rule.ALL)
        .extracting(Rule::source)
        .allSatisfy(source -> assertThat(source).isNotBlank());
  }

  /** An event of which these are not known cannot take a trade back. */
  @Test
  void aCancelIsRejectedForWhatItNeedsAlone() {
    assertThat(Rule.ALL)
        .filteredOn(Rule::rejectsCancel)
        .extracting(rule -> rule.code() + " " + rule.field().pointer())
        .containsExactly(
            "MISSING ",
            "WRONG_TYPE ",
            "OUT_OF_RANGE ",
            "UNSUPPORTED_VERSION /schemaVersion",
            "MISSING /tradeId",
            "WRONG_TYPE /tradeId",
            "BAD_FORMAT /tradeId",
            "MISSING /sourceSystem",
            "WRONG_TYPE /sourceSystem",
            "UNKNOWN_CODE /sourceSystem",
            "SOURCE_MISMATCH /sourceSystem",
            "WRONG_TYPE /eventType",
            "UNKNOWN_CODE /eventType",
            "MISSING /timestamp",
            "WRONG_TYPE /timestamp",
            "BAD_FORMAT /timestamp",
            "IN_THE_FUTURE /timestamp",
            "INCONSISTENT /timestamp");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void whatIsWrongInAFieldThatACancelDoesNotNeedDoesNotRejectIt(Rule rule) {
    Json wrong =
        Trades.merge(
            Trades.patched("{\"eventType\": \"CANCEL\"}"),
            JsonReader.read("{\"detail\": " + rule.example() + "}"));
    // An example may be of another type of event.
    Json cancel =
        rule.rejectsCancel()
            ? wrong
            : Trades.merge(wrong, JsonReader.read("{\"detail\": {\"eventType\": \"CANCEL\"}}"));

    assertThat(Trades.judge(cancel).violations())
        .filteredOn(violation -> violation.code() == rule.code())
        .allSatisfy(
            violation ->
                assertThat(violation.severity())
                    .isEqualTo(rule.rejectsCancel() ? rule.severity() : Severity.WARNING));
    if (!rule.rejectsCancel()) {
      assertThat(Trades.judge(cancel).valid()).isTrue();
    }
  }

  @Test
  void aRuleDemandsWhatItsFieldAllowsAndCitesItsStandardUnlessItSaysMore() {
    Rule plain = Rule.of(Field.ISIN, ViolationCode.BAD_FORMAT);
    Rule other = Rule.of(Field.ISIN, ViolationCode.UNKNOWN_CODE);

    assertThat(plain.demands()).isEqualTo("expected " + Field.ISIN.allowed());
    assertThat(plain.source()).isEqualTo(Field.ISIN.standard());
    assertThat(other.demands()).isNotEqualTo(plain.demands());
    assertThat(other.source()).isEqualTo(Field.ISIN.standard());
  }
}
