package io.tradeprocessing.common.config;

/**
 * Parameter Store cannot be reached, and no earlier valid values are known.
 *
 * <p>Worth a retry: the workflow's Retry names this class.
 */
public final class ConfigurationUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ConfigurationUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
