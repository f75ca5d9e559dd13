package io.tradeprocessing.common.store.dynamodb;

import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The table's keys and index, for stores on a laptop; on AWS the template creates the table. */
public final class TradeTable {

  private TradeTable() {}

  /** A request for the table under this name. */
  public static CreateTableRequest definition(String name) {
    return CreateTableRequest.builder()
        .tableName(name)
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .attributeDefinitions(
            attribute("tradeId", ScalarAttributeType.S),
            attribute("timestamp", ScalarAttributeType.N),
            attribute("sourceSystem", ScalarAttributeType.S))
        .keySchema(key("tradeId", KeyType.HASH), key("timestamp", KeyType.RANGE))
        .globalSecondaryIndexes(
            GlobalSecondaryIndex.builder()
                .indexName("SourceSystemIndex")
                .keySchema(key("sourceSystem", KeyType.HASH), key("timestamp", KeyType.RANGE))
                .projection(
                    projection ->
                        projection
                            .projectionType(ProjectionType.INCLUDE)
                            .nonKeyAttributes("status", "eventType", "eventHash", "sourceSequence"))
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
