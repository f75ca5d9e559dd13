package io.tradeprocessing.common.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;

class Sha256Test {

  /** FIPS 180-2, appendix B.1. */
  private static final String OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void isThatOfTheStandardInLowerCase() {
    assertThat(Sha256.hex("abc".getBytes(StandardCharsets.US_ASCII))).isEqualTo(OF_ABC);
    assertThat(Sha256.of("abc".getBytes(StandardCharsets.US_ASCII))).hasSize(32);
  }

  @Test
  void isTheSameOfWhatComesInPieces() {
    MessageDigest digest = Sha256.newDigest();
    digest.update((byte) 'a');
    digest.update((byte) 'b');
    digest.update((byte) 'c');

    assertThat(Sha256.hex(digest)).isEqualTo(OF_ABC);
  }
}
