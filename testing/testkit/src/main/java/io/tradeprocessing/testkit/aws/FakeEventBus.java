package io.tradeprocessing.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.testkit.aws.FakeAws.Answer;
import io.tradeprocessing.testkit.aws.FakeAws.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** EventBridge with PutEvents only. It accepts every entry unless a test sets another answer. */
public final class FakeEventBus implements Service {

  /** What the bus does with one entry: an error code, or {@code null} to take it. */
  @FunctionalInterface
  public interface Fate {
    @Nullable String of(JsonNode entry);
  }

  private final Deque<Service> next = new ArrayDeque<>();
  private final List<List<JsonNode>> requests = new ArrayList<>();
  private final List<JsonNode> taken = new ArrayList<>();

  /** Sets the answer to the next request that has none yet. */
  public FakeEventBus then(Service answer) {
    next.add(answer);
    return this;
  }

  /** Discards the answers to the next requests. */
  public void thenNothing() {
    next.clear();
  }

  /** Answers the next request entry by entry. */
  public FakeEventBus thenEach(Fate fate) {
    return then((_, request) -> take(request, fate));
  }

  /** Fails the next requests as a whole. */
  public FakeEventBus thenError(int times, int status, String code) {
    for (int i = 0; i < times; i++) {
      then((_, _) -> Answer.error(status, code, "told to"));
    }
    return this;
  }

  /** The entries of each request, as they came. */
  public List<List<JsonNode>> requests() {
    return requests;
  }

  /** The entries that got an id, in order. */
  public List<JsonNode> taken() {
    return taken;
  }

  /** The trades of the entries of each request. */
  public List<List<String>> trades() {
    return requests.stream()
        .map(entries -> entries.stream().map(FakeEventBus::trade).toList())
        .toList();
  }

  /** The trade of an entry. */
  public static String trade(JsonNode entry) {
    return Project.parse(entry.path("Detail").asText()).path("tradeId").asText();
  }

  @Override
  public Answer answer(String operation, JsonNode request) throws IOException {
    if (!operation.equals("PutEvents")) {
      return Answer.error(400, "UnknownOperationException", operation);
    }
    List<JsonNode> entries = new ArrayList<>();
    request.path("Entries").forEach(entries::add);
    requests.add(entries);
    Service told = next.poll();
    return told == null ? take(request, _ -> null) : told.answer(operation, request);
  }

  /** Takes entries as EventBridge documents it, its limits included. */
  public Answer take(JsonNode request, Fate fate) {
    int size = 0;
    for (JsonNode entry : request.path("Entries")) {
      size += entry.has("Time") ? 14 : 0;
      for (String field : List.of("Source", "DetailType", "Detail")) {
        size += entry.path(field).asText().getBytes(StandardCharsets.UTF_8).length;
      }
    }
    if (request.path("Entries").size() > 10) {
      return Answer.error(400, "ValidationException", "more than 10 entries");
    }
    if (size >= 256 * 1024) {
      return Answer.error(400, "ValidationException", "Total size of the entries is too large");
    }
    ObjectNode response = JsonNodeFactory.instance.objectNode();
    ArrayNode results = response.putArray("Entries");
    int failed = 0;
    for (JsonNode entry : request.path("Entries")) {
      String code = fate.of(entry);
      if (code == null) {
        taken.add(entry);
        results.addObject().put("EventId", "event-" + taken.size());
      } else {
        failed++;
        results.addObject().put("ErrorCode", code).put("ErrorMessage", "told to");
      }
    }
    response.put("FailedEntryCount", failed);
    return Answer.ok(response);
  }
}
