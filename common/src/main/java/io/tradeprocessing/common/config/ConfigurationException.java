package io.tradeprocessing.common.config;

import java.util.List;

/**
 * The configuration is missing or malformed, and no earlier valid values are known. The message
 * names each parameter, its value and what is allowed.
 *
 * <p>Do not retry: somebody has to correct a parameter first.
 */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ConfigurationException(List<String> problems) {
    super(String.join("; ", problems));
  }
}
