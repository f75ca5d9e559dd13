package io.tradeprocessing.cli.html;

import io.tradeprocessing.cli.html.HtmlTable.Column;
import io.tradeprocessing.common.store.Place;
import io.tradeprocessing.common.store.Region;
import io.tradeprocessing.common.store.TradeHead;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.TradeState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

/** Where a trade stands: by source, and the head of each Region's chain. */
final class StateSection {

  private StateSection() {}

  /**
   * The section's content.
   *
   * @param hash a record's hash with a link to the record
   */
  static List<Html> of(TradeHistory trade, Function<String, Html> hash) {
    if (trade.heads().isEmpty()) {
      return List.of(
          Html.element("p", "The head of the chain is missing, so the state is unknown."));
    }
    SortedMap<String, TradeState> states = trade.states().bySource();
    List<Html> content = new ArrayList<>();
    if (states.isEmpty()) {
      content.add(Html.element("p", "No event was accepted."));
    } else {
      List<List<Html>> rows = new ArrayList<>();
      states.forEach(
          (source, state) ->
              rows.add(
                  List.of(
                      Html.text(source),
                      Html.text(state.status().name()),
                      Html.text(sentence(state)),
                      time(state.firstNew()),
                      time(state.lastNew()),
                      time(state.lastCorrect()),
                      time(state.lastCancel()))));
      content.add(
          new HtmlTable(
                  "states",
                  "State of the trade for each source, by the event times of accepted events",
                  List.of(
                      Column.text("Source"),
                      Column.text("State"),
                      Column.text("On the terms of"),
                      Column.text("First NEW"),
                      Column.text("Last NEW"),
                      Column.text("Last CORRECT"),
                      Column.text("Last CANCEL")),
                  rows,
                  List.of())
              .html());
      states.forEach((source, state) -> content.addAll(lifeEvents(source, state)));
    }
    for (TradeHead head : trade.heads()) {
      content.add(
          ReportParts.facts(
              "head",
              List.of(
                  ReportParts.fact("Region", Html.text(head.region().name())),
                  ReportParts.fact("Last in the chain", Html.text("record " + head.sequence())),
                  ReportParts.fact("Knows of other Regions", seen(trade, head)),
                  ReportParts.fact(
                      "Hash of the last record", head.lastHash().map(hash).orElse(dash())))));
    }
    return content;
  }

  private static Html seen(TradeHistory trade, TradeHead head) {
    List<Html> seen = new ArrayList<>();
    head.seen()
        .forEach(
            (slot, end) -> {
              String separator = seen.isEmpty() ? "" : ", ";
              String region =
                  trade.region(slot).map(Region::name).orElse("the Region in slot " + slot);
              seen.add(Html.text(separator + region + " up to record " + end.sequence()));
            });
    return seen.isEmpty() ? Html.text("none") : Html.element("span").add(seen);
  }

  private static String sentence(TradeState state) {
    return state.terms().map(place -> place.time().toString()).orElse("none in force");
  }

  /** Most trades have none. */
  private static List<Html> lifeEvents(String source, TradeState state) {
    List<Html> facts = new ArrayList<>();
    state
        .lastPartial()
        .ifPresent(place -> facts.add(lifeEvent("Last reduced for " + source, place)));
    state.lastEnd().ifPresent(place -> facts.add(lifeEvent("Last ended for " + source, place)));
    return facts.isEmpty() ? List.of() : List.of(ReportParts.facts("facts", facts));
  }

  private static Html lifeEvent(String what, Place place) {
    return ReportParts.fact(what, Html.text(place.type() + " at " + place.time()));
  }

  private static Html time(Optional<Place> place) {
    return place.<Html>map(p -> Html.text(p.time().toString())).orElse(dash());
  }

  private static Html dash() {
    return Html.text("–");
  }
}
