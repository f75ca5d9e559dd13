package io.tradeprocessing.cli.doctor;

import io.tradeprocessing.cli.doctor.Finding.Fail;
import io.tradeprocessing.cli.doctor.Finding.Ok;
import io.tradeprocessing.cli.doctor.Finding.Warn;
import java.util.List;
import java.util.Locale;

/** The archive of the records: what locks its objects, and what fills it. */
final class Archive {

  private Archive() {}

  /**
   * The default retention of a bucket.
   *
   * @param mode GOVERNANCE or COMPLIANCE; empty if there is none
   * @param years how long
   */
  record Lock(String mode, int years) {}

  /**
   * Judges the lock of the bucket.
   *
   * @param archive what the parameter Archive says
   * @param years what the parameter ArchiveYears says
   */
  static List<Finding> lock(String bucket, Lock lock, String archive, int years) {
    if (lock.mode().isEmpty()) {
      return List.of(
          new Fail(
              bucket,
              "has no default retention, so new objects of the archive can be deleted",
              "deploy the stack again (sam deploy)"));
    }
    if (!lock.mode().equalsIgnoreCase(archive) || lock.years() != years) {
      return List.of(
          new Fail(
              bucket,
              "locks objects for %d years in mode %s, not for %d in mode %s"
                  .formatted(lock.years(), lock.mode(), years, archive.toUpperCase(Locale.ROOT)),
              "deploy the stack again (sam deploy); it applies to new objects"));
    }
    return List.of(new Ok(bucket, "locks objects for " + years + " years in mode " + lock.mode()));
  }

  /**
   * What reads the stream for the archiver.
   *
   * @param state such as Enabled
   * @param result of the last batch, as Lambda describes it
   */
  record Source(String state, String result) {}

  static List<Finding> source(String name, Source source) {
    return switch (source.state()) {
      case "Enabled" ->
          source.result().startsWith("PROBLEM")
              ? List.of(
                  new Warn(
                      name,
                      "cannot deliver to the archiver: " + source.result(),
                      "docs/runbook.md#archivererroralarm"))
              : List.of(new Ok(name, "delivers the table's changes to the archiver"));
      case "Creating", "Enabling", "Updating" ->
          List.of(
              new Warn(
                  name,
                  "is " + source.state() + ", and delivers nothing meanwhile",
                  "run the command again in a minute"));
      default ->
          List.of(
              new Fail(
                  name,
                  "is "
                      + source.state()
                      + ", so nothing is archived, and the stream keeps changes for 24 hours only",
                  "aws lambda update-event-source-mapping --uuid " + name + " --enabled"));
    };
  }

  /**
   * Judges the key that signs the objects.
   *
   * @param state such as Enabled
   */
  static List<Finding> key(String name, String state) {
    return state.equals("Enabled")
        ? List.of(new Ok(name, "signs the objects of the archive"))
        : List.of(
            new Fail(
                name,
                "is " + state + ", so the archiver cannot sign",
                state.equals("PendingDeletion")
                    ? "aws kms cancel-key-deletion --key-id " + name + ", then enable-key"
                    : "aws kms enable-key --key-id " + name));
  }
}
