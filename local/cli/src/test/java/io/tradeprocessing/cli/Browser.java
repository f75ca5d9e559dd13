package io.tradeprocessing.cli;

import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Chromium or Chrome without a window, steered by the DevTools protocol: the binary that {@code
 * CHROMIUM} names, or one on the {@code PATH}.
 *
 * <p>Where there is none, the tests are skipped with a line that says so; with {@code CI=true} that
 * is a failure.
 *
 * @see <a href="https://chromedevtools.github.io/devtools-protocol/">DevTools protocol</a>
 */
final class Browser implements AutoCloseable {

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");

  private static final List<String> SWITCHES =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-dev-shm-usage",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--hide-scrollbars",
          "--remote-debugging-port=0");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path profile;
  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final String session;

  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
  private final BlockingQueue<String> loaded = new LinkedBlockingQueue<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /** Starts it with an empty profile. */
  static Browser start() {
    Optional<Path> binary = binary();
    if (binary.isEmpty()) {
      throw skip("there is no Chromium in CHROMIUM or on the PATH");
    }
    try {
      return new Browser(binary.get());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RuntimeException skip(String reason) {
    String line = "Tests of the reports in a browser are skipped: " + reason;
    if ("true".equals(System.getenv("CI"))) {
      throw new IllegalStateException(line + ", and with CI=true that is a failure");
    }
    System.out.println(line);
    return abort(line);
  }

  private static Optional<Path> binary() {
    String named = System.getenv("CHROMIUM");
    if (named != null && !named.isEmpty()) {
      return Optional.of(Path.of(named));
    }
    List<Path> folders =
        Arrays.stream(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":"))
            .map(Path::of)
            .toList();
    return NAMES.stream()
        .flatMap(name -> folders.stream().map(folder -> folder.resolve(name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private Browser(Path binary) throws IOException {
    profile = Files.createTempDirectory("browser");
    List<String> command = new ArrayList<>();
    command.add(binary.toString());
    command.addAll(SWITCHES);
    command.add("--user-data-dir=" + profile);
    command.add("about:blank");
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("output").toFile())
            .start();
    socket =
        http.newWebSocketBuilder()
            .connectTimeout(PATIENCE)
            .buildAsync(address(), new Answers())
            .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
            .join();
    String page =
        ask(null, "Target.createTarget", JSON.createObjectNode().put("url", "about:blank"))
            .path("targetId")
            .asText();
    session =
        ask(
                null,
                "Target.attachToTarget",
                JSON.createObjectNode().put("targetId", page).put("flatten", true))
            .path("sessionId")
            .asText();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      ask(domain + ".enable", JSON.createObjectNode());
    }
  }

  /** Where it listens, which it writes to its profile once it does. */
  private URI address() throws IOException {
    Path file = profile.resolve("DevToolsActivePort");
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end && process.isAlive()) {
      if (Files.exists(file)) {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() >= 2) {
          return URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
        }
      }
      try {
        boolean _ = process.waitFor(50, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    throw new IllegalStateException(
        "the browser did not start: " + Files.readString(profile.resolve("output")));
  }

  /**
   * Opens a file in a window of this width, as a phone where it is narrow.
   *
   * @param scheme {@code light} or {@code dark}
   */
  void open(Path file, int width, String scheme) {
    complaints.clear();
    requests.clear();
    loaded.clear();
    resize(width, width < 600);
    ObjectNode media = JSON.createObjectNode().put("media", "");
    media.putArray("features").addObject().put("name", "prefers-color-scheme").put("value", scheme);
    ask("Emulation.setEmulatedMedia", media);
    ask("Page.navigate", JSON.createObjectNode().put("url", file.toUri().toString()));
    try {
      if (loaded.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS) == null) {
        throw new IllegalStateException(file + " was not loaded");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Lays the open page out for paper of this width. */
  void print(int width) {
    resize(width, false);
    ask("Emulation.setEmulatedMedia", JSON.createObjectNode().put("media", "print"));
  }

  private void resize(int width, boolean mobile) {
    ask(
        "Emulation.setDeviceMetricsOverride",
        JSON.createObjectNode()
            .put("width", width)
            .put("height", 900)
            .put("deviceScaleFactor", 1)
            .put("mobile", mobile));
  }

  /** The value of a JavaScript expression in the page. */
  JsonNode evaluate(String expression) {
    JsonNode answer =
        ask(
            "Runtime.evaluate",
            JSON.createObjectNode().put("expression", expression).put("returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new IllegalStateException(answer.get("exceptionDetails").toString());
    }
    return answer.path("result").path("value");
  }

  /** What the page logged, or its policy refused, since it was opened. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** What was fetched since the page was opened, the page itself included. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** The whole page as PNG. */
  byte[] screenshot() {
    return screenshot(JSON.createObjectNode().put("captureBeyondViewport", true));
  }

  /** The upper part of the page as PNG. */
  byte[] screenshot(int width, int height) {
    ObjectNode parameters = JSON.createObjectNode();
    parameters
        .putObject("clip")
        .put("x", 0)
        .put("y", 0)
        .put("width", width)
        .put("height", height)
        .put("scale", 1);
    return screenshot(parameters);
  }

  private byte[] screenshot(ObjectNode parameters) {
    return Base64.getDecoder()
        .decode(ask("Page.captureScreenshot", parameters).path("data").asText());
  }

  /** The page as it would be printed. */
  byte[] pdf() {
    return Base64.getDecoder()
        .decode(ask("Page.printToPDF", JSON.createObjectNode()).path("data").asText());
  }

  private JsonNode ask(String method, ObjectNode parameters) {
    return ask(session, method, parameters);
  }

  private JsonNode ask(@Nullable String inSession, String method, ObjectNode parameters) {
    int id = lastId.incrementAndGet();
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", parameters);
    if (inSession != null) {
      message.put("sessionId", inSession);
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    asked.put(id, answer);
    WebSocket _ = socket.sendText(message.toString(), true).join();
    JsonNode json = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    if (json.has("error")) {
      throw new IllegalStateException(method + ": " + json.get("error"));
    }
    return json.path("result");
  }

  private void take(JsonNode message) {
    if (message.has("id")) {
      CompletableFuture<JsonNode> answer = asked.remove(message.get("id").asInt());
      if (answer != null) {
        boolean _ = answer.complete(message);
      }
      return;
    }
    JsonNode parameters = message.path("params");
    switch (message.path("method").asText()) {
      case "Page.loadEventFired" -> loaded.add("loaded");
      case "Log.entryAdded" -> complaints.add(parameters.at("/entry/text").asText());
      case "Runtime.consoleAPICalled", "Runtime.exceptionThrown" ->
          complaints.add(parameters.toString());
      case "Network.requestWillBeSent" -> requests.add(parameters.at("/request/url").asText());
      default -> {}
    }
  }

  private final class Answers implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        try {
          take(JSON.readTree(text.toString()));
        } catch (JsonProcessingException e) {
          throw new UncheckedIOException(e);
        } finally {
          text.setLength(0);
        }
      }
      from.request(1);
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    socket.abort();
    http.close();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    try (Stream<Path> files = Files.walk(profile)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        boolean _ = Files.deleteIfExists(file);
      }
    }
  }
}
