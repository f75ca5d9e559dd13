package io.tradeprocessing.asl.run;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One attempt of a Task state.
 *
 * @param stateName the state's name
 * @param resource the state's {@code Resource}, for example {@code arn:aws:states:::lambda:invoke}
 * @param parameters the resolved {@code Parameters}, or the state's input where it has none; not to
 *     be modified
 * @param retryCount 0 for the first attempt of this visit of the state
 */
public record TaskRequest(String stateName, String resource, JsonNode parameters, int retryCount) {}
