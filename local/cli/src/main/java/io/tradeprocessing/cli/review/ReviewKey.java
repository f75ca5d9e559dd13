package io.tradeprocessing.cli.review;

import io.tradeprocessing.cli.aws.AwsAccess;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.common.hash.Sha256;
import io.tradeprocessing.common.signature.Signer;
import io.tradeprocessing.common.signature.SigningKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/**
 * The key of a reviewer.
 *
 * @param id of its public key, as the parameter {@code reviewers} names it
 */
public record ReviewKey(String id, Signer signer) {

  /**
   * The key in a file.
   *
   * @throws UserError if it is not a private key on P-256 in PEM
   */
  public static ReviewKey inFile(Path file) {
    try {
      PrivateKey key = SigningKeys.privateKey(Files.readString(file));
      return new ReviewKey(SigningKeys.id(SigningKeys.publicKey(key)), SigningKeys.signer(key));
    } catch (IOException e) {
      throw new UserError("--key " + file + " cannot be read: " + UserError.reason(e), e);
    } catch (IllegalArgumentException e) {
      throw new UserError(
          "--key "
              + file
              + " cannot be used: "
              + e.getMessage()
              + "; make one by openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256",
          e);
    }
  }

  /**
   * A key of KMS, which never leaves it.
   *
   * @param client open as long as the key is used
   * @param keyId id, ARN or alias
   * @throws UserError if its public key cannot be read
   */
  public static ReviewKey inKms(KmsClient client, String keyId) {
    try {
      byte[] der = client.getPublicKey(request -> request.keyId(keyId)).publicKey().asByteArray();
      return new ReviewKey(
          SigningKeys.id(SigningKeys.publicKey(der)), bytes -> sign(client, keyId, bytes));
    } catch (SdkException e) {
      throw failed(keyId, e);
    } catch (IllegalArgumentException e) {
      throw new UserError(
          "--kms " + keyId + " is not a key of the type ECC_NIST_P256: " + e.getMessage(), e);
    }
  }

  private static byte[] sign(KmsClient client, String keyId, byte[] bytes) {
    try {
      return client
          .sign(
              request ->
                  request
                      .keyId(keyId)
                      .message(SdkBytes.fromByteArray(Sha256.of(bytes)))
                      .messageType(MessageType.DIGEST)
                      .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256))
          .signature()
          .asByteArray();
    } catch (SdkException e) {
      throw failed(keyId, e);
    }
  }

  private static UserError failed(String keyId, SdkException e) {
    return new UserError(
        "--kms "
            + keyId
            + " cannot sign: "
            + AwsAccess.problem(e)
            + "; it takes the permissions kms:GetPublicKey and kms:Sign",
        e);
  }
}
