package io.tradeprocessing.validator;

import com.amazonaws.services.lambda.runtime.Context;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.MalformedJsonException;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.testkit.lambda.TestContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The handler with fixed settings and time. */
final class Handlers {

  private Handlers() {}

  /** The answer to an input. */
  static String answer(byte[] input) throws IOException {
    return answer(input, new Log());
  }

  static String answer(byte[] input, Telemetry telemetry) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ValidateTradeHandler(
            () -> Trades.SETTINGS,
            FunctionRuntime.local(Clock.fixed(Trades.NOW, ZoneOffset.UTC), telemetry))
        .handleRequest(new ByteArrayInputStream(input), out, context());
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Passes on anything thrown but the one exception that the handler declares for its input. */
  static void answerOrMalformed(byte[] input) throws IOException {
    try {
      JsonReader.read(answer(input));
    } catch (MalformedJsonException e) {
      if (String.valueOf(e.getMessage()).isBlank()) {
        throw new AssertionError("no message", e);
      }
    }
  }

  /** A context that tells who asks and no more: a verdict does not depend on where it is given. */
  static Context context() {
    return new TestContext();
  }

  /** Counts how often somebody asks for the time; a trade is judged by it. */
  static final class CountingClock extends Clock {
    private final AtomicInteger asked;

    CountingClock(AtomicInteger asked) {
      this.asked = asked;
    }

    @Override
    public Instant instant() {
      asked.incrementAndGet();
      return Trades.NOW;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /** Keeps log lines. */
  static final class Log implements Telemetry {

    final List<Map<String, String>> lines = new ArrayList<>();

    @Override
    public void log(Level level, String message, Map<String, String> fields) {
      lines.add(fields);
    }

    @Override
    public void metric(String name, double value, Unit unit, Map<String, String> dimensions) {
      throw new AssertionError("the validator has no metrics, the recorder counts");
    }
  }
}
