package io.tradeprocessing.backfill;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tradeprocessing.common.config.SsmSettings;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.lambda.Priming;
import io.tradeprocessing.common.lambda.Step;
import io.tradeprocessing.common.lambda.TradeTask;
import io.tradeprocessing.enricher.EnrichTradeHandler;
import io.tradeprocessing.enricher.marketdata.HttpMarketData;
import io.tradeprocessing.recorder.BatchRecorder;
import io.tradeprocessing.recorder.RecordComplianceHandler;
import io.tradeprocessing.validator.ValidateTradeHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The Lambda function {@code TradeBackfillFunction}.
 *
 * <p>Input: {@code {"task": {"plan", "partition", "lines", "sha256"}, "execution": {"id"}}} for a
 * partition. Output: {@code {"partition", "next", "done", "counts": {"recorded", "rejected",
 * "duplicate", "unreadable", "failed"}}}; where {@code done} is false, the state machine invokes
 * the function again with the same input.
 *
 * <p>Or {@code {"report": {"plan", "planSha256"}}} at the end. Output: {@code {"complete", "lines",
 * "counts", "unaccounted", "summary", …}}, see {@link BackfillReport}.
 *
 * <p>Errors, by class name: {@link ObjectStoreUnavailableException}, {@code
 * StoreUnavailableException}, {@code StoreContendedException} and {@code
 * ConfigurationUnavailableException} are worth a retry; {@link InvalidBackfillException} and all
 * others are not.
 */
public final class ProcessPartitionHandler implements RequestStreamHandler {

  private final PartitionRun partitions;
  private final BackfillReport reports;

  /**
   * For Lambda: collaborators from the environment variables of the live functions, and
   * BACKFILL_BUCKET.
   */
  public ProcessPartitionHandler() {
    FunctionRuntime lambda = FunctionRuntime.lambda();
    FunctionRuntime quiet = QuietTelemetry.of(lambda);
    SsmSettings settings = SsmSettings.of(lambda);
    S3Objects objects = S3Objects.of(lambda.variables());
    this(
        objects,
        new ValidateTradeHandler(settings, quiet),
        new EnrichTradeHandler(settings, HttpMarketData.connector(lambda.tracing()), quiet),
        RecordComplianceHandler.of(settings, quiet),
        Pace.standard());
    List<Step> priming = new ArrayList<>(settings.priming());
    priming.add(RecordComplianceHandler.connecting(lambda));
    priming.add(
        new Step(
            "partition", () -> BackfillPriming.partition(lambda.priming(), BackfillPriming.LINES)));
    priming.add(new Step("compilers", Priming::awaitCompilers));
    lambda.aroundSnapshot(priming, List.of(settings.refresh()));
  }

  /**
   * @param objects where plans and partitions are
   * @param validator the live function's handler, as the enricher
   * @param recorder the live function's handler, too
   */
  public ProcessPartitionHandler(
      ObjectStore objects,
      TradeTask validator,
      TradeTask enricher,
      BatchRecorder recorder,
      Pace pace) {
    this.partitions =
        new PartitionRun(
            objects, new EventProcessor(validator, enricher, recorder, pace.pause()), pace);
    this.reports = new BackfillReport(objects);
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    JsonObject input = Plan.object(JsonReader.bytes(in), "the input");
    JsonWriter.write(answer(input, context), out);
  }

  private JsonObject answer(JsonObject input, Context context) {
    Optional<JsonObject> report = input.object("report");
    if (report.isPresent()) {
      return reports.addUp(Plan.text(report.get(), "plan"), Plan.text(report.get(), "planSha256"));
    }
    JsonObject task =
        input
            .object("task")
            .orElseThrow(
                () -> new InvalidBackfillException("the input must have /task or /report"));
    String execution =
        input
            .object("execution")
            .flatMap(found -> found.text("id"))
            .orElseThrow(
                () -> new InvalidBackfillException("/execution/id must be the execution's ARN"));
    try {
      return partitions.run(PartitionTask.of(task), execution, context).json();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ObjectStoreUnavailableException("the invocation was interrupted", e);
    }
  }
}
