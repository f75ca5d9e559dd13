package io.tradeprocessing.cli.bus;

import io.tradeprocessing.cli.aws.AwsAccess;
import io.tradeprocessing.cli.aws.RateLimit;
import io.tradeprocessing.cli.console.Stop;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClientBuilder;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/**
 * An event bus, which takes up to ten events a request, each for itself. What it did not take for a
 * passing reason is sent again, and only that, after a jittered wait, a bounded number of times.
 *
 * <p>At least once: where an answer is lost, or says nothing of an entry, the entry is sent again.
 */
public final class EventBus {

  static final int MAX_ENTRIES = 10;

  /** With the waits below: some ten seconds on average, 22 at most. */
  static final int MAX_ATTEMPTS = 8;

  private static final Duration FIRST_WAIT = Duration.ofMillis(200);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  /**
   * Codes of entries that another attempt does not help, as PutEventsResultEntry documents them.
   * All others are tried again: InternalFailure and ThrottlingException, and any that is not known.
   */
  private static final Set<String> PERMANENT =
      Set.of(
          "AccessDeniedException",
          "InvalidAccountIdException",
          "InvalidArgument",
          "MalformedDetail",
          "NotAuthorizedForDetailTypeException",
          "NotAuthorizedForSourceException",
          "RedactionFailure");

  /** Codes of requests that are wrong in one of their entries. */
  private static final Set<String> OF_AN_ENTRY =
      Set.of("ValidationException", "ValidationError", "RequestEntityTooLargeException");

  private static final int TOO_LARGE = 413;

  private final EventBridgeClient client;
  private final String name;
  private final Backoff backoff;
  private final RateLimit rate;
  private final Stop stop;

  /**
   * @param client one that does not try again itself: see {@link #builder()}
   * @param name of the bus
   * @param rate of entries, those that are sent again included
   * @param stop ends the attempts
   */
  public EventBus(
      EventBridgeClient client, String name, Backoff backoff, RateLimit rate, Stop stop) {
    this.client = client;
    this.name = name;
    this.backoff = backoff;
    this.rate = rate;
    this.stop = stop;
  }

  /** Waits that end with the work. */
  static EventBus of(EventBridgeClient client, String name, double perSecond, Stop stop) {
    return new EventBus(
        client,
        name,
        new Backoff(FIRST_WAIT, LONGEST_WAIT, new SecureRandom(), stop::sleep),
        new RateLimit(perSecond, System::nanoTime, stop::sleep),
        stop);
  }

  /** Builds clients that do not try again: the bus does, and knows which entries. */
  static EventBridgeClientBuilder builder() {
    return EventBridgeClient.builder()
        .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()));
  }

  /** What became of one event. */
  sealed interface Answer {

    /** On the bus, under this id. */
    record Taken(String eventId) implements Answer {}

    /**
     * Not on the bus, as far as is known.
     *
     * @param error code and message, as one sentence
     */
    record Refused(String error) implements Answer {}
  }

  /**
   * What became of some events.
   *
   * @param answers one an event, in their order
   * @param end why no other event needs to be sent, where the bus cannot be reached or may not be
   *     written to
   */
  record Delivery(List<Answer> answers, Optional<UserError> end) {
    Delivery {
      answers = List.copyOf(answers);
    }
  }

  /**
   * Sends up to {@link #MAX_ENTRIES} events, together below {@link BusEvent#SIZE_LIMIT}.
   *
   * @throws InterruptedException if the thread is interrupted; what was taken is then not known
   */
  Delivery put(List<BusEvent> events) throws InterruptedException {
    Attempts attempts = new Attempts(events);
    Optional<UserError> end = Optional.empty();
    while (end.isEmpty() && !attempts.pending().isEmpty() && attempts.next()) {
      end = attempts.send(attempts.pending());
    }
    return new Delivery(attempts.answers(), end);
  }

  /** The attempts to put some events on the bus. */
  private final class Attempts {
    private final List<PutEventsRequestEntry> entries;
    private final @Nullable Answer[] answers;
    private final boolean[] settled;
    private int made;

    Attempts(List<BusEvent> events) {
      entries = events.stream().map(event -> event.entry(name)).toList();
      answers = new Answer[entries.size()];
      settled = new boolean[entries.size()];
    }

    /** The entries, by their place, that another attempt could help. */
    List<Integer> pending() {
      return IntStream.range(0, settled.length).filter(i -> !settled[i]).boxed().toList();
    }

    /** Waits for the next attempt; false if there is to be none. */
    boolean next() throws InterruptedException {
      if (made > 0) {
        if (made == MAX_ATTEMPTS) {
          return false;
        }
        backoff.sleeper().sleep(backoff.delay(made));
      }
      made++;
      return !stop.isRequested() || made == 1;
    }

    /** Sends some entries once; answers with what makes any other attempt useless. */
    Optional<UserError> send(List<Integer> places) throws InterruptedException {
      PutEventsResponse response;
      try {
        response = client.putEvents(r -> r.entries(places.stream().map(entries::get).toList()));
      } catch (SdkException e) {
        rate.spend(places.size());
        return failed(places, e);
      }
      rate.spend(places.size());
      List<PutEventsResultEntry> results = response.entries();
      for (int i = 0; i < places.size(); i++) {
        if (i < results.size()) {
          answered(places.get(i), results.get(i));
        } else {
          refuse(places.get(i), "EventBridge did not answer for this event", false);
        }
      }
      return Optional.empty();
    }

    private void answered(int place, PutEventsResultEntry result) {
      String id = result.eventId();
      String code = result.errorCode();
      if (code != null) {
        refuse(place, code + ": " + result.errorMessage(), PERMANENT.contains(code));
      } else if (id != null) {
        answers[place] = new Answer.Taken(id);
        settled[place] = true;
      } else {
        refuse(place, "EventBridge did not answer for this event", false);
      }
    }

    private Optional<UserError> failed(List<Integer> places, SdkException e)
        throws InterruptedException {
      String problem = AwsAccess.problem(e);
      if (isTransient(e)) {
        places.forEach(place -> refuse(place, problem, false));
        return made < MAX_ATTEMPTS
            ? Optional.empty()
            : Optional.of(
                UserError.midway(
                    "EventBridge cannot be reached: " + problem + "; try again later", e));
      }
      if (!isOfAnEntry(e)) {
        places.forEach(place -> refuse(place, problem, true));
        return Optional.of(
            new UserError(
                "the event bus %s takes no events from here: %s; name another bus, or get the permission"
                    .formatted(name, problem),
                e));
      }
      if (places.size() == 1) {
        refuse(places.getFirst(), problem, true);
        return Optional.empty();
      }
      // One entry would otherwise hold back its nine neighbours.
      for (int place : places) {
        Optional<UserError> end = send(List.of(place));
        if (end.isPresent()) {
          return end;
        }
      }
      return Optional.empty();
    }

    private void refuse(int place, String error, boolean permanent) {
      answers[place] = new Answer.Refused(error);
      settled[place] = permanent;
    }

    List<Answer> answers() {
      List<Answer> all = new ArrayList<>();
      for (int i = 0; i < answers.length; i++) {
        Answer answer = answers[i];
        if (answer instanceof Answer.Refused(String error) && !settled[i]) {
          answer =
              new Answer.Refused(
                  String.format(
                      Locale.ROOT, "%s (%d attempt%s)", error, made, made == 1 ? "" : "s"));
        }
        all.add(answer == null ? new Answer.Refused("not sent") : answer);
      }
      return all;
    }
  }

  private static boolean isTransient(SdkException e) {
    if (e instanceof AwsServiceException service) {
      return service.isThrottlingException()
          || service.isClockSkewException()
          || service.statusCode() >= 500
          || code(service).equals("RequestTimeout");
    }
    return e instanceof ApiCallAttemptTimeoutException || hasCause(e, IOException.class);
  }

  private static boolean isOfAnEntry(SdkException e) {
    return e instanceof AwsServiceException service
        && (OF_AN_ENTRY.contains(code(service)) || service.statusCode() == TOO_LARGE);
  }

  private static String code(AwsServiceException e) {
    return e.awsErrorDetails() == null ? "" : String.valueOf(e.awsErrorDetails().errorCode());
  }

  private static boolean hasCause(Throwable e, Class<? extends Throwable> type) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
