package io.tradeprocessing.common.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys in PEM, and signatures by them. */
class SigningKeysTest {

  private static final byte[] BYTES = {1, 2, 3};
  private final KeyPair keys = SigningKeys.generate();

  @Test
  void aKeyComesBackFromItsPem() {
    PrivateKey privateKey = SigningKeys.privateKey(SigningKeys.pem(keys.getPrivate()));
    PublicKey publicKey = SigningKeys.publicKey(SigningKeys.pem(keys.getPublic()));

    byte[] signature = SigningKeys.signer(privateKey).sign(BYTES);

    assertThat(SigningKeys.verifies(publicKey, BYTES, signature)).isTrue();
  }

  @Test
  void neitherOtherBytesNorAnotherKeyNorGarbageVerifies() {
    byte[] signature = SigningKeys.signer(keys.getPrivate()).sign(BYTES);

    assertThat(SigningKeys.verifies(keys.getPublic(), new byte[] {1, 2, 4}, signature)).isFalse();
    assertThat(SigningKeys.verifies(SigningKeys.generate().getPublic(), BYTES, signature))
        .isFalse();
    assertThat(SigningKeys.verifies(keys.getPublic(), BYTES, new byte[] {0x30, 0x00})).isFalse();
    assertThat(SigningKeys.verifies(keys.getPublic(), BYTES, new byte[0])).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no PEM",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
        "-----END PUBLIC KEY----------BEGIN PUBLIC KEY-----"
      })
  void whatIsNotAPublicKeyIsRefused(String pem) {
    assertThatThrownBy(() -> SigningKeys.publicKey(pem))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPublicKeyIsNotAPrivateOne() {
    assertThatThrownBy(() -> SigningKeys.privateKey(SigningKeys.pem(keys.getPublic())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-----BEGIN PRIVATE KEY-----");
    assertThatThrownBy(
            () ->
                SigningKeys.privateKey(
                    "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"))
        .hasMessageContaining("PKCS #8");
  }
}
