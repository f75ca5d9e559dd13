package io.tradeprocessing.simulation.defect;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;

/** Passes the store's requests on, for a defect to change some. */
abstract class PassingOn implements DynamoDbClient {

  private final DynamoDbClient next;

  PassingOn(DynamoDbClient next) {
    this.next = next;
  }

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    return next.getItem(request);
  }

  @Override
  public QueryResponse query(QueryRequest request) {
    return next.query(request);
  }

  @Override
  public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
    return next.transactWriteItems(request);
  }

  @Override
  public String serviceName() {
    return "dynamodb";
  }

  @Override
  public void close() {}
}
