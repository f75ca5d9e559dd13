package io.tradeprocessing.stack;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/**
 * Source systems that send one event after another to the bus of a Region, and to the other where
 * that one does not take it. Every third event corrects an earlier trade.
 */
final class DrillTraffic implements AutoCloseable {

  private static final Duration PACE = Duration.ofSeconds(6);
  private static final List<String> SYSTEMS = List.of("system1", "system2", "system3");

  private final Map<String, EventBridgeClient> buses = new HashMap<>();
  private final String busName;
  private final List<Sent> sent = new ArrayList<>();
  private final Thread thread;
  private String target;
  private volatile boolean flowing;
  private volatile boolean closed;

  /**
   * An event that a bus has taken.
   *
   * @param region of the bus
   */
  record Sent(Trade trade, String region, Instant at) {

    /** Trade and time, which only this event has. */
    String key() {
      return trade.id() + " " + trade.time();
    }
  }

  /**
   * @param gateway through which the buses are reached
   * @param deployments of both Regions; the first takes the events at first
   */
  DrillTraffic(URI gateway, List<Deployment> deployments) {
    for (Deployment deployment : deployments) {
      buses.put(deployment.region().id(), deployment.client(EventBridgeClient.builder(), gateway));
    }
    this.busName = deployments.getFirst().bus();
    this.target = deployments.getFirst().region().id();
    this.thread = Thread.ofVirtual().start(this::run);
  }

  /** From now on the sources send by themselves. */
  void flow() {
    flowing = true;
  }

  /** The sources are configured to send to another Region. */
  synchronized void sendTo(String region) {
    target = region;
  }

  /** Sends some events now, one a second: LocalStack starts a container for each at a time. */
  void send(int events) {
    for (int i = 0; i < events; i++) {
      sendOne();
      pause(Duration.ofSeconds(1));
    }
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** What was taken so far. */
  synchronized List<Sent> sent() {
    return List.copyOf(sent);
  }

  private void run() {
    try {
      while (!closed) {
        if (flowing) {
          sendOne();
        }
        Thread.sleep(PACE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void sendOne() {
    int number = sent.size();
    Trade trade =
        number % 3 == 2
            ? sent.get(number / 2)
                .trade()
                .with("eventType", "CORRECT")
                .with("timestamp", "2026-03-02T16:00:00.%06dZ".formatted(number))
            : Trade.of(SYSTEMS.get(number % SYSTEMS.size()));
    if (!isTaken(trade)) {
      target = buses.keySet().stream().filter(region -> !region.equals(target)).findFirst().get();
      if (!isTaken(trade)) {
        throw new AssertionError("neither bus takes " + trade.json());
      }
    }
    sent.add(new Sent(trade, target, Instant.now()));
  }

  private boolean isTaken(Trade trade) {
    EventBridgeClient bus = Objects.requireNonNull(buses.get(target));
    try {
      return bus.putEvents(
                  request ->
                      request.entries(
                          PutEventsRequestEntry.builder()
                              .eventBusName(busName)
                              .source(trade.source())
                              .detailType("Trade Event")
                              .detail(trade.json())
                              .build()))
              .failedEntryCount()
          == 0;
    } catch (SdkException e) {
      return false;
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
