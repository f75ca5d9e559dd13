package io.tradeprocessing.simulation.aws;

import io.tradeprocessing.common.signature.Signer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A key of KMS that never leaves it. Its signatures are hashes of secret and message: KMS takes a
 * random number for each, and the simulation has none but the seed's.
 */
record SigningKey(String secret) implements Signer {

  @Override
  public byte[] sign(byte[] bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(secret.getBytes(StandardCharsets.UTF_8));
      return digest.digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Whether a signature is this key's. */
  boolean verifies(byte[] bytes, byte[] signature) {
    return MessageDigest.isEqual(sign(bytes), signature);
  }
}
