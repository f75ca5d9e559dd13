package io.tradeprocessing.cli.bus;

import io.tradeprocessing.cli.aws.AwsAccess;
import io.tradeprocessing.cli.console.Stop;
import io.tradeprocessing.cli.console.Terminal;
import io.tradeprocessing.cli.console.UserError;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** The options of the commands that send events: which bus, where, how fast, and whether. */
public final class BusOptions {

  @Mixin private AwsAccess aws = new AwsAccess();

  @Option(
      names = "--bus",
      paramLabel = "NAME",
      description = "Name or ARN of the event bus (default: ${DEFAULT-VALUE}).",
      defaultValue = "default")
  private String name = "default";

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Events to send per second (default: as fast as possible).")
  private double rate = Double.POSITIVE_INFINITY;

  @Option(names = "--dry-run", description = "Send nothing; print what would be sent.")
  private boolean dryRun;

  @Option(names = "--execute", description = "Send the events.")
  private boolean execute;

  private final boolean dryRunByDefault;

  /**
   * Options before they are parsed.
   *
   * @param dryRunByDefault whether the command sends nothing without {@code --execute}
   */
  public BusOptions(boolean dryRunByDefault) {
    this.dryRunByDefault = dryRunByDefault;
  }

  /** Whether nothing is to be sent. */
  public boolean isDryRun() {
    return dryRun || (dryRunByDefault && !execute);
  }

  /**
   * Checks the options.
   *
   * @throws UserError if an option is out of its range
   */
  public void check() {
    if (dryRun && execute) {
      throw new UserError("give --dry-run or --execute, not both");
    }
    if (!(rate > 0)) {
      throw new UserError("--rate must be above 0");
    }
    if (!name.matches("[/.\\-_A-Za-z0-9:]{1,1600}")) {
      throw new UserError(
          "--bus " + Terminal.printable(name) + " is not the name or ARN of an event bus");
    }
  }

  public AwsAccess aws() {
    return aws;
  }

  public String name() {
    return name;
  }

  public double rate() {
    return rate;
  }

  /** Events per request: at most what may be sent per second, so that a low rate has no bursts. */
  public int batchSize() {
    return (int) Math.clamp(rate, 1, EventBus.MAX_ENTRIES);
  }

  public EventBridgeClient client() {
    return aws.client(EventBus::builder);
  }

  public EventBus bus(EventBridgeClient client, Stop stop) {
    return EventBus.of(client, name, rate, stop);
  }
}
