package io.tradeprocessing.testkit.template;

import static io.tradeprocessing.testkit.template.Template.asList;
import static io.tradeprocessing.testkit.template.Template.asMap;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A template with parameters, conditions and intrinsic functions resolved. What only a deployment
 * knows stays as a placeholder: {@code ${TradeTable}} for a reference, {@code ${TradeTable.Arn}}
 * for an attribute.
 *
 * @param resources those whose condition holds, by logical id
 * @param outputs those whose condition holds, by name
 */
public record ResolvedStack(
    Map<String, Resource> resources, Map<String, Map<String, Object>> outputs) {

  /** The account of every resolved ARN. */
  public static final String ACCOUNT = "111122223333";

  /**
   * A resource.
   *
   * @param attributes everything beside the properties: DeletionPolicy, Metadata and so on
   */
  public record Resource(
      String id, String type, Map<String, Object> properties, Map<String, Object> attributes) {

    /** The value at a path of names and list indexes; empty if it is not there. */
    public Optional<Object> find(Object... path) {
      Object value = properties;
      for (Object step : path) {
        value =
            switch (value) {
              case Map<?, ?> map -> map.get(step);
              case List<?> list when step instanceof Integer index && index < list.size() ->
                  list.get(index);
              default -> null;
            };
        if (value == null) {
          return Optional.empty();
        }
      }
      return Optional.of(value);
    }

    /** The value at a path that must be there. */
    public Object get(Object... path) {
      return find(path)
          .orElseThrow(() -> new AssertionError(id + " has no " + Arrays.toString(path)));
    }
  }

  /** CloudFormation would refuse the parameters before making anything. */
  public static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
      super(message);
    }
  }

  /** Resolves a template whose globals are already in its functions. */
  static ResolvedStack resolve(Template template, String region, Map<String, String> parameters) {
    Resolver resolver = new Resolver(template, region, parameters);
    Map<String, Resource> resources = new LinkedHashMap<>();
    template
        .section("Resources")
        .forEach(
            (id, value) -> {
              Map<String, Object> resource = asMap(value);
              if (resolver.isThere(resource)) {
                Map<String, Object> attributes = new LinkedHashMap<>(resource);
                Object properties = attributes.remove("Properties");
                resources.put(
                    id,
                    new Resource(
                        id,
                        String.valueOf(resource.get("Type")),
                        asMap(resolver.resolve(properties)),
                        attributes));
              }
            });
    Map<String, Map<String, Object>> outputs = new LinkedHashMap<>();
    template
        .section("Outputs")
        .forEach(
            (name, value) -> {
              if (resolver.isThere(asMap(value))) {
                outputs.put(name, asMap(resolver.resolve(value)));
              }
            });
    return new ResolvedStack(resources, outputs);
  }

  /** A resource that must be there. */
  public Resource resource(String id) {
    Resource resource = resources.get(id);
    if (resource == null) {
      throw new AssertionError("the stack has no " + id);
    }
    return resource;
  }

  /** The resources of a type. */
  public List<Resource> ofType(String type) {
    return resources.values().stream().filter(r -> r.type().equals(type)).toList();
  }

  private static final class Resolver {

    /** Stands for AWS::NoValue. */
    private static final Object NO_VALUE = new Object();

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^!}][^}]*)}");

    private final Template template;
    private final Map<String, Object> values = new LinkedHashMap<>();

    Resolver(Template template, String region, Map<String, String> given) {
      this.template = template;
      values.put("AWS::Region", region);
      values.put("AWS::AccountId", ACCOUNT);
      values.put("AWS::Partition", "aws");
      values.put("AWS::StackName", "trade-processing");
      values.put("AWS::NoValue", NO_VALUE);
      template
          .section("Parameters")
          .forEach(
              (name, value) -> {
                Map<String, Object> parameter = asMap(value);
                String text = given.getOrDefault(name, String.valueOf(parameter.get("Default")));
                boolean list = "CommaDelimitedList".equals(parameter.get("Type"));
                values.put(name, list ? List.of(text.split(",")) : text);
              });
      given.keySet().stream()
          .filter(Predicate.not(template.section("Parameters")::containsKey))
          .findAny()
          .ifPresent(
              name -> {
                throw new IllegalArgumentException("the template has no parameter " + name);
              });
      template.section("Parameters").forEach((name, value) -> check(name, asMap(value)));
      template.section("Rules").values().forEach(rule -> check(asMap(rule)));
    }

    /** What CloudFormation checks before it makes anything. */
    private void check(String name, Map<String, Object> parameter) {
      Object given = values.getOrDefault(name, "");
      for (Object value : given instanceof List<?> list ? list : List.of(given)) {
        String text = String.valueOf(value);
        boolean allowed =
            Stream.of(
                    constraint(parameter, "AllowedPattern", p -> text.matches(String.valueOf(p))),
                    constraint(parameter, "AllowedValues", v -> texts(v).contains(text)),
                    constraint(parameter, "MinValue", min -> compare(text, min) >= 0),
                    constraint(parameter, "MaxValue", max -> compare(text, max) <= 0))
                .allMatch(holds -> holds);
        if (!allowed) {
          throw new RefusedException(
              name + " must be " + parameter.get("ConstraintDescription") + ", not '" + text + "'");
        }
      }
    }

    private static boolean constraint(
        Map<String, Object> parameter, String name, Predicate<Object> holds) {
      Object constraint = parameter.get(name);
      return constraint == null || holds.test(constraint);
    }

    private static List<String> texts(Object values) {
      return asList(values).stream().map(String::valueOf).toList();
    }

    /** Text that is not a number is refused: it is below any limit. */
    private static int compare(String text, Object limit) {
      return text.matches("-?[0-9]+")
          ? new BigInteger(text).compareTo(new BigInteger(String.valueOf(limit)))
          : -1;
    }

    private void check(Map<String, Object> rule) {
      if (truth(rule.get("RuleCondition"))) {
        for (Object assertion : asList(rule.get("Assertions"))) {
          if (!truth(asMap(assertion).get("Assert"))) {
            throw new RefusedException(String.valueOf(asMap(assertion).get("AssertDescription")));
          }
        }
      }
    }

    boolean isThere(Map<String, Object> conditional) {
      return !(conditional.get("Condition") instanceof String name) || condition(name);
    }

    private boolean condition(String name) {
      return truth(template.section("Conditions").get(name));
    }

    private boolean truth(@Nullable Object expression) {
      if (expression instanceof Map<?, ?> map && map.size() == 1) {
        Map.Entry<String, Object> call = asMap(map).entrySet().iterator().next();
        return switch (call.getKey()) {
          case "Condition" -> condition(String.valueOf(call.getValue()));
          case "Fn::Equals" -> {
            List<Object> sides = asList(resolve(call.getValue()));
            yield String.valueOf(sides.get(0)).equals(String.valueOf(sides.get(1)));
          }
          case "Fn::Not" -> !truth(asList(call.getValue()).getFirst());
          case "Fn::EachMemberIn" -> {
            List<Object> sets = asList(resolve(call.getValue()));
            yield asList(sets.get(1)).containsAll(asList(sets.get(0)));
          }
          case "Fn::And" -> asList(call.getValue()).stream().allMatch(this::truth);
          case "Fn::Or" -> asList(call.getValue()).stream().anyMatch(this::truth);
          default -> throw new IllegalArgumentException("not a condition: " + expression);
        };
      }
      throw new IllegalArgumentException("not a condition: " + expression);
    }

    Object resolve(@Nullable Object value) {
      return switch (value) {
        case Map<?, ?> map -> resolveMap(asMap(map));
        case List<?> list -> list.stream().map(this::resolve).filter(v -> v != NO_VALUE).toList();
        case null -> throw new IllegalArgumentException("an empty value");
        default -> value;
      };
    }

    private Object resolveMap(Map<String, Object> map) {
      if (map.size() == 1) {
        Map.Entry<String, Object> only = map.entrySet().iterator().next();
        if (only.getKey().startsWith("Fn::") || only.getKey().equals("Ref")) {
          return call(only.getKey(), only.getValue());
        }
      }
      Map<String, Object> resolved = new LinkedHashMap<>();
      map.forEach(
          (key, inner) -> {
            Object value = resolve(inner);
            if (value != NO_VALUE) {
              resolved.put(key, value);
            }
          });
      return resolved;
    }

    private Object call(String function, Object argument) {
      return switch (function) {
        case "Ref" -> reference(String.valueOf(argument));
        case "Fn::GetAtt" ->
            reference(
                asList(argument).stream().map(String::valueOf).collect(Collectors.joining(".")));
        case "Fn::Sub" ->
            argument instanceof List<?>
                ? substitute(
                    String.valueOf(asList(argument).getFirst()),
                    asMap(resolve(asList(argument).get(1))))
                : substitute(String.valueOf(argument), Map.of());
        case "Fn::If" -> {
          List<Object> choice = asList(argument);
          yield resolve(choice.get(condition(String.valueOf(choice.get(0))) ? 1 : 2));
        }
        case "Fn::Join" -> {
          List<Object> parts = asList(argument);
          yield asList(resolve(parts.get(1))).stream()
              .map(String::valueOf)
              .collect(Collectors.joining(String.valueOf(parts.get(0))));
        }
        case "Fn::Split" -> {
          List<Object> parts = asList(argument);
          yield List.<Object>of(
              (Object[])
                  String.valueOf(resolve(parts.get(1)))
                      .split(Pattern.quote(String.valueOf(parts.get(0))), -1));
        }
        case "Fn::Select" -> {
          List<Object> parts = asList(argument);
          yield asList(resolve(parts.get(1))).get(Integer.parseInt(String.valueOf(parts.get(0))));
        }
        default -> throw new IllegalArgumentException("cannot resolve " + function);
      };
    }

    /** A parameter's value, or a placeholder for a resource that is really there. */
    private Object reference(String name) {
      Object value = values.get(name);
      if (value != null) {
        return value;
      }
      String id = name.split("\\.", 2)[0];
      Object resource = template.section("Resources").get(id);
      if (resource == null || !isThere(asMap(resource))) {
        throw new AssertionError("a reference to " + name + ", which this stack does not have");
      }
      return "${" + name + "}";
    }

    private String substitute(String text, Map<String, Object> own) {
      Matcher matcher = PLACEHOLDER.matcher(text);
      return matcher.replaceAll(
          match -> {
            Object value = own.get(match.group(1));
            return Matcher.quoteReplacement(
                String.valueOf(value == null ? reference(match.group(1)) : value));
          });
    }
  }
}
