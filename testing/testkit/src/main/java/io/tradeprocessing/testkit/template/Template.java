package io.tradeprocessing.testkit.template;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A SAM template as it is written, with the short form of the intrinsic functions in its long one.
 *
 * @param sections by name: Parameters, Conditions, Globals, Resources, Outputs and so on
 */
public record Template(Map<String, Object> sections) {

  /** Reads a template from a file. */
  public static Template read(Path file) {
    try (Reader reader = Files.newBufferedReader(file)) {
      return new Template(asMap(new Yaml(new Intrinsics()).load(reader)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A section by name; empty if the template has none. */
  public Map<String, Object> section(String name) {
    return asMap(sections.getOrDefault(name, Map.of()));
  }

  /** What CloudFormation would make of the template with these parameters in this Region. */
  public ResolvedStack deploy(String region, Map<String, String> parameters) {
    return ResolvedStack.resolve(withGlobals(), region, parameters);
  }

  /**
   * The part of the SAM transform that matters for reading: what Globals say goes into each
   * function.
   */
  private Template withGlobals() {
    Map<String, Object> globals = asMap(section("Globals").getOrDefault("Function", Map.of()));
    Map<String, Object> resources = new LinkedHashMap<>();
    section("Resources")
        .forEach(
            (id, value) -> {
              Map<String, Object> resource = new LinkedHashMap<>(asMap(value));
              if ("AWS::Serverless::Function".equals(resource.get("Type"))) {
                resource.put("Properties", merge(globals, asMap(resource.get("Properties"))));
              }
              resources.put(id, resource);
            });
    Map<String, Object> merged = new LinkedHashMap<>(sections);
    merged.put("Resources", resources);
    return new Template(merged);
  }

  /** Maps are merged, anything else of the function's own wins. */
  private static Map<String, Object> merge(Map<String, Object> global, Map<String, Object> own) {
    Map<String, Object> merged = new LinkedHashMap<>(global);
    own.forEach(
        (key, value) ->
            merged.merge(
                key,
                value,
                (outer, inner) ->
                    outer instanceof Map && inner instanceof Map
                        ? merge(asMap(outer), asMap(inner))
                        : inner));
    return merged;
  }

  /** A value that must be a map. */
  @SuppressWarnings("unchecked") // YAML's keys are strings in a template
  public static Map<String, Object> asMap(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw new IllegalArgumentException("not a map: " + value);
  }

  /** A value that must be a list. */
  @SuppressWarnings("unchecked")
  public static List<Object> asList(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return (List<Object>) list;
    }
    throw new IllegalArgumentException("not a list: " + value);
  }

  /** Reads {@code !Sub x} as {@code {"Fn::Sub": x}}. */
  private static final class Intrinsics extends SafeConstructor {

    private static final Set<String> WITHOUT_PREFIX = Set.of("Ref", "Condition");

    Intrinsics() {
      super(new LoaderOptions());
      yamlMultiConstructors.put("!", new Intrinsic());
    }

    private final class Intrinsic extends AbstractConstruct {
      @Override
      public Object construct(Node node) {
        String name = node.getTag().getValue().substring(1);
        Object argument =
            switch (node) {
              case ScalarNode scalar -> scalar.getValue();
              case SequenceNode sequence -> constructSequence(sequence);
              case MappingNode mapping -> constructMapping(mapping);
              default -> throw new IllegalArgumentException("cannot read " + node);
            };
        if (name.equals("GetAtt") && argument instanceof String path) {
          argument = Arrays.asList(path.split("\\.", 2));
        }
        return Map.of(WITHOUT_PREFIX.contains(name) ? name : "Fn::" + name, argument);
      }
    }
  }
}
