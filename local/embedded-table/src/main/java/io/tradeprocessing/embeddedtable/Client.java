package io.tradeprocessing.embeddedtable;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/**
 * The SDK's client of the table. A proxy, because the interface's own refusal of an operation has
 * no sentence, and its paginators and its variants with a builder are default methods that work as
 * they are.
 */
final class Client implements InvocationHandler {

  private static final String PAGINATOR = "Paginator";

  private final Writes writes;
  private final Reads reads;

  private Client(Writes writes, Reads reads) {
    this.writes = writes;
    this.reads = reads;
  }

  static DynamoDbClient of(Writes writes, Reads reads) {
    return (DynamoDbClient)
        Proxy.newProxyInstance(
            DynamoDbClient.class.getClassLoader(),
            new Class<?>[] {DynamoDbClient.class},
            new Client(writes, reads));
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // what equals is here
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    Object first = arguments == null ? null : arguments[0];
    if (method.isDefault()
        && (method.getName().endsWith(PAGINATOR) || first instanceof Consumer<?>)) {
      return InvocationHandler.invokeDefault(proxy, method, arguments);
    }
    if (first instanceof DynamoDbRequest request) {
      try {
        return answer(request, method);
      } catch (FlawedItemException e) {
        throw Errors.invalid(String.valueOf(e.getMessage()));
      }
    }
    return switch (method.getName()) {
      case "serviceName" -> DynamoDbClient.SERVICE_NAME;
      // Whoever opened the table closes it.
      case "close" -> null;
      case "equals" -> proxy == first;
      case "hashCode" -> System.identityHashCode(proxy);
      case "toString" -> "client of an embedded table";
      default -> throw Errors.refused(operation(method));
    };
  }

  private Object answer(DynamoDbRequest request, Method method) {
    return switch (request) {
      case GetItemRequest get -> reads.get(get);
      case BatchGetItemRequest batch -> reads.batchGet(batch);
      case QueryRequest query -> reads.query(query);
      case ScanRequest scan -> reads.scan(scan);
      case PutItemRequest put -> writes.putItem(put);
      case DeleteItemRequest delete -> writes.deleteItem(delete);
      case TransactWriteItemsRequest transaction -> writes.transact(transaction);
      default -> throw Errors.refused(operation(method));
    };
  }

  private static String operation(Method method) {
    String name = method.getName();
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
