package io.tradeprocessing.validator;

import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.trade.TradeEvent;
import java.nio.charset.StandardCharsets;

/**
 * A first figure of parse + validate per second on one core, at about 1 KB; the benchmarks proper
 * are elsewhere. Run {@code main} with the test class path and a JVM without the tests' options.
 */
final class Throughput {

  private Throughput() {}

  public static void main(String[] arguments) {
    byte[] event = JsonWriter.toString(Trades.envelope()).getBytes(StandardCharsets.UTF_8);
    System.out.println(event.length + " bytes");
    for (int round = 0; round < 8; round++) {
      System.out.printf(
          "%,d/s parse + validate, %,d/s parse%n", rate(event, true), rate(event, false));
    }
  }

  private static long rate(byte[] event, boolean validate) {
    int count = 1_000_000;
    long valid = 0;
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      TradeEvent trade = TradeEvent.of(JsonReader.read(event));
      boolean isValid =
          validate
              ? TradeValidator.validate(trade, Trades.SETTINGS, Trades.NOW).valid()
              : trade.detail().size() > 0;
      valid += isValid ? 1 : 0;
    }
    long nanoseconds = System.nanoTime() - start;
    if (valid != count) {
      throw new AssertionError("the trade is not valid");
    }
    return count * 1_000_000_000L / nanoseconds;
  }
}
