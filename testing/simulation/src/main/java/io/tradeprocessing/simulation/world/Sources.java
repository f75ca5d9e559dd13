package io.tradeprocessing.simulation.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.simulation.aws.BusClient;
import io.tradeprocessing.simulation.aws.Sim;
import io.tradeprocessing.simulation.aws.Stack;
import io.tradeprocessing.simulation.check.Events;
import io.tradeprocessing.simulation.check.Recorded;
import io.tradeprocessing.simulation.fault.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/** The source systems: they send each event until a bus has said that it took it. */
final class Sources {

  private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(5);

  /** As long as anything can take to arrive. */
  private static final int LOOKS = 100;

  private final Sim sim;
  private final Supplier<Stack> active;
  private int sending;

  /**
   * @param active the Region that the sources send to at the moment
   */
  Sources(Sim sim, Supplier<Stack> active) {
    this.sim = sim;
    this.active = active;
  }

  /** Sends the events, each at its time. */
  void send(List<SourceEvent> events) {
    for (SourceEvent event : events) {
      sim.history().name(Events.identity(event.envelope()), event.label());
      start(event.label(), event.envelope(), event.at(), event.reviewed());
      if (sim.faults().happens(Fault.SOURCE_SENDS_AGAIN, event.label())) {
        start(
            event.label() + "-again",
            event.envelope(),
            event
                .at()
                .plus(
                    sim.choices()
                        .between("again/" + event.label(), Duration.ZERO, Duration.ofMinutes(40))),
            event.reviewed());
      }
      if (event.reviewed().isEmpty() && sim.faults().happens(Fault.SOURCE_COPIES, event.label())) {
        copy(event);
      }
    }
  }

  /** Another system sends the event under its own name, which no rule accepts. */
  private void copy(SourceEvent event) {
    ObjectNode copy = event.envelope();
    copy.put(
        "source", event.source().equals("trading.system3") ? "trading.system2" : "trading.system3");
    sim.history().name(Events.identity(copy), event.label() + "-copy");
    start(event.label() + "-copy", copy, event.at(), Optional.empty());
  }

  private void start(
      String caller, ObjectNode envelope, Duration at, Optional<SourceEvent> reviewed) {
    sending++;
    sim.kernel()
        .start(
            () -> {
              sim.kernel().sleep(at);
              if (reviewed.isEmpty() || isRecorded(reviewed.get())) {
                publish(caller, envelope);
              }
              sending--;
            });
  }

  /**
   * Waits until an event is on record where the review of it is drafted; it may be lost for good.
   */
  private boolean isRecorded(SourceEvent event) throws InterruptedException {
    String hash = Reviews.eventHash(event);
    for (int look = 0; look < LOOKS; look++) {
      if (active.get().table().items().stream().anyMatch(item -> new Recorded(item).isOf(hash))) {
        return true;
      }
      sim.kernel().sleep(BETWEEN_LOOKS);
    }
    return false;
  }

  /** Sends an event again, because operators ask for it; they do not wait. */
  void sendAgain(ObjectNode envelope) {
    start("operator", envelope, Duration.ZERO, Optional.empty());
  }

  /** Sends an event until a bus has taken it. */
  void publish(String caller, ObjectNode envelope) throws InterruptedException {
    PutEventsRequestEntry entry =
        PutEventsRequestEntry.builder()
            .source(envelope.path("source").asText())
            .detailType(envelope.path("detail-type").asText())
            .detail(ExactJson.write(envelope.path("detail")))
            .time(java.time.Instant.parse(envelope.path("time").asText()))
            .build();
    while (!isTaken(caller, entry)) {
      sim.kernel()
          .sleep(
              sim.choices()
                  .between("resend/" + caller, Duration.ofSeconds(1), Duration.ofSeconds(60)));
    }
  }

  private boolean isTaken(String caller, PutEventsRequestEntry entry) {
    Stack to = active.get();
    EventBridgeClient client = new BusClient(sim, to.region(), to.bus(), caller);
    try {
      return client.putEvents(request -> request.entries(entry)).failedEntryCount() == 0;
    } catch (SdkException e) {
      return false;
    }
  }

  /** Whether all events are on a bus. */
  boolean isDone() {
    return sending == 0;
  }
}
