package io.tradeprocessing.cli.html;

import io.tradeprocessing.cli.export.Check;
import io.tradeprocessing.cli.export.Evidence;
import io.tradeprocessing.cli.export.Evidence.Archived;
import io.tradeprocessing.cli.export.Evidence.SigningKey;
import io.tradeprocessing.cli.export.Pack;
import io.tradeprocessing.cli.html.Html.Element;
import io.tradeprocessing.common.store.Region;
import java.util.ArrayList;
import java.util.List;

/** The page of an evidence pack: what is in it, and how to check it without this project. */
public final class EvidencePage {

  private EvidencePage() {}

  /** The page. */
  public static HtmlPage of(Evidence evidence) {
    List<Html> body = new ArrayList<>();
    body.add(result(evidence));
    body.add(figures(evidence));
    body.add(
        ReportParts.facts(
            "run",
            List.of(
                ReportParts.fact("Selection", Html.breakable(evidence.selection())),
                ReportParts.fact("Region", Html.text(evidence.region())),
                ReportParts.fact(
                    "Last recorded",
                    Html.text(evidence.asOf().isEmpty() ? "nothing" : evidence.asOf())),
                ReportParts.fact("Made by", Html.text(evidence.madeBy())))));
    body.add(ReportParts.section("How to check it", checks(evidence)));
    body.add(ReportParts.section("What is in it", List.of(files(evidence))));
    body.add(ReportParts.section("What this proves", proof(evidence)));
    return new HtmlPage("Evidence pack of trade records", body);
  }

  private static Html result(Evidence evidence) {
    Element notice = Html.element("p").with("role", "note");
    return evidence.isSound()
        ? notice
            .with("class", "notice sound")
            .add(
                Html.element("strong", "✓ Sound when it was made."),
                Html.text(
                    "Do not take this page's word for it: the commands below check the pack"
                        + " without the project that made it."))
        : notice
            .with("class", "notice")
            .add(
                Html.element("strong", "✕ Not sound when it was made."),
                Html.text("verification.json names what was found."));
  }

  private static Html figures(Evidence evidence) {
    List<Html> figures = new ArrayList<>();
    figures.add(ReportParts.figure("Trades", Figures.count(evidence.trades())));
    figures.add(ReportParts.figure("Records", Figures.count(evidence.records())));
    figures.add(ReportParts.figure("Flaws of records", Figures.count(evidence.flaws().count())));
    evidence
        .archive()
        .ifPresent(
            archived -> {
              figures.add(ReportParts.figure("Archive objects", Figures.count(archived.objects())));
              figures.add(
                  ReportParts.figure(
                      "Flaws of the archive", Figures.count(archived.flaws().count())));
            });
    return Html.element("dl").with("class", "figures").add(figures);
  }

  private static List<Html> checks(Evidence evidence) {
    List<Html> checks = new ArrayList<>();
    checks.add(
        Html.element(
            "p",
            "Unpack the pack, if it is a ZIP file, and open a terminal in its folder. sha256sum,"
                + " openssl and Python 3.9 or later are enough; no network is needed. Each command"
                + " ends with a code other than 0 if something is wrong."));
    checks.add(
        Html.element(
            "p",
            "1. Compare the hash of the pack with the one that you were given by another way than"
                + " the pack itself. It is the SHA-256 of the manifest and covers every file."));
    checks.add(ReportParts.command("sha256sum " + Pack.MANIFEST));
    List<SigningKey> keys = evidence.archive().map(Archived::keys).orElse(List.of());
    int number = 2;
    for (Check check : Check.of(keys)) {
      checks.add(Html.element("p", number + ". " + check.what()));
      checks.add(ReportParts.command(check.command()));
      checks.add(
          Html.element("p", "It prints " + check.expected() + ".").with("class", "expected"));
      number++;
    }
    if (!keys.isEmpty()) {
      checks.add(
          Html.element(
              "p",
              number
                  + ". The pack cannot prove whose key it is: compare the fingerprint of each"
                  + " public key with the one that its owner publishes, or that you kept."));
      keys.forEach(
          key ->
              checks.add(
                  ReportParts.command(
                      "openssl pkey -pubin -in "
                          + key.publicKey()
                          + " -outform DER | openssl dgst -sha256")));
    }
    return checks;
  }

  private static Html files(Evidence evidence) {
    List<Html> rows = new ArrayList<>();
    rows.add(
        file(
            "records.jsonl",
            "Every record of the selected trades and the heads of their chains, as they are stored:"
                + " an item a line, in DynamoDB's JSON. A trade is there as a whole, because part"
                + " of a chain proves nothing."));
    rows.add(file("verification.json", "What the verification found when the pack was made."));
    for (SigningKey key : evidence.archive().map(Archived::keys).orElse(List.of())) {
      rows.add(
          file(
              key.records() + "/",
              "The archive objects that hold these records, each with its signature (.sig). An"
                  + " object was signed as a whole, so it may hold records of other trades."));
      rows.add(
          file(
              key.publicKey(),
              key.isIndependent()
                  ? "The public key of the signatures, as it was given to the command."
                  : "The public key of the signatures, as it was found in the archive itself."));
    }
    rows.add(
        file(
            "verify_records.py",
            "Recomputes every hash, chain, flag and state, in Python. It shares no code with the"
                + " system that wrote the records."));
    rows.add(
        file(
            "check_pack.py",
            "Checks the manifest, runs verify_records.py, and compares records and archive."));
    rows.add(file(Pack.MANIFEST, "The SHA-256 of every other file."));
    return Html.element("dl").with("class", "contents").add(rows);
  }

  private static Html file(String name, String what) {
    return Html.element("div")
        .add(
            Html.element("dt").with("class", "code").add(Html.breakable(name)),
            Html.element("dd", what));
  }

  private static List<Html> proof(Evidence evidence) {
    List<Html> proof = new ArrayList<>();
    proof.add(
        Html.element(
            "p",
            "If the records verify, each is to the byte what was written with its hash, and none"
                + " was removed from, inserted into or moved within the chain of its trade. Hashes"
                + " contain no secret: whoever could write the table could have rewritten a trade"
                + " as a whole."));
    proof.add(Html.element("p", archived(evidence)));
    proof.add(
        Html.element(
            "p", "No record proves that a source sent everything, or that what it sent is true."));
    return proof;
  }

  private static String archived(Evidence evidence) {
    if (evidence.archive().isEmpty()) {
      return "This pack has no archive objects, which would close that gap.";
    }
    return evidence.region().equals(Region.LOCAL.name())
        ? "The archive is that of a local run, with its private key beside it: it shows how the"
            + " checks work, and closes that gap only against somebody who cannot use the key."
        : "The archive closes that gap: its objects were signed within seconds after the records"
            + " were written, by a key that whoever writes the table does not have. A record that"
            + " is in both was not rewritten since.";
  }
}
