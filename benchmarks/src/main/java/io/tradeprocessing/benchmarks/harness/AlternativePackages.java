package io.tradeprocessing.benchmarks.harness;

import io.tradeprocessing.benchmarks.harness.Choice.Alternative;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lays out the packages of alternatives, by the program that lays out the functions' own. */
final class AlternativePackages {

  /** A jar's file name, such as {@code jackson-core-2.20.1.jar}: its name, and the version. */
  private static final Pattern JAR = Pattern.compile("(.+?)-[0-9][^-]*(-SNAPSHOT)?\\.jar");

  /** What every function needs. */
  private static final Set<String> EACH =
      Set.of("trade-processing-common", "aws-lambda-java-core", "crac");

  private final Workplace workplace;
  private final Path module;

  AlternativePackages(Workplace workplace) {
    this.workplace = workplace;
    this.module = workplace.home().resolve("benchmarks/alternatives/target");
  }

  /** The folder of the package. */
  Path make(Choice choice, Alternative alternative) throws IOException, InterruptedException {
    Path folder =
        workplace
            .folder("alternatives")
            .resolve((choice + "-" + alternative.label()).replaceAll("[^A-Za-z0-9]+", "-"));
    List<String> classPath = new ArrayList<>();
    classPath.add(module.resolve("classes").toString());
    for (String name : libraries(choice, alternative)) {
      classPath.add(library(name).toString());
    }
    Commands.run(
        workplace.home(),
        List.of(
            workplace.java().toString(),
            "packaging/FunctionPackage.java",
            folder.toString(),
            String.join(":", classPath),
            "packaging/compiler-directives.json",
            "packaging/runtime-wrapper"));
    return folder;
  }

  private Set<String> libraries(Choice choice, Alternative alternative) throws IOException {
    Set<String> names = new TreeSet<>(EACH);
    if (choice.input() == Function.RECORDER) {
      names.add("trade-processing-recorder");
      names.addAll(namesIn(workplace.unpacked(Function.RECORDER).resolve("lib")));
      names.removeAll(Choice.Libraries.APACHE_CLIENT);
    }
    names.addAll(alternative.libraries());
    return names;
  }

  private static Set<String> namesIn(Path folder) throws IOException {
    try (Stream<Path> jars = Files.list(folder)) {
      return jars.map(AlternativePackages::name)
          .flatMap(Optional::stream)
          .collect(Collectors.toSet());
    }
  }

  private Path library(String name) throws IOException {
    try (Stream<Path> jars = Files.list(module.resolve("lib"))) {
      return jars.filter(jar -> name(jar).equals(Optional.of(name)))
          .findFirst()
          .orElseThrow(() -> new IOException(module.resolve("lib") + " lacks " + name));
    }
  }

  private static Optional<String> name(Path jar) {
    Matcher matcher = JAR.matcher(jar.getFileName().toString());
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
