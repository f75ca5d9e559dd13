package io.tradeprocessing.cli.archive;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A bucket with versions, in memory, whose pages are as small as wanted. */
final class VersionedBucket implements S3Client {

  static final String NAME = "archive";

  private final int page;
  private final TreeMap<String, List<Stored>> objects = new TreeMap<>(FolderArchive.BY_UTF8);
  private int written;
  private Optional<S3Exception> failure = Optional.empty();

  /** A version; without bytes, a delete marker. */
  private record Stored(String key, String id, Optional<byte[]> bytes) {}

  VersionedBucket(int page) {
    this.page = page;
  }

  String put(String key, byte[] bytes) {
    return add(key, Optional.of(bytes));
  }

  String delete(String key) {
    return add(key, Optional.empty());
  }

  private String add(String key, Optional<byte[]> bytes) {
    String id = "v" + written++;
    objects.computeIfAbsent(key, _ -> new ArrayList<>()).addFirst(new Stored(key, id, bytes));
    return id;
  }

  void failWith(int status, String code) {
    failure =
        Optional.of(
            (S3Exception)
                S3Exception.builder()
                    .statusCode(status)
                    .awsErrorDetails(
                        AwsErrorDetails.builder().errorCode(code).errorMessage("planned").build())
                    .build());
  }

  private void failIfPlanned() {
    failure.ifPresent(
        e -> {
          throw e;
        });
  }

  @Override
  public ListObjectVersionsResponse listObjectVersions(ListObjectVersionsRequest request) {
    failIfPlanned();
    List<Stored> all =
        objects.values().stream()
            .flatMap(List::stream)
            .filter(version -> version.key.startsWith(request.prefix()))
            .toList();
    int from = request.versionIdMarker() == null ? 0 : Integer.parseInt(request.versionIdMarker());
    int to = Math.min(all.size(), from + page);
    List<Stored> listed = all.subList(from, to);
    return ListObjectVersionsResponse.builder()
        .isTruncated(to < all.size())
        .nextKeyMarker(to < all.size() ? all.get(to).key : null)
        .nextVersionIdMarker(to < all.size() ? Integer.toString(to) : null)
        .versions(
            listed.stream()
                .filter(version -> version.bytes.isPresent())
                .map(version -> ObjectVersion.builder().key(version.key).versionId(version.id))
                .map(ObjectVersion.Builder::build)
                .toList())
        .deleteMarkers(
            listed.stream()
                .filter(version -> version.bytes.isEmpty())
                .map(version -> DeleteMarkerEntry.builder().key(version.key).versionId(version.id))
                .map(DeleteMarkerEntry.Builder::build)
                .toList())
        .build();
  }

  @Override
  public <T> T getObject(
      GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
    failIfPlanned();
    byte[] bytes =
        versions(request.key(), request.versionId()).stream()
            .findFirst()
            .flatMap(Stored::bytes)
            .orElseThrow(() -> NoSuchKeyException.builder().statusCode(404).build());
    GetObjectResponse response = GetObjectResponse.builder().build();
    try {
      return transformer.transform(
          response, AbortableInputStream.create(new ByteArrayInputStream(bytes)));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Stored> versions(String key, @Nullable String id) {
    return objects.getOrDefault(key, List.of()).stream()
        .filter(version -> id == null || version.id.equals(id))
        .toList();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
