package io.tradeprocessing.simulation.kernel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * What happened in a run, a line for each event: the virtual time since the start, where, what. Two
 * runs with the same hash did the same in the same order.
 */
public final class Trace {

  private final Kernel kernel;
  private final Instant start;
  private final Consumer<String> reader;
  private final MessageDigest digest;
  private long lines;

  /**
   * @param reader is given each line
   */
  public Trace(Kernel kernel, Consumer<String> reader) {
    this.kernel = kernel;
    this.start = kernel.now();
    this.reader = reader;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Adds a line.
   *
   * @param where a Region, a service or an operator
   */
  public void add(String where, String what) {
    lines++;
    Duration since = Duration.between(start, kernel.now());
    String line = time(since) + "  " + where + "  " + what;
    digest.update(line.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
    reader.accept(line);
  }

  /** {@code 001:02:03.004} after one hour, two minutes, three seconds and four milliseconds. */
  private static String time(Duration since) {
    StringBuilder text = new StringBuilder(13);
    pad(text, since.toHours(), 3).append(':');
    pad(text, since.toMinutesPart(), 2).append(':');
    pad(text, since.toSecondsPart(), 2).append('.');
    return pad(text, since.toMillisPart(), 3).toString();
  }

  private static StringBuilder pad(StringBuilder text, long number, int digits) {
    String plain = Long.toString(number);
    return text.append("0".repeat(Math.max(0, digits - plain.length()))).append(plain);
  }

  /** How many lines there are. */
  public long lines() {
    return lines;
  }

  /** SHA-256 over all lines, in hex; ends the trace. */
  public String hash() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
