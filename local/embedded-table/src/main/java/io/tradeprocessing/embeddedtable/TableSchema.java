package io.tradeprocessing.embeddedtable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * The keys of a table and its global secondary indexes.
 *
 * @param name of the table
 * @param sort nothing where the partition key alone is the key
 */
public record TableSchema(
    String name, KeyAttribute partition, Optional<KeyAttribute> sort, List<Index> indexes) {

  public TableSchema {
    indexes = List.copyOf(indexes);
  }

  /**
   * A global secondary index.
   *
   * @param projected the attributes that its items have, keys included; nothing for all of them
   */
  public record Index(
      String name,
      KeyAttribute partition,
      Optional<KeyAttribute> sort,
      Optional<Set<String>> projected) {

    Stream<KeyAttribute> attributes() {
      return Stream.concat(Stream.of(partition), sort.stream());
    }

    /** Whether an item is in the index: it is, if it has the index's key. */
    boolean has(Map<String, AttributeValue> item) {
      return attributes().allMatch(attribute -> item.containsKey(attribute.name()));
    }
  }

  /**
   * The schema that a request would create.
   *
   * @throws UnsupportedOperationException if it has local indexes or binary keys
   */
  public static TableSchema of(CreateTableRequest request) {
    if (request.hasLocalSecondaryIndexes()) {
      throw Errors.refused("local secondary indexes");
    }
    Map<String, KeyAttribute> attributes = new HashMap<>();
    for (AttributeDefinition attribute : request.attributeDefinitions()) {
      if (attribute.attributeType() == ScalarAttributeType.B) {
        throw Errors.refused("binary keys such as " + attribute.attributeName());
      }
      attributes.put(
          attribute.attributeName(),
          new KeyAttribute(
              attribute.attributeName(), attribute.attributeType() == ScalarAttributeType.N));
    }
    KeyAttribute partition = key(request.keySchema(), KeyType.HASH, attributes).orElseThrow();
    Optional<KeyAttribute> sort = key(request.keySchema(), KeyType.RANGE, attributes);
    List<Index> indexes = new ArrayList<>();
    for (GlobalSecondaryIndex index : request.globalSecondaryIndexes()) {
      KeyAttribute first = key(index.keySchema(), KeyType.HASH, attributes).orElseThrow();
      Optional<KeyAttribute> second = key(index.keySchema(), KeyType.RANGE, attributes);
      indexes.add(
          new Index(
              index.indexName(),
              first,
              second,
              projected(
                  index.projection(),
                  Stream.of(Stream.of(partition, first), sort.stream(), second.stream())
                      .flatMap(part -> part))));
    }
    return new TableSchema(request.tableName(), partition, sort, indexes);
  }

  private static Optional<KeyAttribute> key(
      List<KeySchemaElement> schema, KeyType type, Map<String, KeyAttribute> attributes) {
    return schema.stream()
        .filter(element -> element.keyType() == type)
        .map(element -> Optional.ofNullable(attributes.get(element.attributeName())).orElseThrow())
        .findFirst();
  }

  private static Optional<Set<String>> projected(Projection projection, Stream<KeyAttribute> keys) {
    if (projection.projectionType() == ProjectionType.ALL) {
      return Optional.empty();
    }
    Set<String> names = new TreeSet<>(projection.nonKeyAttributes());
    keys.map(KeyAttribute::name).forEach(names::add);
    return Optional.of(names);
  }

  /** The attributes of the table's own key. */
  Stream<KeyAttribute> attributes() {
    return Stream.concat(Stream.of(partition), sort.stream());
  }

  /** Every attribute that is part of a key, each once, the table's own first. */
  List<KeyAttribute> allAttributes() {
    Map<String, KeyAttribute> all = new LinkedHashMap<>();
    Stream.concat(attributes(), indexes.stream().flatMap(Index::attributes))
        .forEach(attribute -> all.putIfAbsent(attribute.name(), attribute));
    return List.copyOf(all.values());
  }

  /** The key of a valid item, or a valid key. */
  ItemKey key(Map<String, AttributeValue> item) {
    return new ItemKey(
        partition.order(item), sort.map(attribute -> attribute.order(item)).orElse(""));
  }

  /** The attributes that make up a key. */
  Map<String, AttributeValue> attributes(ItemKey key) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    attributes.put(partition.name(), partition.value(key.partition()));
    sort.ifPresent(attribute -> attributes.put(attribute.name(), attribute.value(key.sort())));
    return attributes;
  }

  Optional<Index> index(String indexName) {
    return indexes.stream().filter(index -> index.name().equals(indexName)).findFirst();
  }
}
