package io.tradeprocessing.simulation.aws;

import io.tradeprocessing.common.signature.SigningKeys;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * The keys of two reviewers. Keys and signatures take random numbers that repeat, so that a seed is
 * the same run each time.
 */
public final class ReviewerKeys {

  private static final List<KeyPair> KEYS = List.of(generate(1), generate(2));

  private ReviewerKeys() {}

  /** The parameter {@code reviewers}. */
  static String setting() {
    return KEYS.stream()
        .map(
            keys ->
                "\"%s\": {\"name\": \"%s\", \"publicKey\": \"%s\"}"
                    .formatted(
                        SigningKeys.id(keys.getPublic()),
                        "reviewer " + KEYS.indexOf(keys),
                        SigningKeys.pem(keys.getPublic()).replace("\n", "\\n")))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /**
   * The id of a reviewer's key.
   *
   * @param reviewer 0 or 1
   */
  public static String id(int reviewer) {
    return SigningKeys.id(KEYS.get(reviewer).getPublic());
  }

  /** What a reviewer's key signs, in DER. */
  public static byte[] sign(int reviewer, byte[] bytes) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(KEYS.get(reviewer).getPrivate(), new Repeated(bytes.length));
      signature.update(bytes);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has ECDSA", e);
    }
  }

  private static KeyPair generate(long seed) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), new Repeated(seed));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  private static final class Repeated extends SecureRandom {
    private static final long serialVersionUID = 1;

    private final Random numbers;

    private Repeated(long seed) {
      this.numbers = new Random(seed);
    }

    @Override
    public void nextBytes(byte[] bytes) {
      numbers.nextBytes(bytes);
    }
  }
}
