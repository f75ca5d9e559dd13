package io.tradeprocessing.common.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.snapstart.CannedAnswers;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ssm.SsmClient;

class XRayTest {

  private static final TraceHeader SAMPLED =
      new TraceHeader("1-5759e988-bd862e3fe1be46a994272793", "53995c3f42cd8ad8", true);

  private final List<String> sent = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-12T14:30:00.123456Z");
  private final InstantSource clock = () -> now;

  private XRay xray(@Nullable TraceHeader trace) {
    return new XRay(
        () -> Optional.ofNullable(trace),
        document -> sent.add(new String(document, StandardCharsets.UTF_8)),
        clock.withZone(ZoneOffset.UTC),
        new Random(7));
  }

  /** The one document that was sent, without the header that the daemon wants before it. */
  private JsonObject document() {
    assertThat(sent).hasSize(1);
    String[] lines = sent.getFirst().split("\n", -1);
    assertThat(lines).hasSize(2);
    assertThat(lines[0]).isEqualTo("{\"format\":\"json\",\"version\":1}");
    return JsonReader.read(lines[1]).asObject().orElseThrow();
  }

  @Test
  void sendsACallAsASubsegmentOfTheInvocationsSegment() {
    XRay.Subsegment call = xray(SAMPLED).begin("api.example.com", XRay.Namespace.REMOTE);
    assertThat(sent).isEmpty();
    now = now.plusMillis(12);
    call.succeeded(JsonObject.builder().put("status", 200).build());

    JsonObject document = document();
    assertThat(document.text("name")).contains("api.example.com");
    assertThat(document.text("type")).contains("subsegment");
    assertThat(document.text("namespace")).contains("remote");
    assertThat(document.text("trace_id")).contains("1-5759e988-bd862e3fe1be46a994272793");
    assertThat(document.text("parent_id")).contains("53995c3f42cd8ad8");
    assertThat(document.text("id").orElseThrow()).matches("[0-9a-f]{16}");
    assertThat(document.get("start_time")).isEqualTo(new JsonNumber("1768228200.123456"));
    assertThat(document.get("end_time")).isEqualTo(new JsonNumber("1768228200.135456"));
    assertThat(document.object("http").orElseThrow().get("status"))
        .isEqualTo(new JsonNumber("200"));
    assertThat(document.has("fault")).isFalse();
  }

  @Test
  void aFailedCallIsAFaultWithTheExceptionsClassButNotItsMessage() {
    xray(SAMPLED)
        .begin("DynamoDB", XRay.Namespace.AWS)
        .failed(JsonObject.empty(), new IllegalStateException("account 111122223333"));

    assertThat(sent.getFirst())
        .contains("\"fault\":true", "\"type\":\"java.lang.IllegalStateException\"")
        .doesNotContain("111122223333");
    assertThat(document().has("aws")).isFalse();
  }

  @Test
  void everySubsegmentHasAnIdentifierOfItsOwn() {
    XRay xray = xray(SAMPLED);
    xray.begin("SSM", XRay.Namespace.AWS).succeeded(JsonObject.empty());
    xray.begin("SSM", XRay.Namespace.AWS).succeeded(JsonObject.empty());

    assertThat(sent.stream().map(XRayTest::id).distinct()).hasSize(2);
  }

  private static String id(String packet) {
    return JsonReader.read(packet.split("\n", -1)[1])
        .asObject()
        .flatMap(document -> document.text("id"))
        .orElseThrow();
  }

  @Test
  void sendsNothingOutsideASampledTrace() {
    TraceHeader unsampled = new TraceHeader(SAMPLED.root(), SAMPLED.parent(), false);
    xray(unsampled).begin("SSM", XRay.Namespace.AWS).succeeded(JsonObject.empty());
    xray(null).begin("SSM", XRay.Namespace.AWS).failed(JsonObject.empty(), new Exception());

    assertThat(sent).isEmpty();
  }

  @Test
  void showsACallOfTheSdkWithItsOperation() {
    try (SsmClient ssm =
        CannedAnswers.client(
            SsmClient.builder()
                .overrideConfiguration(
                    configuration ->
                        configuration.addExecutionInterceptor(new AwsCallTracing(xray(SAMPLED)))),
            Map.of("GetParametersByPath", "{\"Parameters\":[]}"))) {
      ssm.getParametersByPath(request -> request.path("/trade-processing/test/"));
    }

    JsonObject document = document();
    assertThat(document.text("name")).contains("Ssm");
    assertThat(document.text("namespace")).contains("aws");
    assertThat(document.object("aws").flatMap(aws -> aws.text("operation")))
        .contains("GetParametersByPath");
  }

  @Test
  void showsACallOfTheSdkThatFailed() {
    try (SsmClient ssm =
        CannedAnswers.client(
            SsmClient.builder()
                .overrideConfiguration(
                    configuration ->
                        configuration
                            .retryStrategy(retry -> retry.maxAttempts(1))
                            .addExecutionInterceptor(new AwsCallTracing(xray(SAMPLED)))),
            Map.of())) {
      assertThatThrownBy(
              () -> ssm.getParametersByPath(request -> request.path("/trade-processing/test/")))
          .isInstanceOf(SdkClientException.class);
    }

    assertThat(document().get("fault")).isEqualTo(JsonReader.read("true"));
  }

  @Test
  void sendsADatagramToTheDaemonOfTheEnvironment() throws Exception {
    try (DatagramSocket daemon = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      daemon.setSoTimeout(5_000);
      System.setProperty(
          "com.amazonaws.xray.traceHeader",
          "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1");
      XRay.fromEnvironment(
              Map.of("AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1:" + daemon.getLocalPort()),
              Clock.systemUTC())
          .begin("SSM", XRay.Namespace.AWS)
          .succeeded(JsonObject.empty());

      DatagramPacket packet = new DatagramPacket(new byte[64 * 1024], 64 * 1024);
      daemon.receive(packet);
      Json document =
          JsonReader.read(
              new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8)
                  .split("\n", -1)[1]);
      assertThat(document.asObject().flatMap(object -> object.text("name"))).contains("SSM");
    } finally {
      System.clearProperty("com.amazonaws.xray.traceHeader");
    }
  }

  @Test
  void readsTheDaemonsAddressInBothForms() {
    InetSocketAddress address = new InetSocketAddress("169.254.79.129", 2000);
    assertThat(XRay.daemonAddress("169.254.79.129:2000")).contains(address);
    assertThat(XRay.daemonAddress("tcp:127.0.0.1:2001 udp:169.254.79.129:2000")).contains(address);
    assertThat(List.of("", "tcp:127.0.0.1:2000", "daemon", "daemon:", ":2000", "daemon:70000"))
        .allSatisfy(text -> assertThat(XRay.daemonAddress(text)).isEmpty());
  }

  @Test
  void readsATraceHeaderInAnyOrder() {
    assertThat(
            TraceHeader.parse(
                "Sampled=1; Lineage=a:1; Root=1-5759e988-bd862e3fe1be46a994272793;"
                    + "Parent=53995c3f42cd8ad8"))
        .contains(SAMPLED);
    assertThat(TraceHeader.parse("Root=1-a;Parent=b;Sampled=0").orElseThrow().sampled()).isFalse();
    assertThat(List.of("", "Root=1-a", "Parent=b;Sampled=1", ";;=;Root"))
        .allSatisfy(text -> assertThat(TraceHeader.parse(text)).isEmpty());
  }
}
