package io.tradeprocessing.benchmarks.harness;

import io.tradeprocessing.benchmarks.harness.Choice.Alternative;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lays out the packages of alternatives, by the program that lays out the functions' own. */
final class AlternativePackages {

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
      classPath.add(Workplace.library(module.resolve("lib"), name).toString());
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

  /** The jars' names without version. */
  private static Set<String> namesIn(Path folder) throws IOException {
    try (Stream<Path> jars = Files.list(folder)) {
      return jars.map(jar -> jar.getFileName().toString().replaceFirst("-[0-9].*", ""))
          .collect(Collectors.toSet());
    }
  }
}
