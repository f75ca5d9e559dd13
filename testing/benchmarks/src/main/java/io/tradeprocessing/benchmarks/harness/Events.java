package io.tradeprocessing.benchmarks.harness;

import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.enricher.TradeEnricher;
import io.tradeprocessing.validator.TradeValidator;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The functions' inputs: valid trades, all different, so that each is recorded. */
final class Events {

  private static final Settings SETTINGS =
      new Settings(Optional.empty(), new BigDecimal("1000000"), 3, 500);

  private final TradeEnricher enricher = new TradeEnricher();
  private final AtomicLong count = new AtomicLong();

  /** The next input of a function. */
  String next(Function function) {
    String envelope = nextEnvelope();
    return switch (function) {
      case VALIDATOR, ENRICHER -> JsonWriter.toString(taskInput(JsonReader.read(envelope)));
      case RECORDER -> JsonWriter.toString(recorderInput(JsonReader.read(envelope)));
      case BACKFILL -> throw new IllegalArgumentException("partitions come from Partitions");
    };
  }

  /** The next event. */
  String nextEnvelope() {
    return envelope(count.incrementAndGet());
  }

  static String envelope(long number) {
    return """
    {"version":"0","id":"6f0e3f0c-1d5c-4a57-9b8e-%1$012d","detail-type":"Trade Event",\
    "source":"trading.system1","account":"111122223333","time":"2026-03-02T15:30:01Z",\
    "region":"us-east-1","resources":[],"detail":{"schemaVersion":"1.0",\
    "tradeId":"S1-20260302-%1$09d","sourceSystem":"system1","eventType":"NEW",\
    "timestamp":"2026-03-02T15:30:00.123456Z","executedAt":"2026-03-02T15:30:00.123456Z",\
    "side":"BUY","quantity":"100","price":"189.25","currency":"USD","amount":"18925.00",\
    "instrument":{"isin":"US0378331005","cusip":"037833100","figi":"BBG000B9XRY4",\
    "cfi":"ESVUFR"},"venue":"XNAS","executingEntity":"5493001KJTIIGC8Y1R12",\
    "buyer":"5493001KJTIIGC8Y1R12","seller":"7H6GLXDRUGQFU57RNE97","capacity":"DEAL",\
    "settlementDate":"2026-03-03"}}\
    """
        .formatted(number);
  }

  /** The input of validator and enricher for an event, as the workflow passes it. */
  static JsonObject taskInput(Json envelope) {
    return JsonObject.builder().put("event", envelope).put("execution", execution()).build();
  }

  private static JsonObject execution() {
    return JsonObject.builder()
        .put("id", "arn:aws:states:us-east-1:111122223333:execution:trade-processing-dev:e-1")
        .build();
  }

  /** The input of the recorder for an event, as the workflow passes it. */
  JsonObject recorderInput(Json envelope) {
    TradeEvent event = TradeEvent.of(envelope);
    return JsonObject.builder()
        .put("event", envelope)
        .put("verdict", TradeValidator.validate(event, SETTINGS, Instant.now()).toJson())
        .put("enrichment", enricher.enrich(event))
        .put("execution", execution())
        .build();
  }
}
