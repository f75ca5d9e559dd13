package io.tradeprocessing.cli.records;

import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.common.store.RecordStatus;
import io.tradeprocessing.validator.ViolationCode;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that search for records by what they say. */
public final class SearchOptions {

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "Records that are ACCEPTED or REJECTED.")
  private @Nullable String status;

  @Option(
      names = "--code",
      paramLabel = "CODE",
      description =
          "Records with a violation of this code, such as BAD_CHECK_DIGIT; warnings count, too.")
  private @Nullable String code;

  @Option(names = "--isin", paramLabel = "ISIN", description = "Trades in this instrument.")
  private @Nullable String isin;

  @Option(names = "--uti", paramLabel = "UTI", description = "The trade with this identifier.")
  private @Nullable String uti;

  @Option(
      names = "--lei",
      paramLabel = "LEI",
      description = "Trades of this entity: executing, buying or selling.")
  private @Nullable String lei;

  /**
   * Reads the options.
   *
   * @throws UserError if one names something that does not exist
   */
  public RecordFilter filter() {
    return new RecordFilter(
        Optional.ofNullable(status).map(SearchOptions::status),
        Optional.ofNullable(code).map(SearchOptions::code),
        given("--isin", isin),
        given("--uti", uti),
        given("--lei", lei));
  }

  private static RecordStatus status(String text) {
    return Arrays.stream(RecordStatus.values())
        .filter(known -> known.name().equals(text))
        .findFirst()
        .orElseThrow(
            () -> new UserError("--status " + text + " is not known: give ACCEPTED or REJECTED"));
  }

  private static String code(String text) {
    return Arrays.stream(ViolationCode.values())
        .map(ViolationCode::name)
        .filter(text::equals)
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "--code "
                        + text
                        + " is not a code: give one of "
                        + Arrays.stream(ViolationCode.values())
                            .map(ViolationCode::name)
                            .collect(Collectors.joining(", "))));
  }

  private static Optional<String> given(String option, @Nullable String text) {
    if (text != null && text.isBlank()) {
      throw new UserError(option + " is empty: give an identifier");
    }
    return Optional.ofNullable(text);
  }
}
