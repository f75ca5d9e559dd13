package io.tradeprocessing.cli.bus;

import io.tradeprocessing.cli.aws.AwsAccess;
import io.tradeprocessing.cli.console.Stop;
import io.tradeprocessing.cli.console.Terminal;
import io.tradeprocessing.cli.console.UserError;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** What the commands that send events have in common: which bus, where, and how fast. */
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
      description = "Events to send a second (default: as many as it gets).")
  private double rate = Double.POSITIVE_INFINITY;

  /**
   * Checks the options.
   *
   * @throws UserError if an option is out of its range
   */
  public void check() {
    if (!(rate > 0)) {
      throw new UserError("--rate must be above 0");
    }
    if (!name.matches("[/.\\-_A-Za-z0-9:]{1,1600}")) {
      throw new UserError("--bus " + Terminal.printable(name) + " is no name or ARN of a bus");
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

  /** Events a request: not more than may be sent in a second, so that a low rate is no burst. */
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
