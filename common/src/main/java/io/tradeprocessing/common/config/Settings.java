package io.tradeprocessing.common.config;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The settings of an environment, typed and checked.
 *
 * @param apiEndpoint base address of the market data API, https; empty if there is none
 * @param processingThreshold notional above which a trade is reported as a warning, in units of the
 *     trade's own currency; above zero
 * @param maxRetries retries of one SDK or HTTP call inside a function, 0 to 10
 * @param priceDeviationLimitBps deviation of a price from its reference that is still usual, in
 *     basis points, 0 to 1,000,000
 * @param firmProfile which regimes bind the firm; empty if it is not known
 * @param reviewers who may sign reviews of trades
 */
public record Settings(
    Optional<URI> apiEndpoint,
    BigDecimal processingThreshold,
    int maxRetries,
    int priceDeviationLimitBps,
    Optional<FirmProfile> firmProfile,
    Reviewers reviewers) {

  public static final String API_ENDPOINT = "api-endpoint";
  public static final String PROCESSING_THRESHOLD = "processing-threshold";
  public static final String MAX_RETRIES = "max-retries";
  public static final String PRICE_DEVIATION_LIMIT_BPS = "price-deviation-limit-bps";
  public static final String FIRM_PROFILE = "firm-profile";
  public static final String REVIEWERS = "reviewers";

  private static final String NONE = "none";

  /** The template's defaults, by parameter name. */
  static final Map<String, String> DEFAULTS =
      Map.of(
          API_ENDPOINT,
          NONE,
          PROCESSING_THRESHOLD,
          "1000000",
          MAX_RETRIES,
          "3",
          PRICE_DEVIATION_LIMIT_BPS,
          "500",
          FIRM_PROFILE,
          NONE,
          REVIEWERS,
          NONE);

  /** How many characters of a value a message shows. */
  private static final int SHOWN_LENGTH = 64;

  /** Settings without a firm profile and reviewers. */
  public Settings(
      Optional<URI> apiEndpoint,
      BigDecimal processingThreshold,
      int maxRetries,
      int priceDeviationLimitBps) {
    this(
        apiEndpoint,
        processingThreshold,
        maxRetries,
        priceDeviationLimitBps,
        Optional.empty(),
        Reviewers.NONE);
  }

  /**
   * Reads the settings from parameter values.
   *
   * @param values by parameter name below the path of the environment, for example {@code
   *     max-retries}
   * @param path of the environment, for messages: {@code /trade-processing/prod/}
   * @throws ConfigurationException if parameters are missing or malformed; the message names all of
   *     them
   */
  public static Settings parse(Map<String, String> values, String path) {
    Parsing parsing = new Parsing(values, path, new ArrayList<>());
    var endpoint = parsing.read(API_ENDPOINT, "an https address or none", Endpoint::read);
    var threshold =
        parsing.read(
            PROCESSING_THRESHOLD, "a decimal above 0, such as 1000000", Settings::positiveDecimal);
    var retries = parsing.read(MAX_RETRIES, "a whole number from 0 to 10", upTo(10));
    var deviation =
        parsing.read(
            PRICE_DEVIATION_LIMIT_BPS,
            "a whole number of basis points from 0 to 1000000",
            upTo(1_000_000));
    Optional<FirmProfile> firmProfile = parsing.object(FIRM_PROFILE, FirmProfile::read);
    Optional<Reviewers> reviewers = parsing.object(REVIEWERS, Reviewers::read);
    if (!parsing.problems.isEmpty()) {
      throw new ConfigurationException(parsing.problems);
    }
    return new Settings(
        endpoint.orElseThrow().uri(),
        threshold.orElseThrow(),
        retries.orElseThrow(),
        deviation.orElseThrow(),
        firmProfile,
        reviewers.orElse(Reviewers.NONE));
  }

  /**
   * The same settings with another market data API, for local runs, where its address may be plain
   * http. A parameter requires https.
   */
  public Settings withApiEndpoint(URI endpoint) {
    return new Settings(
        Optional.of(endpoint),
        processingThreshold,
        maxRetries,
        priceDeviationLimitBps,
        firmProfile,
        reviewers);
  }

  /** The same settings for another firm, for local runs. */
  public Settings withFirmProfile(FirmProfile profile) {
    return new Settings(
        apiEndpoint,
        processingThreshold,
        maxRetries,
        priceDeviationLimitBps,
        Optional.of(profile),
        reviewers);
  }

  /** The same settings with other reviewers, for local runs. */
  public Settings withReviewers(Reviewers others) {
    return new Settings(
        apiEndpoint, processingThreshold, maxRetries, priceDeviationLimitBps, firmProfile, others);
  }

  /** The settings that {@code template.yaml} deploys by default. */
  public static Settings defaults() {
    return parse(DEFAULTS, "");
  }

  /**
   * What {@code api-endpoint} says.
   *
   * @param uri empty for {@code none}
   */
  private record Endpoint(Optional<URI> uri) {

    static Optional<Endpoint> read(String text) {
      if (text.equals(NONE)) {
        return Optional.of(new Endpoint(Optional.empty()));
      }
      try {
        URI uri = new URI(text);
        boolean usable =
            "https".equals(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null;
        return usable ? Optional.of(new Endpoint(Optional.of(uri))) : Optional.empty();
      } catch (URISyntaxException e) {
        return Optional.empty();
      }
    }
  }

  private static Optional<BigDecimal> positiveDecimal(String text) {
    return Optional.of(text)
        .filter(t -> t.matches("[0-9]{1,30}(\\.[0-9]{1,10})?"))
        .map(BigDecimal::new)
        .filter(value -> value.signum() > 0);
  }

  private static Function<String, Optional<Integer>> upTo(int max) {
    return text ->
        Optional.of(text)
            .filter(t -> t.matches("[0-9]{1,7}"))
            .map(Integer::valueOf)
            .filter(value -> value <= max);
  }

  private record Parsing(Map<String, String> values, String path, List<String> problems) {

    <T> Optional<T> read(String name, String allowed, Function<String, Optional<T>> reader) {
      String value = values.get(name);
      if (value == null) {
        problems.add(path + name + " is missing; it must be " + allowed);
        return Optional.empty();
      }
      Optional<T> result = reader.apply(value.strip());
      if (result.isEmpty()) {
        problems.add(path + name + " must be " + allowed + ", not '" + shown(value) + "'");
      }
      return result;
    }

    /** A JSON object; nothing for none, and where there are problems. */
    <T> Optional<T> object(String name, ObjectReader<T> reader) {
      String value = values.get(name);
      if (value == null) {
        problems.add(path + name + " is missing; it must be a JSON object or none");
        return Optional.empty();
      }
      return value.strip().equals(NONE)
          ? Optional.empty()
          : reader.read(value, path + name, problems);
    }
  }

  /** Reads a setting that is a JSON object. */
  @FunctionalInterface
  public interface ObjectReader<T> {

    /**
     * Reads the text.
     *
     * @param name of the text, for messages
     * @param problems where what is wrong is added, a sentence each
     * @return nothing if there were problems
     */
    Optional<T> read(String text, String name, List<String> problems);
  }

  /** The start of a value, for a message. */
  static String shown(String value) {
    String start = value.length() > SHOWN_LENGTH ? value.substring(0, SHOWN_LENGTH) + "…" : value;
    return start.replaceAll("\\p{Cntrl}", "?");
  }
}
