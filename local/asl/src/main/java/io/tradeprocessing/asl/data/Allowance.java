package io.tradeprocessing.asl.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.json.JsonSize;

/**
 * How much data the intrinsic functions of one attempt at a state may still produce. Nested calls
 * multiply data quickly, and their values exist before the state's output can be measured.
 */
final class Allowance {

  /** Sixteen times what a state may pass on. */
  private static final long MAX_BYTES = 16L * StateFailure.MAX_PAYLOAD_BYTES;

  private long left = MAX_BYTES;

  void take(JsonNode value, String state) throws StateFailure {
    long bytes = JsonSize.exactly(value, left);
    if (bytes > left) {
      throw StateFailure.dataLimit(state, bytes);
    }
    left -= bytes;
  }
}
