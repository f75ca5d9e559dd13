package io.tradeprocessing.benchmarks.harness;

import io.tradeprocessing.benchmarks.harness.LoopbackServer.Request;
import io.tradeprocessing.benchmarks.harness.LoopbackServer.Response;
import java.util.HashMap;
import java.util.Map;

/** Objects in memory, behind GetObject and PutObject with their conditions. */
final class InMemoryBucket implements LoopbackServer.Handler {

  private static final Map<String, String> XML = Map.of("Content-Type", "application/xml");

  private final Map<String, Stored> objects = new HashMap<>();
  private long writes;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Stored(byte[] bytes, String tag) {
    Map<String, String> headers() {
      return Map.of("ETag", tag);
    }
  }

  @Override
  public synchronized Response handle(Request request) {
    // Some clients add the operation's name: ?x-id=GetObject
    String key = request.path().split("\\?", 2)[0];
    return switch (request.method()) {
      case "GET" -> get(key);
      case "PUT" -> put(key, request);
      default -> Response.of(400, XML, "<Error><Code>NotImplemented</Code></Error>");
    };
  }

  private Response get(String key) {
    Stored found = objects.get(key);
    return found == null
        ? Response.of(404, XML, "<Error><Code>NoSuchKey</Code></Error>")
        : new Response(200, found.headers(), found.bytes());
  }

  private Response put(String key, Request request) {
    Stored old = objects.get(key);
    String expected = request.headers().get("if-match");
    boolean mustBeNew = request.headers().containsKey("if-none-match");
    if ((mustBeNew && old != null)
        || (expected != null && (old == null || !old.tag().equals(expected)))) {
      return Response.of(412, XML, "<Error><Code>PreconditionFailed</Code></Error>");
    }
    Stored stored = new Stored(request.body(), "\"" + ++writes + "\"");
    objects.put(key, stored);
    return new Response(200, stored.headers(), new byte[0]);
  }

  /** Puts an object of this bucket, as the command does before it starts a backfill. */
  synchronized void put(String key, byte[] bytes) {
    objects.put("/" + AwsStandIn.BUCKET + "/" + key, new Stored(bytes, "\"" + ++writes + "\""));
  }

  synchronized void clear() {
    objects.clear();
  }
}
