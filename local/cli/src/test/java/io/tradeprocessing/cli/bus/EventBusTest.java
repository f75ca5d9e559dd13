package io.tradeprocessing.cli.bus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tradeprocessing.cli.aws.RateLimit;
import io.tradeprocessing.cli.bus.EventBus.Answer;
import io.tradeprocessing.cli.bus.EventBus.Delivery;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.cli.console.Stop;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.testkit.aws.FakeAws;
import io.tradeprocessing.testkit.aws.FakeEventBus;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The SDK's client against an EventBridge that fails in every way that is documented. */
class EventBusTest {

  private static final long SECOND = 1_000_000_000;

  private final FakeEventBus aws = new FakeEventBus();
  private final List<Duration> waits = new ArrayList<>();
  private final AtomicLong now = new AtomicLong();
  private final Stop stop = new Stop();

  /** Always the longest wait that the jitter allows. */
  private final RandomGenerator longest =
      new Random(1) {
        private static final long serialVersionUID = 1;

        @Override
        public long nextLong(long bound) {
          return bound - 1;
        }
      };

  private EventBus bus(RandomGenerator random, double rate) {
    return new EventBus(
        new FakeAws().with("AWSEvents", aws).client(EventBus.builder()),
        "trades",
        new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10), random, waits::add),
        new RateLimit(rate, now::get, wait -> now.addAndGet(wait.toNanos())),
        stop);
  }

  private Delivery put(int events) throws InterruptedException {
    return bus(longest, Double.POSITIVE_INFINITY).put(events(events));
  }

  private static List<BusEvent> events(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> event("T" + i)).toList();
  }

  private static BusEvent event(String tradeId) {
    return new BusEvent(
        Optional.of(tradeId),
        "trading.system1",
        "Trade Event",
        "{\"tradeId\":\"" + tradeId + "\",\"price\":1.10}",
        Optional.of(Instant.parse("2026-01-12T14:30:00Z")),
        List.of());
  }

  private static List<String> errors(Delivery delivery) {
    return delivery.answers().stream()
        .map(answer -> answer instanceof Answer.Refused(String error) ? error : "")
        .toList();
  }

  @Test
  void eventsAreSentAsTheirSourceSentThem() throws InterruptedException {
    assertThat(put(1).answers()).containsExactly(new Answer.Taken("event-1"));

    JsonNode entry = aws.taken().getFirst();
    assertThat(entry.path("Source").asText()).isEqualTo("trading.system1");
    assertThat(entry.path("DetailType").asText()).isEqualTo("Trade Event");
    assertThat(entry.path("Detail").asText()).isEqualTo("{\"tradeId\":\"T1\",\"price\":1.10}");
    assertThat(entry.path("EventBusName").asText()).isEqualTo("trades");
    assertThat(entry.path("Time").decimalValue()).isEqualByComparingTo("1768228200");
  }

  @Test
  void onlyTheFailedEntriesAreSentAgain() throws InterruptedException {
    aws.thenEach(e -> FakeEventBus.trade(e).matches("T[25]") ? "ThrottlingException" : null)
        .thenEach(e -> FakeEventBus.trade(e).equals("T5") ? "InternalFailure" : null);

    Delivery delivery = put(5);

    assertThat(aws.trades())
        .containsExactly(List.of("T1", "T2", "T3", "T4", "T5"), List.of("T2", "T5"), List.of("T5"));
    assertThat(delivery.answers())
        .containsExactly(
            new Answer.Taken("event-1"),
            new Answer.Taken("event-4"),
            new Answer.Taken("event-2"),
            new Answer.Taken("event-3"),
            new Answer.Taken("event-5"));
    assertThat(waits).hasSize(2);
  }

  @Test
  void theWaitsDoubleUpToTenSecondsAndTheAttemptsEnd() throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      aws.thenEach(_ -> "ThrottlingException");
    }

    Delivery delivery = put(1);

    assertThat(waits)
        .extracting(Duration::toMillis)
        .containsExactly(200L, 400L, 800L, 1_600L, 3_200L, 6_400L, 10_000L);
    assertThat(aws.requests()).hasSize(EventBus.MAX_ATTEMPTS);
    assertThat(errors(delivery)).containsExactly("ThrottlingException: told to (8 attempts)");
    assertThat(delivery.end()).isEmpty();
  }

  @Test
  void theWaitsAreRandomBelowTheirBound() throws InterruptedException {
    for (int i = 0; i < 2 * EventBus.MAX_ATTEMPTS; i++) {
      aws.thenEach(_ -> "ThrottlingException");
    }
    EventBus bus = bus(new Random(42), Double.POSITIVE_INFINITY);
    bus.put(events(1));
    List<Duration> first = List.copyOf(waits);
    waits.clear();
    bus.put(events(1));

    assertThat(waits).hasSameSizeAs(first).isNotEqualTo(first);
    assertThat(waits).allSatisfy(wait -> assertThat(wait).isLessThan(Duration.ofSeconds(10)));
    assertThat(waits.getFirst()).isLessThan(Duration.ofMillis(200));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AccessDeniedException",
        "InvalidAccountIdException",
        "InvalidArgument",
        "MalformedDetail",
        "RedactionFailure",
        "NotAuthorizedForSourceException",
        "NotAuthorizedForDetailTypeException"
      })
  void whatEventBridgeCallsPermanentIsNotSentAgain(String code) throws InterruptedException {
    aws.thenEach(e -> FakeEventBus.trade(e).equals("T2") ? code : null);

    Delivery delivery = put(3);

    assertThat(aws.requests()).hasSize(1);
    assertThat(errors(delivery)).containsExactly("", code + ": told to", "");
    assertThat(delivery.end()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"InternalFailure", "InternalException", "ThrottlingException", "Unheard"})
  void allOtherCodesAreTriedAgain(String code) throws InterruptedException {
    aws.thenEach(_ -> code);

    assertThat(put(1).answers()).containsExactly(new Answer.Taken("event-1"));
  }

  @ParameterizedTest
  @CsvSource({
    "400,ThrottlingException",
    "429,TooManyRequestsException",
    "500,InternalException",
    "503,ServiceUnavailable"
  })
  void aRequestThatFailsAsAWholeIsSentAgainAsAWhole(int status, String code)
      throws InterruptedException {
    aws.thenError(2, status, code);

    Delivery delivery = put(3);

    assertThat(aws.trades())
        .containsExactly(
            List.of("T1", "T2", "T3"), List.of("T1", "T2", "T3"), List.of("T1", "T2", "T3"));
    assertThat(errors(delivery)).containsOnly("");
  }

  /** Whether it was taken is not known then: at least once. */
  @Test
  void aRequestWhoseAnswerIsLostIsSentAgain() throws InterruptedException {
    aws.then(
        (_, request) -> {
          FakeAws.Answer _ = aws.take(request, _ -> null);
          throw new SocketTimeoutException("Read timed out");
        });

    Delivery delivery = put(2);

    assertThat(aws.trades()).containsExactly(List.of("T1", "T2"), List.of("T1", "T2"));
    assertThat(delivery.answers())
        .containsExactly(new Answer.Taken("event-3"), new Answer.Taken("event-4"));
  }

  @Test
  void anEntryWithoutAnAnswerIsSentAgain() throws InterruptedException {
    aws.then(
        (_, request) -> {
          FakeAws.Answer answer = aws.take(request, _ -> null);
          ((ArrayNode) answer.body().path("Entries")).remove(2);
          return answer;
        });

    Delivery delivery = put(3);

    assertThat(aws.trades()).containsExactly(List.of("T1", "T2", "T3"), List.of("T3"));
    assertThat(errors(delivery)).containsOnly("");
  }

  @Test
  void anAnswerWithNeitherIdNorErrorIsNone() throws InterruptedException {
    aws.then(
        (_, request) -> {
          FakeAws.Answer answer = aws.take(request, _ -> null);
          ((ArrayNode) answer.body().path("Entries")).removeAll().addObject();
          return answer;
        });

    assertThat(put(1).answers()).containsExactly(new Answer.Taken("event-2"));
  }

  @Test
  void oneEntryThatMakesTheRequestInvalidDoesNotHoldBackTheOthers() throws InterruptedException {
    aws.thenError(1, 400, "ValidationException")
        .thenEach(_ -> null)
        .thenError(1, 400, "ValidationException");

    Delivery delivery = put(3);

    assertThat(aws.trades())
        .containsExactly(List.of("T1", "T2", "T3"), List.of("T1"), List.of("T2"), List.of("T3"));
    assertThat(errors(delivery)).containsExactly("", "ValidationException: told to", "");
    assertThat(delivery.end()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"AccessDeniedException", "ResourceNotFoundException", "ExpiredTokenException"})
  void aBusThatTakesNothingFromHereEndsTheWork(String code) throws InterruptedException {
    aws.thenError(1, 400, code);

    Delivery delivery = put(2);

    assertThat(aws.requests()).hasSize(1);
    assertThat(delivery.end())
        .hasValueSatisfying(
            end -> {
              assertThat(end)
                  .hasMessageContaining("the event bus trades")
                  .hasMessageContaining(code);
              assertThat(end.exitCode()).isEqualTo(ExitCode.WRONG_USE);
            });
    assertThat(errors(delivery)).allSatisfy(error -> assertThat(error).startsWith(code));
  }

  @Test
  void whatWasTakenBeforeTheConnectionBrokeIsNotForgotten() throws InterruptedException {
    aws.thenEach(e -> FakeEventBus.trade(e).equals("T2") ? "InternalFailure" : null);
    for (int i = 0; i < EventBus.MAX_ATTEMPTS; i++) {
      aws.then(
          (_, _) -> {
            throw new SocketTimeoutException("Read timed out");
          });
    }

    Delivery delivery = put(2);

    assertThat(delivery.answers().getFirst()).isEqualTo(new Answer.Taken("event-1"));
    assertThat(errors(delivery).get(1)).endsWith("Read timed out (8 attempts)");
    assertThat(delivery.end())
        .hasValueSatisfying(
            end -> {
              assertThat(end).hasMessageContaining("EventBridge cannot be reached");
              assertThat(end.exitCode()).isEqualTo(ExitCode.FAILED);
            });
  }

  @Test
  void aWishToStopEndsTheAttempts() throws InterruptedException {
    aws.then(
        (_, request) -> {
          stop.request();
          return aws.take(request, _ -> "ThrottlingException");
        });

    Delivery delivery = put(1);

    assertThat(aws.requests()).hasSize(1);
    assertThat(errors(delivery).getFirst()).startsWith("ThrottlingException");
  }

  @Test
  void theRateCountsWhatIsSentAgain() throws InterruptedException {
    aws.thenEach(e -> FakeEventBus.trade(e).equals("T1") ? "InternalFailure" : null);
    EventBus bus = bus(longest, 2);

    bus.put(events(4));
    bus.put(events(3));

    assertThat(now.get()).isEqualTo((4 + 1 + 3) * SECOND / 2);
  }
}
