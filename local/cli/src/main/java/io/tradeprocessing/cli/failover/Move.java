package io.tradeprocessing.cli.failover;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What an operator asks for.
 *
 * @param environment the stacks' EnvironmentSuffix
 * @param to the role of the Region that is to take events: the standby to switch, the primary to go
 *     back
 * @param planned whether the Region that gives up the intake is there, and nothing may be recorded
 *     twice
 * @param replayFrom time of the first event to replay; nothing to derive it from the records
 * @param archiveDelay how long an event may take from the bus to the archive
 */
public record Move(
    String environment,
    Role to,
    boolean planned,
    Optional<Instant> replayFrom,
    Duration archiveDelay) {

  /** EventBridge's documentation names ten minutes. */
  public static final Duration ARCHIVE_DELAY = Duration.ofMinutes(10);

  /** The role of the Region that gives up the intake. */
  public Role from() {
    return to.other();
  }
}
