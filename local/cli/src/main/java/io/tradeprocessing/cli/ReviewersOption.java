package io.tradeprocessing.cli;

import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.common.config.Reviewers;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose signatures of reviews count. */
final class ReviewersOption {

  @Option(
      names = "--reviewers",
      paramLabel = "FILE",
      description =
          "Check the signatures of reviews with these public keys: JSON as in the parameter"
              + " reviewers.")
  private @Nullable Path file;

  /**
   * The reviewers; nothing without the option.
   *
   * @throws UserError if the file does not list reviewers
   */
  Optional<Reviewers> read() {
    return Optional.ofNullable(file)
        .map(
            named ->
                SettingFile.read("--reviewers", named, "of the reviewers' keys", Reviewers::read));
  }
}
