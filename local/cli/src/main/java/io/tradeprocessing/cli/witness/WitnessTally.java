package io.tradeprocessing.cli.witness;

import java.util.Map;
import java.util.TreeMap;

/** What was compared, in numbers. */
public final class WitnessTally {

  /** Regions that are named one by one; whoever may write the table may invent more. */
  private static final int MAX_REGIONS = 20;

  private static final String MORE = "others";

  long trades;
  long records;
  long same;
  long young;
  long before;
  long repeated;
  private final Map<String, Long> elsewhere = new TreeMap<>();

  /** Trades of which an archive has a record. */
  public long trades() {
    return trades;
  }

  /** Records that the archives have, each counted once. */
  public long records() {
    return records;
  }

  /** Records that are the same in archive and table. */
  public long same() {
    return same;
  }

  /** Records that may still be on their way to the archive, or to this replica of the table. */
  public long young() {
    return young;
  }

  /** Records of the table from before the archive was enabled. */
  public long before() {
    return before;
  }

  /** Changes that more than one object has. */
  public long repeated() {
    return repeated;
  }

  /** Records of the table by Regions whose archive was not given. */
  public Map<String, Long> elsewhere() {
    return new TreeMap<>(elsewhere);
  }

  void countElsewhere(String region) {
    String name = elsewhere.containsKey(region) || elsewhere.size() < MAX_REGIONS ? region : MORE;
    elsewhere.merge(name, 1L, Long::sum);
  }
}
