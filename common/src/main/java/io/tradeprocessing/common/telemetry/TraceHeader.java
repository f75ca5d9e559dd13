package io.tradeprocessing.common.telemetry;

import java.util.Optional;

/**
 * Where an invocation stands in its X-Ray trace.
 *
 * @param root identifier of the trace
 * @param parent identifier of the segment that Lambda made for the invocation
 * @param sampled whether the trace is kept
 */
public record TraceHeader(String root, String parent, boolean sampled) {

  /** Lambda's runtime sets it before each invocation; X-Ray's and AWS's SDKs read it there, too. */
  private static final String PROPERTY = "com.amazonaws.xray.traceHeader";

  /** That of the invocation that runs; nothing where there is none, as outside Lambda. */
  public static Optional<TraceHeader> current() {
    return Optional.ofNullable(System.getProperty(PROPERTY)).flatMap(TraceHeader::parse);
  }

  /**
   * Reads {@code Root=1-…;Parent=…;Sampled=1}, in any order and among other parts.
   *
   * @return nothing where root or parent is missing
   */
  public static Optional<TraceHeader> parse(String header) {
    String root = "";
    String parent = "";
    boolean sampled = false;
    for (String part : header.split(";", -1)) {
      String stripped = part.strip();
      int equals = stripped.indexOf('=');
      if (equals > 0) {
        String value = stripped.substring(equals + 1);
        switch (stripped.substring(0, equals)) {
          case "Root" -> root = value;
          case "Parent" -> parent = value;
          case "Sampled" -> sampled = value.equals("1");
          default -> {} // Lineage, Self and what may come
        }
      }
    }
    return root.isEmpty() || parent.isEmpty()
        ? Optional.empty()
        : Optional.of(new TraceHeader(root, parent, sampled));
  }
}
