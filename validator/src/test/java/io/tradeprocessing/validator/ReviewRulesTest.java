package io.tradeprocessing.validator;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.tradeprocessing.common.config.Reviewers;
import io.tradeprocessing.common.config.Reviewers.Reviewer;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.signature.SigningKeys;
import io.tradeprocessing.common.store.SortKey;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.common.trade.TradeReview;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReviewRulesTest {

  private static final KeyPair LEE = SigningKeys.generate();
  private static final KeyPair LEES_SECOND = SigningKeys.generate();
  private static final KeyPair KIM = SigningKeys.generate();
  private static final KeyPair STRANGER = SigningKeys.generate();

  private static final Settings SETTINGS =
      Trades.SETTINGS.withReviewers(
          new Reviewers(
              new TreeMap<>(
                  Map.of(
                      SigningKeys.id(LEE.getPublic()), new Reviewer("A. Lee", LEE.getPublic()),
                      SigningKeys.id(LEES_SECOND.getPublic()),
                          new Reviewer("A. Lee", LEES_SECOND.getPublic()),
                      SigningKeys.id(KIM.getPublic()), new Reviewer("B. Kim", KIM.getPublic())))));

  /** An ISIN whose check digit is wrong: what an override is for. */
  private static final String WRONG_ISIN =
      "{\"instrument\": {\"isin\": \"US0378331004\", \"cusip\": null}}";

  private static JsonObject review(String decision, Json event) {
    TradeEvent reviewed = TradeEvent.of(event);
    String timestamp =
        SortKey.of(
                reviewed.recordTime(),
                1,
                reviewed.sourceSystem(),
                new TradeReview(JsonObject.builder().put("event", event).build()).eventHash())
            .toString();
    return JsonObject.builder()
        .put("schemaVersion", "1.0")
        .put("tradeId", "SYS1-20260112-000001")
        .put("timestamp", "2026-01-12T15:29:00Z")
        .put(
            "reviewOf",
            JsonObject.builder().put("region", "eu-west-1").put("timestamp", timestamp).build())
        .put("decision", decision)
        .put("reason", "the registry published the code a day late")
        .put("event", event)
        .build();
  }

  private static JsonObject with(JsonObject review, String name, Json value) {
    JsonObject.Builder changed = JsonObject.builder();
    review.forEach((key, old) -> changed.put(key, key.equals(name) ? value : old));
    if (!review.has(name)) {
      changed.put(name, value);
    }
    return changed.build();
  }

  private static JsonObject signed(JsonObject review, KeyPair... signers) {
    byte[] bytes = new TradeReview(review).signedBytes();
    List<Json> signatures = new ArrayList<>();
    for (KeyPair signer : signers) {
      signatures.add(
          signature(
              SigningKeys.id(signer.getPublic()),
              SigningKeys.signer(signer.getPrivate()).sign(bytes)));
    }
    return with(review, "signatures", new JsonArray(signatures));
  }

  private static Json signature(String key, byte[] signature) {
    return JsonObject.builder()
        .put("key", key)
        .put("signature", Base64.getEncoder().encodeToString(signature))
        .build();
  }

  private static Verdict judge(Json detail) {
    return TradeValidator.validate(TradeEvent.of(envelope(detail)), SETTINGS, Trades.NOW);
  }

  private static JsonObject envelope(Json detail) {
    return JsonObject.builder()
        .put("source", "trading.operations")
        .put("detail-type", "Trade Review")
        .put("time", "2026-01-12T15:29:01Z")
        .put("detail", detail)
        .build();
  }

  private static List<String> violations(Json detail) {
    return judge(detail).violations().stream()
        .map(found -> found.severity() + " " + found.code() + " " + found.field())
        .toList();
  }

  @Test
  void whatIsRightTodayIsAcceptedByOneWithoutASignature() {
    Verdict verdict = judge(review("REVALIDATE", Trades.envelope()));

    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.tradeId().orElseThrow().value()).isEqualTo("SYS1-20260112-000001");
  }

  @Test
  void whatIsStillWrongIsStillRejected() {
    assertThat(violations(signed(review("REVALIDATE", Trades.patched(WRONG_ISIN)), LEE, KIM)))
        .containsExactly("ERROR BAD_CHECK_DIGIT /event/detail/instrument/isin");
  }

  @Test
  void twoReviewersOverride() {
    Verdict verdict = judge(signed(review("OVERRIDE", Trades.patched(WRONG_ISIN)), LEE, KIM));

    assertThat(verdict.valid()).isTrue();
    assertThat(verdict.violations())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.severity()).isEqualTo(Severity.WARNING);
              assertThat(found.attributes()).containsEntry("overridden", "true");
              assertThat(found.message()).endsWith("; overridden");
            });
  }

  /** What has to be there to read a trade is not a matter of opinion. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'quantity': null} | ERROR MISSING /event/detail/quantity",
        "{'quantity': [100]} | ERROR WRONG_TYPE /event/detail/quantity",
        "{'price': '1,5'} | ERROR BAD_FORMAT /event/detail/price",
        "{'side': 'buy'} | ERROR UNKNOWN_CODE /event/detail/side",
        "{'currency': 'GBX'} | ERROR MINOR_UNIT_CURRENCY /event/detail/currency",
        "{'sourceSystem': 'system2'} | ERROR SOURCE_MISMATCH /event/detail/sourceSystem",
        "{'eventType': 'AMEND'} | ERROR UNKNOWN_CODE /event/detail/eventType",
        "{'timestamp': 'today'} | ERROR BAD_FORMAT /event/detail/timestamp",
        "{'timestamp': '2999-01-12T14:30:00Z'} | ERROR IN_THE_FUTURE /event/detail/timestamp",
        "{'schemaVersion': '2.0'} | ERROR UNSUPPORTED_VERSION /event/detail/schemaVersion",
      })
  void noOverrideAcceptsWhatCannotBeReadAsATrade(String patch, String violation) {
    assertThat(
            violations(
                signed(review("OVERRIDE", Trades.patched(patch.replace('\'', '"'))), LEE, KIM)))
        .contains(violation);
  }

  @Test
  void aCancelDoesNotAskWhetherTheEventIsRight() {
    assertThat(violations(signed(review("CANCEL", Trades.patched(WRONG_ISIN)), LEE, KIM)))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"OVERRIDE", "CANCEL"})
  void oneReviewerIsNotEnough(String decision) {
    JsonObject review = review(decision, Trades.envelope());

    assertThat(violations(review)).containsExactly("ERROR MISSING /signatures");
    assertThat(violations(signed(review, LEE))).containsExactly("ERROR MISSING /signatures");
    assertThat(violations(signed(review, LEE, LEE)))
        .containsExactly("ERROR SAME_REVIEWER /signatures/1/key", "ERROR MISSING /signatures");
  }

  @Test
  void twoKeysOfOneReviewerAreOneReviewer() {
    assertThat(violations(signed(review("CANCEL", Trades.envelope()), LEE, LEES_SECOND)))
        .containsExactly("ERROR SAME_REVIEWER /signatures/1/key", "ERROR MISSING /signatures");
  }

  @Test
  void aStrangerIsNotAReviewer() {
    assertThat(violations(signed(review("CANCEL", Trades.envelope()), LEE, STRANGER)))
        .containsExactly("ERROR UNKNOWN_CODE /signatures/1/key", "ERROR MISSING /signatures");
  }

  @ParameterizedTest
  @CsvSource({
    "reason,another reason",
    "decision,OVERRIDE",
    "timestamp,2026-01-12T15:28:00Z",
    "note,added"
  })
  void whatWasSignedMustNotChange(String field, String value) {
    JsonObject changed =
        with(signed(review("CANCEL", Trades.envelope()), LEE, KIM), field, Json.of(value));

    assertThat(violations(changed))
        .contains(
            "ERROR BAD_SIGNATURE /signatures/0/signature",
            "ERROR BAD_SIGNATURE /signatures/1/signature",
            "ERROR MISSING /signatures");
  }

  @Test
  void aSignatureOfAnotherReviewIsNotOneOfThis() {
    JsonObject other =
        signed(with(review("CANCEL", Trades.envelope()), "reason", Json.of("x")), LEE, KIM);

    assertThat(
            violations(
                with(
                    review("CANCEL", Trades.envelope()),
                    "signatures",
                    Objects.requireNonNull(other.get("signatures")))))
        .contains("ERROR BAD_SIGNATURE /signatures/0/signature");
  }

  @Test
  void theSpellingOfANumberMayChangeOnTheWay() {
    Json event = Trades.patched("{\"price\": 187.250, \"amount\": 18725.00}");
    Json rewritten = Trades.patched("{\"price\": 187.25, \"amount\": 1.8725e4}");
    JsonObject signed = signed(review("OVERRIDE", event), LEE, KIM);

    assertThat(violations(with(signed, "event", rewritten))).isEmpty();
  }

  /** Two signatures make nobody else's event that of the record. */
  @Test
  void theEventMustBeThatOfTheRecord() {
    JsonObject review = review("OVERRIDE", Trades.envelope());
    Json another = Trades.patched("{\"price\": \"187.26\", \"amount\": \"18726.00\"}");

    assertThat(violations(signed(with(review, "event", another), LEE, KIM)))
        .containsExactly("ERROR INCONSISTENT /reviewOf/timestamp");
    assertThat(violations(signed(with(review, "tradeId", Json.of("T-2")), LEE, KIM)))
        .containsExactly("ERROR INCONSISTENT /tradeId");
  }

  @Test
  void aReviewOfAReviewIsNone() {
    Json inner =
        JsonObject.builder()
            .put("source", "trading.operations")
            .put("detail", review("CANCEL", Trades.envelope()))
            .build();

    assertThat(violations(signed(review("CANCEL", inner), LEE, KIM)))
        .containsExactly("ERROR UNKNOWN_CODE /event/source");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "schemaVersion | \"2.0\" | ERROR UNSUPPORTED_VERSION /schemaVersion",
        "tradeId | 7 | ERROR WRONG_TYPE /tradeId",
        "tradeId | \"invalid:1\" | ERROR BAD_FORMAT /tradeId",
        "timestamp | \"now\" | ERROR BAD_FORMAT /timestamp",
        "timestamp | \"2026-01-12T15:30:06Z\" | ERROR IN_THE_FUTURE /timestamp",
        "reviewOf | [] | ERROR WRONG_TYPE /reviewOf",
        "reviewOf | {\"region\": \"x\"} | ERROR MISSING /reviewOf/timestamp",
        "reviewOf | {\"region\": \"x\", \"timestamp\": \"0.1\"} | ERROR BAD_FORMAT"
            + " /reviewOf/timestamp",
        "decision | \"ACCEPT\" | ERROR UNKNOWN_CODE /decision",
        "reason | \" \" | ERROR OUT_OF_RANGE /reason",
        "event | 7 | ERROR WRONG_TYPE /event",
        "signatures | {} | ERROR WRONG_TYPE /signatures",
        "signatures | [7] | ERROR WRONG_TYPE /signatures/0",
        "signatures | [{\"key\": \"x\"}] | ERROR MISSING /signatures/0/signature",
        "signatures | [1,1,1,1,1,1,1,1,1,1,1] | ERROR OUT_OF_RANGE /signatures",
        "desk | \"equities\" | WARNING UNKNOWN_FIELD /desk"
      })
  void saysWhatIsWrongWithAField(String field, String value, String violation) throws IOException {
    JsonObject review =
        with(review("REVALIDATE", Trades.envelope()), field, JsonReader.read(value));

    assertThat(violations(review)).containsExactly(violation);
    assertThat(isOfTheSchema(review))
        .as("the schema says so too, but for what takes a clock")
        .isEqualTo(violation.startsWith("WARNING") || violation.contains("IN_THE_FUTURE"));
  }

  @Test
  void theSchemaAcceptsAReview() throws IOException {
    assertThat(isOfTheSchema(review("REVALIDATE", Trades.envelope()))).isTrue();
    assertThat(isOfTheSchema(signed(review("CANCEL", Trades.envelope()), LEE, KIM))).isTrue();
    assertThat(isOfTheSchema(JsonObject.empty())).isFalse();
  }

  private static boolean isOfTheSchema(JsonObject detail) throws IOException {
    return JsonSchemaFactory.getInstance(VersionFlag.V202012)
        .getSchema(Files.readString(Path.of("..", "docs", "schema", "trade-review-v1.json")))
        .validate(JsonWriter.toString(envelope(detail)), InputFormat.JSON)
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, ''", "1000, ''", "1001, ERROR OUT_OF_RANGE /reason"})
  void aReasonHasAThousandCharactersAtMost(int length, String violation) throws IOException {
    JsonObject review =
        with(review("REVALIDATE", Trades.envelope()), "reason", Json.of("x".repeat(length)));

    assertThat(violations(review)).isEqualTo(violation.isEmpty() ? List.of() : List.of(violation));
    assertThat(isOfTheSchema(review)).isEqualTo(violation.isEmpty());
  }

  @Test
  void tenSignaturesAreEachJudged() {
    JsonObject review =
        with(
            review("REVALIDATE", Trades.envelope()),
            "signatures",
            new JsonArray(Collections.nCopies(10, Json.of(1))));

    assertThat(violations(review))
        .isEqualTo(
            IntStream.range(0, 10).mapToObj(i -> "ERROR WRONG_TYPE /signatures/" + i).toList());
  }

  /** A verdict has to fit into a workflow's state. */
  @Test
  void namesThirtyTwoUnknownFieldsAndNoMore() {
    JsonObject review = review("REVALIDATE", Trades.envelope());
    for (int i = 1; i <= 40; i++) {
      review = with(review, "f" + i, Json.of(i));
    }

    assertThat(violations(review))
        .isEqualTo(
            IntStream.rangeClosed(1, 32).mapToObj(i -> "WARNING UNKNOWN_FIELD /f" + i).toList());
  }

  @Test
  void namesEverythingThatIsMissing() {
    assertThat(violations(JsonObject.empty()))
        .containsExactly(
            "ERROR MISSING /tradeId",
            "ERROR MISSING /timestamp",
            "ERROR MISSING /decision",
            "ERROR MISSING /reason",
            "ERROR MISSING /event");
    assertThat(violations(Json.of("a review"))).containsExactly("ERROR WRONG_TYPE ");
  }

  @Test
  void garbageInBase64IsABadSignature() {
    JsonObject review = signed(review("CANCEL", Trades.envelope()), LEE);
    Json garbage =
        JsonObject.builder()
            .put("key", SigningKeys.id(KIM.getPublic()))
            .put("signature", "§§§")
            .build();

    assertThat(violations(with(review, "signatures", new JsonArray(List.of(garbage)))))
        .containsExactly(
            "ERROR BAD_SIGNATURE /signatures/0/signature", "ERROR MISSING /signatures");
  }
}
