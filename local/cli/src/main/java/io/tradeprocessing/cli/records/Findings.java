package io.tradeprocessing.cli.records;

import io.tradeprocessing.cli.console.ProgressBar;
import io.tradeprocessing.cli.console.Terminal;
import io.tradeprocessing.cli.records.ScanProgress.Segment;
import io.tradeprocessing.cli.records.TradeVerifier.Verified;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.store.SortKey;
import java.io.PrintWriter;
import java.util.List;

/** Names what is broken as soon as it is found, and draws the progress. For several threads. */
public final class Findings {

  /** Broken trades that are named one by one. */
  private static final int SHOWN = 20;

  private final PrintWriter out;
  private final boolean json;
  private final ProgressBar bar;
  private Segment total;
  private long items;
  private long named;
  private long lost;
  private long discrepancies;
  private boolean damaged;

  /**
   * @param json whether each finding is a line of JSON, and all are shown
   * @param all items that there are to read; NaN where that is not known
   * @param before what an earlier run found, which this one continues
   */
  public Findings(
      PrintWriter out, boolean json, boolean terminal, double all, Segment before, long nowNanos) {
    this.out = out;
    this.json = json;
    this.total = before;
    this.items = before.records() + before.trades();
    this.bar =
        new ProgressBar(System.err, terminal, () -> Math.min(1, items / all), nowNanos, "items");
  }

  public synchronized void verified(Verified trade) {
    total = total.with(trade);
    items += trade.items();
    trade
        .named()
        .forEach(
            found ->
                name(
                    found.tradeId(),
                    found.timestamp(),
                    found.flaw().name(),
                    List.of(),
                    found.message()));
    bar.step(trade.items(), System.nanoTime());
  }

  /** A review that counts without the signatures that it needs. */
  public synchronized void unsigned(String tradeId, String timestamp, String message) {
    name(tradeId, timestamp, "REVIEW_NOT_SIGNED", List.of(), message);
  }

  /** A head of a checkpoint that is not in its trade's chain any more. */
  public synchronized void lost(Checkpoint.Head head, String message) {
    lost++;
    name(head.tradeId(), "", "NOT_AS_IN_CHECKPOINT", List.of(), message);
  }

  /** Damage of the store's file that is not an item's. */
  public synchronized void damaged(String store, String message) {
    damaged = true;
    name("", "", "DAMAGED", List.of(store), message);
  }

  /**
   * Something that table and archives, or the archives alone, show.
   *
   * @param tradeId empty where it is about a file
   * @param timestamp empty where it is about a trade or a file
   * @param files of the archives that show it
   */
  public synchronized void discrepancy(
      String tradeId, String timestamp, String flaw, List<String> files, String message) {
    discrepancies++;
    name(tradeId, timestamp, flaw, files, message);
  }

  private void name(
      String tradeId, String timestamp, String flaw, List<String> files, String message) {
    named++;
    if (json) {
      bar.clear();
      out.println(Terminal.json(line(tradeId, timestamp, flaw, files, message).toString()));
      out.flush();
    } else if (named <= SHOWN) {
      bar.clear();
      out.println(
          "BROKEN "
              + Terminal.printable(
                  place(tradeId, timestamp, files)
                      + ": "
                      + flaw
                      + ": "
                      + message
                      + (tradeId.isEmpty() ? "" : shown(files))));
      out.flush();
    }
  }

  private static JsonObject line(
      String tradeId, String timestamp, String flaw, List<String> files, String message) {
    JsonObject.Builder line = JsonObject.builder().put("flaw", flaw);
    if (!tradeId.isEmpty()) {
      line.put("tradeId", tradeId);
    }
    if (!timestamp.isEmpty()) {
      line.put("timestamp", timestamp);
    }
    if (!files.isEmpty()) {
      line.put("files", new JsonArray(files.stream().<Json>map(Json::of).toList()));
    }
    return line.put("message", message).build();
  }

  private static String place(String tradeId, String timestamp, List<String> files) {
    if (tradeId.isEmpty()) {
      return String.join(", ", files);
    }
    return timestamp.isEmpty()
        ? tradeId
        : tradeId
            + SortKey.parse(timestamp)
                .map(key -> key.microseconds() == 0 ? head(key.slot()) : " at " + key.time())
                .orElse(" at " + timestamp);
  }

  private static String shown(List<String> files) {
    return switch (files.size()) {
      case 0 -> "";
      case 1 -> " (" + files.getFirst() + ")";
      default -> " (" + files.getFirst() + " and " + (files.size() - 1) + " more)";
    };
  }

  private static String head(int slot) {
    return slot == 0 ? " (head)" : " (head of slot " + slot + ")";
  }

  /** Takes the progress bar away. */
  public synchronized void end() {
    bar.clear();
  }

  /** All trades that were verified, also before this run. */
  public synchronized Segment total() {
    return total;
  }

  public synchronized long broken() {
    return total.broken();
  }

  public synchronized long lost() {
    return lost;
  }

  /** What table and archives, or the archives alone, show. */
  public synchronized long discrepancies() {
    return discrepancies;
  }

  /** Whether the store's file is damaged beside its items. */
  public synchronized boolean isDamaged() {
    return damaged;
  }

  public synchronized long notShown() {
    return json ? 0 : Math.max(0, named - SHOWN);
  }
}
