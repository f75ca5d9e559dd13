package io.tradeprocessing.backfill;

import com.amazonaws.services.lambda.runtime.Context;
import io.tradeprocessing.common.config.ConfigurationException;
import io.tradeprocessing.common.config.ConfigurationUnavailableException;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonNull;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonString;
import io.tradeprocessing.common.lambda.TradeTask;
import io.tradeprocessing.common.store.Provenance;
import io.tradeprocessing.common.store.RegionSlotTakenException;
import io.tradeprocessing.common.store.ReviewedEventMissingException;
import io.tradeprocessing.common.store.StoreContendedException;
import io.tradeprocessing.common.store.StoreMisconfiguredException;
import io.tradeprocessing.common.store.StoreUnavailableException;
import io.tradeprocessing.common.store.Tried;
import io.tradeprocessing.common.trade.TaskInput;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.enricher.marketdata.MarketDataUnavailableException;
import io.tradeprocessing.recorder.BatchRecorder;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Does with events what the workflow does: validates, enriches and records them, by the handlers of
 * the live functions and with what the workflow gives them, as objects instead of text. So the
 * records of a backfill are those of the live way, except for execution, function and times of
 * recording. What differs is the number of requests: events of different trades are recorded
 * together.
 */
final class EventProcessor {

  /** Attempts for what is over in a moment; the workflow retries what lasts. */
  private static final int ATTEMPTS = 3;

  private static final Duration FIRST_DELAY = Duration.ofMillis(200);

  private final TradeTask validator;
  private final TradeTask enricher;
  private final BatchRecorder recorder;
  private final Pace.Pause pause;

  /** A line's outcome and its result line. */
  record Result(Outcome outcome, JsonObject json) {}

  /**
   * An event to process.
   *
   * @param execution of this line: it is in the record, and tells a later attempt at the same line
   *     from another line with the same event
   */
  private record Work(PartitionLine.Event line, String execution) {

    Result failed(RuntimeException e) {
      String error = e.getClass().getName() + ": " + e.getMessage();
      return new Result(Outcome.FAILED, json(Outcome.FAILED, Map.of(), error));
    }

    JsonObject json(Outcome outcome, Map<String, Json> parts, @Nullable String error) {
      Optional<String> tradeId = TradeEvent.of(line.envelope()).detail().text("tradeId");
      return EventProcessor.json(line.place(), tradeId, execution, outcome, parts, error);
    }
  }

  /**
   * An event with its verdict and enrichment.
   *
   * @param input of the recorder
   * @param parts of the result line, as far as they are known
   */
  private record Judged(Work work, JsonObject input, Map<String, Json> parts) {

    Result recorded(JsonObject record) {
      Map<String, Json> all = new LinkedHashMap<>(parts);
      all.put("record", record);
      Outcome outcome = outcome(record, work.execution());
      return new Result(outcome, work.json(outcome, all, null));
    }
  }

  EventProcessor(
      TradeTask validator, TradeTask enricher, BatchRecorder recorder, Pace.Pause pause) {
    this.validator = validator;
    this.enricher = enricher;
    this.recorder = recorder;
    this.pause = pause;
  }

  /**
   * Processes lines, each of another trade: their events are recorded together.
   *
   * @param execution of the partition and its plan; with the place of a line it is that line's
   * @return what came of each, in their order
   * @throws RuntimeException if the environment fails, not an event: the exceptions that the
   *     workflow knows by name
   */
  List<Result> process(List<PartitionLine> lines, String execution, Context context)
      throws InterruptedException {
    Result[] results = new Result[lines.size()];
    Map<Integer, Work> open = new LinkedHashMap<>();
    for (int i = 0; i < results.length; i++) {
      PartitionLine line = lines.get(i);
      String own = execution + ":" + line.place().id();
      switch (line) {
        case PartitionLine.Unreadable(PartitionLine.Place place, String problem) ->
            results[i] = unreadable(place, problem, own);
        case PartitionLine.Event event when TradeEvent.of(event.envelope()).isProbe() ->
            results[i] =
                unreadable(event.place(), "a probe is not a trade, and leaves no record", own);
        case PartitionLine.Event event -> open.put(i, new Work(event, own));
      }
    }
    Duration delay = FIRST_DELAY;
    for (int attempt = 1; !open.isEmpty(); attempt++) {
      if (attempt > 1) {
        pause.of(delay);
        delay = delay.multipliedBy(4);
      }
      Iterator<Tried<Result>> tried = tryOnce(List.copyOf(open.values()), context).iterator();
      for (int place : List.copyOf(open.keySet())) {
        Optional<Result> result =
            result(Objects.requireNonNull(open.get(place)), tried.next(), attempt == ATTEMPTS);
        if (result.isPresent()) {
          results[place] = result.get();
          open.remove(place);
        }
      }
    }
    return List.of(results);
  }

  /** The result of an attempt; nothing where another one is worth it. */
  private static Optional<Result> result(Work work, Tried<Result> tried, boolean last) {
    return switch (tried) {
      case Tried.Done<Result>(Result result) -> Optional.of(result);
      case Tried.Failed<Result>(RuntimeException e) -> {
        if (isOfEnvironment(e) || (last && isTransient(e))) {
          throw e;
        }
        yield isTransient(e) ? Optional.empty() : Optional.of(work.failed(e));
      }
    };
  }

  private static Result unreadable(PartitionLine.Place place, String problem, String execution) {
    return new Result(
        Outcome.UNREADABLE,
        json(place, Optional.empty(), execution, Outcome.UNREADABLE, Map.of(), problem));
  }

  private List<Tried<Result>> tryOnce(List<Work> works, Context context) {
    List<Tried<Judged>> judged =
        works.stream().map(work -> Tried.of(() -> judge(work, context))).toList();
    return Tried.together(judged, all -> record(all, context));
  }

  private List<Tried<Result>> record(List<Judged> judged, Context context) {
    Iterator<Tried<JsonObject>> records =
        recorder.recordAll(judged.stream().map(Judged::input).toList(), context).iterator();
    return judged.stream()
        .map(
            one -> {
              Tried<JsonObject> record = records.next();
              return Tried.of(() -> one.recorded(record.get()));
            })
        .toList();
  }

  private Judged judge(Work work, Context context) {
    JsonObject event = work.line().envelope();
    TaskInput task = TaskInput.of(event, work.execution());
    JsonObject verdict = validator.answer(task, context);
    JsonObject enrichment = enrichment(task, context);
    JsonObject input =
        JsonObject.builder()
            .put("event", event)
            .put("verdict", verdict)
            .put("enrichment", enrichment)
            .put("execution", JsonObject.builder().put("id", work.execution()).build())
            .build();
    Map<String, Json> parts = new LinkedHashMap<>();
    parts.put(
        "violations", verdict.get("violations") instanceof JsonArray found ? found : JsonNull.NULL);
    parts.put("enrichment", enrichment);
    return new Judged(work, input, parts);
  }

  /** Market data out of reach are a gap, as in the workflow, and not the end of a partition. */
  private JsonObject enrichment(TaskInput task, Context context) {
    try {
      return enricher.answer(task, context);
    } catch (MarketDataUnavailableException e) {
      return enricher.answer(task.withoutMarketData(), context);
    }
  }

  /**
   * A duplicate of what an earlier attempt at this very line recorded is recorded, not repeated.
   */
  private static Outcome outcome(JsonObject record, String execution) {
    boolean duplicate = record.text("outcome").filter("DUPLICATE"::equals).isPresent();
    boolean own =
        record
            .text("execution")
            .filter(first -> Provenance.isSameWork(first, execution))
            .isPresent();
    return duplicate && !own
        ? Outcome.DUPLICATE
        : Outcome.valueOf(record.text("status").orElseThrow());
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
