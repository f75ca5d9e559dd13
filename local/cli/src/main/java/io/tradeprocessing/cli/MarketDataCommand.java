package io.tradeprocessing.cli;

import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.marketdata.MarketDataServer;
import io.tradeprocessing.cli.marketdata.PriceList;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code trades market-data}: serves the market data API from a file. */
@Command(
    name = "market-data",
    mixinStandardHelpOptions = true,
    description = {
      "Serves the market data API (docs/schema/market-data-v1.yaml) from a CSV file until it is"
          + " interrupted.",
      "It returns the last price that was known at the trading time."
    })
final class MarketDataCommand implements Callable<Integer> {

  private static final int MAX_PORT = 65_535;

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      required = true,
      description =
          "CSV with the columns isin, currency, referencePrice, fxRateToUsd and asOf;"
              + " samples/prices.csv fits the samples.")
  private Path prices = Path.of("");

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on; 0 chooses a free one (default: ${DEFAULT-VALUE}).")
  private int port = 8090;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description =
          "Network interface to listen on (default: this machine only). There is no access"
              + " control.")
  private InetAddress address = InetAddress.getLoopbackAddress();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (port < 0 || port > MAX_PORT) {
      throw new UserError("--port must be from 0 to " + MAX_PORT);
    }
    PriceList list = PriceList.read(prices);
    try (MarketDataServer server =
        MarketDataServer.start(list, new InetSocketAddress(address, port))) {
      String host = address.isLoopbackAddress() ? "localhost" : address.getHostAddress();
      String url = "http://" + host + ":" + server.port();
      PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
      out.printf("%,d prices of %,d listings at %s%n", list.size(), list.listings(), url);
      out.printf("trades run --api-endpoint %s FILE uses them; Ctrl-C ends%n", url);
      if (!out.checkError()) {
        new CountDownLatch(1).await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (BindException e) {
      throw new UserError(
          "cannot listen on port %d of %s (%s): choose another with --port; 0 chooses a free one"
              .formatted(port, address.getHostAddress(), e.getMessage()),
          e);
    } catch (IOException e) {
      throw new UserError("the API cannot be served: " + e.getMessage(), e);
    }
    return ExitCode.DONE;
  }
}
