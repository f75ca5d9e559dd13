package io.tradeprocessing.common.json;

/**
 * Input that is not acceptable JSON: a syntax error, a duplicate field name, or a value beyond a
 * limit. The message says what is wrong, where (line and column) and what is allowed. It never
 * quotes the input.
 *
 * <p>Not retriable: the same text fails again.
 */
public final class MalformedJsonException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MalformedJsonException(String message) {
    super(message);
  }
}
