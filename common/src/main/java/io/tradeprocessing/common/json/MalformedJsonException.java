package io.tradeprocessing.common.json;

/**
 * Input that is not the JSON we accept: a syntax error, a duplicate key, or beyond a limit. The
 * message says what, where (line and column) and what is allowed; it never echoes the input.
 *
 * <p>Not retriable: the same text fails again.
 */
public final class MalformedJsonException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MalformedJsonException(String message) {
    super(message);
  }
}
