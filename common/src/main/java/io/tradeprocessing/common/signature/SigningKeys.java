package io.tradeprocessing.common.signature;

import io.tradeprocessing.common.hash.Sha256;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.crypto.KeyAgreement;

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
    return publicKey(der("PUBLIC KEY", pem));
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

  /**
   * The id of a key: the SHA-256 of its SubjectPublicKeyInfo in DER, as 64 lower-case hexadecimal
   * digits; {@code openssl pkey -pubin -outform DER | sha256sum} prints it.
   */
  public static String id(PublicKey key) {
    return Sha256.hex(key.getEncoded());
  }

  /**
   * The public key of a private one: the private key times the generator of the curve, whose first
   * coordinate is what key agreement with the generator gives, and whose second follows from the
   * curve but for its sign.
   *
   * @throws IllegalArgumentException if it is not a key on P-256
   */
  public static PublicKey publicKey(PrivateKey key) {
    try {
      ECParameterSpec curve = ((ECPublicKey) generate().getPublic()).getParams();
      KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
      agreement.init(key);
      agreement.doPhase(publicKey(curve, curve.getGenerator()), true);
      BigInteger x = new BigInteger(1, agreement.generateSecret());
      BigInteger p = ((ECFieldFp) curve.getCurve().getField()).getP();
      BigInteger y =
          x.pow(3)
              .add(curve.getCurve().getA().multiply(x))
              .add(curve.getCurve().getB())
              .modPow(p.add(BigInteger.ONE).shiftRight(2), p);
      byte[] sample = {1};
      byte[] signature = signer(key).sign(sample);
      for (BigInteger sign : List.of(y, p.subtract(y))) {
        PublicKey candidate = publicKey(curve, new ECPoint(x, sign));
        if (verifies(candidate, sample, signature)) {
          return candidate;
        }
      }
      throw new IllegalArgumentException("it is not a private key on P-256");
    } catch (GeneralSecurityException | IllegalStateException e) {
      throw new IllegalArgumentException("it is not a private key on P-256", e);
    }
  }

  private static PublicKey publicKey(ECParameterSpec curve, ECPoint point)
      throws GeneralSecurityException {
    return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, curve));
  }

  /**
   * Reads a public key in DER, as KMS answers it.
   *
   * @throws IllegalArgumentException if it is not SubjectPublicKeyInfo of such a key
   */
  public static PublicKey publicKey(byte[] der) {
    try {
      return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("it is not a public key for ECDSA", e);
    }
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
