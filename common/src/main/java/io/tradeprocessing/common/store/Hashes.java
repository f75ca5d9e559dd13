package io.tradeprocessing.common.store;

import io.tradeprocessing.common.json.CanonicalJson;

/**
 * The hashes of a record's content, as 64 lower-case hexadecimal digits.
 *
 * @param eventHash of the trade as sent
 * @param contentHash of trade, verdict and enrichment
 * @param version the definition they follow, {@link CanonicalJson#HASH_VERSION}
 */
public record Hashes(String eventHash, String contentHash, int version) {

  public static Hashes of(Content content) {
    return new Hashes(content.eventHash(), content.contentHash(), CanonicalJson.HASH_VERSION);
  }
}
