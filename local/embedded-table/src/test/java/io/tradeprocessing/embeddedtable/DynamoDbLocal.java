package io.tradeprocessing.embeddedtable;

import java.util.logging.Logger;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.dynamodb.services.local.embedded.DynamoDBEmbedded;
import software.amazon.dynamodb.services.local.shared.access.AmazonDynamoDBLocal;

/** AWS's own implementation, in memory, with the table of the tests. */
final class DynamoDbLocal implements AutoCloseable {

  static final String TABLE = "tests";
  static final String INDEX = "BySource";

  /** Held, because a logger that nobody holds forgets its filter. */
  private static final Logger SQLITE_LOG = Logger.getLogger("com.almworks.sqlite4java");

  private final AmazonDynamoDBLocal local;

  DynamoDbLocal() {
    System.setProperty(
        "log4j2.loggerContextFactory",
        "org.apache.logging.log4j.simple.SimpleLoggerContextFactory");
    System.setProperty("org.apache.logging.log4j.simplelog.level", "OFF");
    SQLITE_LOG.setFilter(_ -> false);
    boolean reportsNoUse = true;
    local = DynamoDBEmbedded.create(reportsNoUse);
    local.dynamoDbClient().createTable(table());
  }

  DynamoDbClient client() {
    return local.dynamoDbClient();
  }

  @Override
  public void close() {
    local.shutdown();
  }

  /** Text and number as a key, and an index that projects a part. */
  static CreateTableRequest table() {
    return CreateTableRequest.builder()
        .tableName(TABLE)
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .attributeDefinitions(
            attribute("id", ScalarAttributeType.S),
            attribute("at", ScalarAttributeType.N),
            attribute("source", ScalarAttributeType.S))
        .keySchema(key("id", KeyType.HASH), key("at", KeyType.RANGE))
        .globalSecondaryIndexes(
            GlobalSecondaryIndex.builder()
                .indexName(INDEX)
                .keySchema(key("source", KeyType.HASH), key("at", KeyType.RANGE))
                .projection(
                    projection ->
                        projection
                            .projectionType(ProjectionType.INCLUDE)
                            .nonKeyAttributes("version"))
                .build())
        .build();
  }

  private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }
}
