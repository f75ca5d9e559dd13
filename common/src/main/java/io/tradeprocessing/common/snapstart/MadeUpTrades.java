package io.tradeprocessing.common.snapstart;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Trade events that nobody traded, as EventBridge envelopes in JSON. */
public final class MadeUpTrades {

  private MadeUpTrades() {}

  /** Of each system and each type, all in order. */
  public static List<String> valid() {
    return read("made-up-trades.jsonl");
  }

  /** With many faults each. */
  public static List<String> invalid() {
    return read("made-up-mistakes.jsonl");
  }

  public static List<String> all() {
    return Stream.concat(valid().stream(), invalid().stream()).toList();
  }

  private static List<String> read(String resource) {
    try (InputStream in = MadeUpTrades.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not in the package");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
