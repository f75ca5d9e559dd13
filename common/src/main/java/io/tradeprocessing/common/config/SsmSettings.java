package io.tradeprocessing.common.config;

import io.tradeprocessing.common.aws.AwsFailure;
import io.tradeprocessing.common.aws.AwsHttpClient;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.lambda.CannedResponses;
import io.tradeprocessing.common.lambda.Ciphers;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.lambda.Priming;
import io.tradeprocessing.common.lambda.Step;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.SsmClientBuilder;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;

/**
 * The settings of an environment from SSM Parameter Store, under {@code
 * /trade-processing/<environment>/}: read in one GetParametersByPath, kept for five minutes.
 *
 * <p>While the parameters cannot be read, or one of them is invalid, the last valid values stay in
 * use and the log says so: a mistake in a parameter must not stop trades. Without valid values the
 * exception is thrown, and the trade goes to a dead-letter queue.
 *
 * <p>Invoked by {@code sam local}, a function without Parameter Store uses the template's defaults.
 */
public final class SsmSettings implements Supplier<Settings> {

  static final Duration MAX_AGE = Duration.ofMinutes(5);

  /** After a failed read the next one waits this long, so that an outage is not made worse. */
  static final Duration RETRY_AFTER = Duration.ofSeconds(15);

  /** Of one read; not left to AWS_MAX_ATTEMPTS, because the time of an invocation depends on it. */
  private static final int MAX_ATTEMPTS = 3;

  private final SsmClient ssm;
  private final FunctionRuntime runtime;
  private final String path;

  private @Nullable Settings current;
  private Instant readAgainAt = Instant.MIN;

  /**
   * @param runtime whose variable ENVIRONMENT names the environment, {@code dev} without it
   */
  public SsmSettings(SsmClient ssm, FunctionRuntime runtime) {
    this.ssm = ssm;
    this.runtime = runtime;
    this.path = path(runtime);
  }

  private static String path(FunctionRuntime runtime) {
    return "/trade-processing/" + runtime.variables().getOrDefault("ENVIRONMENT", "dev") + "/";
  }

  /**
   * The settings of the environment that the variable ENVIRONMENT names, {@code dev} without it.
   *
   * <p>A read takes at most two seconds, including retries: a function that cannot read its
   * settings must fail, or continue with those it has, well within its own timeout.
   */
  public static SsmSettings of(FunctionRuntime runtime) {
    return new SsmSettings(connected(runtime), runtime);
  }

  /** The priming steps of a function that reads its settings here; its other steps come after. */
  public List<Step> priming() {
    return List.of(
        new Step("ciphers", Ciphers::prime),
        new Step("settings", () -> primeReading(runtime.priming())),
        new Step("connection to Parameter Store", () -> primeConnection(runtime.priming())));
  }

  /** The refresh step of a function that reads its settings here; its other steps come after. */
  public Step refresh() {
    return new Step("settings", this::get);
  }

  /** Reads sample parameters, {@link Priming#ROUNDS} times. */
  static void primeReading(FunctionRuntime runtime) throws IOException {
    rehearse(
        runtime,
        settings -> {
          for (int round = 0; round < Priming.ROUNDS; round++) {
            settings.get();
            settings.expire();
          }
        });
  }

  /** Works with the template's defaults, as if they were in Parameter Store. */
  public static void rehearse(FunctionRuntime runtime, Priming.Rehearsal<SsmSettings> work)
      throws IOException {
    List<Json> parameters = new ArrayList<>();
    String path = path(runtime);
    Settings.DEFAULTS.forEach(
        (name, value) ->
            parameters.add(
                JsonObject.builder().put("Name", path + name).put("Value", value).build()));
    JsonObject answer = JsonObject.builder().put("Parameters", new JsonArray(parameters)).build();
    try (SsmClient client =
        CannedResponses.client(
            builder(runtime), Map.of("GetParametersByPath", JsonWriter.toString(answer)))) {
      work.with(new SsmSettings(client, runtime));
    }
  }

  /** Reads the real parameters once, with a client that is closed afterwards. */
  static void primeConnection(FunctionRuntime runtime) {
    try (SsmClient client = connected(runtime)) {
      new SsmSettings(client, runtime).get();
    }
  }

  private static SsmClientBuilder builder(FunctionRuntime runtime) {
    return SsmClient.builder()
        .overrideConfiguration(
            configuration -> {
              configuration
                  .retryStrategy(retry -> retry.maxAttempts(MAX_ATTEMPTS))
                  .apiCallAttemptTimeout(Duration.ofMillis(900))
                  .apiCallTimeout(Duration.ofSeconds(2));
              runtime.tracing().interceptor().ifPresent(configuration::addExecutionInterceptor);
            });
  }

  private static SsmClient connected(FunctionRuntime runtime) {
    return builder(runtime).httpClientBuilder(AwsHttpClient.builder()).build();
  }

  /**
   * The settings, at most five minutes old unless they cannot be read.
   *
   * @throws ConfigurationException if they are missing or malformed and no valid ones are known
   * @throws ConfigurationUnavailableException if they cannot be read and no valid ones are known
   */
  @Override
  public synchronized Settings get() {
    Settings known = current;
    Instant now = runtime.clock().instant();
    if (known != null && now.isBefore(readAgainAt)) {
      return known;
    }
    try {
      Settings read = read();
      current = read;
      readAgainAt = now.plus(MAX_AGE);
      return read;
    } catch (ConfigurationException | ConfigurationUnavailableException e) {
      if (known == null) {
        throw e;
      }
      readAgainAt = now.plus(RETRY_AFTER);
      runtime
          .telemetry()
          .warn(
              "settings cannot be read; continuing with the last valid ones",
              Map.of("reason", String.valueOf(e.getMessage())));
      return known;
    }
  }

  /** Makes the next {@link #get} read again. */
  public synchronized void expire() {
    readAgainAt = Instant.MIN;
  }

  private Settings read() {
    Map<String, String> values;
    try {
      values = readParameters();
    } catch (ConfigurationUnavailableException e) {
      if (!runtime.isSamLocal()) {
        throw e;
      }
      return defaults(String.valueOf(e.getMessage()));
    }
    if (values.isEmpty() && runtime.isSamLocal()) {
      return defaults("there are no parameters under " + path);
    }
    return Settings.parse(values, path);
  }

  private Settings defaults(String reason) {
    runtime
        .telemetry()
        .warn(
            "running locally without Parameter Store; using the template's default settings",
            Map.of("reason", reason));
    return Settings.defaults();
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
          "the parameters under " + path + " cannot be read: " + AwsFailure.describe(e, "ssm"), e);
    }
    return values;
  }
}
