package io.tradeprocessing.simulation.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.enricher.TradeEnricher;
import io.tradeprocessing.validator.TradeValidator;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a record says of its event, against the rules themselves: the same whether it came as a
 * STANDARD execution, as an EXPRESS one or by a backfill, at whatever attempt.
 */
final class Judging {

  /** What follows from market data, which are of their moment and may be missing. */
  private static final Set<String> OF_MARKET_DATA =
      Set.of("market", "notionalUsd", "executingEntity");

  private static final Set<String> GAPS_OF_MARKET_DATA =
      Set.of("NO_MARKET_DATA", "MARKET_DATA_UNAVAILABLE", "MARKET_DATA_UNUSABLE");

  private final TradeEnricher enricher = new TradeEnricher();
  private final Evidence evidence;

  private Judging(Evidence evidence) {
    this.evidence = evidence;
  }

  /** What is not as the rules have it, a sentence each. */
  static List<String> check(Evidence evidence) {
    Judging judging = new Judging(evidence);
    List<String> failures = new ArrayList<>();
    for (Evidence.Replica replica : evidence.replicas()) {
      for (Recorded record : replica.records()) {
        judging
            .difference(record)
            .ifPresent(what -> failures.add(Property.JUDGED_ALIKE + ": " + what));
      }
    }
    return failures;
  }

  private Optional<String> difference(Recorded record) {
    String text = record.text("event");
    TradeEvent event = TradeEvent.of(JsonReader.read(text));
    // A signature is judged by the reviewers of its moment.
    if (!event.isReview()) {
      JsonNode verdict =
          json(
              JsonWriter.toString(
                  TradeValidator.validate(event, text.length(), evidence.settings(), evidence.end())
                      .toJson()));
      if (!verdict.equals(json(record.text("verdict")))) {
        return Optional.of(record.key() + " has another verdict than " + verdict);
      }
    }
    JsonNode enrichment =
        withoutMarketData(
            JsonWriter.toString(
                enricher.enrich(event.subject(), Optional.empty(), evidence.settings())));
    return enrichment.equals(withoutMarketData(record.text("enrichment")))
        ? Optional.empty()
        : Optional.of(record.key() + " has another enrichment than " + enrichment);
  }

  private static JsonNode withoutMarketData(String enrichment) {
    JsonNode json = json(enrichment);
    if (json instanceof ObjectNode object) {
      object.remove(OF_MARKET_DATA);
    }
    for (Iterator<JsonNode> gaps = json.path("gaps").elements(); gaps.hasNext(); ) {
      if (GAPS_OF_MARKET_DATA.contains(gaps.next().path("reason").asText())) {
        gaps.remove();
      }
    }
    return json;
  }

  private static JsonNode json(String text) {
    try {
      return ExactJson.read(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a part of a record is not JSON", e);
    }
  }
}
