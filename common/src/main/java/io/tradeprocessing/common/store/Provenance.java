package io.tradeprocessing.common.store;

import java.time.Instant;
import java.util.Optional;

/**
 * Who recorded an event, and when.
 *
 * @param executionArn the workflow's execution
 * @param eventId the envelope's {@code id}, unique to a delivery
 * @param functionVersion the recorder's published version
 * @param recordedAt clock of the recorder, in whole microseconds
 */
public record Provenance(
    String executionArn, Optional<String> eventId, String functionVersion, Instant recordedAt) {}
