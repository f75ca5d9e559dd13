package io.tradeprocessing.common.telemetry;

import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Tells X-Ray about the calls that a function makes: one subsegment a call, sent when it is over,
 * as a datagram to the daemon that Lambda runs beside the function.
 *
 * <p>Tracing never costs a trade anything: outside a sampled trace nothing is made, and a datagram
 * that cannot be sent is dropped.
 *
 * <p>Source: "AWS X-Ray segment documents" and "Sending segment documents to the X-Ray daemon" of
 * the X-Ray developer guide.
 */
public final class XRay {

  /** What is called: a service of AWS, or one elsewhere. */
  public enum Namespace {
    AWS("aws", "aws"),
    REMOTE("remote", "http");

    private final String id;

    /** Where the details of such a call stand in its document. */
    private final String details;

    Namespace(String id, String details) {
      this.id = id;
      this.details = details;
    }
  }

  /** Takes a document's bytes; keeps its troubles to itself. */
  @FunctionalInterface
  interface Daemon {
    void send(byte[] document);
  }

  private static final String HEADER = "{\"format\":\"json\",\"version\":1}\n";

  private final Supplier<Optional<TraceHeader>> trace;
  private final Daemon daemon;
  private final Clock clock;
  private final RandomGenerator random;

  XRay(Supplier<Optional<TraceHeader>> trace, Daemon daemon, Clock clock, RandomGenerator random) {
    this.trace = trace;
    this.daemon = daemon;
    this.clock = clock;
    this.random = random;
  }

  /** Sends to the daemon that AWS_XRAY_DAEMON_ADDRESS names; without one, nothing is sent. */
  public static XRay fromEnvironment(Map<String, String> environment, Clock clock) {
    Daemon daemon =
        daemonAddress(environment.getOrDefault("AWS_XRAY_DAEMON_ADDRESS", ""))
            .<Daemon>map(address -> document -> send(document, address))
            .orElse(document -> {});
    // One that a restored snapshot does not repeat: identifiers must differ between environments.
    return new XRay(TraceHeader::current, daemon, clock, new SecureRandom());
  }

  /**
   * Reads {@code host:port}, or the same as one part of {@code tcp:host:port udp:host:port}.
   *
   * @return nothing where there is no such part
   */
  static Optional<InetSocketAddress> daemonAddress(String text) {
    for (String part : text.strip().split(" ", -1)) {
      String address = part.startsWith("udp:") ? part.substring("udp:".length()) : part;
      int colon = address.lastIndexOf(':');
      String port = address.substring(colon + 1);
      if (colon > 0 && !address.startsWith("tcp:") && port.matches("[0-9]{1,5}")) {
        int number = Integer.parseInt(port);
        if (number <= 0xFFFF) {
          return Optional.of(new InetSocketAddress(address.substring(0, colon), number));
        }
      }
    }
    return Optional.empty();
  }

  private static void send(byte[] document, InetSocketAddress address) {
    // A socket of its own: one that was opened before a snapshot is no use after the restore.
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(new DatagramPacket(document, document.length, address));
    } catch (IOException e) {
      // No trace is worth a trade, nor a line of the log for each call.
    }
  }

  /**
   * Begins a subsegment.
   *
   * @param name of the service that is called, such as {@code DynamoDB}, or its host
   */
  public Subsegment begin(String name, Namespace namespace) {
    return trace
        .get()
        .filter(TraceHeader::sampled)
        .<Subsegment>map(parent -> new Sampled(parent, name, namespace, seconds()))
        .orElse(NOT_SAMPLED);
  }

  /** Seconds since the epoch with microseconds, as X-Ray reads times. */
  private JsonNumber seconds() {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    return new JsonNumber(BigDecimal.valueOf(micros, 6).toPlainString());
  }

  /** A call that is under way; it ends once, in one of two ways. */
  public interface Subsegment {

    /**
     * The call was answered.
     *
     * @param details about it, by the names that X-Ray has for them; may be empty
     */
    void succeeded(JsonObject details);

    /**
     * The call failed.
     *
     * @param failure of which the class is reported; its message may hold what a trace must not
     */
    void failed(JsonObject details, Throwable failure);
  }

  private static final Subsegment NOT_SAMPLED =
      new Subsegment() {
        @Override
        public void succeeded(JsonObject details) {}

        @Override
        public void failed(JsonObject details, Throwable failure) {}
      };

  private final class Sampled implements Subsegment {

    private final TraceHeader parent;
    private final String name;
    private final Namespace namespace;
    private final JsonNumber start;

    Sampled(TraceHeader parent, String name, Namespace namespace, JsonNumber start) {
      this.parent = parent;
      this.name = name;
      this.namespace = namespace;
      this.start = start;
    }

    @Override
    public void succeeded(JsonObject details) {
      send(document(details));
    }

    @Override
    public void failed(JsonObject details, Throwable failure) {
      JsonObject exception =
          JsonObject.builder()
              .put("id", newId())
              .put("type", failure.getClass().getName())
              .put("remote", true)
              .build();
      send(
          document(details)
              .put("fault", true)
              .put(
                  "cause",
                  JsonObject.builder()
                      .put("exceptions", new JsonArray(List.of(exception)))
                      .build()));
    }

    private JsonObject.Builder document(JsonObject details) {
      JsonObject.Builder document =
          JsonObject.builder()
              .put("name", name)
              .put("id", newId())
              .put("trace_id", parent.root())
              .put("parent_id", parent.parent())
              .put("type", "subsegment")
              .put("namespace", namespace.id)
              .put("start_time", start)
              .put("end_time", seconds());
      return details.size() == 0 ? document : document.put(namespace.details, details);
    }

    private void send(JsonObject.Builder document) {
      String text = HEADER + JsonWriter.toString(document.build());
      daemon.send(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private String newId() {
    return HexFormat.of().toHexDigits(random.nextLong());
  }
}
