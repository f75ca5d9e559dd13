package io.tradeprocessing.asl.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tradeprocessing.asl.data.Path;
import io.tradeprocessing.asl.data.Template;
import io.tradeprocessing.asl.json.Excerpt;
import io.tradeprocessing.asl.model.State;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compiles what a Map has in Distributed mode beside what every Map has.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html">Map
 *     state in Distributed mode</a>
 */
final class DistributedMapReader {

  /** The fields that only a Map in Distributed mode may have. */
  static final List<String> FIELDS =
      List.of(
          "ItemReader",
          "ItemBatcher",
          "ResultWriter",
          "Label",
          "ToleratedFailureCount",
          "ToleratedFailureCountPath",
          "ToleratedFailurePercentage",
          "ToleratedFailurePercentagePath");

  private static final int MAX_LABEL_CHARS = 40;

  /** White space, wildcards, brackets, control characters and what else names may not have. */
  private static final Pattern NOT_IN_A_LABEL =
      Pattern.compile("[\\s?*<>{}\\[\\]\"#%\\\\^|~`$&,;:/\\p{Cntrl}]");

  private static final Pattern READERS =
      Pattern.compile("arn:[^:]*:states:::s3:(getObject|listObjectsV2)");

  private static final Pattern WRITERS = Pattern.compile("arn:[^:]*:states:::s3:putObject");

  private static final Set<String> INPUT_TYPES =
      Set.of("CSV", "JSON", "JSONL", "PARQUET", "MANIFEST");

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /** Compiles a field that is a payload template. */
  private final BiFunction<Fields, String, @Nullable Template> templates;

  private final Set<String> labels = new HashSet<>();

  DistributedMapReader(BiFunction<Fields, String, @Nullable Template> templates) {
    this.templates = templates;
  }

  /** Whether the {@code ProcessorConfig} of a Map's processor asks for Distributed mode. */
  static boolean isDistributed(Fields processor) {
    return processor.object().path("ProcessorConfig").path("Mode").asText().equals("DISTRIBUTED");
  }

  State.DistributedMap read(State.MapEach map, Fields fields, Fields processor) {
    if (fields.has("ItemBatcher")) {
      fields.problem("ItemBatcher", "ItemBatcher is not supported");
    }
    fields.atMostOneOf("ItemReader", "ItemsPath");
    return new State.DistributedMap(
        map.head(),
        fields
            .fields("ItemReader")
            .map(this::items)
            .orElseGet(() -> new State.Items.At(map.itemsPath())),
        map.itemSelector(),
        map.maxConcurrency(),
        new State.Tolerance(
            FieldReaders.readAmount(fields, "ToleratedFailureCount", 0), percentage(fields)),
        label(map.head().name(), fields),
        isExpress(processor),
        map.flow(),
        fields.fields("ResultWriter").map(this::writer).orElse(null),
        map.handling());
  }

  private static boolean isExpress(Fields processor) {
    Optional<Fields> config = processor.fields("ProcessorConfig");
    Optional<String> type = config.flatMap(c -> c.requiredText("ExecutionType"));
    type.filter(text -> !text.equals("STANDARD") && !text.equals("EXPRESS"))
        .ifPresent(
            text ->
                config
                    .orElseThrow()
                    .problem("ExecutionType", "must be STANDARD or EXPRESS, not " + text));
    return type.filter("EXPRESS"::equals).isPresent();
  }

  private String label(String state, Fields fields) {
    Optional<String> given = fields.text("Label");
    String label =
        given.orElseGet(
            () -> {
              String plain = NOT_IN_A_LABEL.matcher(state).replaceAll("");
              return plain.substring(0, Math.min(plain.length(), MAX_LABEL_CHARS));
            });
    given.ifPresent(
        text -> {
          if (text.isEmpty()
              || text.length() > MAX_LABEL_CHARS
              || NOT_IN_A_LABEL.matcher(text).find()) {
            fields.problem(
                "Label",
                "must have 1 to 40 characters, without white space, brackets, wildcards and"
                    + " special characters");
          }
          if (!labels.add(text)) {
            fields.problem("Label", "Another Map has the label '" + text + "'");
          }
        });
    return label;
  }

  private State.Items items(Fields reader) {
    reader.onlyAllows(List.of("Resource", "Parameters", "ReaderConfig"));
    String resource = resource(reader, READERS, "s3:getObject or s3:listObjectsV2");
    Optional<Fields> config = reader.fields("ReaderConfig");
    config.ifPresent(
        c -> {
          c.onlyAllows(
              List.of(
                  "InputType",
                  "CSVHeaderLocation",
                  "CSVHeaders",
                  "CSVDelimiter",
                  "ManifestType",
                  "Transformation",
                  "MaxItems",
                  "MaxItemsPath"));
          c.text("InputType")
              .filter(type -> !INPUT_TYPES.contains(type))
              .ifPresent(
                  type ->
                      c.problem(
                          "InputType",
                          "must be CSV, JSON, JSONL, PARQUET or MANIFEST, not " + type));
        });
    return new State.Items.Read(
        resource,
        templates.apply(reader, "Parameters"),
        config.<JsonNode>map(Fields::object).orElseGet(JsonNodeFactory.instance::objectNode),
        config.map(c -> FieldReaders.readAmount(c, "MaxItems", 1)).orElse(null));
  }

  private State.Writer writer(Fields writer) {
    writer.onlyAllows(List.of("Resource", "Parameters"));
    return new State.Writer(
        resource(writer, WRITERS, "s3:putObject"), templates.apply(writer, "Parameters"));
  }

  private static String resource(Fields fields, Pattern allowed, String names) {
    Optional<String> resource = fields.requiredText("Resource");
    resource
        .filter(arn -> !allowed.matcher(arn).matches())
        .ifPresent(
            arn ->
                fields.problem("Resource", "must be arn:aws:states:::" + names + ", not " + arn));
    return resource.orElse("");
  }

  private static State.@Nullable Percentage percentage(Fields fields) {
    String name = "ToleratedFailurePercentage";
    String pathName = name + "Path";
    fields.atMostOneOf(name, pathName);
    Optional<Path> path = fields.compiled(pathName, PathReader::compile);
    if (path.isPresent()) {
      return new State.Percentage.At(path.get(), pathName);
    }
    JsonNode value = fields.value(name);
    if (value == null) {
      return null;
    }
    if (!value.isNumber()
        || value.decimalValue().signum() < 0
        || value.decimalValue().compareTo(HUNDRED) > 0) {
      fields.problem(name, "must be a number from 0 to 100, not " + Excerpt.of(value));
      return null;
    }
    return new State.Percentage.Given(value.decimalValue());
  }
}
