package io.tradeprocessing.cli.failover;

import java.util.Locale;
import java.util.Optional;

/** What the template's parameter {@code Role} says, and what {@code Intake} means to that role. */
public enum Role {
  PRIMARY("auto", "disabled"),
  STANDBY("enabled", "auto");

  private static final String AUTO = "auto";

  private final String open;
  private final String closed;

  Role(String open, String closed) {
    this.open = open;
    this.closed = closed;
  }

  /** Reads the parameter's value; nothing for another one. */
  public static Optional<Role> of(String parameter) {
    return switch (parameter) {
      case "primary" -> Optional.of(PRIMARY);
      case "standby" -> Optional.of(STANDBY);
      default -> Optional.empty();
    };
  }

  /** The value of {@code Intake} to set. */
  public String intake(boolean takesEvents) {
    return takesEvents ? open : closed;
  }

  /** Whether a stack of this role takes events with this value of {@code Intake}. */
  public boolean takesEvents(String intake) {
    return intake.equals(AUTO) ? this == PRIMARY : intake.equals("enabled");
  }

  /** The role of the other Region. */
  public Role other() {
    return this == PRIMARY ? STANDBY : PRIMARY;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
