package io.tradeprocessing.alternatives;

import com.amazonaws.xray.interceptors.TracingInterceptor;
import java.util.Optional;

/** The recorder with the subsegments of the X-Ray SDK. */
public final class RecordTradeWithXRaySdk extends RecordTrade {

  public RecordTradeWithXRaySdk() {
    super(Optional.empty(), Optional.of(new TracingInterceptor()));
  }
}
