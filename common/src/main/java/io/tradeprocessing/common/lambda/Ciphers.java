package io.tradeprocessing.common.lambda;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The cryptography of TLS records and request signatures, run often enough before a snapshot for
 * C2, which knows the processor's instructions for it, to compile it.
 */
public final class Ciphers {

  /** Less than a block, a short message, a request and the largest record of TLS. */
  private static final int[] BYTES = {3, 259, 4_099, 16_384};

  /**
   * SHA-256 hashes requests and records; which of the two derives the keys of a connection is up to
   * the server. What C2 compiles for one alone is discarded when the other comes.
   */
  private static final List<String> HASH_BITS = List.of("256", "384");

  private static final int[] KEY_BYTES = {16, 32};
  private static final int TAG_BYTES = 16;
  private static final int NONCE_BYTES = 12;

  /** The header of a TLS record. */
  private static final byte[] ADDITIONAL = new byte[5];

  private Ciphers() {}

  /** Encrypts, decrypts and hashes zeros, with keys and nonces of zeros. */
  public static void prime() throws GeneralSecurityException {
    for (int call = 0; call < Priming.CALLS; call++) {
      for (int keyBytes : KEY_BYTES) {
        for (int size : BYTES) {
          byte[] record = new byte[size + TAG_BYTES];
          crypt(Cipher.ENCRYPT_MODE, new byte[keyBytes], record, size);
          crypt(Cipher.DECRYPT_MODE, new byte[keyBytes], record, record.length);
          for (String bits : HASH_BITS) {
            hash(bits, new byte[keyBytes], record);
          }
        }
      }
    }
  }

  private static void hash(String bits, byte[] key, byte[] message)
      throws GeneralSecurityException {
    MessageDigest.getInstance("SHA-" + bits).digest(message);
    Mac mac = Mac.getInstance("HmacSHA" + bits);
    mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
    mac.doFinal(ADDITIONAL);
  }

  /** In place, as TLS does it: other calls run other code. */
  private static void crypt(int mode, byte[] key, byte[] record, int length)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode,
        new SecretKeySpec(key, "AES"),
        new GCMParameterSpec(TAG_BYTES * Byte.SIZE, new byte[NONCE_BYTES]));
    cipher.updateAAD(ADDITIONAL);
    cipher.doFinal(ByteBuffer.wrap(record, 0, length), ByteBuffer.wrap(record));
  }
}
