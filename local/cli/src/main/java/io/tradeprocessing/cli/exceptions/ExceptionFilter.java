package io.tradeprocessing.cli.exceptions;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Which exceptions are wanted; all that is given has to be right.
 *
 * @param source whose trade it is
 * @param code a {@link Kind}, a rejection's code or a dead letter's error
 * @param tradeId of the trade
 * @param olderThan that it waits at least so long
 */
public record ExceptionFilter(
    Optional<String> source,
    Optional<String> code,
    Optional<String> tradeId,
    Optional<Duration> olderThan) {

  /** Whether an exception is wanted. */
  boolean wants(Waiting waiting, Instant now) {
    return source.map(waiting.source()::equals).orElse(true)
        && code.map(
                wanted -> waiting.kind().name().equals(wanted) || waiting.codes().contains(wanted))
            .orElse(true)
        && tradeId.map(waiting.tradeId()::equals).orElse(true)
        && olderThan.map(least -> waiting.age(now).compareTo(least) >= 0).orElse(true);
  }
}
