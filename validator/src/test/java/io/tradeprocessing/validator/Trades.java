package io.tradeprocessing.validator;

import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonNull;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.trade.TradeEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A valid trade with every field of the contract, and variations of it. */
final class Trades {

  static final Instant NOW = Instant.parse("2026-01-12T15:30:00Z");

  static final Settings SETTINGS =
      new Settings(Optional.empty(), new BigDecimal("1000000"), 3, 500);

  static final String ENVELOPE =
      """
      {
        "version": "0",
        "id": "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
        "detail-type": "Trade Event",
        "source": "trading.system1",
        "account": "123456789012",
        "time": "2026-01-12T14:30:01Z",
        "region": "us-east-1",
        "resources": [],
        "detail": {
          "schemaVersion": "1.2",
          "tradeId": "SYS1-20260112-000001",
          "sourceSystem": "system1",
          "eventType": "NEW",
          "timestamp": "2026-01-12T14:30:00.250Z",
          "sourceSequence": 4711,
          "executedAt": "2026-01-12T14:30:00.123456789Z",
          "side": "BUY",
          "quantity": "100",
          "quantityType": "UNITS",
          "price": "187.25",
          "priceType": "PER_UNIT",
          "currency": "USD",
          "amount": "18725.00",
          "netAmount": "18729.95",
          "instrument": {
            "isin": "US0378331005",
            "cusip": "037833100",
            "sedol": "2046251",
            "figi": "BBG000B9XRY4",
            "cfi": "ESVUFR"
          },
          "venue": "XNYS",
          "executingEntity": "5493000F4ZO33MV32P92",
          "buyer": "213800D1EI4B9WTWWD28",
          "seller": "529900G3SW56SHYNPR95",
          "capacity": "AOTC",
          "settlementDate": "2026-01-13",
          "uti": "5493000F4ZO33MV32P92SYS120260112000001"
        }
      }
      """;

  private Trades() {}

  static Json envelope() {
    return JsonReader.read(ENVELOPE);
  }

  /** The envelope with a JSON Merge Patch (RFC 7396) applied to the trade in it. */
  static Json patched(String patch) {
    return merge(envelope(), JsonObject.builder().put("detail", JsonReader.read(patch)).build());
  }

  static Verdict judge(Json envelope) {
    return TradeValidator.validate(TradeEvent.of(envelope), SETTINGS, NOW);
  }

  /** The violations of the valid trade with a patch, each as {@code CODE /field}. */
  static List<String> violations(String patch) {
    return judge(patched(patch)).violations().stream()
        .map(violation -> violation.code() + " " + violation.field())
        .toList();
  }

  static Json merge(Json target, Json patch) {
    if (!(patch instanceof JsonObject changes)) {
      return patch;
    }
    JsonObject original = target.asObject().orElse(JsonObject.empty());
    JsonObject.Builder merged = JsonObject.builder();
    original.forEach(
        (name, value) -> {
          Json change = changes.get(name);
          if (change == null) {
            merged.put(name, value);
          } else if (change != JsonNull.NULL) {
            merged.put(name, merge(value, change));
          }
        });
    changes.forEach(
        (name, change) -> {
          if (!original.has(name) && change != JsonNull.NULL) {
            merged.put(name, merge(JsonObject.empty(), change));
          }
        });
    return merged.build();
  }
}
