package io.tradeprocessing.recorder;

import io.tradeprocessing.common.config.ConfigurationException;
import io.tradeprocessing.common.config.ConfigurationUnavailableException;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.lambda.Step;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.common.telemetry.Telemetry;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * The compliance store, through a client that retries as often as the settings say.
 *
 * <p>The recorder also works without its settings, with {@value #DEFAULT_RETRIES} retries: it uses
 * no other setting.
 */
final class StoreConnection implements Supplier<TradeStore> {

  /**
   * The template's default of max-retries, so that the first client usually remains the only one.
   */
  static final int DEFAULT_RETRIES = 3;

  private final Supplier<Settings> settings;
  private final Telemetry telemetry;
  private final IntFunction<TradeStore> connector;
  private Connected connected;

  private record Connected(int maxRetries, TradeStore store) {}

  /**
   * @param settings read at every invocation
   * @param connector creates the store for a number of retries; called for the default at once, so
   *     that a snapshot holds the client, and again when the number changes
   */
  StoreConnection(
      Supplier<Settings> settings, Telemetry telemetry, IntFunction<TradeStore> connector) {
    this.settings = settings;
    this.telemetry = telemetry;
    this.connector = connector;
    this.connected = new Connected(DEFAULT_RETRIES, connector.apply(DEFAULT_RETRIES));
  }

  /** The step after a restore: opens a connection by reading a trade that cannot exist. */
  Step refresh() {
    return new Step(
        "connection to the compliance store", () -> get().head(RecorderPriming.NO_TRADE));
  }

  @Override
  public synchronized TradeStore get() {
    int maxRetries = maxRetries();
    if (connected.maxRetries != maxRetries) {
      connected = new Connected(maxRetries, connector.apply(maxRetries));
    }
    return connected.store;
  }

  private int maxRetries() {
    try {
      return settings.get().maxRetries();
    } catch (ConfigurationException | ConfigurationUnavailableException e) {
      telemetry.warn(
          "the settings cannot be read; recording with the default number of retries",
          Map.of("reason", String.valueOf(e.getMessage())));
      return DEFAULT_RETRIES;
    }
  }
}
