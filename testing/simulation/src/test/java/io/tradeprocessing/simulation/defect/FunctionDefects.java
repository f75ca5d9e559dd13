package io.tradeprocessing.simulation.defect;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.simulation.aws.Design;
import io.tradeprocessing.simulation.aws.SimulatedRegion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** What a function could do wrong, as changes of what it is given and of what it answers. */
final class FunctionDefects {

  private FunctionDefects() {}

  private record Changed(String function, Consumer<ObjectNode> input, Consumer<ObjectNode> answer)
      implements Design {
    @Override
    public RequestStreamHandler handler(
        String name, SimulatedRegion region, RequestStreamHandler built) {
      return !name.equals(function)
          ? built
          : (in, out, context) -> {
            ObjectNode given = object(in.readAllBytes());
            input.accept(given);
            ByteArrayOutputStream result = new ByteArrayOutputStream();
            built.handleRequest(new ByteArrayInputStream(bytes(given)), result, context);
            ObjectNode answered = object(result.toByteArray());
            answer.accept(answered);
            out.write(bytes(answered));
          };
    }

    private static ObjectNode object(byte[] json) throws java.io.IOException {
      return (ObjectNode) ExactJson.read(new String(json, StandardCharsets.UTF_8));
    }

    private static byte[] bytes(JsonNode json) {
      return ExactJson.write(json).getBytes(StandardCharsets.UTF_8);
    }
  }

  static Design verdictIgnored() {
    return new Changed(
        "ComplianceRecorderFunction",
        input -> ((ObjectNode) input.path("verdict")).put("valid", true),
        _ -> {});
  }

  static Design regimesDropped() {
    return new Changed("MetadataEnricherFunction", _ -> {}, answer -> answer.remove("regimes"));
  }

  /** What one delivery is called becomes a part of the trade. */
  static Design deliveryInTrade() {
    return new Changed(
        "ComplianceRecorderFunction",
        input ->
            ((ObjectNode) input.at("/event/detail"))
                .put("deliveredAs", input.at("/event/id").asText()),
        _ -> {});
  }

  /** A field that the recorder does not know is dropped. */
  static Design fieldDropped() {
    return new Changed(
        "ComplianceRecorderFunction",
        input -> ((ObjectNode) input.at("/event/detail")).remove("sourceSequence"),
        _ -> {});
  }

  static Design sourceNotVouched() {
    return new Changed(
        "ComplianceRecorderFunction",
        input -> ((ObjectNode) input.path("event")).put("source", "trading.system1"),
        _ -> {});
  }

  /** What one reviewer signed twice is taken for signed by two. */
  static Design oneSignerCountedTwice() {
    return reviewAccepted("SAME_REVIEWER");
  }

  static Design signaturesNotVerified() {
    return reviewAccepted("BAD_SIGNATURE");
  }

  private static Design reviewAccepted(String code) {
    return new Changed(
        "TradeValidatorFunction",
        _ -> {},
        answer -> {
          if (answer.path("violations").findValuesAsText("code").contains(code)) {
            answer.put("valid", true);
          }
        });
  }

  static Design cancelsRejected() {
    return new Changed(
        "TradeValidatorFunction",
        _ -> {},
        answer -> {
          if (answer.path("tradeId").asText().endsWith("0")) {
            answer.put("valid", false);
          }
        });
  }
}
