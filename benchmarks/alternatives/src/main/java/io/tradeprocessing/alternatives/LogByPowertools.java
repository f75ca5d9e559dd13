package io.tradeprocessing.alternatives;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsFactory;
import software.amazon.lambda.powertools.metrics.model.DimensionSet;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/** As {@link LogByTelemetry}, by Powertools for AWS Lambda. */
public final class LogByPowertools implements RequestStreamHandler {

  private static final Logger LOG = LoggerFactory.getLogger(LogByPowertools.class);

  @SuppressWarnings("unused")
  private final MadeUpInvocations rehearsal = MadeUpInvocations.register(this);

  private final Metrics metrics = MetricsFactory.getMetricsInstance();

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    String size = Integer.toString(in.readAllBytes().length);
    PowertoolsLogging.initializeLogging(context);
    try {
      metrics.setNamespace("TradeProcessing");
      metrics.addDimension(
          DimensionSet.of("Environment", "dev", "Service", "trade", "sourceSystem", "system1"));
      metrics.addMetric("Trades", 1, MetricUnit.COUNT);
      metrics.flush();
      MDC.put("sourceSystem", "system1");
      MDC.put("size", size);
      LOG.info("trade handled");
    } finally {
      PowertoolsLogging.clearState(true);
    }
    out.write("{}".getBytes(StandardCharsets.UTF_8));
  }
}
