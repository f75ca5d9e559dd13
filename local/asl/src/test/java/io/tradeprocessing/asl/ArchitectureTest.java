package io.tradeprocessing.asl;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The packages of the interpreter depend on each other in one direction. */
@AnalyzeClasses(
    packages = "io.tradeprocessing.asl",
    importOptions = {ImportOption.DoNotIncludeTests.class})
class ArchitectureTest {

  @ArchTest
  static final ArchRule THE_PACKAGES_POINT_ONE_WAY =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("io.tradeprocessing.asl..")
          .layer("entry points")
          .definedBy("io.tradeprocessing.asl")
          .layer("diagram")
          .definedBy("io.tradeprocessing.asl.diagram..")
          .layer("run")
          .definedBy("io.tradeprocessing.asl.run..")
          .layer("parse")
          .definedBy("io.tradeprocessing.asl.parse..")
          .layer("model")
          .definedBy("io.tradeprocessing.asl.model..")
          .layer("data")
          .definedBy("io.tradeprocessing.asl.data..")
          .layer("json")
          .definedBy("io.tradeprocessing.asl.json..")
          .whereLayer("entry points")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("diagram")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("run")
          .mayOnlyBeAccessedByLayers("entry points")
          .whereLayer("parse")
          .mayOnlyBeAccessedByLayers("entry points")
          .whereLayer("model")
          .mayOnlyBeAccessedByLayers("entry points", "diagram", "run", "parse")
          .whereLayer("data")
          .mayOnlyBeAccessedByLayers("run", "parse", "model")
          .ensureAllClassesAreContainedInArchitecture();

  @ArchTest
  static final ArchRule THE_PACKAGES_HAVE_NO_CYCLES =
      slices().matching("io.tradeprocessing.asl.(*)..").should().beFreeOfCycles();
}
