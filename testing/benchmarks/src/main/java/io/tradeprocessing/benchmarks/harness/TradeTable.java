package io.tradeprocessing.benchmarks.harness;

import io.tradeprocessing.benchmarks.harness.LoopbackServer.Response;
import io.tradeprocessing.common.json.JsonObject;

/** A table that speaks DynamoDB's JSON protocol, as far as the recorders call it. */
interface TradeTable extends AutoCloseable {

  /** {@code TransactWriteItems} of conditional puts. */
  Response transactWriteItems(JsonObject request);

  /** {@code GetItem} by the whole key. */
  Response getItem(JsonObject request);

  @Override
  void close();
}
