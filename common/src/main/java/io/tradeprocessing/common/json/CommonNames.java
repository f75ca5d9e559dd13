package io.tradeprocessing.common.json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names that nearly every document of ours has. They are found instead of made, so they cost no
 * memory, keep their hash, and are the same objects as the literals that they are compared with.
 * Nothing depends on a name being here.
 */
final class CommonNames {

  static final List<String> ALL =
      List.of(
          // the envelope
          "version",
          "id",
          "detail-type",
          "source",
          "account",
          "time",
          "region",
          "resources",
          "detail",
          // the trade
          "schemaVersion",
          "tradeId",
          "sourceSystem",
          "eventType",
          "timestamp",
          "executedAt",
          "side",
          "quantity",
          "price",
          "currency",
          "amount",
          "instrument",
          "isin",
          "cusip",
          "sedol",
          "figi",
          "cfi",
          "venue",
          "executingEntity",
          "buyer",
          "seller",
          "capacity",
          "settlementDate",
          "uti",
          // the recorder's input
          "event",
          "verdict",
          "enrichment",
          "execution",
          "valid",
          "ruleSet",
          "violations",
          "code",
          "field",
          "severity",
          "message");

  private static final @Nullable String[] BY_SLOT = new @Nullable String[128];

  /** Their characters, for a comparison without calls. */
  private static final byte[][] TEXT_BY_SLOT = new byte[128][0];

  static {
    for (String name : ALL) {
      byte[] text = name.getBytes(StandardCharsets.ISO_8859_1);
      int slot = slot(text, 0, text.length);
      BY_SLOT[slot] = name;
      TEXT_BY_SLOT[slot] = text;
    }
  }

  private CommonNames() {}

  /** A name that stands in ASCII between two indexes. */
  static String name(byte[] text, int from, int to) {
    if (from < to) {
      int slot = slot(text, from, to);
      String known = BY_SLOT[slot];
      if (known != null && isAt(text, from, to, TEXT_BY_SLOT[slot])) {
        return known;
      }
    }
    return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private static boolean isAt(byte[] text, int from, int to, byte[] name) {
    if (name.length != to - from) {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      if (text[from + i] != name[i]) {
        return false;
      }
    }
    return true;
  }

  /** By first and middle character and length; with these factors no two of the names meet. */
  private static int slot(byte[] text, int from, int to) {
    int length = to - from;
    return (text[from] * 6 + text[from + (length >>> 1)] * 21 + length * 40) & 127;
  }
}
