package io.tradeprocessing.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Dependencies point one way: handlers to common, the command to handlers and asl. */
@AnalyzeClasses(
    packages = "io.tradeprocessing",
    importOptions = {ImportOption.DoNotIncludeTests.class})
class ArchitectureTest {

  private static final String[] FUNCTIONS = {
    "io.tradeprocessing.validator..",
    "io.tradeprocessing.enricher..",
    "io.tradeprocessing.recorder..",
    "io.tradeprocessing.archiver..",
    "io.tradeprocessing.backfill.."
  };

  @ArchTest
  static final ArchRule COMMON_KNOWS_NO_OTHER_MODULE =
      noClasses()
          .that()
          .resideInAPackage("io.tradeprocessing.common..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.tradeprocessing.validator..",
              "io.tradeprocessing.enricher..",
              "io.tradeprocessing.recorder..",
              "io.tradeprocessing.archiver..",
              "io.tradeprocessing.backfill..",
              "io.tradeprocessing.asl..",
              "io.tradeprocessing.cli..");

  @ArchTest
  static final ArchRule THE_INTERPRETER_KNOWS_NOTHING_OF_TRADES =
      noClasses()
          .that()
          .resideInAPackage("io.tradeprocessing.asl..")
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "are of another module",
                  type ->
                      type.getPackageName().startsWith("io.tradeprocessing.")
                          && !type.getPackageName().startsWith("io.tradeprocessing.asl")));

  @ArchTest
  static final ArchRule THE_EMBEDDED_TABLE_KNOWS_NOTHING_OF_TRADES =
      noClasses()
          .that()
          .resideInAPackage("io.tradeprocessing.embeddedtable..")
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "are of another module",
                  type ->
                      type.getPackageName().startsWith("io.tradeprocessing.")
                          && !type.getPackageName()
                              .startsWith("io.tradeprocessing.embeddedtable")));

  @ArchTest
  static final ArchRule THE_FUNCTIONS_DO_NOT_KNOW_EACH_OTHER =
      slices()
          .matching("io.tradeprocessing.(validator|enricher|recorder|archiver)..")
          .should()
          .notDependOnEachOther();

  /** It puts the other three together; none of them knows it. */
  @ArchTest
  static final ArchRule ONLY_THE_COMMAND_KNOWS_THE_BACKFILL =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.tradeprocessing.backfill..", "io.tradeprocessing.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.tradeprocessing.backfill..");

  @ArchTest
  static final ArchRule NOTHING_DEPENDS_ON_THE_COMMAND =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.tradeprocessing.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.tradeprocessing.cli..");

  @ArchTest
  static final ArchRule THE_TESTKIT_KNOWS_NO_OTHER_MODULE =
      noClasses()
          .that()
          .resideInAPackage("io.tradeprocessing.testkit..")
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "are of another module",
                  type ->
                      type.getPackageName().startsWith("io.tradeprocessing.")
                          && !type.getPackageName().startsWith("io.tradeprocessing.testkit")));

  @ArchTest
  static final ArchRule NO_MAIN_CODE_DEPENDS_ON_THE_TESTKIT =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.tradeprocessing.testkit..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.tradeprocessing.testkit..");

  @ArchTest
  static final ArchRule THE_FUNCTIONS_START_WITHOUT_DATA_BINDING =
      noClasses()
          .that()
          .resideInAnyPackage(FUNCTIONS)
          .or()
          .resideInAPackage("io.tradeprocessing.common..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.fasterxml.jackson.databind..", "io.tradeprocessing.asl..");

  @ArchTest
  static final ArchRule THE_RECORD_KNOWS_NO_DATABASE =
      noClasses()
          .that()
          .resideInAPackage("io.tradeprocessing.common.store")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "software.amazon.awssdk..", "io.tradeprocessing.common.store.dynamodb..");

  @ArchTest
  static final ArchRule ONE_CLASS_KNOWS_THE_X_RAY_SDK =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.tradeprocessing.common.telemetry.XRayTracing")
          .and()
          .haveNameNotMatching("io\\.tradeprocessing\\.common\\.telemetry\\.XRayTracing\\$.*")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.amazonaws.xray..");

  /** Of itself, Apache's client throws exceptions at a time-out that the SDK does not retry. */
  @ArchTest
  static final ArchRule ONE_CLASS_KNOWS_APACHES_HTTP_CLIENT =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.tradeprocessing.common.aws.AwsHttpClient")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon.awssdk.http.apache5..");

  @ArchTest
  static final ArchRule COMMON_HAS_NO_CYCLES =
      slices().matching("io.tradeprocessing.common.(*)..").should().beFreeOfCycles();

  /** Each room may use those before it; the commands at the top use them all. */
  @ArchTest
  static final ArchRule THE_ROOMS_OF_THE_COMMAND_POINT_ONE_WAY =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("io.tradeprocessing.cli..")
          .layer("commands")
          .definedBy("io.tradeprocessing.cli")
          .layer("html")
          .definedBy("io.tradeprocessing.cli.html..")
          .layer("bus")
          .definedBy("io.tradeprocessing.cli.bus..")
          .layer("run")
          .definedBy("io.tradeprocessing.cli.run..")
          .layer("records")
          .definedBy("io.tradeprocessing.cli.records..")
          .layer("backfill")
          .definedBy("io.tradeprocessing.cli.backfill..")
          .layer("doctor")
          .definedBy("io.tradeprocessing.cli.doctor..")
          .layer("failover")
          .definedBy("io.tradeprocessing.cli.failover..")
          .layer("reconcile")
          .definedBy("io.tradeprocessing.cli.reconcile..")
          .layer("review")
          .definedBy("io.tradeprocessing.cli.review..")
          .layer("exceptions")
          .definedBy("io.tradeprocessing.cli.exceptions..")
          .layer("compare")
          .definedBy("io.tradeprocessing.cli.compare..")
          .layer("marketdata")
          .definedBy("io.tradeprocessing.cli.marketdata..")
          .layer("export")
          .definedBy("io.tradeprocessing.cli.export..")
          .layer("input")
          .definedBy("io.tradeprocessing.cli.input..")
          .layer("witness")
          .definedBy("io.tradeprocessing.cli.witness..")
          .layer("archive")
          .definedBy("io.tradeprocessing.cli.archive..")
          .layer("store")
          .definedBy("io.tradeprocessing.cli.store..")
          .layer("aws")
          .definedBy("io.tradeprocessing.cli.aws..")
          .layer("template")
          .definedBy("io.tradeprocessing.cli.template..")
          .layer("console")
          .definedBy("io.tradeprocessing.cli.console..")
          .whereLayer("commands")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("html")
          .mayOnlyBeAccessedByLayers("commands")
          .whereLayer("bus")
          .mayOnlyBeAccessedByLayers("commands", "exceptions")
          .whereLayer("run")
          .mayOnlyBeAccessedByLayers("commands", "backfill", "html")
          .whereLayer("records")
          .mayOnlyBeAccessedByLayers("commands", "exceptions", "export", "html", "reconcile")
          .whereLayer("backfill")
          .mayOnlyBeAccessedByLayers("commands")
          .whereLayer("doctor")
          .mayOnlyBeAccessedByLayers("commands")
          .whereLayer("failover")
          .mayOnlyBeAccessedByLayers("commands", "doctor")
          .whereLayer("reconcile")
          .mayOnlyBeAccessedByLayers("commands", "exceptions", "html")
          .whereLayer("exceptions")
          .mayOnlyBeAccessedByLayers("commands", "html")
          .whereLayer("review")
          .mayOnlyBeAccessedByLayers("commands")
          .whereLayer("compare")
          .mayOnlyBeAccessedByLayers("commands")
          .whereLayer("marketdata")
          .mayOnlyBeAccessedByLayers("commands")
          .whereLayer("export")
          .mayOnlyBeAccessedByLayers("commands", "html")
          .whereLayer("input")
          .mayOnlyBeAccessedByLayers("commands", "backfill", "bus", "run")
          .whereLayer("witness")
          .mayOnlyBeAccessedByLayers("commands", "export")
          .whereLayer("archive")
          .mayOnlyBeAccessedByLayers("commands", "export", "run", "witness")
          .whereLayer("store")
          .mayOnlyBeAccessedByLayers(
              "commands", "archive", "compare", "exceptions", "export", "records", "run")
          .whereLayer("aws")
          .mayOnlyBeAccessedByLayers(
              "commands",
              "archive",
              "backfill",
              "bus",
              "doctor",
              "exceptions",
              "export",
              "failover",
              "records",
              "review",
              "store")
          .whereLayer("template")
          .mayOnlyBeAccessedByLayers("commands", "backfill", "run", "input")
          .whereLayer("console")
          .mayOnlyBeAccessedByLayers(
              "commands",
              "html",
              "bus",
              "run",
              "records",
              "backfill",
              "doctor",
              "failover",
              "reconcile",
              "review",
              "exceptions",
              "compare",
              "marketdata",
              "export",
              "input",
              "witness",
              "archive",
              "store",
              "aws",
              "template");
}
