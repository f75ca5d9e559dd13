package io.tradeprocessing.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tradeprocessing.testkit.TestJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;

/**
 * Simulates AWS for the SDK's real clients: {@link Service}s in this process answer the JSON
 * protocol, through the SDK's HTTP client interface or over HTTP on the loopback interface, and a
 * {@link QueryService} and a {@link RestService} theirs over HTTP.
 */
public final class FakeAws {

  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int REGION_OF_SCOPE = 2;

  /** A service, identified by the prefix of its targets, for example {@code AmazonSQS}. */
  @FunctionalInterface
  public interface Service {
    /**
     * Answers a request.
     *
     * @throws IOException to simulate a broken connection or a timeout
     */
    Answer answer(String operation, JsonNode request) throws IOException;
  }

  /** An answer of a service. */
  public record Answer(int status, JsonNode body) {

    /** The operation succeeded. */
    public static Answer ok(JsonNode body) {
      return new Answer(OK, body);
    }

    /** The operation failed with a code of the service. */
    public static Answer error(int status, String code, String message) {
      return new Answer(
          status,
          JsonNodeFactory.instance.objectNode().put("__type", code).put("message", message));
    }
  }

  /** A service of the query protocol, such as CloudFormation. */
  @FunctionalInterface
  public interface QueryService {
    /**
     * Answers a request.
     *
     * @param parameters of the form, the action included
     * @return what is inside the result element, as XML
     * @throws RefusedException to answer with an error
     */
    String answer(String action, Map<String, String> parameters);
  }

  /** Services that are asked by method and path: Lambda, S3, and CloudWatch with its CBOR. */
  @FunctionalInterface
  public interface RestService {
    /**
     * Answers a request.
     *
     * @param path with its query
     * @param body what was sent, as Latin-1
     */
    Reply answer(String method, String path, String body);
  }

  /** An answer of a {@link RestService}. */
  public record Reply(int status, Map<String, String> headers, SdkBytes body) {

    public Reply {
      headers = Map.copyOf(headers);
    }

    /** The operation succeeded. */
    public static Reply ok(String body) {
      return new Reply(OK, Map.of(), SdkBytes.fromUtf8String(body));
    }

    /** The operation failed with a code, which Lambda puts into a header, and S3 into XML. */
    public static Reply error(int status, String code, String message) {
      return new Reply(
          status,
          Map.of("x-amzn-ErrorType", code),
          SdkBytes.fromUtf8String(
              code.startsWith("NoSuch") || code.equals("AccessDenied")
                  ? "<Error><Code>%s</Code><Message>%s</Message></Error>".formatted(code, message)
                  : "{\"message\":\"" + message + "\"}"));
    }

    /** The operation of CloudWatch succeeded. */
    public static Reply cbor(JsonNode body) {
      return new Reply(
          OK,
          Map.of("smithy-protocol", "rpc-v2-cbor", "Content-Type", "application/cbor"),
          Cbor.of(body));
    }

    /** The operation of CloudWatch failed. */
    public static Reply cborError(int status, String code, String message) {
      return new Reply(
          status,
          cbor(JsonNodeFactory.instance.objectNode()).headers(),
          Cbor.of(
              JsonNodeFactory.instance.objectNode().put("__type", code).put("message", message)));
    }
  }

  /** An error of a service of the query protocol. */
  public static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The operation failed with a code of the service. */
    public RefusedException(String code, String message) {
      super("<Code>" + code + "</Code><Message>" + message + "</Message>");
    }
  }

  private final Map<String, Service> services = new HashMap<>();
  private final Map<String, FakeAws> regions = new HashMap<>();
  private Optional<QueryService> query = Optional.empty();
  private Optional<RestService> rest = Optional.empty();

  /** Adds a service. */
  public FakeAws with(String target, Service service) {
    services.put(target, service);
    return this;
  }

  /** Sets the service that answers requests of the query protocol. */
  public FakeAws withQuery(QueryService service) {
    query = Optional.of(service);
    return this;
  }

  /** Sets the service that answers requests which say by method and path what they want. */
  public FakeAws withRest(RestService service) {
    rest = Optional.of(service);
    return this;
  }

  /** Answers the requests that a server gets for another Region. */
  public FakeAws in(String region, FakeAws other) {
    regions.put(region, other);
    return this;
  }

  private Answer answer(String target, InputStream request) throws IOException {
    String[] parts = target.split("\\.", 2);
    Service service = services.get(parts[0]);
    if (service == null) {
      return Answer.error(400, "UnknownOperationException", target);
    }
    String body = new String(request.readAllBytes(), StandardCharsets.UTF_8);
    return service.answer(parts[1], TestJson.read(body));
  }

  /** A client whose requests never leave the process. */
  public <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .httpClient(new InProcess())
        .region(Region.US_EAST_1)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .build();
  }

  private final class InProcess implements SdkHttpClient {
    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() throws IOException {
          String target = request.httpRequest().firstMatchingHeader("X-Amz-Target").orElseThrow();
          Answer answer = answer(target, request.contentStreamProvider().orElseThrow().newStream());
          return HttpExecuteResponse.builder()
              .response(SdkHttpResponse.builder().statusCode(answer.status()).build())
              .responseBody(AbortableInputStream.create(new ByteArrayInputStream(bytes(answer))))
              .build();
        }

        @Override
        public void abort() {}
      };
    }

    @Override
    public void close() {}
  }

  private void handleQuery(HttpExchange exchange) throws IOException {
    Map<String, String> form = new HashMap<>();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    for (String pair : body.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      form.put(
          URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
          URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    String action = form.getOrDefault("Action", "");
    int status = OK;
    String xml;
    try {
      xml =
          "<%1$sResponse><%1$sResult>%2$s</%1$sResult></%1$sResponse>"
              .formatted(action, query.orElseThrow().answer(action, form));
    } catch (RefusedException e) {
      status = BAD_REQUEST;
      xml = "<ErrorResponse><Error>" + e.getMessage() + "</Error></ErrorResponse>";
    }
    respond(exchange, status, xml.getBytes(StandardCharsets.UTF_8));
  }

  private static void handleRest(HttpExchange exchange, RestService service) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
    Reply reply =
        service.answer(exchange.getRequestMethod(), exchange.getRequestURI().toString(), body);
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    respond(exchange, reply.status(), reply.body().asByteArray());
  }

  private static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private static byte[] bytes(Answer answer) {
    return TestJson.write(answer.body()).getBytes(StandardCharsets.UTF_8);
  }

  /** Serves over HTTP and points the SDK here until it is closed. */
  public Server serve() {
    return new Server();
  }

  /** The services on a port, and the SDK's settings that point to it. */
  public final class Server implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, Optional<String>> before = new HashMap<>();

    private Server() {
      // The JDK's server writes an answer in two parts, of which the second would wait until the
      // client acknowledges the first. It reads the property once in a process.
      System.setProperty("sun.net.httpserver.nodelay", "true");
      try {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      server.createContext("/", this::handle);
      server.start();
      set("aws.accessKeyId", "AKIAEXAMPLE");
      set("aws.secretAccessKey", "example");
      set("aws.region", "us-east-1");
      set("aws.endpointUrl", endpoint().toString());
    }

    /** The base of every service. */
    public URI endpoint() {
      return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    private void set(String property, String value) {
      before.put(property, Optional.ofNullable(System.getProperty(property)));
      System.setProperty(property, value);
    }

    private void handle(HttpExchange exchange) throws IOException {
      try (exchange) {
        FakeAws at = regions.getOrDefault(signedRegion(exchange), FakeAws.this);
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        if (target == null) {
          if (at.rest.isPresent() && !exchange.getRequestURI().getPath().equals("/")) {
            handleRest(exchange, at.rest.get());
          } else {
            at.handleQuery(exchange);
          }
          return;
        }
        Answer answer = at.answer(target, exchange.getRequestBody());
        respond(exchange, answer.status(), bytes(answer));
      }
    }

    /** The Region of the credential scope, as in {@code AKIA…/20260112/us-east-1/sqs/…}. */
    private static String signedRegion(HttpExchange exchange) {
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      String[] scope = authorization == null ? new String[0] : authorization.split("/", -1);
      return scope.length > REGION_OF_SCOPE ? scope[REGION_OF_SCOPE] : "";
    }

    @Override
    public void close() {
      server.stop(0);
      before.forEach(
          (property, value) ->
              value.ifPresentOrElse(
                  text -> System.setProperty(property, text),
                  () -> System.clearProperty(property)));
    }
  }
}
