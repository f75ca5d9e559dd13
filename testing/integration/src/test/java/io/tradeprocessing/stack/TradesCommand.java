package io.tradeprocessing.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The {@code trades} command in a process of its own, working on the deployed stack. */
record TradesCommand(Deployment deployment, URI endpoint) {

  TradesCommand(Deployment deployment) {
    this(deployment, deployment.endpoint());
  }

  /**
   * How a call ended.
   *
   * @param output of both streams
   */
  record Ended(int exitCode, String output) {

    /** The lines that are JSON. */
    List<JsonNode> json() {
      return output.lines().filter(line -> line.startsWith("{")).map(SourceSystem::json).toList();
    }
  }

  Ended call(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "io.tradeprocessing.cli.Trades"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--endpoint", endpoint.toString()));
    Shell.Result result = Shell.run(command, deployment.environment(), Duration.ofMinutes(10));
    return new Ended(result.exitCode(), result.output());
  }
}
