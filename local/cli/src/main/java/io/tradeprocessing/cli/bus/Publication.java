package io.tradeprocessing.cli.bus;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.cli.bus.BusEvent.UnsendableException;
import io.tradeprocessing.cli.bus.EventBus.Answer;
import io.tradeprocessing.cli.bus.EventBus.Delivery;
import io.tradeprocessing.cli.console.Stop;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.input.Envelopes;
import io.tradeprocessing.cli.input.EventReader;
import io.tradeprocessing.cli.input.InputLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts the events of an input on a bus, batch by batch, in their order. */
public final class Publication {

  private final Optional<EventBus> bus;
  private final Optional<PublishProgress> progress;
  private final int batchSize;
  private final Stop stop;
  private final Consumer<Sent> results;

  private final List<Place> batch = new ArrayList<>();
  private int bytes;
  private int place;
  private long before;
  private long batches;
  private @Nullable UserError end;
  private boolean complete;

  /** An event on its way. */
  private record Place(int place, long line, BusEvent event) {}

  /** The outcome of one event of the input. */
  public enum Outcome {
    SENT,
    /** In a dry run. */
    SENDABLE,
    FAILED,
    UNREADABLE
  }

  /**
   * A result, in the order of the input.
   *
   * @param line of the event in the input
   * @param eventId EventBridge's id, of one that was sent
   * @param error one sentence, of one that was not
   */
  public record Sent(
      long line,
      Outcome outcome,
      Optional<String> tradeId,
      @Nullable String eventId,
      @Nullable String error) {

    /** The line of {@code --json}: always the same fields, null where there is nothing. */
    public ObjectNode json() {
      return JsonNodeFactory.instance
          .objectNode()
          .put("line", line)
          .put("tradeId", tradeId.orElse(null))
          .put("eventId", eventId)
          .put("error", error);
    }
  }

  /**
   * @param bus nothing for a dry run
   * @param progress which events were sent and must not be sent again
   * @param batchSize events per request, {@link EventBus#MAX_ENTRIES} at most
   * @param stop ends the work after the current batch
   */
  public Publication(
      Optional<EventBus> bus,
      Optional<PublishProgress> progress,
      int batchSize,
      Stop stop,
      Consumer<Sent> results) {
    this.bus = bus;
    this.progress = progress;
    this.batchSize = batchSize;
    this.stop = stop;
    this.results = results;
  }

  /** Works until the input, or the work, ends. */
  public void run(EventReader input) throws IOException, InterruptedException {
    boolean ended = false;
    while (isToGoOn() && !ended) {
      Optional<InputLine> next = input.next();
      if (next.isEmpty()) {
        ended = true;
        continue;
      }
      place++;
      if (progress.isPresent() && progress.get().isTaken(place)) {
        before++;
      } else {
        take(next.get());
      }
    }
    flush();
    complete = ended && batch.isEmpty() && end == null;
  }

  /** Whether every event of the input was processed, by this call or an earlier one. */
  public boolean isComplete() {
    return complete;
  }

  /** Events that an earlier call had sent. */
  public long before() {
    return before;
  }

  /** Requests; in a dry run, the requests that would be made. */
  public long batches() {
    return batches;
  }

  /** Why the work ended before the input did, unless it was stopped. */
  public Optional<UserError> end() {
    return Optional.ofNullable(end);
  }

  private boolean isToGoOn() {
    return end == null && !stop.isRequested();
  }

  private void take(InputLine line) throws InterruptedException {
    switch (line) {
      case InputLine.Unreadable(long number, String problem) -> {
        flush();
        results.accept(new Sent(number, Outcome.UNREADABLE, Optional.empty(), null, problem));
      }
      case InputLine.Event(long number, ObjectNode json) -> {
        try {
          add(new Place(place, number, BusEvent.of(Envelopes.sent(json))));
        } catch (UnsendableException e) {
          flush();
          results.accept(new Sent(number, Outcome.FAILED, Optional.empty(), null, e.getMessage()));
        }
      }
    }
  }

  private void add(Place next) throws InterruptedException {
    int size = next.event().bytes();
    if (bytes + size >= BusEvent.SIZE_LIMIT) {
      flush();
    }
    if (!isToGoOn()) {
      return;
    }
    batch.add(next);
    bytes += size;
    if (batch.size() == batchSize) {
      flush();
    }
  }

  private void flush() throws InterruptedException {
    if (batch.isEmpty() || !isToGoOn()) {
      return;
    }
    batches++;
    if (bus.isEmpty()) {
      batch.forEach(event -> result(event, Outcome.SENDABLE, null, null));
    } else {
      Delivery delivery = bus.get().put(batch.stream().map(Place::event).toList());
      keep(delivery.answers());
      end = delivery.end().orElse(null);
    }
    batch.clear();
    bytes = 0;
  }

  /** Notes accepted events in the file before anything else can fail. */
  private void keep(List<Answer> answers) {
    List<Integer> taken = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      if (answers.get(i) instanceof Answer.Taken) {
        taken.add(batch.get(i).place());
      }
    }
    progress.ifPresent(file -> file.add(taken));
    for (int i = 0; i < answers.size(); i++) {
      switch (answers.get(i)) {
        case Answer.Taken(String id) -> result(batch.get(i), Outcome.SENT, id, null);
        case Answer.Refused(String error) -> result(batch.get(i), Outcome.FAILED, null, error);
      }
    }
  }

  private void result(
      Place event, Outcome outcome, @Nullable String eventId, @Nullable String error) {
    results.accept(new Sent(event.line(), outcome, event.event().tradeId(), eventId, error));
  }
}
