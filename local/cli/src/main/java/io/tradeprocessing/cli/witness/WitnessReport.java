package io.tradeprocessing.cli.witness;

import io.tradeprocessing.cli.archive.ArchiveOptions.OpenArchive;
import io.tradeprocessing.cli.archive.VerificationKeys;
import io.tradeprocessing.cli.console.Counted;
import io.tradeprocessing.common.json.JsonObject;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was compared, for people and for programs.
 *
 * @param archives that were read
 * @param witness which read them
 * @param tally of its judgement
 * @param table whether they were compared with a table
 * @param delay how long a record may take to be archived
 */
public record WitnessReport(
    List<OpenArchive> archives,
    Witness witness,
    WitnessTally tally,
    boolean table,
    Duration delay) {

  public WitnessReport {
    archives = List.copyOf(archives);
  }

  /** Some lines: what was read, what was left out and why, and the verdict. */
  public void print(PrintWriter out, long discrepancies, double seconds) {
    for (OpenArchive archive : archives) {
      VerificationKeys keys = archive.keys();
      out.println("archive " + archive.source().name() + ": signatures by " + keys.origin());
      if (!keys.isIndependent()) {
        out.println(
            "  whoever can replace the archive can replace that key: keep a copy elsewhere, and"
                + " give it by --public-key");
      }
    }
    List<String> notes = notes();
    out.printf(
        Locale.ROOT,
        "%s of %s in %s%s%s%n",
        Counted.of(tally.records(), "archived record"),
        Counted.of(tally.trades(), "trade"),
        Counted.of(witness.objects(), "object"),
        table ? String.format(Locale.ROOT, ": %,d the same in the table", tally.same()) : "",
        notes.isEmpty() ? "" : "; " + String.join("; ", notes));
    out.printf(
        Locale.ROOT,
        "%s %.1f s: %s%n",
        table ? "archive and table compared in" : "archive verified in",
        seconds,
        discrepancies == 0
            ? table ? "they agree" : "sound"
            : Counted.of(discrepancies, "discrepancy", "discrepancies"));
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (tally.young() > 0) {
      notes.add(Counted.of(tally.young(), "record") + " younger than " + delay + " not compared");
    }
    if (tally.before() > 0) {
      notes.add(Counted.of(tally.before(), "record") + " from before the archive was enabled");
    }
    tally
        .elsewhere()
        .forEach(
            (region, count) ->
                notes.add(
                    Counted.of(count, "record")
                        + " of Region "
                        + region
                        + ", whose archive was not given"));
    return notes;
  }

  /** The same for a program. */
  public JsonObject json(long discrepancies) {
    JsonObject.Builder elsewhere = JsonObject.builder();
    tally.elsewhere().forEach(elsewhere::put);
    return JsonObject.builder()
        .put("objects", witness.objects())
        .put("records", tally.records())
        .put("trades", tally.trades())
        .put("same", tally.same())
        .put("repeated", tally.repeated())
        .put("young", tally.young())
        .put("before", tally.before())
        .put("elsewhere", elsewhere.build())
        .put(
            "independentKey", archives.stream().allMatch(archive -> archive.keys().isIndependent()))
        .put("discrepancies", discrepancies)
        .build();
  }
}
