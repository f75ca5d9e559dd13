package io.tradeprocessing.alternatives;

import io.tradeprocessing.common.telemetry.AwsCallTracing;
import io.tradeprocessing.common.telemetry.XRay;
import java.time.Clock;
import java.util.Optional;

/** The recorder with the project's own subsegments. */
public final class RecordTradeWithTracing extends RecordTrade {

  public RecordTradeWithTracing() {
    super(
        Optional.empty(),
        Optional.of(new AwsCallTracing(XRay.fromEnvironment(System.getenv(), Clock.systemUTC()))));
  }
}
