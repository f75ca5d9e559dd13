package io.tradeprocessing.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.telemetry.Telemetry;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.paginators.GetParametersByPathIterable;

class SsmSettingsTest {

  private final Store store = new Store();
  private final Log log = new Log();
  private Instant now = Instant.parse("2026-01-12T14:30:00Z");
  private final SsmSettings settings = settings(Map.of("ENVIRONMENT", "test"));

  private SsmSettings settings(Map<String, String> variables) {
    return new SsmSettings(store, FunctionRuntime.of(variables, movable(() -> now), log));
  }

  private static Clock movable(InstantSource source) {
    return source.withZone(ZoneOffset.UTC);
  }

  @Test
  void readsAllPagesOfThePathOfItsEnvironment() {
    assertThat(settings.get().maxRetries()).isEqualTo(3);
    assertThat(store.requests)
        .extracting(GetParametersByPathRequest::path)
        .containsExactly("/trade-processing/test/", "/trade-processing/test/");
  }

  @Test
  void keepsTheValuesForFiveMinutes() {
    Settings first = settings.get();
    store.values.put("max-retries", "5");

    pass(Duration.ofMinutes(5).minusMillis(1));
    assertThat(settings.get()).isSameAs(first);

    pass(Duration.ofMillis(1));
    assertThat(settings.get().maxRetries()).isEqualTo(5);
    assertThat(log.warnings).isEmpty();
  }

  @Test
  void continuesWithTheLastValidValuesAndLogsIt() {
    Settings good = settings.get();
    store.failure = SdkClientException.create("connection refused");
    pass(Duration.ofMinutes(5));

    assertThat(settings.get()).isSameAs(good);
    assertThat(log.warnings).singleElement().asString().contains("connection refused");
  }

  @Test
  void continuesWithTheLastValidValuesWhenOneBecomesInvalid() {
    Settings good = settings.get();
    store.values.put("max-retries", "many");
    pass(Duration.ofMinutes(5));

    assertThat(settings.get()).isSameAs(good);
    assertThat(log.warnings)
        .singleElement()
        .asString()
        .contains("max-retries must be a whole number from 0 to 10, not 'many'");
  }

  @Test
  void retriesAFailedReadAfterFifteenSeconds() {
    settings.get();
    store.failure = SdkClientException.create("connection refused");
    pass(Duration.ofMinutes(5));
    settings.get();
    store.failure = null;
    store.values.put("max-retries", "5");

    pass(Duration.ofSeconds(15).minusMillis(1));
    assertThat(settings.get().maxRetries()).isEqualTo(3);

    pass(Duration.ofMillis(1));
    assertThat(settings.get().maxRetries()).isEqualTo(5);
  }

  @Test
  void readsAgainWhenItIsToldTo() {
    settings.get();
    store.values.put("max-retries", "5");

    settings.expire();

    assertThat(settings.get().maxRetries()).isEqualTo(5);
  }

  /** What C2 compiles for another class than that of the real settings is discarded after it. */
  @Test
  void rehearsesWithTheDefaultsInTheClassOfTheRealSettings() throws IOException {
    List<Settings> read = new ArrayList<>();
    SsmSettings.rehearse(
        FunctionRuntime.of(Map.of("ENVIRONMENT", "test"), Clock.systemUTC(), log).priming(),
        rehearsed -> read.add(rehearsed.get()));
    assertThat(read).containsExactly(Settings.defaults());
    assertThat(store.requests).isEmpty();
  }

  @Test
  void primesReadingWithoutParameterStore() throws IOException {
    SsmSettings.primeReading(
        FunctionRuntime.of(Map.of("ENVIRONMENT", "test"), Clock.systemUTC(), log).priming());
    assertThat(store.requests).isEmpty();
  }

  @Test
  void samLocalUsesTheTemplatesDefaultsWithoutParameterStoreAndSaysSo() {
    SsmSettings local = settings(Map.of("ENVIRONMENT", "test", "AWS_SAM_LOCAL", "true"));
    store.failure =
        SdkClientException.create("advice", new UnknownHostException("ssm.us-east-1.example"));
    assertThat(local.get()).isEqualTo(Settings.defaults());

    local.expire();
    store.failure = null;
    store.values.clear();
    assertThat(local.get()).isEqualTo(Settings.defaults());

    assertThat(log.messages)
        .hasSize(2)
        .allMatch(message -> message.contains("using the template's default settings"));
    assertThat(log.warnings)
        .extracting(fields -> fields.get("reason"))
        .satisfiesExactly(
            reason -> assertThat(reason).contains("the host ssm.us-east-1.example is unknown"),
            reason -> assertThat(reason).contains("no parameters under /trade-processing/test/"));
  }

  @Test
  void samLocalReportsAnInvalidParameter() {
    store.values.put("max-retries", "many");
    SsmSettings local = settings(Map.of("ENVIRONMENT", "test", "AWS_SAM_LOCAL", "true"));
    assertThatThrownBy(local::get).isInstanceOf(ConfigurationException.class);
  }

  @Test
  void lambdaNeverUsesTheTemplatesDefaults() {
    for (Map<String, String> variables :
        List.of(
            Map.of("ENVIRONMENT", "test"),
            Map.of("ENVIRONMENT", "test", "AWS_EXECUTION_ENV", "AWS_Lambda_java25"),
            Map.of("ENVIRONMENT", "test", "AWS_SAM_LOCAL", ""))) {
      store.failure = SdkClientException.create("connection refused");
      assertThatThrownBy(() -> settings(variables).get())
          .isInstanceOf(ConfigurationUnavailableException.class);
      store.failure = null;
      Map<String, String> values = new HashMap<>(store.values);
      store.values.clear();
      assertThatThrownBy(() -> settings(variables).get())
          .isInstanceOf(ConfigurationException.class);
      store.values.putAll(values);
    }
  }

  @Test
  void throwsAnOutageWithoutValidValues() {
    store.failure = SdkClientException.create("connection refused");

    assertThatThrownBy(settings::get)
        .isInstanceOf(ConfigurationUnavailableException.class)
        .hasMessageContaining("/trade-processing/test/")
        .hasCause(store.failure);
  }

  @Test
  void throwsAnInvalidParameterWithoutValidValues() {
    store.values.remove("api-endpoint");

    assertThatThrownBy(settings::get)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("/trade-processing/test/api-endpoint is missing");
  }

  private void pass(Duration duration) {
    now = now.plus(duration);
  }

  /** Parameter Store with two parameters a page. */
  private static final class Store implements SsmClient {

    final Map<String, String> values = new HashMap<>(SettingsTest.good());
    final List<GetParametersByPathRequest> requests = new ArrayList<>();
    @Nullable RuntimeException failure;

    @Override
    public GetParametersByPathIterable getParametersByPathPaginator(
        GetParametersByPathRequest request) {
      return new GetParametersByPathIterable(this, request);
    }

    @Override
    public GetParametersByPathResponse getParametersByPath(GetParametersByPathRequest request) {
      requests.add(request);
      if (failure != null) {
        throw failure;
      }
      List<Parameter> all =
          values.keySet().stream()
              .sorted()
              .map(
                  name ->
                      Parameter.builder()
                          .name(request.path() + name)
                          .value(values.get(name))
                          .build())
              .toList();
      return request.nextToken() == null && all.size() > 2
          ? GetParametersByPathResponse.builder()
              .parameters(all.subList(0, 2))
              .nextToken("more")
              .build()
          : GetParametersByPathResponse.builder()
              .parameters(all.subList(Math.min(2, all.size()), all.size()))
              .build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private static final class Log implements Telemetry {

    final List<Map<String, String>> warnings = new ArrayList<>();
    final List<String> messages = new ArrayList<>();

    @Override
    public void log(Level level, String message, Map<String, String> fields) {
      if (level == Level.WARN) {
        warnings.add(fields);
        messages.add(message);
      }
    }

    @Override
    public void metric(String name, double value, Unit unit, Map<String, String> dimensions) {
      throw new AssertionError("no metric is expected");
    }
  }
}
