package io.tradeprocessing.cli.reconcile;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.cli.reconcile.Control.Difference;
import io.tradeprocessing.cli.reconcile.Totals.Sum;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The answer of {@code trades reconcile}.
 *
 * @param date of the events' own time in UTC
 * @param where the store
 * @param day what is on record
 * @param numbering which numbers should be there
 * @param missing the numbers of no event on record
 * @param deadLetters of the source that are of this day, or have a missing number
 * @param control what the source states, if it does
 * @param archive of the bus, where it is known
 */
public record Reconciliation(
    String source,
    LocalDate date,
    String where,
    Counts day,
    Numbering numbering,
    List<Range> missing,
    List<Repeat> repeated,
    List<Letter> deadLetters,
    List<Total> totals,
    Optional<Stated> control,
    Optional<EventArchive> archive) {

  /**
   * Events on record.
   *
   * @param records more than events where two Regions recorded some
   * @param unnumbered events without a sequence number, which cannot be missed
   */
  public record Counts(long events, long records, long accepted, long unnumbered) {}

  /** A sequence number that several events have. */
  public record Repeat(long number, List<String> tradeIds) {}

  /**
   * An event that waits in a dead-letter queue.
   *
   * @param queue its name
   * @param number its sequence number; 0 where it has none
   * @param error why it is there
   */
  public record Letter(String queue, String tradeId, long number, String error) {}

  /** A total on record. */
  public record Total(Totals.Key key, Sum sum) {}

  /**
   * What the source states.
   *
   * @param file its name
   * @param differences from what is on record
   */
  public record Stated(String file, List<Difference> differences) {}

  public Reconciliation {
    missing = List.copyOf(missing);
    repeated = List.copyOf(repeated);
    deadLetters = List.copyOf(deadLetters);
    totals = List.copyOf(totals);
  }

  /**
   * Adds up a day.
   *
   * @param missing the expected numbers of no event
   */
  static Reconciliation of(
      String source,
      LocalDate date,
      String where,
      Day day,
      Numbering numbering,
      List<Range> missing,
      List<Letter> letters,
      Optional<Control> control,
      Optional<EventArchive> archive) {
    return new Reconciliation(
        source,
        date,
        where,
        new Counts(day.events(), day.records(), day.accepted(), day.unnumbered()),
        numbering,
        missing,
        day.repeated().stream().map(each -> new Repeat(each.number(), each.tradeIds())).toList(),
        letters,
        day.totals().sums().entrySet().stream()
            .map(each -> new Total(each.getKey(), each.getValue()))
            .toList(),
        control.map(given -> new Stated(given.name(), given.differences(day.totals()))),
        archive);
  }

  /** How many numbers are missing. */
  public long missingCount() {
    return missing.stream().mapToLong(Range::count).sum();
  }

  /**
   * Where the expected numbers are.
   *
   * @param onRecord those that an event on record has
   * @param inQueues those that a dead letter has
   * @param nowhere those that neither has
   */
  public record Accounts(long expected, long onRecord, long inQueues, long nowhere) {}

  /** The expected numbers, added up; nothing where there is no number to expect. */
  public Optional<Accounts> accounts() {
    return numbering
        .expected()
        .map(
            expected -> {
              long waiting =
                  deadLetters.stream()
                      .mapToLong(Letter::number)
                      .filter(number -> missing.stream().anyMatch(range -> range.has(number)))
                      .distinct()
                      .count();
              return new Accounts(
                  expected.count(),
                  expected.count() - missingCount(),
                  waiting,
                  missingCount() - waiting);
            });
  }

  /**
   * Whether nothing is left for a person to do. A day of which nothing is on record is complete
   * only by its control file.
   */
  public boolean isComplete() {
    return (day.events > 0 || control.isPresent())
        && missing.isEmpty()
        && repeated.isEmpty()
        && deadLetters.isEmpty()
        && control.map(stated -> stated.differences().isEmpty()).orElse(true);
  }

  /** The object that {@code --json} prints. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("source", source);
    json.put("date", date.toString());
    json.put("complete", isComplete());
    json.put("events", day.events);
    json.put("records", day.records);
    json.put("accepted", day.accepted);
    json.put("rejected", day.events - day.accepted);
    json.put("unnumbered", day.unnumbered);
    json.put("numbering", numbering.kind().name());
    json.set("expected", numbering.expected().map(Range::json).orElse(null));
    json.set("accounts", accounts().map(Reconciliation::accounts).orElse(null));
    ArrayNode gaps = json.putArray("missing");
    missing.forEach(range -> gaps.add(range.json()));
    ArrayNode repeats = json.putArray("repeated");
    for (Repeat repeat : repeated) {
      ArrayNode ids = repeats.addObject().put("sourceSequence", repeat.number).putArray("tradeIds");
      repeat.tradeIds.forEach(ids::add);
    }
    ArrayNode letters = json.putArray("deadLetters");
    for (Letter letter : deadLetters) {
      ObjectNode each = letters.addObject();
      each.put("queue", letter.queue);
      each.put("tradeId", letter.tradeId);
      each.put("sourceSequence", letter.number == 0 ? null : letter.number);
      each.put("error", letter.error);
    }
    ArrayNode sums = json.putArray("totals");
    for (Total total : totals) {
      ObjectNode each = sums.addObject();
      each.put("eventType", total.key.eventType());
      each.put("side", total.key.side());
      each.put("currency", total.key.currency());
      each.put("count", total.sum.events());
      each.put("accepted", total.sum.accepted());
      each.put("quantity", total.sum.quantity().toPlainString());
      each.put("notional", total.sum.notional().toPlainString());
      each.put("withoutNotional", total.sum.withoutNotional());
    }
    json.set("control", control.map(Reconciliation::stated).orElse(null));
    json.set("eventArchive", archive.map(known -> known.json(date)).orElse(null));
    return json;
  }

  private static ObjectNode accounts(Accounts accounts) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("expected", accounts.expected)
        .put("onRecord", accounts.onRecord)
        .put("inQueues", accounts.inQueues)
        .put("nowhere", accounts.nowhere);
  }

  private static ObjectNode stated(Stated stated) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("file", stated.file);
    ArrayNode differences = json.putArray("differences");
    for (Difference difference : stated.differences) {
      differences
          .addObject()
          .put("total", difference.total())
          .put("figure", difference.figure())
          .put("stated", difference.stated())
          .put("onRecord", difference.onRecord());
    }
    return json;
  }
}
