package io.tradeprocessing.common.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Sample trade events, as EventBridge envelopes in JSON. */
public final class SampleTrades {

  private SampleTrades() {}

  /** Valid events, of each source system and each event type. */
  public static List<String> valid() {
    return read("sample-trades.jsonl");
  }

  /** Invalid events, with many violations each. */
  public static List<String> invalid() {
    return read("sample-invalid-trades.jsonl");
  }

  /** All events, the valid ones first. */
  public static List<String> all() {
    return Stream.concat(valid().stream(), invalid().stream()).toList();
  }

  private static List<String> read(String resource) {
    try (InputStream in = SampleTrades.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the package lacks " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
