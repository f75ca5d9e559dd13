package io.tradeprocessing.cli.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.Interpreter;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.asl.run.Execution;
import io.tradeprocessing.asl.run.ItemReader;
import io.tradeprocessing.asl.run.Outcome;
import io.tradeprocessing.asl.run.ResultWriter;
import io.tradeprocessing.asl.run.TaskFailedException;
import io.tradeprocessing.backfill.ObjectStore;
import io.tradeprocessing.cli.template.Definition;
import io.tradeprocessing.cli.template.DeploymentTemplate;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Runs the backfill's state machine, with objects in place of its bucket. */
record Backfills(DeploymentTemplate template, Handlers handlers, Outbox outbox) {

  Outcome run(ObjectStore objects, JsonNode input, Execution execution, int concurrency)
      throws InterruptedException {
    String definition = template.definition(DeploymentTemplate.BACKFILL);
    Map<String, LocalTasks.DeployedHandler> functions = new HashMap<>();
    template
        .functions(DeploymentTemplate.BACKFILL)
        .forEach(
            (arn, function) ->
                functions.put(
                    arn,
                    new LocalTasks.DeployedHandler(
                        function, handlers.backfill(objects, concurrency))));
    return new Interpreter(Definition.parse(definition), new LocalTasks(functions, outbox))
        .withMapData(reader(objects), writer(objects))
        .run(input, execution);
  }

  private static ItemReader reader(ObjectStore objects) {
    return (_, parameters, _) -> {
      String key = parameters.path("Key").asText();
      try {
        JsonNode items =
            ExactJson.read(
                objects
                    .get(key)
                    .map(found -> new String(found.bytes(), StandardCharsets.UTF_8))
                    .orElseThrow(
                        () ->
                            new TaskFailedException("S3.NoSuchKey", "there is no object " + key)));
        return items.valueStream().toList();
      } catch (JsonProcessingException e) {
        throw new TaskFailedException("S3.InvalidObject", key + " is not JSON");
      }
    };
  }

  /** One object with what AWS's manifest refers to. */
  private static ResultWriter writer(ObjectStore objects) {
    return (_, parameters, run) -> {
      ArrayNode children = JsonNodeFactory.instance.arrayNode();
      for (ResultWriter.Child child : run.children()) {
        ObjectNode result = children.addObject();
        result.put("ExecutionArn", child.execution().id());
        result.put("Status", child.outcome().status());
        result.set("Input", child.input());
        switch (child.outcome()) {
          case Outcome.Succeeded(JsonNode output) -> result.set("Output", output);
          case Outcome.Failed(var error, var cause) ->
              result.put("Error", error).put("Cause", cause);
          case Outcome.TimedOut() -> {}
        }
      }
      String id = run.mapRunArn().substring(run.mapRunArn().lastIndexOf(':') + 1);
      String key = parameters.path("Prefix").asText() + "/" + id + "/results.json";
      objects.put(key, ExactJson.write(children).getBytes(StandardCharsets.UTF_8));
      return JsonNodeFactory.instance
          .objectNode()
          .put("Bucket", parameters.path("Bucket").asText())
          .put("Key", key);
    };
  }
}
