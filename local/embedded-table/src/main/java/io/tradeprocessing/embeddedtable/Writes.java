package io.tradeprocessing.embeddedtable;

import io.tradeprocessing.embeddedtable.Operation.Kind;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;

/** The requests that write. */
final class Writes {

  private static final int MAX_OPERATIONS = 100;

  private final TableSchema schema;
  private final Checks checks;
  private final Committer committer;
  private final Tokens tokens;

  Writes(TableSchema schema, Committer committer, InstantSource clock) {
    this.schema = schema;
    this.checks = new Checks(schema);
    this.committer = committer;
    this.tokens = new Tokens(clock);
  }

  PutItemResponse putItem(PutItemRequest request) {
    checks.table(request.tableName());
    Checks.noCapacity(request.returnConsumedCapacity());
    Checks.mustBeAbsent("Expected", request.hasExpected() ? request.expected() : null);
    Operation put =
        put(
            request.item(),
            request.conditionExpression(),
            new Names(request.expressionAttributeNames(), request.expressionAttributeValues()),
            request.returnValuesOnConditionCheckFailure());
    boolean returnsOld = returnsOld(request.returnValues());
    Map<String, AttributeValue> old =
        committer.commit((batch, changes) -> one(put, batch, changes));
    PutItemResponse.Builder response = PutItemResponse.builder();
    return (returnsOld && !old.isEmpty() ? response.attributes(old) : response).build();
  }

  DeleteItemResponse deleteItem(DeleteItemRequest request) {
    checks.table(request.tableName());
    Checks.noCapacity(request.returnConsumedCapacity());
    Checks.mustBeAbsent("Expected", request.hasExpected() ? request.expected() : null);
    Operation delete =
        withKey(
            Kind.DELETE,
            request.key(),
            request.conditionExpression(),
            new Names(request.expressionAttributeNames(), request.expressionAttributeValues()),
            request.returnValuesOnConditionCheckFailure());
    boolean returnsOld = returnsOld(request.returnValues());
    Map<String, AttributeValue> old =
        committer.commit((batch, changes) -> one(delete, batch, changes));
    DeleteItemResponse.Builder response = DeleteItemResponse.builder();
    return (returnsOld && !old.isEmpty() ? response.attributes(old) : response).build();
  }

  private static boolean returnsOld(@Nullable ReturnValue asked) {
    if (asked == null || asked == ReturnValue.NONE) {
      return false;
    }
    if (asked != ReturnValue.ALL_OLD) {
      throw Errors.invalid("Return values set to invalid value");
    }
    return true;
  }

  /** Returns what was there; empty if nothing was. */
  private Map<String, AttributeValue> one(
      Operation operation, Storage.Batch batch, List<Change> changes) {
    Optional<Map<String, AttributeValue>> found = batch.get(operation.key());
    if (!operation.isAllowed(found)) {
      throw Errors.conditionFailed(operation.toReturn(found));
    }
    write(operation, found, Change.Origin.REQUEST, batch, changes);
    return found.orElse(Map.of());
  }

  private void write(
      Operation operation,
      Optional<Map<String, AttributeValue>> found,
      Change.Origin origin,
      Storage.Batch batch,
      List<Change> changes) {
    operation.writeTo(batch);
    Change change =
        new Change(origin, schema.attributes(operation.key()), found, operation.result(found));
    if (change.isOne()) {
      changes.add(change);
    }
  }

  TransactWriteItemsResponse transact(TransactWriteItemsRequest request) {
    Checks.noCapacity(request.returnConsumedCapacity());
    if (request.transactItems().isEmpty() || request.transactItems().size() > MAX_OPERATIONS) {
      throw Errors.invalid(
          "1 validation error detected: Value at 'transactItems' failed to satisfy constraint:"
              + " Member must have length between 1 and 100");
    }
    List<Part> parts = request.transactItems().stream().map(this::part).toList();
    Set<ItemKey> keys = new HashSet<>();
    if (!parts.stream().allMatch(part -> part.isFirst(keys))) {
      throw Errors.invalid("Transaction request cannot include multiple operations on one item");
    }
    return committer.commit(
        (batch, changes) -> {
          if (!tokens.isRepeated(request)) {
            all(parts, batch, changes);
            tokens.done(request);
          }
          return TransactWriteItemsResponse.builder().build();
        });
  }

  /** A part of a transaction. */
  private sealed interface Part {

    boolean isFirst(Set<ItemKey> keys);

    record Valid(Operation operation) implements Part {
      @Override
      public boolean isFirst(Set<ItemKey> keys) {
        return keys.add(operation.key());
      }
    }

    /** Its item does not fit the table. */
    record Flawed(String message) implements Part {
      @Override
      public boolean isFirst(Set<ItemKey> keys) {
        return true;
      }
    }
  }

  private Part part(TransactWriteItem item) {
    try {
      return new Part.Valid(operation(item));
    } catch (FlawedItemException e) {
      return new Part.Flawed(String.valueOf(e.getMessage()));
    }
  }

  private void all(List<Part> parts, Storage.Batch batch, List<Change> changes) {
    List<Runnable> writes = new ArrayList<>();
    List<CancellationReason> reasons = new ArrayList<>();
    for (Part part : parts) {
      switch (part) {
        case Part.Flawed(String message) -> reasons.add(Errors.flawed(message));
        case Part.Valid(Operation operation) -> {
          Optional<Map<String, AttributeValue>> found = batch.get(operation.key());
          if (operation.isAllowed(found)) {
            reasons.add(Errors.none());
            writes.add(() -> write(operation, found, Change.Origin.REQUEST, batch, changes));
          } else {
            reasons.add(Errors.failedCondition(operation.toReturn(found)));
          }
        }
      }
    }
    if (writes.size() < parts.size()) {
      throw Errors.cancelled(reasons);
    }
    writes.forEach(Runnable::run);
  }

  private Operation operation(TransactWriteItem item) {
    if (item.put() != null) {
      Put put = item.put();
      checks.table(put.tableName());
      return put(
          put.item(),
          put.conditionExpression(),
          new Names(put.expressionAttributeNames(), put.expressionAttributeValues()),
          put.returnValuesOnConditionCheckFailure());
    }
    if (item.delete() != null) {
      Delete delete = item.delete();
      checks.table(delete.tableName());
      return withKey(
          Kind.DELETE,
          delete.key(),
          delete.conditionExpression(),
          new Names(delete.expressionAttributeNames(), delete.expressionAttributeValues()),
          delete.returnValuesOnConditionCheckFailure());
    }
    if (item.conditionCheck() != null) {
      ConditionCheck check = item.conditionCheck();
      checks.table(check.tableName());
      return withKey(
          Kind.CHECK,
          check.key(),
          check.conditionExpression(),
          new Names(check.expressionAttributeNames(), check.expressionAttributeValues()),
          check.returnValuesOnConditionCheckFailure());
    }
    throw Errors.refused("Update in a transaction");
  }

  private Operation put(
      Map<String, AttributeValue> item,
      @Nullable String condition,
      Names names,
      @Nullable ReturnValuesOnConditionCheckFailure onFailure) {
    Condition read = condition(condition, names);
    Map<String, AttributeValue> normal = checks.item(item);
    return new Operation(Kind.PUT, schema.key(normal), normal, read, returnsItem(onFailure));
  }

  private Operation withKey(
      Kind kind,
      Map<String, AttributeValue> key,
      @Nullable String condition,
      Names names,
      @Nullable ReturnValuesOnConditionCheckFailure onFailure) {
    Condition read = condition(condition, names);
    return new Operation(kind, checks.key(key), Map.of(), read, returnsItem(onFailure));
  }

  private static Condition condition(@Nullable String expression, Names names) {
    Condition condition =
        expression == null
            ? new Condition.Always()
            : ConditionReader.read("ConditionExpression", expression, names);
    names.mustBeUsed();
    return condition;
  }

  private static boolean returnsItem(@Nullable ReturnValuesOnConditionCheckFailure asked) {
    return asked == ReturnValuesOnConditionCheckFailure.ALL_OLD;
  }

  /** Puts an item whatever is there, as replication does. */
  void apply(Map<String, AttributeValue> item) {
    Map<String, AttributeValue> normal = checks.item(item);
    whatever(
        Change.Origin.REPLICATION,
        new Operation(Kind.PUT, schema.key(normal), normal, new Condition.Always(), false));
  }

  /** Deletes an item, if it is there. */
  void remove(Map<String, AttributeValue> key) {
    whatever(
        Change.Origin.REQUEST,
        new Operation(Kind.DELETE, checks.key(key), Map.of(), new Condition.Always(), false));
  }

  private void whatever(Change.Origin origin, Operation operation) {
    boolean _ =
        committer.commit(
            (batch, changes) -> {
              write(operation, batch.get(operation.key()), origin, batch, changes);
              return true;
            });
  }
}
