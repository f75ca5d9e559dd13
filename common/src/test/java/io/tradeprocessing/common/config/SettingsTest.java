package io.tradeprocessing.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.signature.SigningKeys;
import java.math.BigDecimal;
import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  private static final String PATH = "/trade-processing/test/";

  static Map<String, String> good() {
    return Map.of(
        "api-endpoint", "https://market-data.example.com/v1",
        "processing-threshold", "1000000.50",
        "max-retries", "3",
        "price-deviation-limit-bps", "500",
        "firm-profile", "{\"regimes\": [\"MIFIR\"], \"leis\": [\"5493000F4ZO33MV32P92\"]}",
        "reviewers", "none");
  }

  @Test
  void readsEveryValueInItsType() {
    Settings settings = Settings.parse(good(), PATH);

    assertThat(settings.apiEndpoint()).contains(URI.create("https://market-data.example.com/v1"));
    assertThat(settings.processingThreshold()).isEqualTo(new BigDecimal("1000000.50"));
    assertThat(settings.maxRetries()).isEqualTo(3);
    assertThat(settings.priceDeviationLimitBps()).isEqualTo(500);
    assertThat(settings.firmProfile())
        .contains(new FirmProfile(Set.of(Regime.MIFIR), Set.of("5493000F4ZO33MV32P92")));
  }

  @Test
  void noneIsNoEndpoint() {
    assertThat(Settings.parse(with("api-endpoint", " none "), PATH).apiEndpoint()).isEmpty();
  }

  @Test
  void noneIsNoFirmProfile() {
    assertThat(Settings.parse(with("firm-profile", " none "), PATH).firmProfile()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | ' cannot be read: the document is empty'",
        "{ | ' cannot be read: not JSON: '",
        "[] | ' must be a JSON object with the field regimes, such as {'",
        "{} | ' must be a JSON object with the field regimes, such as {'",
        "{'regimes': {}} | ', field regimes, is not an array: each value is one of MIFIR,"
            + " UK_MIFIR'",
        "{'regimes': ['MIFID']} | ', field regimes: \\MIFID\\ is not one of MIFIR, UK_MIFIR'",
        "{'regimes': [7]} | ', field regimes: \\7\\ is not one of MIFIR'",
        "{'regimes': [], 'leis': ['5493000F4ZO33MV32P93']} | ', field leis:"
            + " \\5493000F4ZO33MV32P93\\ is not an LEI with its check digits'",
        "{'regimes': [], 'lei': []} | ' has the unknown field lei: use regimes and leis'",
      })
  void saysWhatIsWrongWithAFirmProfile(String profile, String problem) {
    assertThatThrownBy(() -> Settings.parse(with("firm-profile", profile.replace('\'', '"')), PATH))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(PATH + "firm-profile" + problem.replace('\\', '\''));
  }

  @Test
  void aRunOnOneMachineMayNameAPlainAddress() {
    Settings settings = Settings.parse(good(), PATH);

    assertThat(settings.withApiEndpoint(URI.create("http://localhost:8090")))
        .isEqualTo(
            new Settings(
                Optional.of(URI.create("http://localhost:8090")),
                settings.processingThreshold(),
                settings.maxRetries(),
                settings.priceDeviationLimitBps(),
                settings.firmProfile(),
                settings.reviewers()));
  }

  @ParameterizedTest
  @CsvSource({
    "api-endpoint,http://market-data.example.com",
    "api-endpoint,https://",
    "api-endpoint,https://user@market-data.example.com",
    "api-endpoint,'not an address'",
    "api-endpoint,''",
    "processing-threshold,0",
    "processing-threshold,-1",
    "processing-threshold,1e6",
    "processing-threshold,'1,000'",
    "max-retries,11",
    "max-retries,-1",
    "max-retries,three",
    "max-retries,99999999999",
    "price-deviation-limit-bps,1000001"
  })
  void namesTheParameterItsValueAndWhatIsAllowed(String name, String value) {
    assertThatThrownBy(() -> Settings.parse(with(name, value), PATH))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageMatching(
            Pattern.quote(PATH + name) + " must be a.+, not '" + Pattern.quote(value) + "'");
  }

  @Test
  void namesAllThatAreMissing() {
    assertThatThrownBy(() -> Settings.parse(Map.of(), PATH))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(
            PATH + "api-endpoint is missing; it must be an https address or none",
            PATH + "processing-threshold is missing",
            PATH + "max-retries is missing",
            PATH + "price-deviation-limit-bps is missing",
            PATH + "firm-profile is missing; it must be a JSON object or none",
            PATH + "reviewers is missing; it must be a JSON object or none");
  }

  @Test
  void readsReviewersByTheIdOfTheirKeys() {
    KeyPair keys = SigningKeys.generate();
    String id = SigningKeys.id(keys.getPublic());

    Settings settings =
        Settings.parse(with("reviewers", reviewers(id, "A. Lee", keys.getPublic())), PATH);

    assertThat(settings.reviewers().of(id))
        .contains(new Reviewers.Reviewer("A. Lee", keys.getPublic()));
    assertThat(settings.reviewers().of("0".repeat(64))).isEmpty();
    assertThat(Settings.defaults().reviewers()).isEqualTo(Reviewers.NONE);
  }

  @Test
  void saysWhatIsWrongWithAReviewer() throws Exception {
    PublicKey key = SigningKeys.generate().getPublic();
    String id = SigningKeys.id(key);
    KeyPairGenerator longer = KeyPairGenerator.getInstance("EC");
    longer.initialize(new ECGenParameterSpec("secp384r1"));
    PublicKey p384 = longer.generateKeyPair().getPublic();

    assertProblem("[]", " must be a JSON object that gives name and publicKey for the id of each");
    assertProblem("{\"" + id + "\": {}}", ", key " + id + ": name and publicKey are required");
    assertProblem(reviewers(id, " ", key), ": name and publicKey are required, each a string");
    assertProblem(reviewers("4711", "A. Lee", key), "key 4711: the id of this publicKey is " + id);
    assertProblem(
        reviewers(SigningKeys.id(p384), "A. Lee", p384), ": publicKey is not a key on the curve");
    assertProblem(
        "{\"" + id + "\": {\"name\": \"A. Lee\", \"publicKey\": \"a key\"}}",
        ": publicKey is not a public key in PEM: it has no -----BEGIN PUBLIC KEY-----");
  }

  private static void assertProblem(String value, String problem) {
    assertThatThrownBy(() -> Settings.parse(with("reviewers", value), PATH))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(PATH + "reviewers" + (problem.startsWith(" ") ? problem : ""))
        .hasMessageContaining(problem);
  }

  private static String reviewers(String id, String name, PublicKey key) {
    return JsonWriter.toString(
        JsonObject.builder()
            .put(
                id,
                JsonObject.builder()
                    .put("name", name)
                    .put("publicKey", SigningKeys.pem(key))
                    .build())
            .build());
  }

  @Test
  void showsTheStartOfALongValueAndNoControlCharacters() {
    assertThatThrownBy(() -> Settings.parse(with("max-retries", "\u001b" + "9".repeat(100)), PATH))
        .hasMessageContaining("'?" + "9".repeat(63) + "…'");
  }

  private static Map<String, String> with(String name, String value) {
    Map<String, String> values = new HashMap<>(good());
    values.put(name, value);
    return values;
  }
}
