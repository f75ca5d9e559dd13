package io.tradeprocessing.recorder;

import io.tradeprocessing.common.config.ConfigurationException;
import io.tradeprocessing.common.config.ConfigurationUnavailableException;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.store.TradeStore;
import io.tradeprocessing.common.telemetry.Telemetry;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The compliance store, by a client that retries as often as the settings say.
 *
 * <p>Settings that cannot be read stop no record: nothing else of them concerns the recorder, and
 * {@value #DEFAULT_RETRIES} retries do as well.
 */
final class StoreConnection implements Supplier<TradeStore> {

  static final int DEFAULT_RETRIES = 2;

  private final Supplier<Settings> settings;
  private final Telemetry telemetry;
  private final IntFunction<TradeStore> connector;
  private @Nullable Connected connected;

  private record Connected(int maxRetries, TradeStore store) {}

  /**
   * @param settings asked at every invocation
   * @param connector makes the store of a number of retries; called when that first occurs or
   *     changes
   */
  StoreConnection(
      Supplier<Settings> settings, Telemetry telemetry, IntFunction<TradeStore> connector) {
    this.settings = settings;
    this.telemetry = telemetry;
    this.connector = connector;
  }

  @Override
  public synchronized TradeStore get() {
    int maxRetries = maxRetries();
    Connected known = connected;
    if (known == null || known.maxRetries != maxRetries) {
      known = new Connected(maxRetries, connector.apply(maxRetries));
      connected = known;
    }
    return known.store;
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
