package io.tradeprocessing.backfill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tradeprocessing.common.hash.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The requests to S3, against a server that answers as S3 documents it. */
class S3ObjectsTest {

  private final Map<String, byte[]> objects = new HashMap<>();
  private final Map<String, String> checksums = new HashMap<>();
  private final Deque<Integer> failures = new ArrayDeque<>();
  private final List<Map<String, String>> requests = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // by start
  private HttpServer server;

  @SuppressWarnings("NullAway.Init")
  private S3Objects s3;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    s3 = objects(URI.create("http://localhost:" + server.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    s3.close();
    server.stop(0);
  }

  private static S3Objects objects(URI endpoint) {
    return S3Objects.of(
        "bucket-1",
        "eu-west-1",
        Optional.of(endpoint),
        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret")));
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Map<String, String> request = new HashMap<>();
    exchange.getRequestHeaders().forEach((name, values) -> request.put(name, values.getFirst()));
    request.put("body", new String(body, UTF_8));
    requests.add(request);
    String key = exchange.getRequestURI().getPath();
    byte[] there = objects.get(key);
    Integer failure = failures.poll();
    if (failure != null) {
      respond(exchange, failure, "<Error><Code>SlowDown</Code></Error>".getBytes(UTF_8));
    } else if (exchange.getRequestMethod().equals("HEAD")) {
      if (checksums.containsKey(key) && "ENABLED".equals(request.get("X-amz-checksum-mode"))) {
        exchange.getResponseHeaders().set("x-amz-checksum-sha256", checksums.get(key));
      }
      exchange.sendResponseHeaders(there == null ? 404 : 200, -1);
      exchange.close();
    } else if (exchange.getRequestMethod().equals("GET")) {
      respond(exchange, there == null ? 404 : 200, there == null ? new byte[0] : there);
    } else if (!holds(request, there)) {
      respond(exchange, 412, new byte[0]);
    } else {
      objects.put(key, body);
      checksums.remove(key);
      Optional.ofNullable(request.get("X-amz-checksum-sha256"))
          .ifPresent(checksum -> checksums.put(key, checksum));
      exchange.getResponseHeaders().set("ETag", tag(body));
      respond(exchange, 200, new byte[0]);
    }
  }

  private static boolean holds(
      Map<String, String> request, byte @org.jspecify.annotations.Nullable [] there) {
    String match = request.get("If-match");
    return (!"*".equals(request.get("If-none-match")) || there == null)
        && (match == null || (there != null && match.equals(tag(there))));
  }

  private static String tag(byte[] body) {
    return '"' + Sha256.hex(body).substring(0, 32) + '"';
  }

  private static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
    if (!exchange.getResponseHeaders().containsKey("ETag") && body.length > 0) {
      exchange.getResponseHeaders().set("ETag", tag(body));
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  @Test
  void anObjectIsWrittenAndReadUnderTheBucketsPath() {
    s3.put("backfill/p1/plan.json", "hello".getBytes(UTF_8));

    assertThat(objects).containsOnlyKeys("/bucket-1/backfill/p1/plan.json");
    ObjectStore.Stored stored = s3.get("backfill/p1/plan.json").orElseThrow();
    assertThat(new String(stored.bytes(), UTF_8)).isEqualTo("hello");
    assertThat(stored.tag()).isEqualTo(tag("hello".getBytes(UTF_8)));
    assertThat(s3.get("backfill/p1/none")).isEmpty();
  }

  /** An upload that goes on where it was asks for it. */
  @Test
  void theHashOfAnObjectIsKnownWithoutReadingIt() {
    s3.put("k", "hello".getBytes(UTF_8));
    objects.put("/bucket-1/of-another-writer", "hello".getBytes(UTF_8));

    assertThat(s3.sha256("k")).contains(Sha256.hex("hello".getBytes(UTF_8)));
    assertThat(s3.sha256("of-another-writer")).isEmpty();
    assertThat(s3.sha256("none")).isEmpty();
  }

  @Test
  void aRequestIsSignedWithThePayloadsHash() {
    s3.put("k", "hello".getBytes(UTF_8));

    Map<String, String> request = requests.getFirst();
    assertThat(request.get("Authorization"))
        .matches(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/[0-9]{8}/eu-west-1/s3/aws4_request,"
                + " SignedHeaders=.*host.*, Signature=[0-9a-f]{64}");
    assertThat(request.get("X-amz-content-sha256")).isEqualTo(Sha256.hex("hello".getBytes(UTF_8)));
    assertThat(request.get("body")).isEqualTo("hello");
  }

  @Test
  void aConditionalWriteIsRefusedWhereTheObjectIsAnother() {
    Optional<String> first = s3.putIfUnchanged("c", "1".getBytes(UTF_8), Optional.empty());
    assertThat(first).isPresent();
    assertThat(s3.putIfUnchanged("c", "1".getBytes(UTF_8), Optional.empty())).isEmpty();
    Optional<String> second = s3.putIfUnchanged("c", "2".getBytes(UTF_8), first);
    assertThat(second).isPresent();
    assertThat(s3.putIfUnchanged("c", "3".getBytes(UTF_8), first)).isEmpty();
    assertThat(new String(s3.get("c").orElseThrow().bytes(), UTF_8)).isEqualTo("2");
  }

  @Test
  void whatIsOverInAMomentIsRetried() {
    failures.add(503);
    s3.put("k", "x".getBytes(UTF_8));
    assertThat(requests).hasSize(2);
    assertThat(objects).containsKey("/bucket-1/k");
  }

  @Test
  void whatIsRefusedIsNamed() {
    failures.add(403);
    assertThatThrownBy(() -> s3.get("k"))
        .isInstanceOf(InvalidBackfillException.class)
        .hasMessage("s3://bucket-1/k cannot be read: status 403 SlowDown");
  }

  @Test
  void aServerThatStaysBusyOrAwayIsUnavailable() {
    failures.addAll(List.of(503, 503, 503, 503));
    assertThatThrownBy(() -> s3.put("k", new byte[1]))
        .isInstanceOf(ObjectStoreUnavailableException.class)
        .hasMessageContaining("s3://bucket-1/k cannot be written: status 503");

    server.stop(0);
    assertThatThrownBy(() -> s3.get("k"))
        .isInstanceOf(ObjectStoreUnavailableException.class)
        .hasMessageContaining("s3://bucket-1/k cannot be reached");
  }

  @Test
  void aNameThatIsNoBucketIsRefused() {
    assertThatThrownBy(
            () ->
                S3Objects.of(
                    "Bad_Name",
                    "eu-west-1",
                    Optional.empty(),
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b"))))
        .isInstanceOf(InvalidBackfillException.class)
        .hasMessageContaining("is not the name of a bucket");
    assertThatThrownBy(() -> S3Objects.of(Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("BACKFILL_BUCKET");
  }
}
