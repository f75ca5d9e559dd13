package io.tradeprocessing.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.RequiredTrait;
import software.amazon.awssdk.core.traits.TraitType;

/**
 * The {@code aws} commands of the runbook, held against the model that the SDK's clients are
 * generated from, as the AWS CLI is: the service has the operation, the operation has the
 * parameters, all that it requires are there, and each value is of its type and, where the service
 * knows a closed list of them, one of these. The commands are not run.
 */
class RunbookAwsCommandsTest {

  /** The services that the CLI calls otherwise than the SDK. */
  private static final Map<String, String> SDK_NAMES =
      Map.of("stepfunctions", "sfn", "logs", "cloudwatchlogs", "events", "eventbridge");

  /** Options of every command of the CLI. */
  private static final Set<String> OF_THE_CLI = Set.of("--query", "--output", "--region");

  private static List<String> commands() throws IOException {
    List<String> commands = new ArrayList<>();
    boolean fenced = false;
    for (String line : Files.readAllLines(Project.file("docs/runbook.md"))) {
      if (line.startsWith("```")) {
        fenced = line.equals("```sh");
      } else if (fenced && line.startsWith("aws ")) {
        commands.add(line);
      }
    }
    return commands.stream().distinct().toList();
  }

  @Test
  void theRunbookUsesTheCliWhereOurCommandHasNothing() throws IOException {
    assertThat(commands()).hasSizeGreaterThan(10);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void theCommandIsOneOfTheCli(String command) throws ReflectiveOperationException {
    List<String> words = words(command);
    String service = SDK_NAMES.getOrDefault(words.get(1), words.get(1));
    String operation = pascal(words.get(2));
    Class<?> type =
        Class.forName(
            "software.amazon.awssdk.services.%s.model.%sRequest".formatted(service, operation));
    SdkPojo request = request(type);
    Map<String, SdkField<?>> parameters = new HashMap<>();
    request.sdkFields().forEach(field -> parameters.put(option(field.memberName()), field));
    Set<String> required = new HashSet<>();
    parameters.forEach(
        (name, field) -> {
          if (field.containsTrait(RequiredTrait.class, TraitType.REQUIRED_TRAIT)) {
            required.add(name);
          }
        });

    Map<String, List<String>> given = options(words.subList(3, words.size()));

    assertThat(given.keySet()).containsAll(required);
    given.forEach(
        (name, values) -> {
          if (OF_THE_CLI.contains(name)) {
            assertThat(values).as(name).hasSize(1);
          } else {
            SdkField<?> parameter = parameters.get(name);
            if (parameter == null) {
              throw new AssertionError(name + " is none of " + parameters.keySet());
            }
            check(type, name, parameter, values);
          }
        });
  }

  private static void check(Class<?> type, String name, SdkField<?> field, List<String> values) {
    if (field.marshallingType() == MarshallingType.BOOLEAN) {
      assertThat(values).as(name).isEmpty();
      return;
    }
    assertThat(values).as(name).hasSize(1);
    if (field.marshallingType() == MarshallingType.INTEGER) {
      assertThat(values.getFirst()).as(name).matches("[0-9]+");
    }
    List<String> known = knownValues(type, field.memberName());
    if (!known.isEmpty()) {
      assertThat(known).as(name).containsAll(values);
    }
  }

  /** Those of an enumeration; none where anything goes. */
  private static List<String> knownValues(Class<?> type, String member) {
    String getter = member.substring(0, 1).toLowerCase(Locale.ROOT) + member.substring(1);
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getName().equals(getter) && method.getParameterCount() == 0)
        .map(Method::getReturnType)
        .filter(Class::isEnum)
        .flatMap(values -> Arrays.stream(values.getEnumConstants()))
        .map(Object::toString)
        .toList();
  }

  private static SdkPojo request(Class<?> type) throws ReflectiveOperationException {
    Object builder = type.getMethod("builder").invoke(null);
    Method build = Class.forName(type.getName() + "$Builder").getMethod("build");
    return (SdkPojo) build.invoke(builder);
  }

  private static Map<String, List<String>> options(List<String> words) {
    Map<String, List<String>> options = new HashMap<>();
    List<String> values = new ArrayList<>();
    for (String word : words) {
      if (word.equals(">")) {
        break;
      }
      if (word.startsWith("--")) {
        values = new ArrayList<>();
        options.put(word, values);
      } else {
        values.add(word);
      }
    }
    return options;
  }

  private static List<String> words(String command) {
    return Pattern.compile("'[^']*'|\\S+")
        .matcher(command)
        .results()
        .map(MatchResult::group)
        .toList();
  }

  private static String pascal(String kebab) {
    StringBuilder name = new StringBuilder();
    for (String part : kebab.split("-", -1)) {
      name.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
    }
    return name.toString();
  }

  private static String option(String member) {
    return "--" + member.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }
}
