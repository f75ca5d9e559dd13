package io.tradeprocessing.cli.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.backfill.Plan;
import io.tradeprocessing.cli.aws.AwsAccess;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.input.EventReader;
import io.tradeprocessing.common.hash.Sha256;
import io.tradeprocessing.testkit.Project;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.paginators.ListObjectsV2Iterable;

/** The objects under a prefix, two of them a page. */
class BucketSourceTest {

  private static final String EVENT =
      "{\"tradeId\":\"%s\",\"sourceSystem\":\"system1\",\"eventType\":\"NEW\"}\n";

  private final Bucket bucket = new Bucket();

  @TempDir private Path folder;

  private static final class Bucket implements S3Client {

    private final NavigableMap<String, byte[]> objects = new TreeMap<>();

    void put(String key, String text) {
      objects.put(key, text.getBytes(StandardCharsets.UTF_8));
    }

    byte[] bytes(String key) {
      return Objects.requireNonNull(objects.get(key));
    }

    private static String tag(byte[] bytes) {
      return '"' + Sha256.hex(bytes) + '"';
    }

    @Override
    public ListObjectsV2Iterable listObjectsV2Paginator(ListObjectsV2Request request) {
      return new ListObjectsV2Iterable(this, request);
    }

    @Override
    public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
      String after = Optional.ofNullable(request.continuationToken()).orElse("");
      List<S3Object> left =
          objects.tailMap(after, false).entrySet().stream()
              .filter(each -> each.getKey().startsWith(request.prefix()))
              .map(
                  each ->
                      S3Object.builder()
                          .key(each.getKey())
                          .size((long) each.getValue().length)
                          .eTag(tag(each.getValue()))
                          .build())
              .toList();
      List<S3Object> page = left.subList(0, Math.min(2, left.size()));
      ListObjectsV2Response.Builder response =
          ListObjectsV2Response.builder().contents(page).isTruncated(left.size() > 2);
      return left.size() > 2
          ? response.nextContinuationToken(page.getLast().key()).build()
          : response.build();
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getObject(GetObjectRequest request) {
      byte[] bytes = objects.getOrDefault(request.key(), new byte[0]);
      if (!tag(bytes).equals(request.ifMatch())) {
        throw S3Exception.builder().message("PreconditionFailed").statusCode(412).build();
      }
      return new ResponseInputStream<>(
          GetObjectResponse.builder().build(),
          AbortableInputStream.create(new ByteArrayInputStream(bytes)));
    }

    @Override
    public String serviceName() {
      return "s3";
    }

    @Override
    public void close() {}
  }

  private Plan plan(FolderObjects objects) {
    return new Planner(Clock.systemUTC())
        .plan(new BucketSource(bucket, "in", "day/"), EventReader::of, Optional.of(1), objects);
  }

  private static List<JsonNode> lines(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8).lines().map(Project::parse).toList();
  }

  private static byte[] plain(byte[] gzip) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return in.readAllBytes();
    }
  }

  private static byte[] compressed(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void everyLineHasItsObjectAndItsLineThere() throws IOException {
    bucket.put("day/", "");
    bucket.put("day/1.jsonl", EVENT.formatted("T-1") + "no event\n");
    bucket.put("day/2.json", "[" + EVENT.formatted("T-2") + "," + EVENT.formatted("T-3") + "]");
    bucket.objects.put("day/3.jsonl.gz", compressed(EVENT.formatted("T-4")));
    bucket.put("other/4.jsonl", EVENT.formatted("T-5"));
    FolderObjects objects = new FolderObjects(folder);

    Plan plan = plan(objects);

    assertThat(plan.lines()).isEqualTo(5);
    assertThat(
            lines(plain(objects.get(Plan.partitionKey(plan.id(), 1)).orElseThrow().bytes()))
                .stream()
                .map(
                    line ->
                        line.path("line").asText()
                            + " "
                            + line.at("/origin/object").asText()
                            + ":"
                            + line.at("/origin/line").asText()
                            + " "
                            + line.at("/event/detail/tradeId").asText("unreadable")))
        .containsExactly(
            "1 day/1.jsonl:1 T-1",
            "2 day/1.jsonl:2 unreadable",
            "3 day/2.json:1 T-2",
            "4 day/2.json:2 T-3",
            "5 day/3.jsonl.gz:1 T-4");
    byte[] listed = objects.get(Plan.objectsKey(plan.id())).orElseThrow().bytes();
    assertThat(plan.source().name()).isEqualTo("s3://in/day/");
    assertThat(plan.source().sha256()).isEqualTo(Sha256.hex(listed));
    assertThat(lines(listed).get(1))
        .isEqualTo(
            Project.parse(
                "{\"object\":\"day/2.json\",\"bytes\":%d,\"sha256\":\"%s\",\"firstLine\":3,\"lastLine\":4}"
                    .formatted(
                        bucket.bytes("day/2.json").length,
                        Sha256.hex(bucket.bytes("day/2.json")))));
  }

  /** Two events on a line are two lines of the account, and no attempt takes one for the other. */
  @Test
  void eventsOnOneLineAreToldApart() throws IOException {
    bucket.put("day/1.json", "[" + (EVENT.strip() + ",").repeat(2).formatted("T-1", "T-1") + "{}]");
    FolderObjects objects = new FolderObjects(folder);

    Plan plan = plan(objects);

    assertThat(lines(plain(objects.get(Plan.partitionKey(plan.id(), 1)).orElseThrow().bytes())))
        .extracting(line -> line.path("line").asInt() + "." + line.path("nth").asInt(1))
        .containsExactly("1.1", "1.2", "1.3");
  }

  @Test
  void anObjectThatChangesWhileItIsReadIsRefused() {
    bucket.put("day/1.jsonl", EVENT.formatted("T-1"));
    BucketSource source = new BucketSource(bucket, "in", "day/");
    Source.Part part = source.parts().getFirst();
    bucket.put("day/1.jsonl", EVENT.formatted("T-2"));

    assertThatThrownBy(() -> source.open(part))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("s3://in/day/1.jsonl cannot be read as it was listed");
  }

  @Test
  void aPrefixWithoutObjectsAndANameWithoutBucketAreRefused() {
    assertThatThrownBy(() -> plan(new FolderObjects(folder)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("s3://in/day/ has no objects");
    assertThatThrownBy(() -> BucketSource.of("s3:///day", new AwsAccess()))
        .hasMessageContaining("names no bucket");
    assertThat(BucketSource.of("trades.jsonl", new AwsAccess())).isEmpty();
  }
}
