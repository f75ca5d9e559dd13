package io.tradeprocessing.simulation.aws;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.tradeprocessing.archiver.Archive;
import io.tradeprocessing.cli.failover.RegionAccess;
import io.tradeprocessing.cli.template.DeploymentTemplate;
import io.tradeprocessing.recorder.BatchRecorder;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The ports at which a test changes the system, to see that the simulation finds it. The default of
 * each is the system as it is built.
 */
public interface Design {

  /** The system as it is built. */
  Design AS_BUILT = new Design() {};

  /** The text of the workflow's definition. */
  default String definition(String built) {
    return built;
  }

  /**
   * The text of the workflow's definition for EXPRESS executions.
   *
   * @param standard the one for STANDARD executions
   */
  default String expressDefinition(String built, String standard) {
    return definition(built);
  }

  /** The text of the definition of backfills. */
  default String backfillDefinition(String built) {
    return built;
  }

  /** The recorder that runs in the backfill's function. */
  default BatchRecorder backfillRecorder(BatchRecorder built) {
    return built;
  }

  /** A rule of the bus. */
  default DeploymentTemplate.Rule rule(DeploymentTemplate.Rule built) {
    return built;
  }

  /** What the recorder's store talks to. */
  default DynamoDbClient store(SimulatedRegion region, DynamoDbClient built) {
    return built;
  }

  /** The slot that a Region's recorder is given. */
  default int slot(SimulatedRegion region) {
    return region.slot();
  }

  /** Whether a Region's recorder is told that the table has a replica. */
  default boolean isReplicated(SimulatedRegion region, boolean built) {
    return built;
  }

  /** A function's handler. */
  default RequestStreamHandler handler(
      String function, SimulatedRegion region, RequestStreamHandler built) {
    return built;
  }

  /** How Lambda delivers the stream of the table. */
  default DeploymentTemplate.EventSource eventSource(DeploymentTemplate.EventSource built) {
    return built;
  }

  /** The archiver's handler. */
  default RequestHandler<DynamodbEvent, StreamsEventResponse> archiver(
      RequestHandler<DynamodbEvent, StreamsEventResponse> built) {
    return built;
  }

  /** What the archiver's requests come to. */
  default Archive archive(Bucket built) {
    return built;
  }

  /** What the operators' commands read dead letters from. */
  default SqsClient queues(SqsClient built) {
    return built;
  }

  /** What the operators' commands put events on. */
  default EventBridgeClient events(EventBridgeClient built) {
    return built;
  }

  /** What {@code trades verify} reads. */
  default DynamoDbClient verifier(DynamoDbClient built) {
    return built;
  }

  /** What {@code trades failover} sees of a Region, and does in it. */
  default RegionAccess failover(RegionAccess built) {
    return built;
  }

  /** Whether an event that was forwarded is forwarded again. */
  default boolean forwardsForwarded() {
    return false;
  }

  /** Whether operators wait, in a planned failover, until everything is recorded and replicated. */
  default boolean drains() {
    return true;
  }
}
