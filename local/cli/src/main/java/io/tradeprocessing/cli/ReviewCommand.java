package io.tradeprocessing.cli;

import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.cli.console.Terminal;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.html.ReportFile;
import io.tradeprocessing.cli.review.ReviewFile;
import io.tradeprocessing.cli.review.ReviewKey;
import io.tradeprocessing.cli.store.StoreLocation;
import io.tradeprocessing.cli.store.StoreLocation.OpenStore;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.RecordStatus;
import io.tradeprocessing.common.store.TradeEntry;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.trade.TradeReview.Decision;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.kms.KmsClient;

/** {@code trades review}: drafts a review of a recorded event, and signs one. */
@Command(
    name = "review",
    mixinStandardHelpOptions = true,
    description = {
      "Drafts what operations decides about a recorded event: REVALIDATE (judge it again by today's"
          + " rules and reference data), OVERRIDE (accept it all the same) or CANCEL (cancel its"
          + " trade). OVERRIDE and CANCEL need the signatures of two reviewers.",
      "With --sign, adds a signature to a draft. Nothing is sent: trades publish, or trades run"
          + " --store, takes the file as any event."
    })
final class ReviewCommand implements Callable<Integer> {

  @Mixin private StoreLocation location = new StoreLocation();

  @Option(names = "--trade", paramLabel = "ID", description = "The trade whose event is reviewed.")
  private @Nullable String trade;

  @Option(
      names = "--record",
      paramLabel = "REGION/TIMESTAMP",
      description =
          "The record that is reviewed, as records --json shows it. Needed where the trade has"
              + " several that could be meant.")
  private @Nullable String record;

  @Option(names = "--decision", paramLabel = "D", description = "REVALIDATE, OVERRIDE or CANCEL.")
  private @Nullable Decision decision;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it stays on record.")
  private @Nullable String reason;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The file of the draft (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("review.json");

  @Option(names = "--sign", paramLabel = "FILE", description = "Sign this draft.")
  private @Nullable Path sign;

  @Option(
      names = "--key",
      paramLabel = "PEM",
      description = "With --sign: the reviewer's private key, PKCS #8 in PEM.")
  private @Nullable Path key;

  @Option(
      names = "--kms",
      paramLabel = "KEY",
      description = "With --sign: the reviewer's key in KMS, by id, ARN or alias.")
  private @Nullable String kms;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (sign != null) {
      if (trade != null || location.isGiven()) {
        throw new UserError("--sign signs a draft: give --key or --kms with it, and no trade");
      }
      return sign(sign);
    }
    if (key != null || kms != null) {
      throw new UserError("--key and --kms need --sign FILE");
    }
    if (trade == null || decision == null || reason == null || reason.isBlank()) {
      throw new UserError("give --trade ID, --decision and --reason, or --sign FILE");
    }
    return draft(trade, decision, reason);
  }

  private int draft(String tradeId, Decision decided, String why) {
    ReportFile file = ReportFile.of("--out", out);
    ReviewFile draft;
    try (OpenStore store = location.open()) {
      ComplianceRecord reviewed = reviewed(store.records().history(tradeId), decided);
      draft = ReviewFile.draft(reviewed, decided, why, Instant.now());
    }
    file.write(draft.content());
    print(draft, file);
    return ExitCode.DONE;
  }

  private int sign(Path draft) {
    ReviewFile review = ReviewFile.read(draft);
    ReportFile file = ReportFile.of("--sign", draft);
    ReviewFile signed;
    if (kms != null && key == null) {
      try (KmsClient client = location.aws().client(KmsClient::builder)) {
        signed = review.signedBy(ReviewKey.inKms(client, kms));
      }
    } else if (key != null && kms == null) {
      signed = review.signedBy(ReviewKey.inFile(key));
    } else {
      throw new UserError("give the key that signs: --key PEM or --kms KEY");
    }
    file.write(signed.content());
    print(signed, file);
    return ExitCode.DONE;
  }

  private void print(ReviewFile review, ReportFile file) {
    PrintWriter to = Objects.requireNonNull(spec).commandLine().getOut();
    review.summary().forEach(line -> to.println(Terminal.printable(line)));
    int missing = review.missingSignatures();
    to.println(
        switch (missing) {
          case 0 -> file + " can be sent: trades publish " + file;
          case 1 ->
              file + " needs the signature of one more reviewer: trades review --sign " + file;
          default -> file + " needs the signatures of two reviewers: trades review --sign " + file;
        });
  }

  /** The record that is meant, if only one can be. */
  private ComplianceRecord reviewed(TradeHistory history, Decision decided) {
    String id = Terminal.printable(history.tradeId());
    List<ComplianceRecord> all =
        history.records().stream().filter(found -> found.entry().review().isEmpty()).toList();
    if (all.isEmpty()) {
      throw new UserError("there is no event of trade " + id + " in " + location.name());
    }
    if (record != null) {
      return all.stream()
          .filter(found -> name(found).equals(record))
          .findFirst()
          .orElseThrow(
              () ->
                  new UserError(
                      "--record "
                          + record
                          + " is not one of trade "
                          + id
                          + "; there "
                          + list(all)));
    }
    List<ComplianceRecord> candidates =
        decided == Decision.CANCEL
            ? all
            : all.stream()
                .filter(found -> found.entry().status() == RecordStatus.REJECTED)
                .toList();
    if (candidates.isEmpty()) {
      throw new UserError(
          "no event of trade "
              + id
              + " was rejected; to review another, give --record; there "
              + list(all));
    }
    return Optional.of(candidates)
        .filter(found -> found.size() == 1)
        .map(List::getFirst)
        .orElseThrow(
            () ->
                new UserError(
                    "trade " + id + " has several: give --record; there " + list(candidates)));
  }

  private static String name(ComplianceRecord found) {
    return found.region().name() + "/" + found.key().timestamp();
  }

  private static String list(List<ComplianceRecord> records) {
    return records.stream()
        .map(
            found -> {
              TradeEntry entry = found.entry();
              return "\n  %s  %s of %s at %s, %s"
                  .formatted(
                      name(found),
                      entry.eventTypeName(),
                      entry.sourceSystem(),
                      entry.time(),
                      entry.status());
            })
        .collect(Collectors.joining("", records.size() == 1 ? "is" : "are", ""));
  }
}
