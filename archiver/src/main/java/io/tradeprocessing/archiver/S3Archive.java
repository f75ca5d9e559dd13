package io.tradeprocessing.archiver;

import io.tradeprocessing.common.aws.AwsFailure;
import io.tradeprocessing.common.hash.Sha256;
import java.util.Base64;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The archive in a bucket with Object Lock. Objects take the bucket's retention: the archiver may
 * neither shorten it nor delete.
 */
final class S3Archive implements Archive {

  /** No object has this name; asking for it opens a connection. */
  static final String NO_OBJECT = ArchiveObject.PREFIX + "no-object";

  private static final int PRECONDITION_FAILED = 412;

  /** Another write of the same name was under way. */
  private static final int CONFLICT = 409;

  private final S3Client client;
  private final String bucket;

  S3Archive(S3Client client, String bucket) {
    this.client = client;
    this.bucket = bucket;
  }

  @Override
  public boolean putIfAbsent(String name, byte[] bytes) {
    try {
      // A bucket with Object Lock takes no object without a checksum.
      client.putObject(
          request ->
              request
                  .bucket(bucket)
                  .key(name)
                  .ifNoneMatch("*")
                  .checksumSHA256(Base64.getEncoder().encodeToString(Sha256.of(bytes))),
          RequestBody.fromBytes(bytes));
      return true;
    } catch (S3Exception e) {
      if (e.statusCode() == PRECONDITION_FAILED) {
        return false;
      }
      throw unavailable("writing " + name, e);
    } catch (SdkException e) {
      throw unavailable("writing " + name, e);
    }
  }

  @Override
  public Optional<byte[]> get(String name) {
    try {
      return Optional.of(
          client.getObjectAsBytes(request -> request.bucket(bucket).key(name)).asByteArray());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw unavailable("reading " + name, e);
    }
  }

  /** Opens a connection. */
  void connect() {
    get(NO_OBJECT);
  }

  private ArchiveUnavailableException unavailable(String what, SdkException e) {
    String reason =
        e instanceof S3Exception s3 && s3.statusCode() == CONFLICT
            ? "another invocation is writing it"
            : AwsFailure.describe(e, "s3");
    return new ArchiveUnavailableException(
        what + " in the bucket " + bucket + " failed: " + reason, e);
  }
}
