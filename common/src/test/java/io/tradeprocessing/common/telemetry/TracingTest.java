package io.tradeprocessing.common.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.lambda.CannedResponses;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Tracing with a daemon on the loopback interface. */
class TracingTest {

  private static final String ROOT = "1-5759e988-bd862e3fe1be46a994272793";
  private static final String PARENT = "53995c3f42cd8ad8";

  private DatagramSocket daemon;

  @BeforeEach
  void listen() throws IOException {
    daemon = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    daemon.setSoTimeout(5_000);
    trace(ROOT, PARENT, 1);
  }

  @AfterEach
  void stop() {
    System.clearProperty(Tracing.TRACE_PROPERTY);
    daemon.close();
  }

  private static void trace(String root, String parent, int sampled) {
    System.setProperty(
        Tracing.TRACE_PROPERTY, "Root=%s;Parent=%s;Sampled=%d".formatted(root, parent, sampled));
  }

  private Tracing tracing() {
    return Tracing.fromEnvironment(
        Map.of("AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1:" + daemon.getLocalPort()));
  }

  /** The next subsegment, without the header that precedes it in the datagram. */
  private JsonObject received() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[64 * 1024], 64 * 1024);
    daemon.receive(packet);
    String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    String[] lines = text.split("\n", 2);
    assertThat(lines[0]).isEqualTo("{\"format\": \"json\", \"version\": 1}");
    return JsonReader.read(lines[1]).asObject().orElseThrow();
  }

  private void assertNothingReceived() throws IOException {
    daemon.setSoTimeout(200);
    assertThatThrownBy(this::received).isInstanceOf(SocketTimeoutException.class);
  }

  private static void assertSubsegment(JsonObject document, String name, String namespace) {
    assertThat(document.text("name")).contains(name);
    assertThat(document.text("type")).contains("subsegment");
    assertThat(document.text("namespace")).contains(namespace);
    assertThat(document.text("trace_id")).contains(ROOT);
    assertThat(document.text("parent_id")).contains(PARENT);
    assertThat(document.text("id").orElseThrow()).matches("[0-9a-f]{16}");
    assertThat(document.has("start_time")).isTrue();
    assertThat(document.has("end_time")).isTrue();
  }

  private static SsmClient ssm(Tracing tracing, Map<String, String> responses) {
    return CannedResponses.client(
        SsmClient.builder()
            .overrideConfiguration(
                configuration -> {
                  configuration.retryStrategy(retry -> retry.maxAttempts(1));
                  tracing.interceptor().ifPresent(configuration::addExecutionInterceptor);
                }),
        responses);
  }

  private static void readParameters(Tracing tracing) {
    try (SsmClient client = ssm(tracing, Map.of("GetParametersByPath", "{\"Parameters\":[]}"))) {
      client.getParametersByPath(request -> request.path("/trade-processing/test/"));
    }
  }

  @Test
  void reportsACallOfParameterStore() throws IOException {
    readParameters(tracing());

    JsonObject document = received();
    assertSubsegment(document, "Ssm", "aws");
    assertThat(document.object("aws").flatMap(aws -> aws.text("operation")))
        .contains("GetParametersByPath");
    assertThat(document.has("fault")).isFalse();
    assertThat(document.has("error")).isFalse();
  }

  @Test
  void reportsACallOfDynamoDbWithItsTable() throws IOException {
    Tracing tracing = tracing();
    try (DynamoDbClient client =
        CannedResponses.client(
            DynamoDbClient.builder()
                .overrideConfiguration(
                    configuration ->
                        tracing.interceptor().ifPresent(configuration::addExecutionInterceptor)),
            Map.of("GetItem", "{}"))) {
      client.getItem(request -> request.tableName("trade-records-dev").key(Map.of()));
    }

    JsonObject document = received();
    assertSubsegment(document, "DynamoDb", "aws");
    JsonObject aws = document.object("aws").orElseThrow();
    assertThat(aws.text("operation")).contains("GetItem");
    assertThat(aws.text("table_name")).contains("trade-records-dev");
  }

  @Test
  void reportsAFailedCallAsAFault() throws IOException {
    try (SsmClient client = ssm(tracing(), Map.of())) {
      assertThatThrownBy(() -> client.getParameter(request -> request.name("/a/b")))
          .isInstanceOf(SdkClientException.class);
    }

    JsonObject document = received();
    assertSubsegment(document, "Ssm", "aws");
    assertThat(document.get("fault")).isEqualTo(Json.of(true));
  }

  @Test
  void reportsARemoteCallAndPassesItsTraceOn() throws IOException {
    List<String> headers = new ArrayList<>();
    String answer =
        tracing()
            .remoteCall(
                "prices.example.com",
                header -> {
                  headers.add(header.orElseThrow());
                  return "answer";
                });

    assertThat(answer).isEqualTo("answer");
    JsonObject document = received();
    assertSubsegment(document, "prices.example.com", "remote");
    assertThat(headers)
        .containsExactly(
            "Root=%s;Parent=%s;Sampled=1".formatted(ROOT, document.text("id").orElseThrow()));
  }

  @Test
  void reportsAFailedRemoteCallAsAFaultAndThrowsIt() throws IOException {
    IllegalStateException failure = new IllegalStateException("503");
    assertThatThrownBy(
            () ->
                tracing()
                    .remoteCall(
                        "prices.example.com",
                        _ -> {
                          throw failure;
                        }))
        .isSameAs(failure);

    JsonObject document = received();
    assertSubsegment(document, "prices.example.com", "remote");
    assertThat(document.get("fault")).isEqualTo(Json.of(true));
  }

  @Test
  void readsTheTraceAnewForEachInvocation() throws IOException {
    Tracing tracing = tracing();
    readParameters(tracing);
    received();
    String next = "1-5759e989-000000000000000000000001";
    trace(next, "0000000000000002", 1);
    readParameters(tracing);

    assertThat(tracing.traceId()).contains(next);
    JsonObject document = received();
    assertThat(document.text("trace_id")).contains(next);
    assertThat(document.text("parent_id")).contains("0000000000000002");
  }

  @Test
  void sendsNothingForATraceThatIsNotSampled() throws IOException {
    trace(ROOT, PARENT, 0);
    Tracing tracing = tracing();
    readParameters(tracing);
    String header = tracing.remoteCall("prices.example.com", Optional::orElseThrow);

    assertThat(header).startsWith("Root=" + ROOT + ";Parent=" + PARENT).endsWith("Sampled=0");
    assertNothingReceived();
  }

  @Test
  void sendsNothingOutsideATrace() throws IOException {
    System.clearProperty(Tracing.TRACE_PROPERTY);
    Tracing tracing = tracing();
    readParameters(tracing);

    assertThat(tracing.<Optional<String>>remoteCall("prices.example.com", header -> header))
        .isEmpty();
    assertThat(tracing.traceId()).isEmpty();
    assertNothingReceived();
  }

  @Test
  void doesNothingWithoutADaemon() throws IOException {
    Tracing tracing = Tracing.fromEnvironment(Map.of());
    readParameters(tracing);

    assertThat(tracing.interceptor()).isEmpty();
    assertThat(tracing.<Optional<String>>remoteCall("prices.example.com", header -> header))
        .isEmpty();
    assertNothingReceived();
  }

  @Test
  void isSilentWhereTheDaemonIsUnreachableOrItsAddressMakesNoSense() {
    PrintStream before = System.err;
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      for (String address :
          List.of("nowhere.invalid:2000", "nonsense", "a:b:c", "255.255.255.255:9")) {
        readParameters(Tracing.fromEnvironment(Map.of("AWS_XRAY_DAEMON_ADDRESS", address)));
      }
    } finally {
      System.setErr(before);
    }
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }
}
