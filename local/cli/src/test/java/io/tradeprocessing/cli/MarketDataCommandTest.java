package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.testkit.Project;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Enrichment with prices, as a user sees it: one command serves, the other asks. */
class MarketDataCommandTest {

  private static final String PRICES = Project.file("samples/prices.csv").toString();
  private static final String SAMPLES = Project.file("samples/trades.jsonl").toString();

  @Test
  void aRunAsksTheAddressThatTheCommandPrints() throws IOException, InterruptedException {
    AtomicInteger code = new AtomicInteger(-1);
    try (PipedWriter printed = new PipedWriter();
        BufferedReader lines = new BufferedReader(new PipedReader(printed))) {
      Thread command =
          Thread.ofVirtual()
              .start(
                  () ->
                      code.set(
                          Trades.commandLine()
                              .setOut(new PrintWriter(printed))
                              .execute("market-data", "--prices", PRICES, "--port", "0")));
      Matcher line =
          Pattern.compile("18 prices of 16 listings at (http://localhost:[0-9]+)")
              .matcher(String.valueOf(lines.readLine()));
      assertThat(line.matches()).isTrue();

      List<JsonNode> results =
          Cli.run("run", "--json", "--api-endpoint", line.group(1), SAMPLES).lines().stream()
              .map(Project::parse)
              .toList();

      command.interrupt();
      command.join();
      assertThat(code).hasValue(ExitCode.DONE);
      JsonNode second = results.get(3).at("/enrichment/market");
      assertThat(second.at("/referencePrice").asText()).isEqualTo("246.50");
      assertThat(second.at("/withinLimit").asBoolean()).isTrue();
      assertThat(
              results.stream().filter(r -> r.at("/enrichment/market/referencePrice").isTextual()))
          .hasSizeGreaterThan(15);
      assertThat(Project.text("README.md")).contains(market(results.getFirst()));
      assertThat(Project.text("docs/enrichment.md")).contains(market(results.get(11)));
    }
  }

  /** As it stands in a result line, for the pages that show it. */
  private static String market(JsonNode result) {
    return "\"market\":" + result.at("/enrichment/market");
  }

  @Test
  void aPortInUseIsSaidInOneSentence() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());

      Cli.Ended ended = Cli.run("market-data", "--prices", PRICES, "--port", port);

      assertThat(ended.code()).isEqualTo(ExitCode.WRONG_USE);
      assertThat(ended.err().lines())
          .singleElement()
          .asString()
          .startsWith("trades: cannot listen on port " + port + " of 127.0.0.1")
          .endsWith("choose another with --port; 0 chooses a free one");
    }
  }

  @Test
  void wrongUseIsSaidBeforeAnythingIsServed() {
    assertThat(Cli.run("market-data").err()).contains("--prices");
    assertThat(Cli.run("market-data", "--prices", PRICES, "--port", "65536").err())
        .isEqualTo("trades: --port must be from 0 to 65535\n");
  }

  @Test
  void aRunRefusesAnAddressThatIsNeitherHttpsNorLocal() {
    Cli.Ended ended = Cli.run("run", "--api-endpoint", "http://prices.example.com", SAMPLES);

    assertThat(ended.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(ended.err())
        .isEqualTo(
            "trades: --api-endpoint is http://prices.example.com: use an https address, or"
                + " http on localhost\n");
  }
}
