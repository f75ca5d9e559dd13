package io.tradeprocessing.benchmarks.cost;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/** A client of a table that counts the request units of what passes through. */
final class CountingTable {

  private static final int WRITE_UNIT = 1_024;
  private static final int READ_UNIT = 4_096;

  private final DynamoDbClient table;

  /** What the index projects beside its keys; nothing where it projects all. */
  private final Set<String> projected;

  private long writeUnits;
  private long replicatedUnits;
  private long readUnits;
  private long recordBytes;
  private long requests;

  CountingTable(DynamoDbClient table, Set<String> projected) {
    this.table = table;
    this.projected = new TreeSet<>(projected);
  }

  DynamoDbClient client() {
    return (DynamoDbClient)
        Proxy.newProxyInstance(
            DynamoDbClient.class.getClassLoader(),
            new Class<?>[] {DynamoDbClient.class},
            (_, method, arguments) -> {
              try {
                Object answer = method.invoke(table, arguments);
                count(arguments == null ? List.of() : List.of(arguments), answer);
                return answer;
              } catch (InvocationTargetException e) {
                throw Objects.requireNonNull(e.getCause());
              }
            });
  }

  private void count(List<Object> arguments, Object answer) {
    if (!arguments.isEmpty() && arguments.getFirst() instanceof TransactWriteItemsRequest request) {
      requests++;
      request.transactItems().forEach(this::written);
    } else if (answer instanceof GetItemResponse found) {
      requests++;
      readUnits += ItemSize.units(ItemSize.of(found.item()), READ_UNIT);
    } else if (answer instanceof QueryResponse found) {
      requests++;
      readUnits += ItemSize.units(found.items().stream().mapToLong(ItemSize::of).sum(), READ_UNIT);
    }
  }

  /** Two units a KB in a transaction; a record is in the index too, a head is not. */
  private void written(TransactWriteItem write) {
    Map<String, AttributeValue> item = write.put().item();
    long size = ItemSize.of(item);
    long units = ItemSize.units(size, WRITE_UNIT);
    writeUnits += 2 * units;
    replicatedUnits += units;
    if (item.containsKey("sourceSystem")) {
      recordBytes += size;
      long index = ItemSize.units(ItemSize.of(indexed(item)), WRITE_UNIT);
      writeUnits += index;
      replicatedUnits += index;
    }
  }

  private Map<String, AttributeValue> indexed(Map<String, AttributeValue> item) {
    if (projected.isEmpty()) {
      return item;
    }
    Map<String, AttributeValue> part = new TreeMap<>(item);
    part.keySet().retainAll(projected);
    return part;
  }

  long writeUnits() {
    return writeUnits;
  }

  /** What a replica writes again, without transactions. */
  long replicatedUnits() {
    return replicatedUnits;
  }

  long readUnits() {
    return readUnits;
  }

  long recordBytes() {
    return recordBytes;
  }

  long requests() {
    return requests;
  }
}
