package io.tradeprocessing.asl.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A whole definition, compiled.
 *
 * @param timeout {@code TimeoutSeconds} of the state machine, null if it has no time limit
 */
public record Definition(Flow flow, @Nullable Duration timeout) {}
