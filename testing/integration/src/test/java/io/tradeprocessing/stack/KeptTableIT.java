package io.tradeprocessing.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradeprocessing.common.store.dynamodb.TradeTable;
import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.testkit.template.Template;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;

/**
 * The recipes of docs/deployment.md for a kept and for a restored table, as far as LocalStack can
 * follow them; what it refuses, the page says.
 */
@ExtendWith(Deployment.Lifecycle.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeptTableIT {

  private static final Region ELSEWHERE = Region.US_WEST_2;
  private static final String RESTORED = "trade-records-restored";

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init") // by deploy
  private Deployment deployment;

  @BeforeAll
  void deploy() {
    deployment = Deployment.get();
  }

  private static String tableOnly() throws IOException {
    Path packaged = folder.resolve("packaged.json");
    new ObjectMapper()
        .writeValue(packaged.toFile(), Template.read(Project.file("template.yaml")).sections());
    Shell.Result result =
        Shell.run(
            List.of(Project.file("scripts/table-only").toString(), packaged.toString()),
            Map.of(),
            Duration.ofMinutes(1));
    assertThat(result.exitCode()).as(result.output()).isZero();
    return result.output();
  }

  @Test
  void theTemplateOfTheImportMakesTheTableOfTheStack() throws IOException {
    String template = tableOnly();
    try (CloudFormationClient stacks =
            Deployment.client(ELSEWHERE, CloudFormationClient.builder());
        DynamoDbClient there = Deployment.client(ELSEWHERE, DynamoDbClient.builder());
        DynamoDbClient here = deployment.client(DynamoDbClient.builder())) {
      stacks.createStack(
          request ->
              request
                  .stackName("kept")
                  .templateBody(template)
                  .parameters(
                      Parameter.builder()
                          .parameterKey("EnvironmentSuffix")
                          .parameterValue("kept")
                          .build()));
      stacks.waiter().waitUntilStackCreateComplete(request -> request.stackName("kept"));

      TableDescription made =
          there.describeTable(request -> request.tableName("trade-records-kept")).table();
      TableDescription deployed =
          here.describeTable(request -> request.tableName(deployment.output("TradeTableName")))
              .table();
      assertThat(made.keySchema()).isEqualTo(deployed.keySchema());
      assertThat(made.streamSpecification()).isEqualTo(deployed.streamSpecification());
      assertThat(made.globalSecondaryIndexes())
          .singleElement()
          .satisfies(
              index -> {
                assertThat(index.indexName()).isEqualTo("SourceSystemIndex");
                assertThat(index.projection())
                    .isEqualTo(deployed.globalSecondaryIndexes().getFirst().projection());
              });
    }
  }

  @Test
  void localStackHasNeitherImportsNorRestores() throws IOException {
    String template = tableOnly();
    try (CloudFormationClient stacks =
            Deployment.client(ELSEWHERE, CloudFormationClient.builder());
        DynamoDbClient table = deployment.client(DynamoDbClient.builder())) {
      assertThatThrownBy(
              () ->
                  stacks.createChangeSet(
                      request ->
                          request
                              .stackName("imported")
                              .changeSetName("import-table")
                              .changeSetType(ChangeSetType.IMPORT)
                              .templateBody(template)))
          .isInstanceOf(CloudFormationException.class)
          .hasMessageContaining("does not exist");
      assertThatThrownBy(
              () ->
                  table.restoreTableToPointInTime(
                      request ->
                          request
                              .sourceTableName(deployment.output("TradeTableName"))
                              .targetTableName("trade-records-never")
                              .useLatestRestorableTime(true)))
          .isInstanceOf(DynamoDbException.class)
          .hasMessageContaining("unknown operation");
    }
  }

  /** A copy stands in for the restored table: what it has is not recorded again, the rest is. */
  @Test
  void aReplayRecordsWhatTheRestoredTableLacks() {
    SourceSystem source = new SourceSystem(deployment);
    Trade before = Trade.of("system1");
    Trade after = Trade.of("system1");
    source.process(before);
    try (DynamoDbClient table = deployment.client(DynamoDbClient.builder())) {
      table.createTable(TradeTable.definition(RESTORED));
      table
          .scanPaginator(
              request ->
                  request.tableName(deployment.output("TradeTableName")).consistentRead(true))
          .items()
          .forEach(item -> table.putItem(request -> request.tableName(RESTORED).item(item)));
    }
    source.process(after);

    List<DescribeExecutionResponse> replayed =
        deployment.whileLive(
            "compliance-recorder-it",
            Map.of("TABLE_NAME", RESTORED),
            () -> List.of(source.process(before, 2), source.process(after, 2)));

    assertThat(replayed)
        .extracting(
            execution -> SourceSystem.json(execution.output()).at("/record/outcome").asText())
        .containsExactly("DUPLICATE", "RECORDED");
    TradesCommand.Ended verified =
        new TradesCommand(deployment).call("verify", "--table", RESTORED);
    assertThat(verified.exitCode()).as(verified.output()).isZero();
    assertThat(verified.output()).contains("all sound");
  }
}
