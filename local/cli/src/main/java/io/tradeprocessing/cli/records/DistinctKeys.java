package io.tradeprocessing.cli.records;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Millions of keys, each of which may come once: 128 bits of their SHA-256 in a table, a tenth of
 * what a set of strings would take.
 */
public final class DistinctKeys {

  private static final int INITIAL = 1 << 10;
  private static final long EMPTY = 0;

  private final MessageDigest sha256;
  private long[] table = new long[2 * INITIAL];
  private int size;

  public DistinctKeys() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Whether the key comes for the first time. */
  public boolean add(String key) {
    ByteBuffer hash = ByteBuffer.wrap(sha256.digest(key.getBytes(StandardCharsets.UTF_8)));
    // 0 stands for an empty place.
    boolean isNew = insert(table, hash.getLong() | 1, hash.getLong());
    if (isNew && ++size > table.length / 4) {
      grow();
    }
    return isNew;
  }

  private static boolean insert(long[] into, long high, long low) {
    int places = into.length / 2;
    int place = (int) (low & (places - 1));
    while (into[2 * place] != EMPTY) {
      if (into[2 * place] == high && into[2 * place + 1] == low) {
        return false;
      }
      place = (place + 1) & (places - 1);
    }
    into[2 * place] = high;
    into[2 * place + 1] = low;
    return true;
  }

  private void grow() {
    long[] larger = new long[2 * table.length];
    for (int i = 0; i < table.length; i += 2) {
      if (table[i] != EMPTY) {
        boolean _ = insert(larger, table[i], table[i + 1]);
      }
    }
    table = larger;
  }
}
