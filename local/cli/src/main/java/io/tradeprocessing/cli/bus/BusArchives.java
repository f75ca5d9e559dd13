package io.tradeprocessing.cli.bus;

import io.tradeprocessing.cli.aws.AwsAccess;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DescribeArchiveResponse;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;

/** The archive of a stack's bus. */
public final class BusArchives {

  private BusArchives() {}

  /**
   * What EventBridge says about the archive of an environment; nothing where there is none.
   *
   * @param problem is told why it cannot be asked: it is no reason to know nothing else
   */
  public static Optional<DescribeArchiveResponse> of(
      AwsAccess aws, String environment, Consumer<String> problem) {
    String name = "trade-events-" + environment;
    try (EventBridgeClient client = aws.client(EventBridgeClient::builder)) {
      return Optional.of(client.describeArchive(request -> request.archiveName(name)));
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    } catch (SdkException e) {
      problem.accept(
          "the archive "
              + name
              + " is not looked at: "
              + AwsAccess.problem(e)
              + "; it takes the permission events:DescribeArchive");
      return Optional.empty();
    }
  }
}
