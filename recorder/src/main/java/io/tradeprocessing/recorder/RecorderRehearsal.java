package io.tradeprocessing.recorder;

import io.tradeprocessing.common.snapstart.CannedAnswers;
import io.tradeprocessing.common.snapstart.MadeUpTrades;
import io.tradeprocessing.common.snapstart.Rehearsal;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.common.telemetry.AwsCallTracing;
import io.tradeprocessing.common.telemetry.XRay;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What the recorder does before its snapshot. */
final class RecorderRehearsal {

  private static final String INPUT =
      """
      {"event": %s,
       "verdict": {"valid": %s, "tradeId": "REHEARSAL", "ruleSet": "1.0", "violations": [
         {"code": "UNKNOWN_FIELD", "field": "/desk", "severity": "WARNING", "message": "not known"}]},
       "enrichment": {"notional": {"amount": "25937.00", "currency": "USD"}, "gaps": []},
       "execution": {"id": "arn:aws:states:us-east-1:111122223333:execution:rehearsal:1"}}
      """;

  /** No source can send this for an identifier: it has blanks in it. */
  static final String NOBODYS_TRADE = "rehearsal: nobody's trade";

  private RecorderRehearsal() {}

  /** Records made-up trades in a store that takes everything and knows no trade. */
  static void record(Clock clock) throws IOException {
    AwsCallTracing tracing = new AwsCallTracing(XRay.fromEnvironment(Map.of(), clock));
    try (DynamoDbClient client =
        CannedAnswers.client(
            DynamoDb.client(StoreConnection.DEFAULT_RETRIES, tracing),
            Map.of("GetItem", "{}", "TransactWriteItems", "{}"))) {
      TradeStore store = new TradeStore(client, "rehearsal", Backoff.standard(new SecureRandom()));
      List<String> inputs = new ArrayList<>();
      MadeUpTrades.valid().forEach(event -> inputs.add(INPUT.formatted(event, true)));
      MadeUpTrades.invalid().forEach(event -> inputs.add(INPUT.formatted(event, false)));
      Rehearsal.invoke(new RecordComplianceHandler(store, clock, Rehearsal.silent(clock)), inputs);
    }
  }

  /**
   * Asks the real store for a trade that nobody can trade, over and over, by a connection that is
   * closed again: the way through the HTTP client and TLS is one that {@link #record} cannot take.
   */
  static void connect(Map<String, String> environment, Clock clock) {
    AwsCallTracing tracing = new AwsCallTracing(XRay.fromEnvironment(environment, clock));
    try (SdkHttpClient http = DynamoDb.http();
        DynamoDbClient client =
            DynamoDb.client(StoreConnection.DEFAULT_RETRIES, tracing).httpClient(http).build()) {
      TradeStore store =
          new TradeStore(
              client, DynamoDb.tableName(environment), Backoff.standard(new SecureRandom()));
      for (int call = 0; call < Rehearsal.CALLS; call++) {
        store.head(NOBODYS_TRADE);
      }
    }
  }
}
