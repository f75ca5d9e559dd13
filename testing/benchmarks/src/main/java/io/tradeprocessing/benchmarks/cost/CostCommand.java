package io.tradeprocessing.benchmarks.cost;

import java.nio.file.Path;

/** {@code testing/benchmarks/cost}: prints what a million trades cost. */
final class CostCommand {

  private CostCommand() {}

  public static void main(String[] arguments) {
    Path home = Path.of(System.getProperty("benchmarks.home", ""));
    System.out.print(new CostModel(home, Stated.DEFAULT).markdown());
  }
}
