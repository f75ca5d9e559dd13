package io.tradeprocessing.common.config;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.snapstart.CannedAnswers;
import io.tradeprocessing.common.snapstart.Ciphers;
import io.tradeprocessing.common.snapstart.Rehearsal;
import io.tradeprocessing.common.snapstart.Rehearsal.Step;
import io.tradeprocessing.common.telemetry.AwsCallTracing;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.common.telemetry.XRay;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.SsmClientBuilder;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;

/**
 * The settings of an environment from SSM Parameter Store, under {@code
 * /trade-processing/<environment>/}: read in one GetParametersByPath, kept for five minutes.
 *
 * <p>While the parameters cannot be read, or somebody has poisoned one, the last good values are
 * used, and the log says so: a mistake in a parameter must not stop trades that were fine a minute
 * ago. Without good values the exception goes up and the trade to its dead-letter queue.
 */
public final class SsmSettings implements Supplier<Settings> {

  static final Duration MAX_AGE = Duration.ofMinutes(5);

  /** After a failed read the next one waits this long, so an outage is not made worse. */
  static final Duration RETRY_AFTER = Duration.ofSeconds(15);

  /** Of one read; not left to AWS_MAX_ATTEMPTS, for the time of an invocation depends on it. */
  private static final int MAX_ATTEMPTS = 3;

  private final SsmClient ssm;
  private final String path;
  private final Clock clock;
  private final Telemetry telemetry;

  private @Nullable Settings current;
  private Instant readAgainAt = Instant.MIN;

  /**
   * The settings of the environment that the variable ENVIRONMENT names, {@code dev} without it.
   *
   * <p>One call may take two seconds with its retries: a function that cannot read its settings
   * must fail, or go on with those it has, well within its own time-out.
   */
  public static SsmSettings fromEnvironment(
      Map<String, String> environment, Clock clock, Telemetry telemetry) {
    SsmClient client = connected(builder(environment, clock));
    return new SsmSettings(client, name(environment), clock, telemetry);
  }

  /**
   * The steps before the snapshot of a function that reads its settings from here.
   *
   * @param own steps of this function; they come last
   */
  public static List<Step> rehearsal(
      Map<String, String> environment, Clock clock, Telemetry telemetry, Step... own) {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step("ciphers", Ciphers::rehearse));
    steps.add(new Step("settings", () -> rehearse(environment, clock)));
    steps.add(
        new Step(
            "connection to the parameter store",
            () -> rehearseConnection(environment, clock, telemetry)));
    steps.addAll(List.of(own));
    return steps;
  }

  /** The step after a restore of a function that works with these settings. */
  public Step renewal() {
    return new Step("settings", this::get);
  }

  /** Reads made-up parameters over and over. */
  static void rehearse(Map<String, String> environment, Clock clock) {
    String path = path(name(environment));
    List<Json> parameters = new ArrayList<>();
    Settings.EXAMPLE.forEach(
        (name, value) ->
            parameters.add(
                JsonObject.builder().put("Name", path + name).put("Value", value).build()));
    JsonObject answer = JsonObject.builder().put("Parameters", new JsonArray(parameters)).build();
    try (SsmClient client =
        CannedAnswers.client(
            builder(environment, clock),
            Map.of("GetParametersByPath", JsonWriter.toString(answer)))) {
      SsmSettings settings =
          new SsmSettings(client, name(environment), clock, Rehearsal.silent(clock));
      for (int round = 0; round < Rehearsal.ROUNDS; round++) {
        settings.get();
        settings.expire();
      }
    }
  }

  /** Reads the parameters once by a client that is closed again. */
  static void rehearseConnection(
      Map<String, String> environment, Clock clock, Telemetry telemetry) {
    try (SsmClient client = connected(builder(environment, clock))) {
      new SsmSettings(client, name(environment), clock, telemetry).get();
    }
  }

  private static SsmClientBuilder builder(Map<String, String> environment, Clock clock) {
    AwsCallTracing tracing = new AwsCallTracing(XRay.fromEnvironment(environment, clock));
    return SsmClient.builder()
        .overrideConfiguration(
            configuration ->
                configuration
                    .retryStrategy(retry -> retry.maxAttempts(MAX_ATTEMPTS))
                    .apiCallAttemptTimeout(Duration.ofMillis(900))
                    .apiCallTimeout(Duration.ofSeconds(2))
                    .addExecutionInterceptor(tracing));
  }

  private static SsmClient connected(SsmClientBuilder builder) {
    return builder.httpClientBuilder(ApacheHttpClient.builder()).build();
  }

  private static String name(Map<String, String> environment) {
    return environment.getOrDefault("ENVIRONMENT", "dev");
  }

  private static String path(String environment) {
    return "/trade-processing/" + environment + "/";
  }

  public SsmSettings(SsmClient ssm, String environment, Clock clock, Telemetry telemetry) {
    this.ssm = ssm;
    this.path = path(environment);
    this.clock = clock;
    this.telemetry = telemetry;
  }

  /**
   * The settings, at most five minutes old unless they cannot be read.
   *
   * @throws ConfigurationException if they are missing or malformed and no good ones are known
   * @throws ConfigurationUnavailableException if they cannot be read and no good ones are known
   */
  @Override
  public synchronized Settings get() {
    Settings known = current;
    Instant now = clock.instant();
    if (known != null && now.isBefore(readAgainAt)) {
      return known;
    }
    try {
      Settings read = Settings.parse(readParameters(), path);
      current = read;
      readAgainAt = now.plus(MAX_AGE);
      return read;
    } catch (ConfigurationException | ConfigurationUnavailableException e) {
      if (known == null) {
        throw e;
      }
      readAgainAt = now.plus(RETRY_AFTER);
      telemetry.warn(
          "settings cannot be read; going on with the last good ones",
          Map.of("reason", String.valueOf(e.getMessage())));
      return known;
    }
  }

  /** Makes the next {@link #get} read again. */
  public synchronized void expire() {
    readAgainAt = Instant.MIN;
  }

  private Map<String, String> readParameters() {
    GetParametersByPathRequest request =
        GetParametersByPathRequest.builder().path(path).withDecryption(true).build();
    Map<String, String> values = new HashMap<>();
    try {
      for (GetParametersByPathResponse page : ssm.getParametersByPathPaginator(request)) {
        for (Parameter parameter : page.parameters()) {
          values.put(parameter.name().substring(path.length()), parameter.value());
        }
      }
    } catch (SdkException e) {
      throw new ConfigurationUnavailableException(
          "the parameters under " + path + " cannot be read: " + e.getMessage(), e);
    }
    return values;
  }
}
