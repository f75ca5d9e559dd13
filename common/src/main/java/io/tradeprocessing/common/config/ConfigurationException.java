package io.tradeprocessing.common.config;

import java.util.List;

/**
 * The configuration is missing or malformed, and there are no earlier good values to go on with.
 * The message names each parameter, its value and what is allowed.
 *
 * <p>Not retriable: somebody has to change a parameter first.
 */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ConfigurationException(List<String> problems) {
    super(String.join("; ", problems));
  }
}
