package io.tradeprocessing.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
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

    assertThat(Trades.violations(rule.example())).containsExactly(rule.code() + " " + field);
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
  void everyCodeAndEveryFieldHasARule() {
    assertThat(Rule.ALL).extracting(Rule::code).contains(ViolationCode.values());
    assertThat(Rule.ALL).extracting(Rule::field).contains(Field.values());
  }

  @Test
  void onlyWhatDoesNotSpoilATradeIsAWarning() {
    assertThat(Stream.of(ViolationCode.values()).filter(c -> c.severity() == Severity.WARNING))
        .containsExactly(
            ViolationCode.UNKNOWN_FIELD,
            ViolationCode.ABOVE_THRESHOLD,
            ViolationCode.NOT_A_SESSION);
  }
}
