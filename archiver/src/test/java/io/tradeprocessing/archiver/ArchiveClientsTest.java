package io.tradeprocessing.archiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.telemetry.Telemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The SDK's clients against a server on the loopback interface: what is asked, and what an answer
 * means.
 */
class ArchiveClientsTest {

  private static final String NO_SUCH_KEY =
      "<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code><Message>no</Message></Error>";

  private record Asked(String method, String path, Map<String, String> headers) {}

  private final ConcurrentLinkedQueue<Asked> asked = new ConcurrentLinkedQueue<>();
  private volatile int status = 200;
  private volatile String body = "";
  private final HttpServer server = server();

  private HttpServer server() {
    try {
      HttpServer http =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      http.createContext("/", this::answer);
      return http;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      asked.add(
          new Asked(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getPath(),
              exchange.getRequestHeaders().entrySet().stream()
                  .collect(
                      Collectors.toMap(
                          header -> header.getKey().toLowerCase(Locale.ROOT),
                          header -> header.getValue().getFirst()))));
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @BeforeEach
  void start() {
    server.start();
    System.setProperty("aws.accessKeyId", "AKIAEXAMPLE");
    System.setProperty("aws.secretAccessKey", "example");
    System.setProperty("aws.region", "us-east-1");
    System.setProperty("aws.endpointUrl", endpoint());
  }

  @AfterEach
  void stop() {
    server.stop(0);
    List.of("aws.accessKeyId", "aws.secretAccessKey", "aws.region", "aws.endpointUrl")
        .forEach(System::clearProperty);
  }

  private String endpoint() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  private static final class Silent implements Telemetry {
    @Override
    public void log(Level level, String message, Map<String, String> fields) {}

    @Override
    public void metric(String name, double value, Unit unit, Map<String, String> dimensions) {}
  }

  private FunctionRuntime runtime() {
    return FunctionRuntime.of(
        Map.of(
            "ARCHIVE_BUCKET", "archive",
            "SIGNING_KEY_ID", "key-1",
            "AWS_ENDPOINT_URL", endpoint()),
        Clock.systemUTC(),
        new Silent());
  }

  @Test
  void anObjectIsWrittenOnlyIfAbsentWithItsChecksum() {
    assertThat(ArchiveClients.of(runtime()).archive().putIfAbsent("records/a", new byte[] {1}))
        .isTrue();

    assertThat(asked)
        .singleElement()
        .satisfies(
            put -> {
              assertThat(put.method()).isEqualTo("PUT");
              assertThat(put.path()).isEqualTo("/archive/records/a");
              assertThat(put.headers())
                  .containsEntry("if-none-match", "*")
                  .containsEntry(
                      "x-amz-checksum-sha256", "S/USLzRFVMU73i67jNK349FgCtYxw4Wl18ziPHeFRZo=")
                  .doesNotContainKey("x-amz-object-lock-mode");
            });
  }

  @Test
  void anObjectThatIsThereIsNotWritten() {
    status = 412;

    assertThat(ArchiveClients.of(runtime()).archive().putIfAbsent("records/a", new byte[] {1}))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({"403,permissions of the function's role", "409,another invocation"})
  void anythingElseMeansThatItMayNotBeThere(int answer, String reason) {
    status = answer;

    assertThatThrownBy(
            () -> ArchiveClients.of(runtime()).archive().putIfAbsent("a", new byte[] {1}))
        .isInstanceOf(ArchiveUnavailableException.class)
        .hasMessageStartingWith("writing a in the bucket archive failed: ")
        .hasMessageContaining(reason);
  }

  @Test
  void aMissingObjectIsNoneAndAnErrorIsNot() {
    body = NO_SUCH_KEY;
    status = 404;
    assertThat(ArchiveClients.of(runtime()).archive().get("a")).isEmpty();

    status = 403;
    body = "";
    assertThatThrownBy(() -> ArchiveClients.of(runtime()).archive().get("a"))
        .isInstanceOf(ArchiveUnavailableException.class)
        .hasMessageStartingWith("reading a in the bucket archive failed: ");
  }

  @Test
  void aKeyThatCannotBeUsedIsNamed() {
    status = 400;
    body = "{\"__type\":\"DisabledException\",\"message\":\"the key is disabled\"}";

    assertThatThrownBy(() -> ArchiveClients.of(runtime()).signer().sign(new byte[] {1}))
        .isInstanceOf(ArchiveUnavailableException.class)
        .hasMessageStartingWith("signing with the key key-1 failed: the key is disabled");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ARCHIVE_BUCKET", "SIGNING_KEY_ID"})
  void aVariableThatIsMissingIsNamed(String missing) {
    Map<String, String> variables = new HashMap<>(runtime().variables());
    variables.remove(missing);

    assertThatThrownBy(
            () -> ArchiveClients.of(FunctionRuntime.of(variables, Clock.systemUTC(), new Silent())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(missing);
  }

  /** Priming may not write, nor fail: the step would be reported and left out. */
  @Test
  void primingArchivesSampleRecordsWithoutTheNetworkAndConnectsWithoutWriting() {
    ArchiverPriming.archive(runtime().priming());
    assertThat(asked).isEmpty();

    status = 404;
    body = NO_SUCH_KEY;
    assertThatThrownBy(() -> ArchiveClients.of(runtime()).connect());
    assertThat(asked).extracting(Asked::method).containsExactly("GET", "POST");
    assertThat(asked)
        .last()
        .satisfies(
            call ->
                assertThat(call.headers())
                    .containsEntry("x-amz-target", "TrentService.GetPublicKey"));
  }
}
