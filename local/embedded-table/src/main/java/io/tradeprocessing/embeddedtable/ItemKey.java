package io.tradeprocessing.embeddedtable;

/**
 * The key of an item in the form in which keys sort: text as it is, numbers as {@link
 * KeyAttribute#order} writes them.
 *
 * @param sort empty where the table has no sort key
 */
public record ItemKey(String partition, String sort) implements Comparable<ItemKey> {

  /**
   * Parts of the table that a scan can read apart from each other. The number is part of the format
   * of a file.
   */
  static final int BUCKETS = 64;

  private static final int UPPER_HALF = 16;

  /**
   * The part that a partition is in, from its hash, as DynamoDB spreads partitions over its
   * servers; all items of a partition are in the same.
   */
  int bucket() {
    int hash = partition.hashCode();
    return (hash ^ (hash >>> UPPER_HALF)) & (BUCKETS - 1);
  }

  /** The order of a scan: by bucket, partition and sort key. */
  @Override
  public int compareTo(ItemKey other) {
    int order = Integer.compare(bucket(), other.bucket());
    if (order == 0) {
      order = compare(partition, other.partition);
    }
    return order == 0 ? compare(sort, other.sort) : order;
  }

  /** Compares as DynamoDB and SQLite do, by the bytes of UTF-8. */
  static int compare(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char l = left.charAt(i);
      char r = right.charAt(i);
      if (l != r) {
        // Surrogates stand for characters above all others, and are below some of them.
        boolean sameKind = Character.isSurrogate(l) == Character.isSurrogate(r);
        return sameKind ? Character.compare(l, r) : Character.isSurrogate(l) ? 1 : -1;
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}
