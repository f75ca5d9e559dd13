import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonString;
import io.tradeprocessing.common.json.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Derives the workflow's definition for EXPRESS executions from the one for STANDARD executions. A source-file program, which
 * the build runs on the class path of {@code common}.
 *
 * <p>AWS ends an EXPRESS execution after five minutes, and keeps neither its input nor its history. An execution that is still
 * retrying then would lose its event. So the time limits and retries of the tasks are cut until the longest way through the
 * workflow, on which every attempt takes its whole time limit and every retry its whole delay, ends before that: the last
 * resort, the dead letter, has always been sent by then. Everything else stays as it is.
 *
 * <p>Each Lambda task keeps as many of its retries as fit. A way that does not fit even with one retry stops the build.
 *
 * <p>Usage: {@code java ExpressDefinition.java STANDARD EXPRESS}
 */
final class ExpressDefinition {

  /** An EXPRESS execution ends after this many seconds, whatever its TimeoutSeconds says. */
  private static final int LIMIT_SECONDS = 300;

  /** What transitions take, and what a task takes beside its attempts. */
  private static final int MARGIN_SECONDS = 15;

  /** How many retries a Lambda task may have: many for throttling and outages, few for a function that is not ready. */
  private static final int MOST_RETRIES = 6;

  private static final int START_UP_RETRIES = 2;

  private static final Budget LAMBDA = new Budget(10, 2, 16);

  /** SQS and EventBridge, which answer in milliseconds. */
  private static final Budget SERVICE = new Budget(5, 1, 4);

  private static final int SERVICE_RETRIES = 2;

  /** What one attempt of a task may take, and the first and the longest delay between two. */
  private record Budget(int timeout, int interval, int maxDelay) {}

  private final int retries;

  private ExpressDefinition(int retries) {
    this.retries = retries;
  }

  public static void main(String[] arguments) throws IOException {
    Path standard = Path.of(arguments[0]);
    Path express = Path.of(arguments[1]);
    JsonObject definition = (JsonObject) JsonReader.read(Files.readString(standard));
    StringBuilder text = new StringBuilder();
    write(of(definition, standard), "", text);
    byte[] bytes = text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    if (!Files.exists(express) || !java.util.Arrays.equals(bytes, Files.readAllBytes(express))) {
      Files.write(express, bytes);
    }
  }

  private static JsonObject of(JsonObject standard, Path source) {
    int longest = 0;
    for (int retries = MOST_RETRIES; retries > 0; retries--) {
      JsonObject express = new ExpressDefinition(retries).definition(standard);
      longest = longestWay(express, new ArrayList<>());
      if (longest <= LIMIT_SECONDS - MARGIN_SECONDS) {
        return express;
      }
    }
    throw new IllegalArgumentException(
        "%s: the longest way through the workflow takes %d s with one retry for each function, and an EXPRESS execution ends after %d s. Use fewer tasks one after the other"
            .formatted(source, longest, LIMIT_SECONDS));
  }

  // --- The definition with other budgets

  private JsonObject definition(JsonObject standard) {
    return changed(
        standard,
        (name, value) ->
            switch (name) {
              case "TimeoutSeconds" -> atMost(value, LIMIT_SECONDS);
              case "States" -> states((JsonObject) value);
              default -> value;
            });
  }

  private JsonObject states(JsonObject states) {
    return changed(states, (_, state) -> state((JsonObject) state));
  }

  private JsonObject state(JsonObject state) {
    boolean lambda = state.text("Resource").orElse("").contains(":lambda:");
    Budget budget = lambda ? LAMBDA : SERVICE;
    return changed(
        state,
        (name, value) ->
            switch (name) {
              case "TimeoutSeconds" -> atMost(value, budget.timeout());
              case "Retry" -> each(value, retrier -> retrier(retrier, budget, lambda));
              case "Branches" ->
                  each(
                      value,
                      branch ->
                          changed(branch, (field, part) -> field.equals("States") ? states((JsonObject) part) : part));
              default -> value;
            });
  }

  private JsonObject retrier(JsonObject retrier, Budget budget, boolean lambda) {
    int most = !lambda ? SERVICE_RETRIES : isStartUp(retrier) ? START_UP_RETRIES : retries;
    return changed(
        retrier,
        (name, value) ->
            switch (name) {
              case "MaxAttempts" -> atMost(value, most);
              case "IntervalSeconds" -> atMost(value, budget.interval());
              case "MaxDelaySeconds" -> atMost(value, budget.maxDelay());
              default -> value;
            });
  }

  private static boolean isStartUp(JsonObject retrier) {
    return array(retrier, "ErrorEquals").contains(new JsonString("Lambda.SnapStartNotReadyException"));
  }

  private static Json atMost(Json value, int most) {
    return number(value) <= most ? value : new JsonNumber(String.valueOf(most));
  }

  // --- The longest way

  /** Seconds from the first state of a flow to its end, where everything takes as long as it may. */
  private static int longestWay(JsonObject flow, List<String> through) {
    return longestWay((JsonObject) get(flow, "States"), text(flow, "StartAt"), through);
  }

  private static int longestWay(JsonObject states, String name, List<String> through) {
    if (through.contains(name)) {
      throw new IllegalArgumentException("the workflow has a loop: " + through + " and " + name + " again");
    }
    List<String> way = new ArrayList<>(through);
    way.add(name);
    JsonObject state = (JsonObject) get(states, name);
    int seconds =
        switch (text(state, "Type")) {
          case "Task" -> task(state);
          case "Parallel" ->
              array(state, "Branches").stream()
                  .mapToInt(branch -> longestWay((JsonObject) branch, way))
                  .max()
                  .orElse(0);
          case "Pass", "Choice", "Succeed", "Fail" -> 0;
          default -> throw new IllegalArgumentException(name + ": the time that a " + text(state, "Type") + " takes is not known");
        };
    return seconds
        + targets(state).stream().mapToInt(target -> longestWay(states, target, way)).max().orElse(0);
  }

  /** One attempt, and for each retry of each retrier a delay and an attempt. */
  private static int task(JsonObject task) {
    int timeout = number(get(task, "TimeoutSeconds"));
    double seconds = timeout;
    for (Json each : array(task, "Retry")) {
      JsonObject retrier = (JsonObject) each;
      int attempts = number(get(retrier, "MaxAttempts"));
      double delay = attempts == 0 ? 0 : number(get(retrier, "IntervalSeconds"));
      for (int i = 0; i < attempts; i++) {
        int limit = number(get(retrier, "MaxDelaySeconds"));
        seconds += Math.min(delay, limit) + timeout;
        delay *= ((JsonNumber) get(retrier, "BackoffRate")).decimal().orElseThrow().doubleValue();
      }
    }
    return (int) Math.ceil(seconds);
  }

  private static List<String> targets(JsonObject state) {
    List<String> targets = new ArrayList<>();
    state.text("Next").ifPresent(targets::add);
    state.text("Default").ifPresent(targets::add);
    for (String rules : Set.of("Choices", "Catch")) {
      array(state, rules).forEach(rule -> targets.add(text((JsonObject) rule, "Next")));
    }
    return targets;
  }

  // --- JSON

  private interface Change {
    Json of(String name, Json value);
  }

  private interface Part {
    JsonObject of(JsonObject part);
  }

  private static JsonObject changed(JsonObject object, Change change) {
    JsonObject.Builder builder = JsonObject.builder();
    object.forEach((name, value) -> builder.put(name, change.of(name, value)));
    return builder.build();
  }

  private static JsonArray each(Json array, Part part) {
    return new JsonArray(
        ((JsonArray) array).values().stream().<Json>map(element -> part.of((JsonObject) element)).toList());
  }

  private static List<Json> array(JsonObject object, String name) {
    return object.get(name) instanceof JsonArray array ? array.values() : List.of();
  }

  private static Json get(JsonObject object, String name) {
    Json value = object.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name + " in " + JsonWriter.toString(object));
    }
    return value;
  }

  private static String text(JsonObject object, String name) {
    return ((JsonString) get(object, name)).value();
  }

  private static int number(Json value) {
    return ((JsonNumber) value).decimal().orElseThrow().intValueExact();
  }

  /** As the definitions are written by hand: two spaces, one value a line, nothing in an empty array. */
  private static void write(Json value, String indent, StringBuilder out) {
    String inner = indent + "  ";
    switch (value) {
      case JsonObject object when object.size() > 0 -> {
        for (int i = 0; i < object.size(); i++) {
          out.append(i == 0 ? "{\n" : ",\n").append(inner);
          out.append(JsonWriter.toString(new JsonString(object.nameAt(i)))).append(": ");
          write(object.valueAt(i), inner, out);
        }
        out.append('\n').append(indent).append('}');
      }
      case JsonArray array when !array.values().isEmpty() -> {
        for (int i = 0; i < array.values().size(); i++) {
          out.append(i == 0 ? "[\n" : ",\n").append(inner);
          write(array.values().get(i), inner, out);
        }
        out.append('\n').append(indent).append(']');
      }
      default -> out.append(JsonWriter.toString(value));
    }
  }
}
