package io.tradeprocessing.cli.bus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.ExactJson;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/**
 * An event as its source puts it on a bus. What EventBridge gives an event itself (id, account,
 * Region) is no part of it.
 *
 * @param tradeId the trade's, for messages; nothing where it is no text
 * @param detail JSON text, its numbers as they were written
 * @param time of the envelope; kept, because an event without a usable time of its own is recorded
 *     under it, and would otherwise be another event when it is sent again
 */
record BusEvent(
    Optional<String> tradeId,
    String source,
    String detailType,
    String detail,
    Optional<Instant> time,
    List<String> resources) {

  /**
   * Bytes of an entry, and of all entries of a request: below this. EventBridge itself has taken up
   * to 1 MB since 2026, but an execution's input ends here, so what is larger would only reach the
   * dead-letter queue of the rule.
   */
  static final int SIZE_LIMIT = 256 * 1024;

  private static final int BYTES_OF_TIME = 14;

  BusEvent {
    resources = List.copyOf(resources);
  }

  /** An event that no bus takes. */
  static final class UnsendableException extends Exception {
    private static final long serialVersionUID = 1;

    UnsendableException(String message) {
      super(message);
    }
  }

  /**
   * Takes from an envelope what a source sends.
   *
   * @throws UnsendableException if EventBridge could not take it; the message says why
   */
  static BusEvent of(ObjectNode envelope) throws UnsendableException {
    JsonNode detail = envelope.path("detail");
    if (!detail.isObject()) {
      throw new UnsendableException("the envelope's detail must be a JSON object");
    }
    BusEvent event =
        new BusEvent(
            tradeId(envelope),
            text(envelope, "source"),
            text(envelope, "detail-type"),
            ExactJson.write(detail),
            time(envelope),
            resources(envelope.path("resources")));
    int bytes = event.bytes();
    if (bytes >= SIZE_LIMIT) {
      throw new UnsendableException(
          String.format(
              Locale.ROOT,
              "%,d bytes, as PutEvents counts them, are too many: an event must be below %,d, where"
                  + " the input of an execution ends",
              bytes,
              SIZE_LIMIT));
    }
    return event;
  }

  /** The identifier of the trade, or of the one whose record an outcome event is about. */
  static Optional<String> tradeId(JsonNode envelope) {
    return Stream.of("/detail/tradeId", "/detail/record/tradeId")
        .map(envelope::at)
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .findFirst();
  }

  private static String text(ObjectNode envelope, String field) throws UnsendableException {
    String text = envelope.path(field).asText("");
    if (!envelope.path(field).isTextual() || text.isBlank()) {
      throw new UnsendableException(
          "the envelope's " + field + " must be a text that is not blank");
    }
    return text;
  }

  private static Optional<Instant> time(ObjectNode envelope) throws UnsendableException {
    if (!envelope.hasNonNull("time")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(envelope.path("time").asText()));
    } catch (DateTimeException e) {
      throw new UnsendableException(
          "the envelope's time must be of the form 2026-01-12T14:30:00Z, or not there");
    }
  }

  private static List<String> resources(JsonNode array) throws UnsendableException {
    List<String> resources = new ArrayList<>();
    for (JsonNode resource : array) {
      if (!resource.isTextual()) {
        throw new UnsendableException("the envelope's resources must be texts");
      }
      resources.add(resource.asText());
    }
    return resources;
  }

  /**
   * The size of the entry.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html">Calculating
   *     PutEvents event entry size</a>
   */
  int bytes() {
    return (time.isPresent() ? BYTES_OF_TIME : 0)
        + utf8(source)
        + utf8(detailType)
        + utf8(detail)
        + resources.stream().mapToInt(BusEvent::utf8).sum();
  }

  private static int utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  PutEventsRequestEntry entry(String bus) {
    PutEventsRequestEntry.Builder entry =
        PutEventsRequestEntry.builder()
            .eventBusName(bus)
            .source(source)
            .detailType(detailType)
            .detail(detail)
            .resources(resources);
    time.ifPresent(entry::time);
    return entry.build();
  }
}
