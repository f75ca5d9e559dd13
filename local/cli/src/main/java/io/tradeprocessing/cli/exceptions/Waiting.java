package io.tradeprocessing.cli.exceptions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.cli.reconcile.Range;
import io.tradeprocessing.common.store.ComplianceRecord;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One exception: something that waits for a person.
 *
 * @param since when it came here: a record's {@code recordedAt}, when a dead letter was sent, the
 *     beginning of the UTC date on which a gap showed
 * @param source the system, for example {@code system1}; empty where that is unknown
 * @param tradeId empty where there is none
 * @param subject what it is about
 * @param value what the trade is worth, as far as that is on record
 * @param codes what it can be found by, beside its kind: a rejection's codes, a dead letter's error
 * @param reason why it waits, in a line that identifies no natural person
 * @param command what shows it, or starts to settle it, for a shell
 */
public record Waiting(
    Kind kind,
    Instant since,
    String source,
    String tradeId,
    Subject subject,
    Optional<Value> value,
    List<String> codes,
    String reason,
    String command) {

  /** Days first, the oldest before all; within a day what is worth most, then what is unknown. */
  static Comparator<Waiting> order(Instant now) {
    return Comparator.<Waiting>comparingLong(waiting -> -waiting.age(now).toDays())
        .thenComparing(waiting -> waiting.usd().isEmpty())
        .thenComparing(waiting -> waiting.usd().orElse(BigDecimal.ZERO), Comparator.reverseOrder())
        .thenComparing(Waiting::since)
        .thenComparing(Waiting::tradeId)
        .thenComparing(Waiting::kind)
        .thenComparing(Waiting::reason);
  }

  /** What an exception is about. */
  public sealed interface Subject {

    /**
     * A record.
     *
     * @param eventType the name of an event type, or UNKNOWN
     * @param time of the event
     * @param region that recorded it
     * @param timestamp the record's sort key, as text
     */
    record OfRecord(String eventType, String time, String region, String timestamp)
        implements Subject {

      static OfRecord of(ComplianceRecord record) {
        return new OfRecord(
            record.entry().eventTypeName(),
            record.entry().time().toString(),
            record.region().name(),
            record.key().timestamp().toString());
      }
    }

    /**
     * Sequence numbers.
     *
     * @param date on which the number after them came
     */
    record OfNumbers(Range numbers, String date) implements Subject {}

    /**
     * A dead letter.
     *
     * @param queue its name
     * @param times how often it is there
     */
    record OfLetter(String queue, int times) implements Subject {}
  }

  public Waiting {
    codes = List.copyOf(codes);
  }

  /** How long it has waited; not below 0, whatever the clocks say. */
  public Duration age(Instant now) {
    Duration age = Duration.between(since, now);
    return age.isNegative() ? Duration.ZERO : age;
  }

  private Optional<BigDecimal> usd() {
    return value.flatMap(Value::usd).map(BigDecimal::abs);
  }

  /** Always the same fields, null where there is nothing. */
  ObjectNode json(Instant now) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("kind", kind.name());
    json.put("since", since.toString());
    json.put("ageSeconds", age(now).toSeconds());
    json.put("source", source.isEmpty() ? null : source);
    json.put("tradeId", tradeId.isEmpty() ? null : tradeId);
    Optional<Subject.OfRecord> record = as(Subject.OfRecord.class);
    json.put("eventType", record.map(Subject.OfRecord::eventType).orElse(null));
    json.put("time", record.map(Subject.OfRecord::time).orElse(null));
    json.put("region", record.map(Subject.OfRecord::region).orElse(null));
    json.put("timestamp", record.map(Subject.OfRecord::timestamp).orElse(null));
    Optional<Subject.OfNumbers> numbers = as(Subject.OfNumbers.class);
    json.set("missing", numbers.map(gap -> gap.numbers().json()).orElse(null));
    json.put("date", numbers.map(Subject.OfNumbers::date).orElse(null));
    Optional<Subject.OfLetter> letter = as(Subject.OfLetter.class);
    json.put("queue", letter.map(Subject.OfLetter::queue).orElse(null));
    json.put("times", letter.map(Subject.OfLetter::times).orElse(null));
    json.put("notional", value.map(each -> each.notional().toPlainString()).orElse(null));
    json.put("notionalCurrency", value.map(Value::currency).orElse(null));
    json.put("notionalUsd", value.flatMap(Value::usd).map(BigDecimal::toPlainString).orElse(null));
    ArrayNode all = json.putArray("codes");
    codes.forEach(all::add);
    json.put("reason", reason);
    json.put("todo", kind.todo());
    json.put("command", command);
    return json;
  }

  private <T extends Subject> Optional<T> as(Class<T> type) {
    return Optional.of(subject).filter(type::isInstance).map(type::cast);
  }
}
