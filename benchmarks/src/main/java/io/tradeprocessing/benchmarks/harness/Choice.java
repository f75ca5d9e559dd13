package io.tradeprocessing.benchmarks.harness;

import java.util.List;
import java.util.stream.Stream;

/**
 * Something that the functions do with one library and could do with another: functions that differ
 * in that alone, the project's way first.
 */
enum Choice {
  HTTP_CLIENT(
      "The recorder without settings, by HTTP client",
      Function.RECORDER,
      new Alternative("apache-client", "RecordTrade", Libraries.APACHE_CLIENT),
      new Alternative("url-connection-client", "RecordTrade", List.of("url-connection-client")),
      new Alternative(
          "aws-crt-client",
          "RecordTradeOverCrt",
          List.of("aws-crt-client", "crt-core", "aws-crt"))),

  JSON(
      "Four fields of an event handed back, by JSON library",
      Function.VALIDATOR,
      new Alternative("the project's tree", "JsonByTree", List.of("jackson-core")),
      new Alternative(
          "jackson-jr, maps", "JsonByJr", List.of("jackson-core", "jackson-jr-objects")),
      new Alternative("jackson-databind, tree", "JsonByDatabind", Libraries.DATABIND),
      new Alternative("jackson-databind, records", "JsonByRecords", Libraries.DATABIND),
      new Alternative("maps of Lambda's runtime", "JsonByMap", List.of())),

  TELEMETRY(
      "One log line and one metric, by library",
      Function.VALIDATOR,
      new Alternative("the project's telemetry", "LogByTelemetry", List.of()),
      new Alternative(
          "Powertools",
          "LogByPowertools",
          Libraries.and(
              Libraries.DATABIND,
              List.of(
                  "powertools-common",
                  "powertools-serialization",
                  "powertools-logging",
                  "powertools-logging-log4j",
                  "powertools-metrics",
                  "log4j-api",
                  "log4j-core",
                  "log4j-layout-template-json",
                  "log4j-slf4j2-impl",
                  "slf4j-api",
                  "jmespath-core",
                  "jmespath-jackson",
                  "aws-embedded-metrics",
                  "commons-lang3",
                  "aws-lambda-java-events",
                  "joda-time",
                  "aspectjrt")))),

  TRACING(
      "The recorder without settings, by tracing",
      Function.RECORDER,
      new Alternative(
          "the project's subsegments", "RecordTradeWithTracing", Libraries.APACHE_CLIENT),
      new Alternative("none", "RecordTrade", Libraries.APACHE_CLIENT),
      new Alternative(
          "X-Ray SDK",
          "RecordTradeWithXRaySdk",
          Libraries.and(
              Libraries.and(Libraries.APACHE_CLIENT, Libraries.DATABIND),
              List.of(
                  "aws-xray-recorder-sdk-core",
                  "aws-xray-recorder-sdk-aws-sdk-core",
                  "aws-xray-recorder-sdk-aws-sdk-v2")))),

  COMPILER(
      "The recorder without settings, by the compiler of its methods",
      Function.RECORDER,
      new Alternative("C1, and C2 for ciphers", "RecordTrade", Libraries.APACHE_CLIENT),
      new Alternative(
          "C1", "RecordTrade", Libraries.APACHE_CLIENT, List.of("-XX:TieredStopAtLevel=1")),
      new Alternative(
          "C1 and C2",
          "RecordTrade",
          Libraries.APACHE_CLIENT,
          List.of(
              "-XX:+UnlockDiagnosticVMOptions",
              "-XX:CompilerDirectivesFile=all-to-c2.json",
              "-XX:Tier4InvocationThreshold=5000",
              "-XX:Tier4MinInvocationThreshold=600",
              "-XX:Tier4CompileThreshold=15000")),
      new Alternative(
          "C1 and C2, sooner",
          "RecordTrade",
          Libraries.APACHE_CLIENT,
          List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:CompilerDirectivesFile=all-to-c2.json")));

  /**
   * One of the ways.
   *
   * @param handler its class in the module of alternatives, without package
   * @param libraries the jars' names without version, besides what all functions of the choice have
   * @param options of the JVM, after all others, so that they win
   */
  record Alternative(String label, String handler, List<String> libraries, List<String> options) {

    private Alternative(String label, String handler, List<String> libraries) {
      this(label, handler, libraries, List.of());
    }

    /** The class that Lambda would be told. */
    String handlerClass() {
      return "io.tradeprocessing.alternatives." + handler;
    }
  }

  /** Those that several have. */
  static final class Libraries {

    static final List<String> APACHE_CLIENT =
        List.of("apache-client", "httpclient", "httpcore", "commons-codec", "commons-logging");

    private static final List<String> DATABIND =
        List.of("jackson-core", "jackson-annotations", "jackson-databind");

    private Libraries() {}

    private static List<String> and(List<String> some, List<String> others) {
      return Stream.concat(some.stream(), others.stream()).toList();
    }
  }

  private final String title;
  private final Function input;

  @SuppressWarnings("ImmutableEnumChecker") // it is: made by List.of, of strings
  private final List<Alternative> alternatives;

  Choice(String title, Function input, Alternative... alternatives) {
    this.title = title;
    this.input = input;
    this.alternatives = List.of(alternatives);
  }

  String title() {
    return title;
  }

  /** The function whose inputs all of them get. */
  Function input() {
    return input;
  }

  List<Alternative> alternatives() {
    return alternatives;
  }
}
