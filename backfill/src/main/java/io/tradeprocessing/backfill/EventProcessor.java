package io.tradeprocessing.backfill;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tradeprocessing.common.config.ConfigurationException;
import io.tradeprocessing.common.config.ConfigurationUnavailableException;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonNull;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonString;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.store.RegionSlotTakenException;
import io.tradeprocessing.common.store.ReviewedEventMissingException;
import io.tradeprocessing.common.store.StoreContendedException;
import io.tradeprocessing.common.store.StoreMisconfiguredException;
import io.tradeprocessing.common.store.StoreUnavailableException;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.enricher.marketdata.MarketDataUnavailableException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Does with one event what the workflow does: validates, enriches and records it, by the handlers
 * of the live functions and with the inputs that the workflow gives them. So the records of a
 * backfill are those of the live way, except for execution, function and times of recording.
 */
final class EventProcessor {

  /** Attempts for what is over in a moment; the workflow retries what lasts. */
  private static final int ATTEMPTS = 3;

  private static final Duration FIRST_DELAY = Duration.ofMillis(200);

  private final RequestStreamHandler validator;
  private final RequestStreamHandler enricher;
  private final RequestStreamHandler recorder;
  private final Pace.Pause pause;

  /** A line's outcome and its result line. */
  record Result(Outcome outcome, JsonObject json) {}

  EventProcessor(
      RequestStreamHandler validator,
      RequestStreamHandler enricher,
      RequestStreamHandler recorder,
      Pace.Pause pause) {
    this.validator = validator;
    this.enricher = enricher;
    this.recorder = recorder;
    this.pause = pause;
  }

  /**
   * Processes a line.
   *
   * @param execution of this line: it is in the record, and tells a later attempt at the same line
   *     from another line with the same event
   * @throws RuntimeException if the environment fails, not the event: the exceptions that the
   *     workflow knows by name
   */
  Result process(PartitionLine line, String execution, Context context)
      throws InterruptedException {
    return switch (line) {
      case PartitionLine.Unreadable(PartitionLine.Place place, String problem) ->
          unreadable(place, problem, execution);
      case PartitionLine.Event event when TradeEvent.of(event.envelope()).isProbe() ->
          unreadable(event.place(), "a probe is not a trade, and leaves no record", execution);
      case PartitionLine.Event event -> process(event, execution, context);
    };
  }

  private static Result unreadable(PartitionLine.Place place, String problem, String execution) {
    return new Result(
        Outcome.UNREADABLE,
        json(place, Optional.empty(), execution, Outcome.UNREADABLE, Map.of(), problem));
  }

  private Result process(PartitionLine.Event line, String execution, Context context)
      throws InterruptedException {
    Optional<String> tradeId = TradeEvent.of(line.envelope()).detail().text("tradeId");
    Duration delay = FIRST_DELAY;
    for (int attempt = 1; ; attempt++) {
      try {
        Map<String, Json> parts = record(line.envelope(), execution, context);
        JsonObject record = (JsonObject) parts.getOrDefault("record", JsonObject.empty());
        Outcome outcome = outcome(record, execution);
        return new Result(outcome, json(line.place(), tradeId, execution, outcome, parts, null));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (RuntimeException e) {
        if (isOfEnvironment(e)) {
          throw e;
        }
        if (!isTransient(e)) {
          String error = e.getClass().getName() + ": " + e.getMessage();
          return new Result(
              Outcome.FAILED,
              json(line.place(), tradeId, execution, Outcome.FAILED, Map.of(), error));
        }
        if (attempt == ATTEMPTS) {
          throw e;
        }
        pause.of(delay);
        delay = delay.multipliedBy(4);
      }
    }
  }

  private Map<String, Json> record(JsonObject event, String execution, Context context)
      throws IOException {
    JsonObject run = JsonObject.builder().put("id", execution).build();
    JsonObject task = JsonObject.builder().put("event", event).put("execution", run).build();
    Json verdict = call(validator, task, context);
    Json enrichment = enrichment(task, context);
    JsonObject.Builder input =
        JsonObject.builder()
            .put("event", event)
            .put("verdict", verdict)
            .put("enrichment", enrichment)
            .put("execution", run);
    Map<String, Json> parts = new LinkedHashMap<>();
    parts.put(
        "violations",
        ((JsonObject) verdict).get("violations") instanceof JsonArray found
            ? found
            : JsonNull.NULL);
    parts.put("enrichment", enrichment);
    parts.put("record", call(recorder, input.build(), context));
    return parts;
  }

  /** Market data out of reach are a gap, as in the workflow, and not the end of a partition. */
  private Json enrichment(JsonObject task, Context context) throws IOException {
    try {
      return call(enricher, task, context);
    } catch (MarketDataUnavailableException e) {
      JsonObject.Builder without = JsonObject.builder();
      task.forEach(without::put);
      return call(enricher, without.put("marketData", "UNAVAILABLE").build(), context);
    }
  }

  private static Json call(RequestStreamHandler handler, JsonObject input, Context context)
      throws IOException {
    ByteArrayOutputStream in = new ByteArrayOutputStream(4_096);
    JsonWriter.write(input, in);
    ByteArrayOutputStream out = new ByteArrayOutputStream(2_048);
    handler.handleRequest(new ByteArrayInputStream(in.toByteArray()), out, context);
    return JsonReader.read(out.toByteArray());
  }

  /**
   * A duplicate of what an earlier attempt at this very line recorded is recorded, not repeated.
   */
  private static Outcome outcome(JsonObject record, String execution) {
    boolean duplicate = record.text("outcome").filter("DUPLICATE"::equals).isPresent();
    boolean own =
        record.text("execution").filter(first -> isSameLine(first, execution)).isPresent();
    return duplicate && !own
        ? Outcome.DUPLICATE
        : Outcome.valueOf(record.text("status").orElseThrow());
  }

  /** Whatever the execution: a plan that is started again goes on in another one. */
  private static boolean isSameLine(String one, String other) {
    return one.contains("#")
        && one.substring(one.indexOf('#')).equals(other.substring(other.indexOf('#')));
  }

  private static boolean isTransient(RuntimeException e) {
    return e instanceof StoreUnavailableException
        || e instanceof StoreContendedException
        || e instanceof ReviewedEventMissingException
        || e instanceof ConfigurationUnavailableException;
  }

  private static boolean isOfEnvironment(RuntimeException e) {
    return e instanceof ConfigurationException
        || e instanceof StoreMisconfiguredException
        || e instanceof RegionSlotTakenException;
  }

  /**
   * The fields of a result line of {@code trades run --json}, in its order; after the line its
   * origin, where the source has several objects.
   */
  private static JsonObject json(
      PartitionLine.Place place,
      Optional<String> tradeId,
      String execution,
      Outcome outcome,
      Map<String, Json> parts,
      @Nullable String error) {
    JsonObject.Builder line = JsonObject.builder().put("line", place.line());
    place.origin().ifPresent(origin -> line.put("origin", origin));
    return line.put("tradeId", tradeId.<Json>map(JsonString::new).orElse(JsonNull.NULL))
        .put("execution", execution)
        .put("status", error == null ? new JsonString("SUCCEEDED") : JsonNull.NULL)
        .put("outcome", outcome.name())
        .put("violations", parts.getOrDefault("violations", JsonNull.NULL))
        .put("enrichment", parts.getOrDefault("enrichment", JsonNull.NULL))
        .put("record", parts.getOrDefault("record", JsonNull.NULL))
        .put("error", error == null ? JsonNull.NULL : new JsonString(error))
        .build();
  }
}
