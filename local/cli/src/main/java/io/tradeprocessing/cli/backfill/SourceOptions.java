package io.tradeprocessing.cli.backfill;

import io.tradeprocessing.cli.aws.AwsAccess;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.input.CsvMapping;
import io.tradeprocessing.cli.input.CsvReader;
import io.tradeprocessing.cli.input.EventReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a backfill reads, and how. */
public final class SourceOptions {

  @Parameters(
      arity = "0..1",
      paramLabel = "SOURCE",
      description = "The events: a file, a folder, or s3://BUCKET/PREFIX.")
  private @Nullable String source;

  @Option(
      names = "--csv",
      paramLabel = "MAPPING",
      description =
          "The source is CSV; this JSON file says which field of the trade a column fills"
              + " (docs/backfill.md).")
  private @Nullable Path mapping;

  /**
   * Opens the source.
   *
   * @throws UserError if there is none
   */
  public Source open(AwsAccess access) {
    String name = source;
    if (name == null || name.isEmpty()) {
      throw new UserError(
          "SOURCE is missing: give a file, a folder or s3://BUCKET/PREFIX, or one of status,"
              + " report, resume and redrive");
    }
    return BucketSource.of(name, access).orElseGet(() -> file(Path.of(name)));
  }

  private static Source file(Path file) {
    if (!Files.exists(file)) {
      throw new UserError(file + " does not exist: give a file, a folder or s3://BUCKET/PREFIX");
    }
    return new FileSource(file);
  }

  /** How its parts are read. */
  public Planner.Format format() {
    if (mapping == null) {
      return EventReader::of;
    }
    CsvMapping columns = CsvMapping.read(mapping);
    return in -> CsvReader.of(in, columns);
  }
}
