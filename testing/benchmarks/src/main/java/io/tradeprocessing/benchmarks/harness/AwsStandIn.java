package io.tradeprocessing.benchmarks.harness;

import io.tradeprocessing.benchmarks.harness.LoopbackServer.Request;
import io.tradeprocessing.benchmarks.harness.LoopbackServer.Response;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Parameter Store, DynamoDB and S3 behind one address, which the functions get as AWS_ENDPOINT_URL.
 * A request that it does not know fails, and so does the function: no figure includes a failed
 * call.
 */
final class AwsStandIn implements LoopbackServer.Handler {

  static final String ENVIRONMENT = "dev";
  static final String TABLE = "trade-records";
  static final String BUCKET = "trade-backfill";

  private static final String PATH = "/trade-processing/" + ENVIRONMENT + "/";

  /** The template's defaults. */
  private static final Map<String, String> PARAMETERS =
      Map.of(
          "api-endpoint", "none",
          "processing-threshold", "1000000",
          "max-retries", "3",
          "price-deviation-limit-bps", "500",
          "firm-profile", "none",
          "reviewers", "none");

  private final Response parameters = parametersResponse();
  private final InMemoryBucket bucket;
  private volatile TradeTable table;

  AwsStandIn(TradeTable table, InMemoryBucket bucket) {
    this.table = table;
    this.bucket = bucket;
  }

  /** Replaces the table behind the address. */
  void use(TradeTable other) {
    table = other;
  }

  @Override
  public Response handle(Request request) {
    if (request.path().startsWith("/" + BUCKET + "/")) {
      return bucket.handle(request);
    }
    String target = request.headers().getOrDefault("x-amz-target", "");
    try {
      return switch (target.substring(target.indexOf('.') + 1)) {
        case "GetParametersByPath" -> parameters;
        case "TransactWriteItems" -> table.transactWriteItems(body(request));
        case "GetItem" -> table.getItem(body(request));
        default -> refused("unsupported operation: " + target + " " + request.path());
      };
    } catch (RuntimeException e) {
      return refused(target + ": " + e);
    }
  }

  private static Response refused(String message) {
    return Response.json(
        400,
        JsonWriter.toString(
            JsonObject.builder()
                .put("__type", "ValidationException")
                .put("message", message)
                .build()));
  }

  private static JsonObject body(Request request) {
    return JsonReader.read(request.text()).asObject().orElseThrow();
  }

  private static Response parametersResponse() {
    List<Json> list = new ArrayList<>();
    PARAMETERS.forEach(
        (name, value) ->
            list.add(
                JsonObject.builder()
                    .put("Name", PATH + name)
                    .put("Type", "String")
                    .put("Value", value)
                    .put("Version", 1)
                    .put("DataType", "text")
                    .build()));
    return Response.json(
        200,
        JsonWriter.toString(JsonObject.builder().put("Parameters", new JsonArray(list)).build()));
  }
}
