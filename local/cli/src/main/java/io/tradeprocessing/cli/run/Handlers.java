package io.tradeprocessing.cli.run;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tradeprocessing.backfill.ObjectStore;
import io.tradeprocessing.backfill.Pace;
import io.tradeprocessing.backfill.ProcessPartitionHandler;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.enricher.EnrichTradeHandler;
import io.tradeprocessing.enricher.marketdata.HttpMarketData;
import io.tradeprocessing.recorder.RecordComplianceHandler;
import io.tradeprocessing.validator.ValidateTradeHandler;
import java.security.SecureRandom;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The project's handlers, given what they need on this machine. */
record Handlers(
    Settings settings, DynamoDbClient dynamoDb, String table, Clock clock, Telemetry telemetry) {

  /** The handler of a class that the template names. */
  RequestStreamHandler create(String handlerClass) {
    FunctionRuntime runtime = FunctionRuntime.local(clock, telemetry);
    if (handlerClass.equals(ValidateTradeHandler.class.getName())) {
      return validator(runtime);
    }
    if (handlerClass.equals(EnrichTradeHandler.class.getName())) {
      return enricher(runtime);
    }
    if (handlerClass.equals(RecordComplianceHandler.class.getName())) {
      return recorder(runtime);
    }
    throw new UserError(
        "the template names a handler that this command does not have: " + handlerClass);
  }

  private ValidateTradeHandler validator(FunctionRuntime runtime) {
    return new ValidateTradeHandler(() -> settings, runtime);
  }

  private EnrichTradeHandler enricher(FunctionRuntime runtime) {
    return new EnrichTradeHandler(() -> settings, HttpMarketData::new, runtime);
  }

  private RecordComplianceHandler recorder(FunctionRuntime runtime) {
    TradeStore store = new TradeStore(dynamoDb, table, Backoff.standard(new SecureRandom()));
    return new RecordComplianceHandler(() -> store, runtime);
  }

  /** The backfill's handler, on the handlers of the live functions. */
  RequestStreamHandler backfill(ObjectStore objects, int concurrency) {
    FunctionRuntime runtime = FunctionRuntime.local(clock, telemetry);
    return new ProcessPartitionHandler(
        objects, validator(runtime), enricher(runtime), recorder(runtime), Pace.of(concurrency));
  }
}
