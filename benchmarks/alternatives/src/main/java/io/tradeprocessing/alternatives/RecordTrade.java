package io.tradeprocessing.alternatives;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tradeprocessing.common.snapstart.CannedAnswers;
import io.tradeprocessing.common.snapstart.Ciphers;
import io.tradeprocessing.common.snapstart.MadeUpTrades;
import io.tradeprocessing.common.snapstart.Rehearsal;
import io.tradeprocessing.common.snapstart.Rehearsal.Step;
import io.tradeprocessing.common.store.Backoff;
import io.tradeprocessing.common.store.TradeStore;
import io.tradeprocessing.common.telemetry.JsonTelemetry;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.recorder.RecordComplianceHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * The recorder without its settings, on the one HTTP client that its class path has: the SDK finds
 * it.
 */
public class RecordTrade implements RequestStreamHandler {

  private static final String INPUT =
      """
      {"event": %s, "verdict": {"valid": true, "violations": []}, "enrichment": {"gaps": []},
       "execution": {"id": "arn:aws:states:us-east-1:111122223333:execution:rehearsal:1"}}
      """;

  private static final String NOBODYS_TRADE = "nobody's trade";

  private final Clock clock = Clock.systemUTC();
  private final Supplier<DynamoDbClientBuilder> builder;
  private final RecordComplianceHandler recorder;

  @SuppressWarnings("unused")
  private final Rehearsal rehearsal;

  /** Without tracing. */
  public RecordTrade() {
    this(Optional.empty(), Optional.empty());
  }

  RecordTrade(Optional<SdkHttpClient> http, Optional<ExecutionInterceptor> tracing) {
    this.builder =
        () ->
            DynamoDbClient.builder()
                .overrideConfiguration(
                    configuration -> tracing.ifPresent(configuration::addExecutionInterceptor));
    Telemetry telemetry = JsonTelemetry.fromEnvironment(System.getenv(), clock);
    DynamoDbClientBuilder connected = builder.get();
    http.ifPresent(connected::httpClient);
    TradeStore store = store(connected.build());
    this.recorder = new RecordComplianceHandler(store, clock, telemetry);
    this.rehearsal =
        Rehearsal.register(
            telemetry,
            List.of(
                new Step("ciphers", Ciphers::rehearse),
                new Step("record", this::rehearse),
                new Step("connection", () -> connect(store))),
            List.of(new Step("connection", () -> store.head(NOBODYS_TRADE))));
  }

  private static void connect(TradeStore store) {
    for (int call = 0; call < Rehearsal.CALLS; call++) {
      store.head(NOBODYS_TRADE);
    }
  }

  @Override
  public final void handleRequest(InputStream in, OutputStream out, Context context)
      throws IOException {
    recorder.handleRequest(in, out, context);
  }

  private void rehearse() throws IOException {
    Map<String, String> answers = Map.of("GetItem", "{}", "TransactWriteItems", "{}");
    try (DynamoDbClient client = CannedAnswers.client(builder.get(), answers)) {
      Rehearsal.invoke(
          new RecordComplianceHandler(store(client), clock, Rehearsal.silent(clock)),
          MadeUpTrades.valid().stream().map(INPUT::formatted).toList());
    }
  }

  private static TradeStore store(DynamoDbClient client) {
    return new TradeStore(
        client, System.getenv("TABLE_NAME"), Backoff.standard(new SecureRandom()));
  }
}
