package io.tradeprocessing.common.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tradeprocessing.common.hash.Sha256;
import io.tradeprocessing.common.json.CanonicalJson;
import java.security.MessageDigest;

/**
 * The hashes of a record's content, as 64 lower-case hexadecimal digits.
 *
 * @param eventHash SHA-256 of the canonical form of the trade as sent
 * @param contentHash SHA-256 of the canonical form of {@code {"trade", "verdict", "enrichment"}}
 * @param version the definition they follow, {@link CanonicalJson#HASH_VERSION}
 */
public record Hashes(String eventHash, String contentHash, int version) {

  /** The trade is canonicalised once for both, and members are in the canonical order. */
  public static Hashes of(Content content) {
    byte[] trade = CanonicalJson.utf8(content.trade());
    MessageDigest whole = Sha256.newDigest();
    whole.update("{\"enrichment\":".getBytes(US_ASCII));
    whole.update(CanonicalJson.utf8(content.enrichment()));
    whole.update(",\"trade\":".getBytes(US_ASCII));
    whole.update(trade);
    whole.update(",\"verdict\":".getBytes(US_ASCII));
    whole.update(CanonicalJson.utf8(content.verdict()));
    whole.update("}".getBytes(US_ASCII));
    return new Hashes(Sha256.hex(trade), Sha256.hex(whole), CanonicalJson.HASH_VERSION);
  }
}
