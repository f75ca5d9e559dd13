package io.tradeprocessing.cli.records;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.Content;
import io.tradeprocessing.common.store.RecordStatus;
import io.tradeprocessing.common.trade.Party;
import io.tradeprocessing.common.trade.TradeEvent;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What to search for; all that is given has to be right. Identifiers are compared as sent, so that
 * one with a wrong check digit is found, too. A review is found by the event that it judges.
 *
 * @param status accepted or rejected
 * @param code of a violation, whatever its severity
 * @param isin of the instrument
 * @param uti of the trade
 * @param lei of the executing entity, the buyer or the seller
 */
public record RecordFilter(
    Optional<RecordStatus> status,
    Optional<String> code,
    Optional<String> isin,
    Optional<String> uti,
    Optional<String> lei)
    implements Predicate<ComplianceRecord> {

  /** Finds every record. */
  public static final RecordFilter NONE =
      new RecordFilter(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  @Override
  public boolean test(ComplianceRecord record) {
    Content content = record.entry().content();
    TradeEvent event = TradeEvent.of(content.event()).subject();
    JsonObject trade = event.detail();
    return status.map(record.entry().status()::equals).orElse(true)
        && code.map(wanted -> codes(content.verdict()).anyMatch(wanted::equals)).orElse(true)
        && is(isin, trade.object("instrument").flatMap(instrument -> instrument.text("isin")))
        && is(uti, trade.text("uti"))
        && lei.map(wanted -> leis(event).anyMatch(wanted::equals)).orElse(true);
  }

  private static boolean is(Optional<String> wanted, Optional<String> actual) {
    return wanted.isEmpty() || wanted.equals(actual);
  }

  private static Stream<String> codes(JsonObject verdict) {
    return verdict.get("violations") instanceof JsonArray violations
        ? violations.values().stream()
            .map(Json::asObject)
            .flatMap(Optional::stream)
            .flatMap(violation -> violation.text("code").stream())
        : Stream.empty();
  }

  private static Stream<String> leis(TradeEvent event) {
    return Stream.concat(
        event.detail().text("executingEntity").stream(),
        Stream.of(event.buyer(), event.seller())
            .flatMap(Optional::stream)
            .filter(party -> party.type() == Party.Type.LEI)
            .map(Party::id));
  }
}
