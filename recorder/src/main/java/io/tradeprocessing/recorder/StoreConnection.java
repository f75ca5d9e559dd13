package io.tradeprocessing.recorder;

import io.tradeprocessing.common.config.ConfigurationException;
import io.tradeprocessing.common.config.ConfigurationUnavailableException;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.snapstart.Rehearsal.Step;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.common.telemetry.Telemetry;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * The compliance store, by a client that retries as often as the settings say.
 *
 * <p>Settings that cannot be read stop no record: nothing else of them concerns the recorder, and
 * {@value #DEFAULT_RETRIES} retries do as well.
 */
final class StoreConnection implements Supplier<TradeStore> {

  /** As the template sets max-retries, so that the first client usually stays the only one. */
  static final int DEFAULT_RETRIES = 3;

  private final Supplier<Settings> settings;
  private final Telemetry telemetry;
  private final IntFunction<TradeStore> connector;
  private Connected connected;

  private record Connected(int maxRetries, TradeStore store) {}

  /**
   * @param settings asked at every invocation
   * @param connector makes the store of a number of retries; called for the default at once, so
   *     that a snapshot holds the client, and when the settings say another number
   */
  StoreConnection(
      Supplier<Settings> settings, Telemetry telemetry, IntFunction<TradeStore> connector) {
    this.settings = settings;
    this.telemetry = telemetry;
    this.connector = connector;
    this.connected = new Connected(DEFAULT_RETRIES, connector.apply(DEFAULT_RETRIES));
  }

  /** The step after a restore: asks the store for a trade that nobody can trade. */
  Step renewal() {
    return new Step(
        "connection to the compliance store", () -> get().head(RecorderRehearsal.NOBODYS_TRADE));
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
