package io.tradeprocessing.recorder;

import io.tradeprocessing.common.lambda.CannedResponses;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.lambda.Priming;
import io.tradeprocessing.common.lambda.SampleTrades;
import io.tradeprocessing.common.lambda.Step;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What the recorder does before its snapshot. */
final class RecorderPriming {

  /** The enrichment as the enricher writes it: docs/schema/enrichment-v1.json. */
  private static final String INPUT =
      """
      {"event": %s,
       "verdict": {"valid": %s, "tradeId": "PRIMING", "ruleSet": "1.3", "violations": [
         {"code": "UNKNOWN_FIELD", "field": "/desk", "severity": "WARNING", "message": "unknown"}]},
       "enrichment": {"schemaVersion": "1.1", "notional": "25937", "notionalBasis": "PRICE",
         "notionalCurrency": "USD", "roundedNotional": "25937.00", "instrument": {"country": "US", "kind": "EQUITY",
           "kindFrom": "/instrument/cfi"}, "localTradeDate": "2026-01-12", "tradeDate": "2026-01-12",
         "settlementDate": "2026-01-13",
         "settlement": {"market": "US", "depository": "DTC", "cycle": "T+1", "calendar": "USD", "rule": "17 CFR 240.15c6-1"},
         "regimes": [{"regime": "CAT", "status": "UNDETERMINED", "fields": [], "because": "no profile",
           "source": "17 CFR 242.613"}],
         "gaps": [], "referenceData": [{"name": "countries", "asOf": "2026-01-01"}]},
       "execution": {"id": "arn:aws:states:us-east-1:111122223333:execution:priming:1"}}
      """;

  /** A source cannot send this as an identifier: it contains blanks. */
  static final String NO_TRADE = "priming: no trade";

  private RecorderPriming() {}

  /** The steps, in order. */
  static List<Step> steps(FunctionRuntime runtime) {
    return List.of(new Step("record", () -> record(runtime.priming())), connecting(runtime));
  }

  /** The step that reads from the real store. */
  static Step connecting(FunctionRuntime runtime) {
    return new Step("connection to the compliance store", () -> connect(runtime.priming()));
  }

  /** The recorder's input for each sample trade. */
  static List<String> inputs() {
    return Stream.concat(
            SampleTrades.valid().stream().map(event -> INPUT.formatted(event, true)),
            SampleTrades.invalid().stream().map(event -> INPUT.formatted(event, false)))
        .toList();
  }

  /** Records sample trades. */
  static void record(FunctionRuntime runtime) throws IOException {
    rehearse(runtime, recorder -> Priming.invoke(recorder, inputs()));
  }

  /** Works with a recorder on a store that accepts everything and knows no trade. */
  static void rehearse(FunctionRuntime runtime, Priming.Rehearsal<RecordComplianceHandler> work)
      throws IOException {
    try (DynamoDbClient client =
        CannedResponses.client(
            DynamoDb.client(StoreConnection.DEFAULT_RETRIES, runtime.tracing()),
            Map.of("GetItem", "{}", "Query", "{\"Items\": []}", "TransactWriteItems", "{}"))) {
      TradeStore store =
          new TradeStore(
              client,
              "priming",
              Backoff.standard(new SecureRandom()),
              DynamoDb.region(runtime.variables()),
              DynamoDb.isReplicated(runtime.variables()));
      work.with(new RecordComplianceHandler(() -> store, runtime));
    }
  }

  /**
   * Reads a trade that cannot exist from the real store, {@link Priming#CALLS} times, through
   * connections that are closed afterwards: this runs the HTTP client and TLS, which {@link
   * #record} does not.
   */
  static void connect(FunctionRuntime runtime) {
    try (SdkHttpClient http = DynamoDb.http();
        DynamoDbClient client =
            DynamoDb.client(StoreConnection.DEFAULT_RETRIES, runtime.tracing())
                .httpClient(http)
                .build()) {
      TradeStore store =
          new TradeStore(
              client,
              DynamoDb.tableName(runtime.variables()),
              Backoff.standard(new SecureRandom()));
      for (int call = 0; call < Priming.CALLS; call++) {
        store.head(NO_TRADE);
      }
    }
  }
}
