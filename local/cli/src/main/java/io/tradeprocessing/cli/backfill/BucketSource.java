package io.tradeprocessing.cli.backfill;

import io.tradeprocessing.cli.aws.AwsAccess;
import io.tradeprocessing.cli.console.UserError;
import java.io.InputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects under a prefix of a bucket, in the order in which S3 lists them, by their keys. Each
 * is read in the state in which it was listed, on condition of its ETag.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html">
 *     ListObjectsV2</a>
 */
final class BucketSource implements Source {

  private final S3Client client;
  private final String bucket;
  private final String prefix;
  private final Map<String, String> tags = new HashMap<>();

  BucketSource(S3Client client, String bucket, String prefix) {
    this.client = client;
    this.bucket = bucket;
    this.prefix = prefix;
  }

  /** The objects that {@code s3://bucket/prefix} names; nothing if it is not such a name. */
  static Optional<Source> of(String name, AwsAccess access) {
    if (!name.startsWith("s3://")) {
      return Optional.empty();
    }
    String bucket =
        Optional.ofNullable(URI.create(name.replace(" ", "%20")).getAuthority()).orElse("");
    if (bucket.isEmpty()) {
      throw new UserError(name + " names no bucket: give s3://BUCKET/PREFIX");
    }
    String prefix = name.substring("s3://".length() + bucket.length());
    return Optional.of(
        new BucketSource(access.s3(), bucket, prefix.isEmpty() ? "" : prefix.substring(1)));
  }

  @Override
  public String name() {
    return "s3://" + bucket + "/" + prefix;
  }

  @Override
  public boolean hasSeveral() {
    return true;
  }

  @Override
  public List<Part> parts() {
    try {
      List<S3Object> objects =
          client.listObjectsV2Paginator(r -> r.bucket(bucket).prefix(prefix)).contents().stream()
              // A console makes an empty object for a folder.
              .filter(object -> !(object.key().endsWith("/") && object.size() == 0))
              .toList();
      if (objects.isEmpty()) {
        throw new UserError(name() + " has no objects: give the prefix of objects with events");
      }
      objects.forEach(object -> tags.put(object.key(), object.eTag()));
      return objects.stream()
          .map(o -> new Part(o.key(), o.size(), o.key().endsWith(".gz")))
          .toList();
    } catch (SdkException e) {
      throw new UserError(name() + " cannot be listed: " + AwsAccess.problem(e), e);
    }
  }

  @Override
  public InputStream open(Part part) {
    try {
      return client.getObject(
          r -> r.bucket(bucket).key(part.name()).ifMatch(tags.get(part.name())));
    } catch (SdkException e) {
      throw new UserError(
          "s3://%s/%s cannot be read as it was listed: %s"
              .formatted(bucket, part.name(), AwsAccess.problem(e)),
          e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
