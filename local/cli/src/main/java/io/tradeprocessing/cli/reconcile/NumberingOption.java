package io.tradeprocessing.cli.reconcile;

import io.tradeprocessing.cli.console.UserError;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says how a source counts its events. */
public final class NumberingOption {

  @Option(
      names = "--numbering",
      paramLabel = "KIND",
      description =
          "How the source counts its events: continuous (over all days) or daily (anew for each"
              + " date). Found from the days before if it is not given.")
  private @Nullable String numbering;

  /**
   * What it states.
   *
   * @throws UserError if there is no such way to count
   */
  public Optional<Numbering.Kind> kind() {
    return Optional.ofNullable(numbering)
        .map(
            text ->
                switch (text) {
                  case "continuous" -> Numbering.Kind.CONTINUOUS;
                  case "daily" -> Numbering.Kind.DAILY;
                  default ->
                      throw new UserError(
                          "--numbering " + text + " is not known: give continuous or daily");
                });
  }
}
