package io.tradeprocessing.archiver;

import io.tradeprocessing.common.aws.AwsFailure;
import io.tradeprocessing.common.hash.Sha256;
import io.tradeprocessing.common.signature.Signer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/** Signs with a key of KMS that never leaves it. */
final class KmsSigner implements Signer {

  private final KmsClient client;
  private final String keyId;

  KmsSigner(KmsClient client, String keyId) {
    this.client = client;
    this.keyId = keyId;
  }

  @Override
  public byte[] sign(byte[] bytes) {
    SdkBytes digest = SdkBytes.fromByteArray(Sha256.of(bytes));
    try {
      return client
          .sign(
              request ->
                  request
                      .keyId(keyId)
                      .message(digest)
                      .messageType(MessageType.DIGEST)
                      .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256))
          .signature()
          .asByteArray();
    } catch (SdkException e) {
      throw new ArchiveUnavailableException(
          "signing with the key " + keyId + " failed: " + AwsFailure.describe(e, "kms"), e);
    }
  }

  /** Opens a connection; what it asks for costs nothing and tells nothing that is secret. */
  void connect() {
    client.getPublicKey(request -> request.keyId(keyId));
  }
}
