package io.tradeprocessing.validator;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartyRulesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"213800D1EI4B9WTWWD28\"|",
        "\"INTC\"|",
        "\"XNYS\"|",
        "{\"type\":\"INTC\"}|",
        "{\"type\":\"INTC\",\"id\":\"INTC\"}|",
        "{\"type\":\"INTC\",\"id\":\"XNYS\"}|BAD_FORMAT",
        "{\"type\":\"LEI\",\"id\":\"213800D1EI4B9WTWWD28\"}|",
        "{\"type\":\"LEI\",\"id\":\"213800D1EI4B9WTWWD82\"}|BAD_CHECK_DIGIT",
        "{\"type\":\"LEI\",\"id\":\"XNYS\"}|BAD_FORMAT",
        "{\"type\":\"MIC\",\"id\":\"XNYS\"}|",
        "{\"type\":\"MIC\",\"id\":\"ZZZZ\"}|UNKNOWN_CODE",
        "{\"type\":\"MIC\",\"id\":\"XLIF\"}|EXPIRED_CODE",
        "{\"type\":\"MIC\",\"id\":\"xnys\"}|BAD_FORMAT",
        "{\"type\":\"CONCAT\",\"id\":\"FR19700102JEAN#DUPON\"}|",
        "{\"type\":\"CONCAT\",\"id\":\"FR19700102J####O####\"}|",
        "{\"type\":\"CONCAT\",\"id\":\"FR19700231JEAN#DUPON\"}|BAD_FORMAT",
        "{\"type\":\"CONCAT\",\"id\":\"FR19700102#JEANDUPON\"}|BAD_FORMAT",
        "{\"type\":\"CONCAT\",\"id\":\"FR19700102Jean#DUPON\"}|BAD_FORMAT",
        "{\"type\":\"CONCAT\",\"id\":\"FR19700102JEANDUPONT\"}|",
        "{\"type\":\"CONCAT\",\"id\":\"FR19700102JEANDUPON\"}|BAD_FORMAT",
        "{\"type\":\"CONCAT\",\"id\":\"ZZ19700102JEAN#DUPON\"}|UNKNOWN_CODE",
        "{\"type\":\"CONCAT\",\"id\":\"ES19700102JEAN#DUPON\"}|INCONSISTENT",
        "{\"type\":\"NIDN\",\"id\":\"SE19700102-1234\"}|",
        "{\"type\":\"NIDN\",\"id\":\"SE1970\"}|INCONSISTENT",
        "{\"type\":\"NIDN\",\"id\":\"FR123456\"}|INCONSISTENT",
        "{\"type\":\"NIDN\",\"id\":\"MT0123456M\"}|",
        "{\"type\":\"NIDN\",\"id\":\"XS123456\"}|UNKNOWN_CODE",
        "{\"type\":\"NIDN\",\"id\":\"GB\"}|BAD_FORMAT",
        "{\"type\":\"CCPT\",\"id\":\"US0123456789\"}|",
        "{\"type\":\"CCPT\",\"id\":\"DE0123456789\"}|INCONSISTENT",
        "{\"type\":\"CCPT\",\"id\":\"US 123\"}|BAD_FORMAT",
        "{\"type\":\"CCPT\"}|MISSING",
        "{\"id\":\"XNYS\"}|MISSING",
        "{}|MISSING",
        "{\"type\":1,\"id\":\"XNYS\"}|WRONG_TYPE",
        "{\"type\":\"MIC\",\"id\":1}|WRONG_TYPE",
        "{\"type\":\"BIC\",\"id\":\"DEUTDEFF\"}|UNKNOWN_CODE",
        "{\"type\":\"MIC\",\"id\":\"XNYS\",\"name\":\"NYSE\"}|UNKNOWN_FIELD",
        "[]|WRONG_TYPE",
        "\"ZZZZ\"|UNKNOWN_CODE",
        "\"FR19700102JEAN#DUPON\"|BAD_FORMAT"
      })
  void aPartyIsWhatRts22Has(String party, String code) {
    assertThat(Trades.violations("{\"buyer\": " + party + "}"))
        .isEqualTo(code == null ? List.of() : List.of(code + " /buyer"));
    assertThat(Trades.violations("{\"seller\": " + party + ", \"buyer\": \"INTC\"}"))
        .isEqualTo(code == null ? List.of() : List.of(code + " /seller"));
  }

  /** The same on both sides, which would be INCONSISTENT if it could be used. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"XNYS\"                                                    | INCONSISTENT /seller",
        "\"XLIF\"                                                    | EXPIRED_CODE /buyer,"
            + " EXPIRED_CODE /seller, INCONSISTENT /seller",
        "\"ZZZZ\"                                                    | UNKNOWN_CODE /buyer,"
            + " UNKNOWN_CODE /seller",
        "{\"type\":\"MIC\",\"id\":\"xnys\"}                    | BAD_FORMAT /buyer,"
            + " BAD_FORMAT /seller",
        "\"213800D1EI4B9WTWWD82\"                                    | BAD_CHECK_DIGIT /buyer,"
            + " BAD_CHECK_DIGIT /seller",
        "{\"type\":\"INTC\",\"id\":\"XNYS\"}                   | BAD_FORMAT /buyer,"
            + " BAD_FORMAT /seller",
        "{\"type\":\"CCPT\",\"id\":\"US 123\"}                 | BAD_FORMAT /buyer,"
            + " BAD_FORMAT /seller",
        "{\"type\":\"CONCAT\",\"id\":\"ZZ19700102JEAN#DUPON\"} | UNKNOWN_CODE /buyer,"
            + " UNKNOWN_CODE /seller",
        "{\"type\":\"CONCAT\",\"id\":\"FR19700102JEAN#DUPON\"} | INCONSISTENT /seller",
      })
  void onlyPartiesThatCanBeUsedAreCompared(String party, String violations) {
    assertThat(Trades.violations("{\"buyer\": " + party + ", \"seller\": " + party + "}"))
        .containsExactly(violations.split(", ", -1));
  }

  @Test
  void countsTheFieldsThatAPartyShouldNotHave() {
    assertThat(
            Trades.judge(
                    Trades.patched(
                        "{\"buyer\": {\"type\": \"INTC\", \"name\": \"A\", \"city\": \"B\"},"
                            + " \"seller\": {\"name\": \"C\"}}"))
                .violations())
        .filteredOn(violation -> violation.code() == ViolationCode.UNKNOWN_FIELD)
        .extracting(violation -> violation.field() + " " + violation.attributes().get("count"))
        .containsExactly("/buyer 2", "/seller 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ES19700102JEAN#DUPON", "EE19700102JEAN#DUPON", "PL19700102JEAN#DUPON"})
  void whatAnnexIiDoesNotListIsAWarning(String id) {
    Verdict verdict =
        Trades.judge(Trades.patched("{\"buyer\": {\"type\": \"CONCAT\", \"id\": \"" + id + "\"}}"));

    assertThat(verdict.valid()).isTrue();
    assertThat(verdict.violations()).hasSize(1);
  }

  /** Whatever is wrong with a person, and wherever it was put, is told without the identifier. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"buyer\": {\"type\": \"CONCAT\", \"id\": \"FR19700102SECRE#T\"}}",
        "{\"buyer\": {\"type\": \"CONCAT\", \"id\": \"ZZ19700102SECREDUPON\"}}",
        "{\"buyer\": {\"type\": \"CONCAT\", \"id\": \"ES19700102SECREDUPON\"}}",
        "{\"buyer\": {\"type\": \"NIDN\", \"id\": \"GBSECRET\"}}",
        "{\"buyer\": {\"type\": \"CCPT\", \"id\": \"DESECRET\"}}",
        "{\"buyer\": {\"type\": \"SECRET\", \"id\": \"SECRET\"}}",
        "{\"buyer\": {\"type\": \"CCPT\", \"SECRET\": \"SECRET\"}}",
        "{\"buyer\": \"FR19700102SECREDUPON\"}",
        "{\"seller\": \"SECRET\"}",
        "{\"seller\": {\"SECRET\": 1}}",
        "{\"executingEntity\": \"FR19700102SECREDUPON\"}",
        "{\"executingEntity\": \"FR19700102SECREDUP22\"}",
        "{\"buyer\": {\"type\": \"CCPT\", \"id\": \"USSECRET\"},"
            + " \"seller\": {\"type\": \"CCPT\", \"id\": \"USSECRET\"}}"
      })
  void noVerdictShowsWhatIdentifiesAPerson(String patch) {
    Verdict verdict = Trades.judge(Trades.patched(patch));

    assertThat(verdict.violations()).isNotEmpty();
    assertThat(JsonWriter.toString(verdict.toJson()))
        .doesNotContain("SECRE")
        .doesNotContain("1970");
  }

  @ParameterizedTest
  @CsvSource({
    // capacity, side, executing entity on which side, violation
    "DEAL,BUY,buyer,",
    "DEAL,SELL,seller,",
    "DEAL,SELL_SHORT,seller,",
    "DEAL,BUY,seller,INCONSISTENT /side",
    "DEAL,SELL,buyer,INCONSISTENT /side",
    "DEAL,SELL_SHORT_EXEMPT,buyer,INCONSISTENT /side",
    "DEAL,BUY,neither,INCONSISTENT /capacity",
    "AOTC,BUY,neither,",
    "MTCH,BUY,neither,"
  })
  void aFirmThatDealsOnOwnAccountIsOnOneSide(
      String capacity, String side, String where, String violation) {
    String lei =
        switch (where) {
          case "buyer" -> "213800D1EI4B9WTWWD28";
          case "seller" -> "529900G3SW56SHYNPR95";
          default -> "5493000F4ZO33MV32P92";
        };

    assertThat(
            Trades.violations(
                """
                {"capacity": "%s", "side": "%s", "executingEntity": "%s", "uti": null}
                """
                    .formatted(capacity, side, lei)))
        .isEqualTo(violation == null ? List.of() : List.of(violation));
  }

  @Test
  void whereASideIsUnknownNothingIsSaidAboutBoth() {
    assertThat(Trades.violations("{\"capacity\": \"DEAL\", \"buyer\": null}")).isEmpty();
    assertThat(
            Trades.violations(
                "{\"buyer\": \"INTC\", \"seller\": {\"type\": \"INTC\"}, \"uti\": null}"))
        .isEmpty();
    assertThat(Trades.violations("{\"buyer\": \"INTC\", \"uti\": \"7H6GLXDRUGQFU57RNE97T1\"}"))
        .isEmpty();
  }

  @Test
  void theSellerIsAnotherThanTheBuyer() {
    Verdict verdict =
        Trades.judge(
            JsonReader.read(
                Trades.ENVELOPE.replace("529900G3SW56SHYNPR95", "213800D1EI4B9WTWWD28")));

    assertThat(verdict.valid()).isTrue();
    assertThat(verdict.violations())
        .extracting(violation -> violation.code() + " " + violation.field())
        .containsExactly("INCONSISTENT /seller");
  }

  @ParameterizedTest
  @CsvSource({
    "5493000F4ZO33MV32P92T1,,",
    "213800D1EI4B9WTWWD28T1,,",
    "7H6GLXDRUGQFU57RNE97T1,INCONSISTENT,WARNING",
    "5493000F4ZO33MV32P29T1,BAD_CHECK_DIGIT,WARNING",
    "E02XXXX:2013.01-1_a,EXPIRED_CODE,WARNING",
    "1010000023TRADE00000000000000000000000001,BAD_CHECK_DIGIT,WARNING",
    "1030253TRD,EXPIRED_CODE,WARNING",
    "5493000f4zo33mv32p92t1,EXPIRED_CODE,WARNING",
    "-5493000F4ZO33MV32P92,BAD_FORMAT,ERROR",
    "UTI/1,BAD_FORMAT,ERROR",
    "'',BAD_FORMAT,ERROR",
    "5493000F4ZO33MV32P92000000000000000000000000000000001,BAD_FORMAT,ERROR"
  })
  void anOlderFormOfAUtiIsAWarning(String uti, String code, Severity severity) {
    List<Violation> violations =
        Trades.judge(Trades.patched("{\"uti\": \"" + uti + "\"}")).violations();

    assertThat(violations)
        .extracting(violation -> violation.code() + " " + violation.severity())
        .isEqualTo(code == null ? List.of() : List.of(code + " " + severity));
  }
}
