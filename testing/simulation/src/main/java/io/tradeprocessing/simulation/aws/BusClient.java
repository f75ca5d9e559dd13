package io.tradeprocessing.simulation.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.simulation.fault.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** EventBridge as sources, operators and the workflow call it. */
public final class BusClient implements EventBridgeClient {

  private static final int SERVER_ERROR = 500;

  private final Sim sim;
  private final SimulatedRegion region;
  private final Bus bus;
  private final String caller;

  /**
   * @param caller who calls, to tell the places of faults apart
   */
  public BusClient(Sim sim, SimulatedRegion region, Bus bus, String caller) {
    this.sim = sim;
    this.region = region;
    this.bus = bus;
    this.caller = caller;
  }

  @Override
  public PutEventsResponse putEvents(PutEventsRequest request) {
    String place = region.name() + "/" + caller;
    sim.requestTime("put/" + place);
    if (!region.isUp()
        || region.isOut(Fault.EVENTS_OUTAGE)
        || sim.faults().happens(Fault.PUT_EVENTS_FAILS, place)) {
      throw EventBridgeException.builder()
          .message("Internal failure")
          .statusCode(SERVER_ERROR)
          .build();
    }
    List<PutEventsResultEntry> results = new ArrayList<>();
    List<ObjectNode> taken = new ArrayList<>();
    for (PutEventsRequestEntry entry : request.entries()) {
      if (sim.faults().happens(Fault.PUT_EVENTS_ENTRY_FAILS, place)) {
        results.add(
            PutEventsResultEntry.builder()
                .errorCode("InternalFailure")
                .errorMessage("try again")
                .build());
        continue;
      }
      ObjectNode envelope =
          bus.put(
              entry.source(),
              entry.detailType(),
              entry.detail(),
              Optional.ofNullable(entry.time()));
      taken.add(envelope);
      results.add(PutEventsResultEntry.builder().eventId(envelope.path("id").asText()).build());
    }
    if (sim.faults().happens(Fault.PUT_EVENTS_ANSWER_LOST, place)) {
      throw SdkClientException.create("no answer", new java.io.IOException("connection reset"));
    }
    taken.stream().filter(BusClient::isTrade).forEach(sim.history()::accepted);
    return PutEventsResponse.builder()
        .entries(results)
        .failedEntryCount(request.entries().size() - taken.size())
        .build();
  }

  private static boolean isTrade(ObjectNode envelope) {
    return envelope.path("detail-type").asText().equals("Trade Event");
  }

  @Override
  public String serviceName() {
    return "events";
  }

  @Override
  public void close() {}
}
