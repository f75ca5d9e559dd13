package io.tradeprocessing.common.trade;

import java.util.Optional;

/** The systems that send trades, by the name they use in a trade and as EventBridge source. */
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
