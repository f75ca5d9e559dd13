package io.tradeprocessing.common.trade;

import java.util.Optional;

/**
 * The systems that send trades, by the name they use in a trade and as EventBridge source. This is
 * the one list of them; {@code SourceSystemsTest} of the command says what else a new one needs.
 */
public enum SourceSystem {
  SYSTEM1("system1"),
  SYSTEM2("system2"),
  SYSTEM3("system3");

  private final String id;
  private final String eventSource;

  SourceSystem(String id) {
    this.id = id;
    this.eventSource = "trading." + id;
  }

  /** The value of a trade's {@code sourceSystem}, for example {@code system1}. */
  public String id() {
    return id;
  }

  /** The envelope's {@code source}, for example {@code trading.system1}. */
  public String eventSource() {
    return eventSource;
  }

  /** All ids in a sentence: {@code system1, system2 or system3}. */
  public static String anyOf() {
    StringBuilder text = new StringBuilder();
    SourceSystem[] systems = values();
    for (int i = 0; i < systems.length; i++) {
      text.append(i == 0 ? "" : i == systems.length - 1 ? " or " : ", ").append(systems[i].id);
    }
    return text.toString();
  }

  public static Optional<SourceSystem> ofId(String id) {
    for (SourceSystem system : values()) {
      if (system.id.equals(id)) {
        return Optional.of(system);
      }
    }
    return Optional.empty();
  }

  public static Optional<SourceSystem> ofEventSource(String source) {
    for (SourceSystem system : values()) {
      if (system.eventSource.equals(source)) {
        return Optional.of(system);
      }
    }
    return Optional.empty();
  }
}
