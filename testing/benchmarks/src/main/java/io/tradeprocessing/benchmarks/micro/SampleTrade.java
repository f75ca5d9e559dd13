package io.tradeprocessing.benchmarks.micro;

import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.trade.TradeEvent;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** The trade event that all benchmarks use: valid, with every field, 1 KB of UTF-8. */
public final class SampleTrade {

  /** Later than the trade's times, which must not be in the future. */
  static final Instant NOW = Instant.parse("2026-03-02T15:30:05Z");

  static final Settings SETTINGS =
      new Settings(Optional.empty(), new BigDecimal("1000000"), 3, 500);

  private static final String TEXT =
      """
      {"version": "0", "id": "6f0e3f0c-1d5c-4a57-9b8e-000000000001", "detail-type": "Trade Event",
       "source": "trading.system1", "account": "111122223333", "time": "2026-03-02T15:30:01Z",
       "region": "us-east-1", "resources": [],
       "detail": {"schemaVersion": "1.0", "tradeId": "S1-20260302-000123", "sourceSystem": "system1",
       "eventType": "NEW", "timestamp": "2026-03-02T15:30:00.123456Z",
       "executedAt": "2026-03-02T15:30:00.123456Z", "side": "BUY", "quantity": "100",
       "price": "189.25", "currency": "USD", "amount": "18925.00",
       "instrument": {"isin": "US0378331005", "cusip": "037833100", "sedol": "2046251",
       "figi": "BBG000B9XRY4", "cfi": "ESVUFR"}, "venue": "XNAS",
       "executingEntity": "5493001KJTIIGC8Y1R12", "buyer": "5493001KJTIIGC8Y1R12",
       "seller": "7H6GLXDRUGQFU57RNE97", "capacity": "DEAL", "settlementDate": "2026-03-03",
       "uti": "5493001KJTIIGC8Y1R12S120260302000123"}}
      """;

  private SampleTrade() {}

  /** The event as EventBridge sends it, without spaces between its tokens. */
  static Json json() {
    return JsonReader.read(TEXT);
  }

  static byte[] utf8() {
    return JsonWriter.toString(json()).getBytes(StandardCharsets.UTF_8);
  }

  static TradeEvent event() {
    return TradeEvent.of(json());
  }
}
