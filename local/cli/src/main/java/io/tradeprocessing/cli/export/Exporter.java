package io.tradeprocessing.cli.export;

import io.tradeprocessing.archiver.ArchiveObject;
import io.tradeprocessing.archiver.ArchiveObject.Stored;
import io.tradeprocessing.archiver.Change;
import io.tradeprocessing.cli.archive.ArchiveOptions.OpenArchive;
import io.tradeprocessing.cli.archive.ArchiveReader;
import io.tradeprocessing.cli.archive.VerificationKeys;
import io.tradeprocessing.cli.aws.RateLimit;
import io.tradeprocessing.cli.console.Installation;
import io.tradeprocessing.cli.export.Evidence.SigningKey;
import io.tradeprocessing.cli.records.ScanProgress;
import io.tradeprocessing.cli.records.Selection;
import io.tradeprocessing.cli.records.SourceReader;
import io.tradeprocessing.cli.records.TableVerifier;
import io.tradeprocessing.cli.records.TradeVerifier;
import io.tradeprocessing.cli.records.TradeVerifier.Verified;
import io.tradeprocessing.cli.store.StoreLocation.OpenStore;
import io.tradeprocessing.cli.witness.Discrepancy;
import io.tradeprocessing.cli.witness.Witness;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.signature.SigningKeys;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.TradeHead;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.TypedItem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Writes the records, the archive objects and the scripts of a pack, and verifies what it writes.
 * In memory are a trade, an object and, with a selection, the identifiers of its trades.
 */
public final class Exporter {

  private final OpenStore store;
  private final List<OpenArchive> archives;
  private final Terms terms;
  private final Collected flaws = new Collected();
  private final Collected archiveFlaws = new Collected();
  private String asOf = "";
  private long trades;
  private long records;
  private long heads;
  private long unreadable;

  /** By key, in the order in which they come. */
  private final Map<PublicKey, SigningKey> keys = new LinkedHashMap<>();

  /**
   * Of the comparison.
   *
   * @param settle how long a record may take to be archived, or to another Region
   * @param since when the archive was enabled
   */
  public record Terms(Duration settle, Optional<Instant> since) {}

  /** Some of what was found, and how much there is. */
  private static final class Collected {
    private final List<JsonObject> first = new ArrayList<>();
    private long count;

    synchronized void add(JsonObject flaw) {
      count++;
      if (first.size() < Evidence.NAMED) {
        first.add(flaw);
      }
    }

    Evidence.Found found() {
      return new Evidence.Found(count, first);
    }
  }

  /**
   * @param archives of the records; may be none
   */
  public Exporter(OpenStore store, List<OpenArchive> archives, Terms terms) {
    this.store = store;
    this.archives = List.copyOf(archives);
    this.terms = terms;
  }

  /** Writes everything but the page and the manifest. */
  public Evidence export(Selection selection, Pack pack) throws InterruptedException {
    Optional<Set<String>> selected = selected(selection);
    Predicate<String> isSelected = id -> selected.map(ids -> ids.contains(id)).orElse(true);
    Instant now = Instant.now();
    if (archives.isEmpty()) {
      records(selected, pack, (_, _) -> {});
    } else {
      try (Witness witness = new Witness(settings(now, isSelected), this::found, _ -> {})) {
        for (OpenArchive archive : archives) {
          long _ = witness.read(archive, 1);
        }
        records(selected, pack, witness::recorded);
        var _ = witness.judge();
      }
      for (OpenArchive archive : archives) {
        objects(archive, isSelected, pack);
      }
    }
    Evidence evidence = evidence(selection);
    pack.add("verification.json", (evidence.json() + "\n").getBytes(StandardCharsets.UTF_8));
    pack.add("verify_records.py", script("verify_records.py"));
    pack.add("check_pack.py", script("check_pack.py"));
    return evidence;
  }

  private Witness.Settings settings(Instant now, Predicate<String> isSelected) {
    return new Witness.Settings(
        Optional.of(store.records().region().name()),
        now,
        now.minus(terms.settle),
        terms.since,
        isSelected);
  }

  private static byte[] script(String name) {
    try (InputStream in = Exporter.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The trades that are selected; nothing for all. */
  private Optional<Set<String>> selected(Selection selection) throws InterruptedException {
    Set<String> ids = new LinkedHashSet<>();
    switch (selection) {
      case Selection.Everything _ -> {
        return Optional.empty();
      }
      case Selection.Trade(String id) -> ids.add(id);
      case Selection.Sent sent ->
          new SourceReader(store.records())
              .forEachTrade(
                  sent,
                  RateLimit.of(Double.POSITIVE_INFINITY),
                  trade -> ids.add(trade.tradeId()),
                  () -> true);
    }
    return Optional.of(ids);
  }

  private TradeVerifier verifier() {
    return new TradeVerifier(store.records(), Instant.now().minus(terms.settle));
  }

  /** Takes a trade and whether it verified. */
  @FunctionalInterface
  private interface Recorded {
    void recorded(TradeHistory trade, boolean sound);
  }

  private void records(Optional<Set<String>> selected, Pack pack, Recorded recorded)
      throws InterruptedException {
    pack.add(
        "records.jsonl",
        out -> {
          Consumer<Verified> each =
              verified -> {
                write(verified, out);
                recorded.recorded(verified.trade(), verified.flaw().isEmpty());
              };
          if (selected.isEmpty()) {
            // One thread, so that the same store gives the same pack.
            new TableVerifier(
                    store.scan(),
                    verifier(),
                    RateLimit.of(Double.POSITIVE_INFINITY),
                    each,
                    () -> {})
                .run(
                    ScanProgress.start(
                        "export", TableVerifier.segments(store.scan().approximateItems(), 1)),
                    1);
            return;
          }
          for (String id : selected.get()) {
            each.accept(verifier().verify(store.records().history(id)));
          }
        });
  }

  private void write(Verified verified, OutputStream out) {
    try {
      for (TradeHead head : verified.trade().heads()) {
        JsonWriter.writeLine(TypedItem.of(head), out);
        heads++;
      }
      for (ComplianceRecord record : verified.trade().records()) {
        JsonWriter.writeLine(TypedItem.of(record), out);
        records++;
        String at = record.entry().provenance().recordedAt().toString();
        if (asOf.isEmpty() || Instant.parse(at).isAfter(Instant.parse(asOf))) {
          asOf = at;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    trades++;
    unreadable += verified.trade().unreadable().size();
    verified
        .breaks()
        .forEach(
            flaw ->
                flaws.add(
                    JsonObject.builder()
                        .put("tradeId", flaw.tradeId())
                        .put("timestamp", flaw.timestamp())
                        .put("flaw", flaw.flaw().name())
                        .put("message", flaw.message())
                        .build()));
  }

  private void found(Discrepancy found) {
    archiveFlaws.add(
        JsonObject.builder()
            .put("tradeId", found.tradeId())
            .put("timestamp", found.timestamp())
            .put("flaw", found.kind().name())
            .put("message", found.message())
            .put("files", new JsonArray(found.files().stream().<Json>map(Json::of).toList()))
            .build());
  }

  /** Only signed objects: others count for nothing. */
  private void objects(OpenArchive from, Predicate<String> isSelected, Pack pack)
      throws InterruptedException {
    ArchiveReader.read(
        from,
        1,
        new ArchiveReader.Visitor() {
          @Override
          public void object(ArchiveReader.SignedObject object) {
            if (object.signature().isPresent()
                && object.content().changes().stream().map(Change::tradeId).anyMatch(isSelected)) {
              copy(from.keys(), object, pack);
            }
          }

          @Override
          public void flaw(ArchiveReader.Flaw flaw, String file, String message) {
            // The witness has named it.
          }
        });
  }

  private void copy(VerificationKeys by, ArchiveReader.SignedObject object, Pack pack) {
    Stored stored = object.stored();
    byte[] signature = object.signature().orElseThrow();
    PublicKey key = by.signer(stored.bytes(), signature).orElseThrow();
    SigningKey place =
        keys.getOrDefault(
            key,
            new SigningKey(
                keys.isEmpty() ? "archive" : "archive-" + (keys.size() + 1),
                by.origin(),
                by.isIndependent(),
                0));
    String name = place.folder() + "/" + stored.name();
    if (pack.has(name)) {
      return;
    }
    try {
      if (place.objects() == 0) {
        pack.add(place.publicKey(), SigningKeys.pem(key).getBytes(StandardCharsets.US_ASCII));
      }
      pack.add(name, stored.bytes());
      pack.add(name + ArchiveObject.SIGNATURE_SUFFIX, signature);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    keys.put(
        key,
        new SigningKey(place.folder(), place.origin(), place.isIndependent(), place.objects() + 1));
  }

  private Evidence evidence(Selection selection) {
    return new Evidence(
        Installation.version(),
        switch (selection) {
          case Selection.Everything _ -> "everything";
          case Selection.Trade(String id) -> "trade " + id;
          case Selection.Sent(String source, long from, long to) ->
              "trades of which %s sent an event from %s to before %s"
                  .formatted(source, time(from), time(to));
        },
        store.records().region().name(),
        asOf,
        trades,
        records,
        heads,
        unreadable,
        flaws.found(),
        archives.isEmpty()
            ? Optional.empty()
            : Optional.of(new Evidence.Archived(List.copyOf(keys.values()), archiveFlaws.found())));
  }

  private static String time(long microseconds) {
    return Instant.EPOCH.plus(microseconds, ChronoUnit.MICROS).toString();
  }
}
