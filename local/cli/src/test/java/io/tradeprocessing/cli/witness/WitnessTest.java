package io.tradeprocessing.cli.witness;

import static io.tradeprocessing.cli.witness.World.HERE;
import static io.tradeprocessing.cli.witness.World.NOW;
import static io.tradeprocessing.cli.witness.World.THERE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.archiver.ArchiveObject;
import io.tradeprocessing.archiver.ArchiveObject.Stored;
import io.tradeprocessing.archiver.Change;
import io.tradeprocessing.cli.witness.Discrepancy.Kind;
import io.tradeprocessing.cli.witness.World.Judged;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.trade.EventType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Each thing that somebody may do to a table or its archives, and what is found then. */
class WitnessTest {

  private final World world = new World().filled().archived();

  @AfterEach
  void close() {
    world.close();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Discrepancy only(Judged judged) {
    assertThat(judged.found()).hasSize(1);
    return judged.found().getFirst();
  }

  private String object(int index) {
    return world.here.objects().get(index);
  }

  /** Replaces the changes of an object by others, with a name and a signature that fit. */
  private void rewrite(String name, UnaryOperator<List<Change>> edit) {
    ArchiveObject object = ArchiveObject.read(new Stored(name, world.here.bytes(name)));
    world.here.loseObject(name);
    write(new ArchiveObject(object.origin(), edit.apply(object.changes())));
  }

  private void write(ArchiveObject object) {
    Stored stored = object.stored();
    world.here.put(stored.name(), stored.bytes());
    world.here.put(
        stored.name() + ArchiveObject.SIGNATURE_SUFFIX, MemoryArchive.SIGNER.sign(stored.bytes()));
  }

  /** A change of the same place in the stream whose new image says something else. */
  private static Change changed(Change change, String attribute, String typed) {
    JsonObject.Builder image = JsonObject.builder();
    change
        .item()
        .forEach(
            (name, value) ->
                image.put(name, name.equals(attribute) ? JsonReader.read(typed) : value));
    return new Change(
        change.kind(),
        change.sequenceNumber(),
        change.createdAt(),
        Optional.of(image.build()),
        change.oldImage());
  }

  // Nobody touched anything

  @Test
  void whatNobodyTouchedIsSound() {
    Judged alone = world.archivesAlone();
    Judged both = world.withTable();

    assertThat(alone.found()).isEmpty();
    assertThat(alone.tally().records()).isEqualTo(7);
    assertThat(alone.tally().trades()).isEqualTo(3);
    assertThat(both.found()).isEmpty();
    assertThat(both.tally().same()).isEqualTo(7);
    assertThat(both.tally().elsewhere()).isEmpty();
  }

  @Test
  void aRecordThatIsOnItsWayIsCounted() {
    world.at(NOW.minusSeconds(60)).record(HERE, "T-2", EventType.CANCEL, 5_000);

    Judged judged = world.withTable();

    assertThat(judged.found()).isEmpty();
    assertThat(judged.tally().young()).isEqualTo(1);
  }

  @Test
  void aRegionWhoseArchiveIsNotGivenIsCounted() {
    Judged judged =
        world.judge(Optional.of(HERE.name()), Optional.empty(), List.of(world.here), 1 << 20);

    assertThat(judged.found()).isEmpty();
    assertThat(judged.tally().elsewhere()).isEqualTo(Map.of(THERE.name(), 1L));
    assertThat(judged.tally().same()).isEqualTo(6);
  }

  @Test
  void moreRegionsThanThereAreAreCountedTogether() {
    WitnessTally tally = new WitnessTally();
    for (int i = 0; i < 30; i++) {
      tally.countElsewhere("region-" + i);
    }
    tally.countElsewhere("region-0");

    assertThat(tally.elsewhere())
        .hasSize(21)
        .containsEntry("region-0", 2L)
        .containsEntry("others", 10L);
  }

  /** The archive was enabled after T-1's first record. */
  @Test
  void whatWasRecordedBeforeTheArchiveWasEnabledIsCountedIfThatIsSaid() {
    try (World late = new World()) {
      late.unseen(() -> late.record(HERE, "T-1", EventType.NEW, 1_000));
      late.at(World.LONG_AGO.plusSeconds(60)).record(HERE, "T-1", EventType.CANCEL, 2_000);
      late.archived();
      Optional<Instant> since = Optional.of(World.LONG_AGO.plusSeconds(30));

      Judged both = late.judge(Optional.of(HERE.name()), since, List.of(late.here), 1 << 20);
      Judged alone = late.judge(Optional.empty(), since, List.of(late.here), 1 << 20);

      assertThat(both.found()).isEmpty();
      assertThat(both.tally().before()).isEqualTo(1);
      assertThat(alone.found()).isEmpty();
      assertThat(alone.tally().before()).isEqualTo(1);
      assertThat(only(late.judge(Optional.empty(), Optional.empty(), List.of(late.here), 1 << 20)))
          .extracting(Discrepancy::kind)
          .isEqualTo(Kind.NOT_ARCHIVED);
    }
  }

  // Somebody changed the table, and the stream did not show it

  @Test
  void aForgedTradeThatIsConsistentInItselfIsFound() {
    world.unseen(
        () -> {
          world.removeAll("T-1");
          world.record(HERE, "T-1", EventType.NEW, 1_000);
          world.record(HERE, "T-1", EventType.CORRECT, 2_000, "forged");
          world.record(HERE, "T-1", EventType.CANCEL, 3_000);
        });

    assertThat(world.isTableSound()).as("the table alone does not show it").isTrue();
    Judged judged = world.withTable();
    assertThat(judged.found())
        .allSatisfy(found -> assertThat(found.tradeId()).isEqualTo("T-1"))
        .extracting(Discrepancy::kind)
        .containsExactlyInAnyOrder(Kind.ONLY_IN_ARCHIVE, Kind.ONLY_IN_TABLE, Kind.DIFFERS);
    assertThat(judged.tally().same()).isEqualTo(5);
    assertThat(world.archivesAlone().found()).isEmpty();
  }

  @Test
  void aTradeThatWasRemovedWithItsHeadIsFound() {
    world.unseen(() -> world.removeAll("T-1"));

    assertThat(world.isTableSound()).isTrue();
    Discrepancy found = only(world.withTable());
    assertThat(found.kind()).isEqualTo(Kind.ONLY_IN_ARCHIVE);
    assertThat(found.tradeId()).isEqualTo("T-1");
    assertThat(found.message())
        .isEqualTo("the archive has 3 records of the trade; the table has nothing of it");
    assertThat(found.files()).isNotEmpty();
  }

  @Test
  void aRecordThatOnlyTheTableHasIsFound() {
    world.unseen(() -> world.record(HERE, "T-2", EventType.CANCEL, 5_000));

    Discrepancy found = only(world.withTable());
    assertThat(found.kind()).isEqualTo(Kind.ONLY_IN_TABLE);
    assertThat(found.tradeId()).isEqualTo("T-2");
    assertThat(found.timestamp()).startsWith("5000.");
    assertThat(found.message()).contains("2026-01-12T09:00:00Z", "; the archive does not");
  }

  @Test
  void aTradeThatOnlyTheTableHasIsFound() {
    world.unseen(
        () -> {
          world.record(HERE, "T-9", EventType.NEW, 1_000);
          world.record(HERE, "T-9", EventType.CANCEL, 2_000);
        });

    assertThat(only(world.withTable()))
        .satisfies(found -> assertThat(found.kind()).isEqualTo(Kind.ONLY_IN_TABLE))
        .satisfies(
            found ->
                assertThat(found.message())
                    .isEqualTo(
                        "the table has 2 records of the trade; the archive has none of them"));
  }

  /** Whoever forges a record cannot claim that it is on its way for ever. */
  @Test
  void aRecordOfTheFutureIsNotOnItsWay() {
    world
        .at(NOW.plusSeconds(3_600))
        .unseen(() -> world.record(HERE, "T-2", EventType.CANCEL, 5_000));

    assertThat(only(world.withTable()).kind()).isEqualTo(Kind.ONLY_IN_TABLE);
  }

  /** Nor does a time that no clock has keep the others from being verified. */
  @Test
  void aRecordOfTheEndOfTimeIsFound() {
    world.at(Instant.MAX.minusSeconds(1)).unseen(() -> world.record(HERE, "T-9", EventType.NEW, 1));

    assertThat(only(world.withTable()).kind()).isEqualTo(Kind.ONLY_IN_TABLE);
  }

  @Test
  void aChangedAttributeIsFound() {
    world.unseen(() -> world.change("T-2", 0, _ -> AttributeValue.fromS("8"), "functionVersion"));

    Discrepancy found = only(world.withTable());
    assertThat(found.kind()).isEqualTo(Kind.DIFFERS);
    assertThat(found.message())
        .matches(
            "the archive has the record with recordHash [0-9a-f]{64}; the table has it with"
                + " [0-9a-f]{64} \\(which is not that of its attributes\\)");
  }

  @Test
  void anItemThatIsNoRecordAnyMoreIsFound() {
    world.unseen(() -> world.change("T-2", 0, _ -> AttributeValue.fromS("x"), "sequence"));

    assertThat(only(world.withTable()))
        .satisfies(found -> assertThat(found.kind()).isEqualTo(Kind.DIFFERS))
        .satisfies(
            found ->
                assertThat(found.message())
                    .endsWith("the table has something there that is not a record"));
  }

  /** A replica may not have it yet, the Region itself must. */
  @Test
  void whatAnotherRegionWroteAMomentAgoMayNotHaveArrived() {
    world.at(NOW.minusSeconds(30)).record(THERE, "T-2", EventType.CORRECT, 5_000);
    world.record(HERE, "T-1", EventType.CORRECT, 6_000);
    world.archived();
    world.unseen(
        () -> {
          world.remove("T-2", 1);
          world.remove("T-1", 3);
        });

    Judged judged = world.withTable();

    assertThat(judged.tally().young()).isEqualTo(1);
    assertThat(only(judged))
        .satisfies(found -> assertThat(found.kind()).isEqualTo(Kind.ONLY_IN_ARCHIVE))
        .satisfies(found -> assertThat(found.tradeId()).isEqualTo("T-1"));
  }

  // Somebody changed the table, and the stream shows it

  @Test
  void aChangeAndARemovalAreNamedWithTheHashesOfTheirImages() {
    world.change("T-2", 0, _ -> AttributeValue.fromS("8"), "functionVersion");
    world.remove("T-1", 2);
    world.archived();

    assertThat(world.archivesAlone().kinds())
        .as("each Region's stream shows it")
        .containsExactly(Kind.TAMPERING, Kind.TAMPERING, Kind.TAMPERING, Kind.TAMPERING);
    Judged judged =
        world.judge(Optional.of(HERE.name()), Optional.empty(), List.of(world.here), 1 << 20);
    assertThat(judged.kinds())
        .containsExactlyInAnyOrder(
            Kind.TAMPERING, Kind.DIFFERS, Kind.TAMPERING, Kind.ONLY_IN_ARCHIVE);
    assertThat(judged.found())
        .filteredOn(found -> found.kind() == Kind.TAMPERING && found.tradeId().equals("T-2"))
        .singleElement()
        .satisfies(
            found ->
                assertThat(found.message())
                    .matches(
                        "the table's item was changed at 2026-01-12T09:00:00Z; the archive has it"
                            + " before, with SHA-256 [0-9a-f]{64}, and after, with [0-9a-f]{64}"));
    assertThat(judged.found())
        .filteredOn(found -> found.kind() == Kind.TAMPERING && found.tradeId().equals("T-1"))
        .singleElement()
        .satisfies(
            found ->
                assertThat(found.message())
                    .matches("the table's item was removed at .*, with SHA-256 [0-9a-f]{64}"));
  }

  @Test
  void aRecordThatWasRemovedAndWrittenAgainOtherwiseIsAContradiction() {
    world.removeAll("T-2");
    world.record(HERE, "T-2", EventType.NEW, 1_000);
    world.at(World.LONG_AGO.plusSeconds(5)).removeAll("T-2");
    world.record(HERE, "T-2", EventType.NEW, 1_000);
    world.archived();

    Judged judged =
        world.judge(Optional.of(HERE.name()), Optional.empty(), List.of(world.here), 1 << 20);

    assertThat(judged.kinds())
        .contains(Kind.TAMPERING, Kind.CONTRADICTION, Kind.DIFFERS)
        .doesNotContain(Kind.ARCHIVED_CHAIN_BROKEN);
    assertThat(judged.found())
        .filteredOn(found -> found.kind() == Kind.CONTRADICTION)
        .singleElement()
        .satisfies(
            found ->
                assertThat(found.message())
                    .isEqualTo(
                        "the record was written 3 times with different content; the first counts"));
  }

  // Somebody touched the archive

  @Test
  void aMissingObjectIsAGap() {
    world.here.loseObject(object(1));

    Judged alone = world.archivesAlone();
    assertThat(alone.kinds()).containsOnly(Kind.NOT_ARCHIVED);
    assertThat(alone.found())
        .anySatisfy(
            found ->
                assertThat(found.message())
                    .isEqualTo(
                        "record 2 before it, which it follows or has seen, is not in the archive;"
                            + " an object is missing"));
    assertThat(world.withTable().kinds()).containsOnly(Kind.ONLY_IN_TABLE);
  }

  /** The last records of a chain leave no gap; the other Region's archive names them. */
  @Test
  void whatTheOtherRegionHasSeenMustBeThere() {
    for (String name : world.here.objects()) {
      rewrite(
          name,
          changes -> {
            List<Change> kept = new ArrayList<>(changes);
            kept.removeIf(change -> change.tradeId().equals("T-3"));
            return kept.isEmpty() ? changes : kept;
          });
    }

    assertThat(world.archivesAlone().found())
        .filteredOn(found -> found.tradeId().equals("T-3"))
        .anySatisfy(
            found -> {
              assertThat(found.kind()).isEqualTo(Kind.NOT_ARCHIVED);
              assertThat(found.timestamp()).startsWith("2000.");
            });
  }

  @Test
  void whatIsInNeitherIsAGapToo() {
    world.here.loseObject(object(1));
    world.unseen(() -> world.remove("T-1", 1));

    assertThat(world.withTable().found())
        .filteredOn(found -> found.kind() == Kind.NOT_ARCHIVED)
        .singleElement()
        .satisfies(found -> assertThat(found.message()).endsWith("nor in the table"));
  }

  @Test
  void aGapThatMayStillBeClosedIsCounted() {
    world.at(NOW.minusSeconds(30)).record(HERE, "T-2", EventType.CORRECT, 5_000);
    world.archived();
    String last = object(world.here.objects().size() - 1);
    world.record(HERE, "T-2", EventType.CANCEL, 6_000);
    world.archived();
    world.here.loseObject(last);

    Judged judged = world.archivesAlone();

    assertThat(judged.found()).isEmpty();
    assertThat(judged.tally().young()).isEqualTo(1);
  }

  @Test
  void anEmptyArchiveIsFound() {
    world.here.objects().forEach(world.here::loseObject);

    assertThat(world.withTable().kinds()).containsExactly(Kind.ARCHIVE_EMPTY);
  }

  @Test
  void aChangedObjectIsFoundAndCountsForNothing() {
    String name = object(0);
    byte[] bytes = world.here.bytes(name).clone();
    bytes[bytes.length / 2] ^= 1;
    world.here.lose(name);
    world.here.put(name, bytes);

    assertThat(world.withTable().kinds())
        .contains(Kind.OBJECT_MALFORMED, Kind.BAD_SIGNATURE, Kind.ONLY_IN_TABLE);
  }

  @Test
  void anObjectUnderAnotherNameIsFound() {
    String name = object(0);
    byte[] bytes = world.here.bytes(name);
    byte[] signature = world.here.bytes(name + ".sig");
    world.here.loseObject(name);
    String other = name.replaceFirst("/1000", "/1001");
    world.here.put(other, bytes);
    world.here.put(other + ".sig", signature);

    Judged judged = world.archivesAlone();
    assertThat(judged.found().getFirst().kind()).isEqualTo(Kind.OBJECT_MALFORMED);
    assertThat(judged.found().getFirst().message()).contains("by its content, its name is " + name);
  }

  @Test
  void anObjectThatSomebodyElseSignedIsFound() {
    String name = object(0);
    byte[] bytes = world.here.bytes(name);
    world.here.lose(name + ".sig");
    world.here.put(name + ".sig", MemoryArchive.FORGER.sign(bytes));

    assertThat(world.archivesAlone().kinds())
        .contains(Kind.BAD_SIGNATURE, Kind.NOT_SIGNED)
        .doesNotContain(Kind.OBJECT_MALFORMED);
  }

  @Test
  void anObjectWithoutASignatureIsFoundUnlessOthersHaveWhatItHas() {
    String name = object(0);
    world.here.lose(name + ".sig");

    Judged judged = world.withTable();
    assertThat(judged.kinds()).contains(Kind.NOT_SIGNED).doesNotContain(Kind.ONLY_IN_TABLE);
    assertThat(judged.found().getFirst().files()).containsExactly(name);

    world.deliver(0, 7, MemoryArchive.SIGNER);
    assertThat(world.withTable().found()).isEmpty();
  }

  @Test
  void aSignatureWithoutItsObjectIsFound() {
    String name = object(1);
    world.here.lose(name);

    assertThat(world.archivesAlone().kinds()).contains(Kind.OBJECT_MISSING, Kind.NOT_ARCHIVED);
  }

  @Test
  void anObjectThatWasWrittenOverIsFoundAndTheFirstVersionCounts() {
    String name = object(0);
    world.here.put(name, utf8("other"));

    Discrepancy found = only(world.withTable());
    assertThat(found.kind()).isEqualTo(Kind.OBJECT_REPLACED);
    assertThat(found.files()).containsExactly(name);
    assertThat(found.message()).contains("2 times").endsWith("another content");
  }

  @Test
  void aSecondCopyIsNamedAsOne() {
    String name = object(0);
    world.here.put(name, world.here.bytes(name));

    assertThat(only(world.withTable()).message()).endsWith("the same content");
  }

  @Test
  void anObjectUnderADeleteMarkerIsFoundAndStillCounts() {
    world.here.delete(object(0));
    world.here.delete(object(1) + ".sig");

    assertThat(world.withTable().kinds()).containsExactly(Kind.OBJECT_DELETED, Kind.OBJECT_DELETED);
  }

  @Test
  void anObjectOfWhichADeleteMarkerIsLeftIsFound() {
    String name = object(1);
    world.here.lose(name);
    world.here.delete(name);

    assertThat(world.archivesAlone().found())
        .anySatisfy(
            found ->
                assertThat(found.message()).isEqualTo("a delete marker is all that is left of it"));
  }

  @Test
  void aFileThatDoesNotBelongThereIsFound() {
    world.here.put("records/note.txt", utf8("x"));

    assertThat(only(world.archivesAlone()).kind()).isEqualTo(Kind.UNKNOWN_FILE);
  }

  @Test
  void twoObjectsThatContradictEachOtherAreFound() {
    String name = object(0);
    ArchiveObject object = ArchiveObject.read(new Stored(name, world.here.bytes(name)));
    write(
        new ArchiveObject(
            object.origin(),
            List.of(
                changed(
                    object.changes().getFirst(),
                    "recordHash",
                    "{\"S\":\"" + "0".repeat(64) + "\"}"))));

    Judged judged = world.archivesAlone();

    assertThat(judged.found())
        .filteredOn(found -> found.kind() == Kind.CONTRADICTION)
        .singleElement()
        .satisfies(found -> assertThat(found.files()).hasSize(2));
  }

  @Test
  void anArchivedRecordWhoseHashesDoNotFitIsFound() {
    rewrite(
        object(0),
        changes -> {
          List<Change> edited = new ArrayList<>(changes);
          edited.set(0, changed(changes.getFirst(), "functionVersion", "{\"S\":\"8\"}"));
          return edited;
        });

    assertThat(world.archivesAlone().found())
        .singleElement()
        .satisfies(found -> assertThat(found.kind()).isEqualTo(Kind.ARCHIVED_RECORD_BROKEN))
        .satisfies(
            found -> assertThat(found.message()).startsWith("RECORD_CHANGED: the attributes'"));
    assertThat(world.withTable().kinds())
        .containsExactlyInAnyOrder(Kind.ARCHIVED_RECORD_BROKEN, Kind.DIFFERS);
  }

  @Test
  void anArchivedItemThatIsNotARecordIsFound() {
    world.put(
        Map.of(
            "tradeId", AttributeValue.fromS("T-8"),
            "timestamp", AttributeValue.fromN("5"),
            "region", AttributeValue.fromS(HERE.name())));
    world.archived();

    assertThat(world.archivesAlone().kinds()).containsExactly(Kind.ARCHIVED_RECORD_BROKEN);
    assertThat(world.withTable().kinds())
        .as("the table's own verification names it as well")
        .containsExactly(Kind.ARCHIVED_RECORD_BROKEN);
  }

  @Test
  void archivedRecordsThatDoNotFollowEachOtherAreFound() {
    try (World other = new World()) {
      other.at(World.LONG_AGO.plusSeconds(1)).record(HERE, "T-2", EventType.NEW, 900);
      other.record(HERE, "T-2", EventType.CORRECT, 2_000);
      other.archived();
      other.here.objects().forEach(name -> world.here.put(name, other.here.bytes(name)));
      other
          .here
          .objects()
          .forEach(name -> world.here.put(name + ".sig", other.here.bytes(name + ".sig")));
    }

    assertThat(world.archivesAlone().found())
        .filteredOn(found -> found.kind() == Kind.ARCHIVED_CHAIN_BROKEN)
        .extracting(Discrepancy::message)
        .contains("it claims sequence 1, which another record has");
  }

  @Test
  void aChangeThatTheArchiverDoesNotKeepIsFound() {
    ArchiveObject object =
        ArchiveObject.read(
            new Stored(
                world.there.objects().getFirst(),
                world.there.bytes(world.there.objects().getFirst())));
    ArchiveObject foreign =
        new ArchiveObject(
            new ArchiveObject.Origin(HERE.name(), "trades", "2026-01-12T00:00:00.000"),
            object.changes());
    write(foreign);

    assertThat(only(world.archivesAlone()))
        .satisfies(found -> assertThat(found.kind()).isEqualTo(Kind.OBJECT_MALFORMED))
        .satisfies(
            found ->
                assertThat(found.message())
                    .startsWith("it has a change that the archiver does not"));
  }

  @Test
  void garbageIsNamed() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(utf8("{\"format\":\"other\"}\n"));
    }
    world.here.put("records/a.jsonl.gz", utf8("x"));
    world.here.put("records/b.jsonl.gz", packed.toByteArray());

    assertThat(world.archivesAlone().found())
        .extracting(Discrepancy::message)
        .contains("its first line is not of the format trade-archive 1.0")
        .anyMatch(message -> message.startsWith("it is not gzip"));
  }
}
