package io.tradeprocessing.archiver;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * Keys for ECDSA on P-256 with SHA-256 in PEM, and what they do: the same that KMS does under the
 * name ECC_NIST_P256.
 */
public final class SigningKeys {

  private static final String ALGORITHM = "SHA256withECDSA";

  private SigningKeys() {}

  /** A new key. */
  public static KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no P-256", e);
    }
  }

  /** PKCS #8 in PEM. */
  public static String pem(PrivateKey key) {
    return pem("PRIVATE KEY", key.getEncoded());
  }

  /** SubjectPublicKeyInfo in PEM. */
  public static String pem(PublicKey key) {
    return pem("PUBLIC KEY", key.getEncoded());
  }

  private static String pem(String type, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(type, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), type);
  }

  /**
   * Reads a private key.
   *
   * @throws IllegalArgumentException if it is not PKCS #8 of such a key in PEM
   */
  public static PrivateKey privateKey(String pem) {
    try {
      return KeyFactory.getInstance("EC")
          .generatePrivate(new PKCS8EncodedKeySpec(der("PRIVATE KEY", pem)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("it is not a private key for ECDSA in PKCS #8", e);
    }
  }

  /**
   * Reads a public key.
   *
   * @throws IllegalArgumentException if it is not SubjectPublicKeyInfo of such a key in PEM
   */
  public static PublicKey publicKey(String pem) {
    try {
      return KeyFactory.getInstance("EC")
          .generatePublic(new X509EncodedKeySpec(der("PUBLIC KEY", pem)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("it is not a public key for ECDSA", e);
    }
  }

  private static byte[] der(String type, String pem) {
    String begin = "-----BEGIN " + type + "-----";
    int start = pem.indexOf(begin);
    int end = pem.indexOf("-----END " + type + "-----");
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("it has no " + begin);
    }
    return Base64.getMimeDecoder().decode(pem.substring(start + begin.length(), end).strip());
  }

  /** Signs with a private key that is at hand. */
  public static Signer signer(PrivateKey key) {
    return bytes -> {
      try {
        Signature signature = Signature.getInstance(ALGORITHM);
        signature.initSign(key);
        signature.update(bytes);
        return signature.sign();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("the private key cannot sign", e);
      }
    };
  }

  /** Whether a signature is that of the key's owner over these bytes. */
  public static boolean verifies(PublicKey key, byte[] bytes, byte[] signature) {
    try {
      Signature verification = Signature.getInstance(ALGORITHM);
      verification.initVerify(key);
      verification.update(bytes);
      return verification.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
