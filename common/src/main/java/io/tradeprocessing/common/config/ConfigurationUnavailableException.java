package io.tradeprocessing.common.config;

/**
 * The parameter store cannot be reached and there are no earlier good values to go on with.
 *
 * <p>Retriable: the workflow's Retry names this class.
 */
public final class ConfigurationUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ConfigurationUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
