package io.tradeprocessing.cli.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.cli.aws.RateLimit;
import io.tradeprocessing.cli.bus.Publication.Outcome;
import io.tradeprocessing.cli.bus.Publication.Sent;
import io.tradeprocessing.cli.console.Stop;
import io.tradeprocessing.cli.input.EventReader;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.testkit.aws.FakeAws;
import io.tradeprocessing.testkit.aws.FakeEventBus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** Inputs to a bus that fails, with stops and crashes in between. */
class PublicationTest {

  @TempDir private Path folder;

  private final FakeEventBus aws = new FakeEventBus();
  private final EventBridgeClient client =
      new FakeAws().with("AWSEvents", aws).client(EventBus.builder());
  private final List<Sent> results = new ArrayList<>();

  private static String trades(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> "{\"tradeId\":\"T%d\",\"sourceSystem\":\"system1\"}%n".formatted(i))
        .collect(Collectors.joining());
  }

  private Publication publish(
      String input, Optional<PublishProgress> progress, int batchSize, Stop stop)
      throws IOException, InterruptedException {
    EventBus bus =
        new EventBus(
            client,
            "default",
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), new Random(1), _ -> {}),
            RateLimit.of(Double.POSITIVE_INFINITY),
            stop);
    Publication publication =
        new Publication(Optional.of(bus), progress, batchSize, stop, results::add);
    publication.run(
        EventReader.of(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8))));
    return publication;
  }

  private PublishProgress progress() {
    return PublishProgress.open(folder.resolve("sent"), "digest", "bus");
  }

  private List<String> taken() {
    return aws.taken().stream().map(FakeEventBus::trade).toList();
  }

  @Test
  void tenEventsGoInARequestAndTheResultsAreInTheOrderOfTheInput()
      throws IOException, InterruptedException {
    Publication publication = publish(trades(23), Optional.empty(), 10, new Stop());

    assertThat(aws.requests()).extracting(List::size).containsExactly(10, 10, 3);
    assertThat(results)
        .extracting(Sent::line)
        .isEqualTo(IntStream.rangeClosed(1, 23).mapToObj(i -> (long) i).toList());
    assertThat(results).allMatch(result -> result.outcome() == Outcome.SENT);
    assertThat(publication.isComplete()).isTrue();
  }

  @Test
  void aRequestStaysBelow256KiB() throws IOException, InterruptedException {
    String large = "{\"tradeId\":\"%s\",\"sourceSystem\":\"system1\",\"remark\":\"%s\"}%n";
    String input =
        large.formatted("A", "x".repeat(130_000))
            + large.formatted("B", "x".repeat(130_000))
            + large.formatted("C", "x".repeat(130_000))
            + trades(2);

    publish(input, Optional.empty(), 10, new Stop());

    assertThat(aws.trades()).containsExactly(List.of("A", "B"), List.of("C", "T1", "T2"));
  }

  @Test
  void whatCannotBeReadOrIsTooLargeIsReportedByItsLineAndTheRestGoesOn()
      throws IOException, InterruptedException {
    String input =
        "{\"tradeId\":\"A\",\"sourceSystem\":\"system1\"}\n"
            + "{broken\n\n"
            + "{\"tradeId\":\"L\",\"remark\":\"%s\"}\n".formatted("x".repeat(262_144))
            + "{\"tradeId\":\"B\",\"sourceSystem\":\"system1\"}\n";

    publish(input, Optional.empty(), 10, new Stop());

    assertThat(results)
        .satisfiesExactly(
            r -> assertThat(r.outcome()).isEqualTo(Outcome.SENT),
            r -> {
              assertThat(r.line()).isEqualTo(2);
              assertThat(r.outcome()).isEqualTo(Outcome.UNREADABLE);
            },
            r -> {
              assertThat(r.line()).isEqualTo(4);
              assertThat(r.outcome()).isEqualTo(Outcome.FAILED);
              assertThat(r.error()).contains("as PutEvents counts them");
            },
            r -> assertThat(r.line()).isEqualTo(5));
    assertThat(taken()).containsExactly("A", "B");
  }

  @Test
  void aStopBetweenBatchesFinishesTheBatchAndTheNextCallSendsTheRest()
      throws IOException, InterruptedException {
    Stop stop = new Stop();
    aws.thenEach(_ -> null)
        .thenEach(
            _ -> {
              stop.request();
              return null;
            });

    try (PublishProgress progress = progress()) {
      Publication first = publish(trades(35), Optional.of(progress), 10, stop);
      assertThat(first.isComplete()).isFalse();
    }
    assertThat(results).hasSize(20);

    try (PublishProgress progress = progress()) {
      Publication second = publish(trades(35), Optional.of(progress), 10, new Stop());
      assertThat(second.isComplete()).isTrue();
      assertThat(second.before()).isEqualTo(20);
    }
    assertThat(taken()).hasSize(35).doesNotHaveDuplicates();
  }

  @Test
  void aCrashBeforeTheNewsIsKeptSendsThatBatchAgainAndNoOther()
      throws IOException, InterruptedException {
    aws.thenEach(_ -> null)
        .then(
            (_, request) -> {
              FakeAws.Answer _ = aws.take(request, _ -> null);
              throw new Crash();
            });

    try (PublishProgress progress = progress()) {
      assertThatThrownBy(() -> publish(trades(30), Optional.of(progress), 10, new Stop()))
          .isInstanceOf(Crash.class);
    }
    try (PublishProgress progress = progress()) {
      publish(trades(30), Optional.of(progress), 10, new Stop());
    }

    assertThat(taken()).hasSize(40);
    assertThat(taken().stream().distinct()).hasSize(30);
    assertThat(taken().subList(20, 30)).isEqualTo(taken().subList(10, 20));
  }

  private static final class Crash extends Error {
    private static final long serialVersionUID = 1;
  }

  @Test
  void whatFailedIsSentByTheNextCallAndNothingElse() throws IOException, InterruptedException {
    aws.thenEach(
        e -> FakeEventBus.trade(e).equals("T3") ? "NotAuthorizedForSourceException" : null);

    try (PublishProgress progress = progress()) {
      publish(trades(12), Optional.of(progress), 10, new Stop());
    }
    try (PublishProgress progress = progress()) {
      publish(trades(12), Optional.of(progress), 10, new Stop());
    }

    assertThat(aws.trades().getLast()).containsExactly("T3");
    assertThat(taken()).hasSize(12).doesNotHaveDuplicates();
  }

  /** Entries refused, requests refused and stops, at random: what is acknowledged is so once. */
  @Test
  void whateverHappensEachEventIsAcknowledgedOnce() throws IOException, InterruptedException {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      Path file = folder.resolve("sent-" + seed);
      aws.taken().clear();
      boolean complete = false;
      for (int call = 0; !complete; call++) {
        assertThat(call).as("calls with seed %d", seed).isLessThan(100);
        Stop stop = new Stop();
        results.clear();
        aws.thenNothing();
        for (int i = 0; i < 12; i++) {
          switch (random.nextInt(4)) {
            case 0 -> aws.thenError(1, 503, "ServiceUnavailable");
            case 1 -> aws.thenEach(_ -> random.nextBoolean() ? "InternalFailure" : null);
            case 2 -> aws.thenEach(_ -> random.nextInt(5) == 0 ? "InvalidArgument" : null);
            default ->
                aws.thenEach(
                    _ -> {
                      if (random.nextInt(20) == 0) {
                        stop.request();
                      }
                      return null;
                    });
          }
        }
        try (PublishProgress progress = PublishProgress.open(file, "digest", "bus")) {
          Publication publication =
              publish(trades(57), Optional.of(progress), 1 + random.nextInt(10), stop);
          complete =
              publication.isComplete()
                  && results.stream().allMatch(r -> r.outcome() == Outcome.SENT);
        }
      }
      assertThat(taken()).as("seed %d", seed).hasSize(57).doesNotHaveDuplicates();
    }
  }

  @Test
  void nothingIsSentOnceTheBusTakesNothing() throws IOException, InterruptedException {
    aws.thenEach(_ -> null).thenError(1, 400, "AccessDeniedException");

    Publication publication = publish(trades(40), Optional.empty(), 10, new Stop());

    assertThat(aws.requests()).hasSize(2);
    assertThat(results).extracting(Sent::outcome).containsOnly(Outcome.SENT, Outcome.FAILED);
    assertThat(publication.isComplete()).isFalse();
    assertThat(publication.end()).isPresent();
  }
}
