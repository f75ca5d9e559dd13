package io.tradeprocessing.stack;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client outside sees of both Regions: passes each request on to LocalStack, unless its
 * Region is lost or LocalStack does not have the operation.
 */
final class RegionGateway implements AutoCloseable {

  /** Of the signature: which Region and service a request is for. */
  private static final Pattern SCOPE =
      Pattern.compile("Credential=[^/]+/[0-9]+/(?<region>[^/]+)/(?<service>[^/]+)/aws4_request");

  /** Java's client sets these itself. */
  private static final Set<String> NOT_PASSED_ON =
      Set.of("host", "connection", "content-length", "expect", "transfer-encoding", "upgrade");

  private final URI emulator;
  private final List<StandIn> standIns;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Set<String> lost = ConcurrentHashMap.newKeySet();

  /**
   * A request.
   *
   * @param operation of the JSON or the query protocol
   */
  record Request(String region, String service, String operation, String body) {}

  /** A response. */
  record Response(int status, String contentType, String body) {}

  /** Does what LocalStack does not. */
  interface StandIn {

    /** Answers a request; nothing to pass it on. */
    Optional<Response> answer(Request request);

    /** Changes what LocalStack has answered. */
    default String amend(Request request, String answer) {
      return answer;
    }
  }

  RegionGateway(URI emulator, List<StandIn> standIns) {
    this.emulator = emulator;
    this.standIns = List.copyOf(standIns);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  /** From now on nothing in the Region answers. */
  void lose(String region) {
    lost.add(region);
  }

  void comeBack(String region) {
    lost.remove(region);
  }

  private void handle(HttpExchange exchange) throws IOException {
    // Closed without a response, the connection is lost.
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Request request = request(exchange, body);
      if (lost.contains(request.region())) {
        return;
      }
      Optional<Response> own =
          standIns.stream().flatMap(standIn -> standIn.answer(request).stream()).findFirst();
      if (own.isPresent()) {
        exchange.getResponseHeaders().set("Content-Type", own.get().contentType());
        respond(exchange, own.get().status(), own.get().body());
        return;
      }
      HttpResponse<String> answer = passOn(exchange, body);
      copy(answer.headers().map(), exchange.getResponseHeaders());
      String text = answer.body();
      for (StandIn standIn : standIns) {
        text = standIn.amend(request, text);
      }
      if (lost.contains(request.region())) {
        return;
      }
      respond(exchange, answer.statusCode(), text);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void respond(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static Request request(HttpExchange exchange, String body) {
    Headers headers = exchange.getRequestHeaders();
    Matcher scope =
        SCOPE.matcher(Objects.requireNonNullElse(headers.getFirst("Authorization"), ""));
    if (!scope.find()) {
      throw new IllegalStateException("an unsigned request: " + exchange.getRequestURI());
    }
    String target = headers.getFirst("X-Amz-Target");
    return new Request(
        scope.group("region"),
        scope.group("service"),
        target == null
            ? Form.parse(body).getOrDefault("Action", "")
            : target.substring(target.lastIndexOf('.') + 1),
        body);
  }

  private HttpResponse<String> passOn(HttpExchange exchange, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(emulator.resolve(exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofString(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (isPassedOn(name)) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  private static void copy(Map<String, List<String>> from, Headers to) {
    from.forEach(
        (name, values) -> {
          // A changed answer has another checksum.
          if (isPassedOn(name) && !name.toLowerCase(Locale.ROOT).equals("x-amz-crc32")) {
            to.put(name, values);
          }
        });
  }

  private static boolean isPassedOn(String header) {
    return !NOT_PASSED_ON.contains(header.toLowerCase(Locale.ROOT));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
    client.close();
  }
}
