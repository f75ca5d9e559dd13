package io.tradeprocessing.cli.archive;

import io.tradeprocessing.common.signature.SigningKeys;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;

/**
 * The public keys by which an archive's signatures are verified. There are several where the
 * archive of a table has had several, or where there is one in each Region.
 *
 * @param keys at least one
 * @param origin where they come from, for people
 * @param isIndependent whether they come from elsewhere than the archive: whoever replaces an
 *     archive as a whole also replaces the key in it
 */
public record VerificationKeys(List<PublicKey> keys, String origin, boolean isIndependent) {

  public VerificationKeys {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("no key verifies nothing");
    }
  }

  /** Whether one of the keys' owners signed these bytes. */
  public boolean verify(byte[] bytes, byte[] signature) {
    return signer(bytes, signature).isPresent();
  }

  /** The key whose owner signed these bytes. */
  public Optional<PublicKey> signer(byte[] bytes, byte[] signature) {
    return keys.stream().filter(key -> SigningKeys.verifies(key, bytes, signature)).findFirst();
  }
}
