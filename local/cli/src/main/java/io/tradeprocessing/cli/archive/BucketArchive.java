package io.tradeprocessing.cli.archive;

import io.tradeprocessing.archiver.ArchiveObject;
import io.tradeprocessing.cli.aws.AwsAccess;
import io.tradeprocessing.cli.console.UserError;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * An archive in a bucket. Object Lock keeps every version from being changed or deleted, but lets
 * anybody who may write add a version or a delete marker: all of them are listed.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html">
 *     ListObjectVersions</a>
 */
public final class BucketArchive implements ArchiveSource {

  private final S3Client client;
  private final String bucket;
  private final String prefix;

  /**
   * @param client of S3; closed with this archive
   * @param prefix under which the archive's {@code records/} is: empty, or ends with a slash
   */
  public BucketArchive(S3Client client, String bucket, String prefix) {
    this.client = client;
    this.bucket = bucket;
    this.prefix = prefix;
  }

  @Override
  public String name() {
    return "s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
  }

  @Override
  public Iterator<ArchivedFile> files() {
    return new Listing();
  }

  @Override
  public byte[] read(String name, Version version) {
    try {
      return client
          .getObjectAsBytes(
              request -> request.bucket(bucket).key(prefix + name).versionId(version.id()))
          .asByteArray();
    } catch (SdkException e) {
      throw unreadable("version " + version.id() + " of " + name + " cannot be read", e);
    }
  }

  @Override
  public Optional<byte[]> find(String name) {
    try {
      return Optional.of(
          client
              .getObjectAsBytes(request -> request.bucket(bucket).key(prefix + name))
              .asByteArray());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw unreadable(name + " cannot be read", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  /** What is refused stays so; what fails may work later. */
  private UserError unreadable(String what, SdkException e) {
    String message = what + " in the archive " + name() + ": " + AwsAccess.problem(e);
    return e instanceof S3Exception refused && refused.statusCode() / 100 == 4
        ? new UserError(message + "; name another bucket, or get the permission", e)
        : UserError.midway(message + "; try again later", e);
  }

  /** One version of one file, as a page lists it. */
  private record Listed(String name, Version version) {}

  /** Holds one page, and the versions of one file. */
  private final class Listing implements Iterator<ArchivedFile> {
    private final Iterator<ListObjectVersionsResponse> pages;
    private Iterator<Listed> page = List.<Listed>of().iterator();
    private @Nullable Listed next;

    private Listing() {
      pages =
          client
              .listObjectVersionsPaginator(
                  request -> request.bucket(bucket).prefix(prefix + ArchiveObject.PREFIX))
              .iterator();
      next = listed();
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public ArchivedFile next() {
      Listed first = next;
      if (first == null) {
        throw new NoSuchElementException();
      }
      List<Version> versions = new ArrayList<>();
      for (Listed each = first; each != null && each.name.equals(first.name); each = next) {
        versions.add(each.version);
        next = listed();
      }
      return new ArchivedFile(first.name, versions);
    }

    private @Nullable Listed listed() {
      try {
        while (!page.hasNext() && pages.hasNext()) {
          page = merged(pages.next());
        }
      } catch (SdkException e) {
        throw unreadable("the objects cannot be listed", e);
      }
      return page.hasNext() ? page.next() : null;
    }

    /**
     * A page lists versions and delete markers apart, each in the order of the keys and the latest
     * first. A delete marker goes before the versions of its file: it came after the first of them.
     */
    private Iterator<Listed> merged(ListObjectVersionsResponse response) {
      Stream<Listed> deletions =
          response.deleteMarkers().stream()
              .map(marker -> listed(marker.key(), new Version(marker.versionId(), true)));
      Stream<Listed> versions =
          response.versions().stream()
              .map(version -> listed(version.key(), new Version(version.versionId(), false)));
      return Stream.concat(deletions, versions)
          .sorted((one, other) -> FolderArchive.BY_UTF8.compare(one.name, other.name))
          .iterator();
    }

    private Listed listed(String key, Version version) {
      return new Listed(key.substring(prefix.length()), version);
    }
  }
}
