package io.tradeprocessing.cli.html;

import io.tradeprocessing.cli.console.Counted;
import io.tradeprocessing.cli.console.Installation;
import io.tradeprocessing.cli.html.Html.Element;
import io.tradeprocessing.cli.html.HtmlTable.Column;
import io.tradeprocessing.cli.html.HtmlTable.Kind;
import io.tradeprocessing.cli.records.Mark;
import io.tradeprocessing.cli.records.RecordLine;
import io.tradeprocessing.cli.records.TradeLife;
import io.tradeprocessing.cli.records.TradeLinks;
import io.tradeprocessing.cli.records.TradeVerifier.Verified;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.store.Break;
import io.tradeprocessing.common.store.ChainLink;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.Hashes;
import io.tradeprocessing.common.store.Provenance;
import io.tradeprocessing.common.store.RecordStatus;
import io.tradeprocessing.common.store.SortKey;
import io.tradeprocessing.common.store.TradeEntry;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.trade.TradeReview;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A trade's life as a page: its state, whether its chain verifies, and its records with what each
 * one changed.
 */
public final class TradeReport {

  private static final int VALUE_LENGTH = 200;

  private final TradeHistory trade;
  private final Optional<Break> flaw;
  private final List<RecordLine> lines;
  private final List<TradeLinks.Link> links;
  private final Map<String, ComplianceRecord> byHash = new HashMap<>();
  private final Map<ComplianceRecord, ComplianceRecord> before = new HashMap<>();

  private TradeReport(Verified verified, List<TradeLinks.Link> links, TradeLife.Order order) {
    this.trade = verified.trade();
    this.flaw = verified.flaw();
    this.lines = TradeLife.lines(trade, order);
    this.links = List.copyOf(links);
    trade.records().forEach(record -> byHash.put(record.link().recordHash(), record));
    Map<String, ComplianceRecord> last = new HashMap<>();
    for (RecordLine line : TradeLife.lines(trade, TradeLife.Order.TIME)) {
      ComplianceRecord record = line.record();
      ComplianceRecord previous = last.get(record.entry().sourceSystem());
      if (record.entry().review().isPresent()) {
        continue;
      }
      if (previous != null) {
        before.put(record, previous);
      }
      // What was rejected changed nothing.
      if (record.entry().status() == RecordStatus.ACCEPTED) {
        last.put(record.entry().sourceSystem(), record);
      }
    }
  }

  /**
   * The page.
   *
   * @param links the trades that it leads to or comes from
   * @param order of the records
   * @param location the store, as messages call it
   */
  public static HtmlPage page(
      Verified verified,
      List<TradeLinks.Link> links,
      TradeLife.Order order,
      String location,
      Instant now) {
    return new TradeReport(verified, links, order).page(order, location, now);
  }

  private HtmlPage page(TradeLife.Order order, String location, Instant now) {
    List<Html> body = new ArrayList<>();
    body.add(verification());
    body.add(keyFigures());
    body.add(ReportParts.section("State now", StateSection.of(trade, this::hash)));
    if (!links.isEmpty()) {
      body.add(ReportParts.section("Linked trades", List.of(linkedTrades())));
    }
    if (!trade.records().isEmpty()) {
      body.add(
          ReportParts.section(
              "Event time and arrival",
              List.of(
                  Html.element(
                          "p",
                          "Each record from its place by event time to its place in the chain,"
                              + " which is the order of arrival. A line that crosses others is an"
                              + " event that arrived out of order.")
                      .with("id", "orders"),
                  HtmlTable.scrolling(
                      "orders", LifeLines.of(TradeLife.lines(trade, TradeLife.Order.ARRIVAL))))));
    }
    if (!Mark.of(lines).isEmpty()) {
      body.add(ReportParts.section("What the marks mean", List.of(legend())));
    }
    body.add(
        ReportParts.section(
            order == TradeLife.Order.TIME ? "Records by event time" : "Records by arrival",
            lines.stream().map(this::record).toList()));
    if (!trade.unreadable().isEmpty()) {
      body.add(ReportParts.section("Unreadable items", unreadable()));
    }
    body.add(
        Html.element(
                "p",
                "Read from %s at %s (UTC) by %s.".formatted(location, now, Installation.version()))
            .with("class", "detail"));
    return new HtmlPage("Trade " + trade.tradeId(), body);
  }

  private Html verification() {
    Element notice = Html.element("p").with("role", "note");
    String records = Counted.of(trade.records().size(), "record");
    return flaw.map(
            broken ->
                notice
                    .with("class", "notice")
                    .add(
                        Html.element("strong", "✕ Broken"),
                        Html.text(
                            "%s at %s: %s"
                                .formatted(broken.flaw(), place(broken), broken.message()))))
        .orElseGet(
            () ->
                notice
                    .with("class", "notice sound")
                    .add(
                        Html.element("strong", "✓ Verified"),
                        Html.text(
                            "All hashes of "
                                + records
                                + ", "
                                + (trade.heads().size() > 1
                                    ? "the chains of "
                                        + trade.heads().size()
                                        + " Regions, what they say of each other and their heads"
                                    : "the chain and its head")
                                + " were recomputed and are as recorded.")));
  }

  private Html legend() {
    return ReportParts.facts(
        "legend",
        Mark.of(lines).stream()
            .map(
                mark ->
                    ReportParts.fact(mark.label(), Html.text(ReportParts.sentence(mark.meaning()))))
            .toList());
  }

  private static String place(Break broken) {
    return SortKey.parse(broken.timestamp())
        .map(key -> key.microseconds() == 0 ? "the head" : "the record of " + key.time())
        .orElse("the item " + broken.timestamp());
  }

  private Html keyFigures() {
    long events = trade.events();
    long accepted = trade.acceptedEvents();
    Element figures =
        Html.element("dl")
            .with("class", "figures")
            .add(ReportParts.figure("Records", Figures.count(trade.records().size())));
    if (events < trade.records().size()) {
      figures = figures.add(ReportParts.figure("Events", Figures.count(events)));
    }
    figures =
        figures.add(
            ReportParts.figure("Accepted", Figures.count(accepted)),
            ReportParts.figure("Rejected", Figures.count(events - accepted)));
    List<Html> states = new ArrayList<>();
    trade
        .states()
        .bySource()
        .forEach(
            (source, state) ->
                states.add(ReportParts.figure("State for " + source, state.status().name())));
    return figures.add(states);
  }

  private Html linkedTrades() {
    return new HtmlTable(
            "links",
            "Trades that this one leads to or comes from, by its accepted events",
            List.of(
                Column.text("Role"),
                new Column(Html.text("Trade"), Kind.CODE),
                Column.number("Quantity"),
                Column.text("Source"),
                Column.text("Named by"),
                Column.text("State now")),
            links.stream().map(TradeReport::linkedTrade).toList(),
            List.of())
        .html();
  }

  private static List<Html> linkedTrade(TradeLinks.Link link) {
    return List.of(
        Html.text(link.other().role().name()),
        Html.breakable(link.other().tradeId().value()),
        link.other()
            .quantity()
            .<Html>map(quantity -> Html.text(quantity.toPlainString()))
            .orElse(dash()),
        Html.text(link.sourceSystem()),
        Html.text(link.eventType() + " at " + link.time()),
        Html.text(link.state().text()));
  }

  private static Html dash() {
    return Html.text("–");
  }

  /** The sort key is unique in a trade, whatever somebody did to the sequence. */
  private static String id(String what, ComplianceRecord record) {
    return what + "-" + record.key().timestamp().toString().replace('.', '-');
  }

  private Html record(RecordLine line) {
    ComplianceRecord record = line.record();
    TradeEntry entry = record.entry();
    List<Html> marks = new ArrayList<>();
    marks.add(mark(entry.status().name(), entry.status().name().toLowerCase(Locale.ROOT)));
    line.labels().forEach(label -> marks.add(mark(label, "flag")));
    flaw.filter(broken -> broken.timestamp().equals(record.key().timestamp().toString()))
        .ifPresent(broken -> marks.add(mark("✕ " + broken.flaw(), "rejected")));
    List<Html> parts = new ArrayList<>();
    parts.add(
        Html.element("header")
            .add(
                Html.element("h3")
                    .add(
                        Html.text(entry.eventTypeName() + " "),
                        Html.element("span", entry.time().toString()).with("class", "time")),
                Html.element("p").with("class", "marks").add(marks)));
    parts.add(provenance(record));
    entry.review().ifPresent(review -> parts.add(review(review)));
    parts.addAll(violations(record));
    parts.addAll(changes(record));
    Element event = fields("Event as sent", entry.content().trade(), id("event", record));
    // The terms that count are to be seen at once.
    boolean inForce = line.marks().contains(Mark.IN_FORCE);
    parts.add(inForce ? event.with("open", "") : event);
    JsonObject enrichment = entry.content().enrichment();
    parts.addAll(RegimesTable.of(enrichment, id("regimes", record)));
    JsonObject rest = RegimesTable.withoutRegimes(enrichment);
    parts.add(fields("Enrichment", rest, id("enrichment", record)));
    parts.add(hashes(record));
    return Html.element("article")
        .with("class", "record")
        .with("id", id("record", record))
        .add(parts);
  }

  private static Html mark(String text, String kind) {
    return Html.element("span", text).with("class", "mark " + kind);
  }

  private static Html provenance(ComplianceRecord record) {
    TradeEntry entry = record.entry();
    Provenance provenance = entry.provenance();
    return ReportParts.facts(
        "facts",
        List.of(
            ReportParts.fact(
                "In the chain",
                Html.text("record " + record.link().sequence() + " of " + record.region().name())),
            ReportParts.fact("Source", Html.text(entry.sourceSystem())),
            ReportParts.fact("Recorded", Html.text(provenance.recordedAt().toString())),
            ReportParts.fact("Function version", Html.text(provenance.functionVersion()))));
  }

  /** What operations decided, about which record, and whose keys signed it. */
  private Html review(TradeReview review) {
    String timestamp = review.reviewedTimestamp().orElse("");
    Html of =
        trade.records().stream()
            .filter(record -> record.key().timestamp().toString().equals(timestamp))
            .findFirst()
            .<Html>map(
                record ->
                    Html.element(
                            "a",
                            "record " + record.link().sequence() + " of " + record.region().name())
                        .with("href", "#" + id("record", record)))
            .orElseGet(() -> Html.text("the record at " + timestamp));
    List<Html> facts = new ArrayList<>();
    facts.add(ReportParts.fact("Review of", of));
    facts.add(ReportParts.fact("Reason", Html.text(review.detail().text("reason").orElse("–"))));
    review.signatures().stream()
        .flatMap(signature -> signature.asObject().stream())
        .flatMap(signature -> signature.text("key").stream())
        .forEach(key -> facts.add(ReportParts.fact("Signed by the key", code(key))));
    return ReportParts.facts("facts", facts);
  }

  private static List<Html> violations(ComplianceRecord record) {
    if (!(record.entry().content().verdict().get("violations") instanceof JsonArray violations)
        || violations.values().isEmpty()) {
      return List.of();
    }
    List<List<Html>> rows = new ArrayList<>();
    for (Json violation : violations.values()) {
      JsonObject object = violation.asObject().orElse(JsonObject.empty());
      rows.add(
          List.of(
              Html.text(object.text("code").orElse("–")),
              Html.text(object.text("severity").orElse("–")),
              Html.breakable(object.text("field").orElse("–")),
              Html.text(object.text("message").orElse("–"))));
    }
    return List.of(
        new HtmlTable(
                id("violations", record),
                "Violations",
                List.of(
                    new Column(Html.text("Code"), Kind.CODE),
                    Column.text("Severity"),
                    new Column(Html.text("Field"), Kind.CODE),
                    new Column(Html.text("Message"), Kind.PROSE)),
                rows,
                List.of())
            .html());
  }

  /** What the event says otherwise than the accepted one of its source before it by event time. */
  private List<Html> changes(ComplianceRecord record) {
    ComplianceRecord previous = before.get(record);
    if (previous == null) {
      return List.of();
    }
    Map<String, String> now = JsonFields.of(record.entry().content().trade());
    Map<String, String> then = JsonFields.of(previous.entry().content().trade());
    List<List<Html>> rows = new ArrayList<>();
    List.of("/eventType", "/timestamp")
        .forEach(
            heading -> {
              then.remove(heading);
              now.remove(heading);
            });
    JsonFields.changed(then, now)
        .forEach(
            field ->
                rows.add(
                    List.of(
                        Html.breakable(Figures.excerpt(field, VALUE_LENGTH)),
                        value(then.get(field)),
                        value(now.get(field)))));
    String what =
        "%s at %s, record %d"
            .formatted(
                previous.entry().eventTypeName(),
                previous.entry().time(),
                previous.link().sequence());
    if (rows.isEmpty()) {
      return List.of(Html.element("p", "Says the same as " + what + "."));
    }
    return List.of(
        new HtmlTable(
                id("changes", record),
                "Changed against " + what,
                List.of(
                    new Column(Html.text("Field"), Kind.CODE),
                    new Column(Html.text("Before"), Kind.CODE),
                    new Column(Html.text("Now"), Kind.CODE)),
                rows,
                List.of())
            .html());
  }

  private static Html value(@Nullable String value) {
    return Html.breakable(Figures.excerpt(value, VALUE_LENGTH));
  }

  private static Element fields(String name, Json json, String id) {
    List<List<Html>> rows = new ArrayList<>();
    JsonFields.of(json)
        .forEach(
            (field, value) ->
                rows.add(
                    List.of(Html.breakable(Figures.excerpt(field, VALUE_LENGTH)), value(value))));
    return Html.element("details")
        .add(
            Html.element("summary", name + ", " + Counted.of(rows.size(), "field")),
            new HtmlTable(
                    id,
                    name,
                    List.of(
                        new Column(Html.text("Field"), Kind.CODE),
                        new Column(Html.text("Value"), Kind.CODE)),
                    rows,
                    List.of())
                .html());
  }

  private Html hashes(ComplianceRecord record) {
    Hashes hashes = record.entry().hashes();
    ChainLink link = record.link();
    Provenance provenance = record.entry().provenance();
    return ReportParts.facts(
        "hashes",
        List.of(
            ReportParts.fact("Previous hash", previous(link)),
            ReportParts.fact("Record hash", code(link.recordHash())),
            ReportParts.fact("Event hash", code(hashes.eventHash())),
            ReportParts.fact("Content hash", code(hashes.contentHash())),
            ReportParts.fact(
                "Event ID", provenance.eventId().<Html>map(TradeReport::code).orElse(dash())),
            ReportParts.fact("Execution", code(provenance.executionArn()))));
  }

  private Html previous(ChainLink link) {
    return link.previousHash()
        .map(this::hash)
        .orElseGet(() -> Html.text("none: the first of the chain"));
  }

  private static Element code(String text) {
    return Html.element("span", text).with("class", "code");
  }

  /** A record's hash with a link to the record, if it is there. */
  private Html hash(String hash) {
    ComplianceRecord record = byHash.get(hash);
    Html whose =
        record == null
            ? Html.element("strong", "✕ no record of this trade has this hash")
            : Html.element("a", "record " + record.link().sequence())
                .with("href", "#" + id("record", record));
    return Html.element("span").add(code(hash), Html.text(" "), whose);
  }

  private List<Html> unreadable() {
    return List.of(
        new HtmlTable(
                "unreadable",
                "Items under this trade that this project's code did not write",
                List.of(Column.number("Sort key"), new Column(Html.text("Reason"), Kind.PROSE)),
                trade.unreadable().stream()
                    .map(
                        item ->
                            List.<Html>of(Html.text(item.timestamp()), Html.text(item.reason())))
                    .toList(),
                List.of())
            .html());
  }
}
