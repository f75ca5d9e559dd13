package io.tradeprocessing.common.signature;

/** Signs with a private key that nobody else may use. */
@FunctionalInterface
public interface Signer {

  /**
   * Signs with ECDSA on P-256 and SHA-256.
   *
   * @return the signature in DER, as openssl reads it
   * @throws RuntimeException if the key cannot be used
   */
  byte[] sign(byte[] bytes);
}
