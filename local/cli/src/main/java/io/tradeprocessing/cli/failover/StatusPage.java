package io.tradeprocessing.cli.failover;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.cli.failover.RegionState.Replay;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Both Regions side by side, for people and programs.
 *
 * @param compared the newest records of both; nothing where a Region does not answer
 */
public record StatusPage(Situation situation, Optional<Comparison> compared) {

  /** A probe that is older than this has failed or stopped. */
  private static final Duration PROBE_IS_OLD = Duration.ofMinutes(15);

  private static final int SECONDS_SHOWN = 120;
  private static final int MINUTES_SHOWN = 120;
  private static final int HOURS_SHOWN = 48;

  private List<RegionView> views() {
    return List.of(situation.primary(), situation.standby());
  }

  /** What an operator has to look at, a sentence each. */
  public List<String> findings() {
    List<String> findings = new ArrayList<>();
    for (RegionView view : views()) {
      switch (view) {
        case RegionView.Down(String region, String problem) ->
            findings.add(region + " does not answer: " + problem);
        case RegionView.Up(RegionState state) -> findings.addAll(findings(state));
      }
    }
    if (situation.taking().size() != 1) {
      findings.add(situation.text());
    }
    return findings;
  }

  private List<String> findings(RegionState state) {
    List<String> findings = new ArrayList<>();
    String region = state.region();
    if (!state.intake().isOpen() && !state.intake().isClosed()) {
      findings.add("some rules of " + region + " are enabled and some are not");
    } else if (state.role().takesEvents(state.intake().parameter()) != state.intake().isOpen()) {
      findings.add(
          "the rules of " + region + " are not as Intake=" + state.intake().parameter() + " says");
    }
    if (state.work().deadLetters() > 0) {
      findings.add(
          "%,d dead letters are in %s: %s"
              .formatted(
                  state.work().deadLetters(),
                  region,
                  state.work().queues().entrySet().stream()
                      .filter(queue -> queue.getValue() > 0)
                      .map(queue -> queue.getValue() + " in " + queue.getKey())
                      .collect(Collectors.joining(", "))));
    }
    Optional<Instant> probe = Optional.ofNullable(state.records().probes().get(region));
    if (probe.isEmpty()) {
      findings.add("no probe has run through " + region);
    } else if (probe.get().plus(PROBE_IS_OLD).isBefore(situation.at())) {
      findings.add("the last probe ran through " + region + " " + age(probe.get()) + " ago");
    }
    if (state.archive().isEmpty()) {
      findings.add(region + " keeps no archive of its events, so a failover cannot replay them");
    }
    compared.ifPresent(
        comparison -> {
          long missing = comparison.missing().getOrDefault(region, 0L);
          long behind = comparison.behind().getOrDefault(region, 0L);
          if (missing + behind > 0) {
            findings.add(
                "%s lacks %,d of the newest %,d records, and %,d heads are behind"
                    .formatted(region, missing, comparison.records(), behind));
          }
        });
    return findings;
  }

  /** The table and the findings. */
  public String text() {
    StringBuilder text = new StringBuilder();
    row(text, "", RegionView::region);
    row(text, "role", up(state -> state.role().toString()));
    row(text, "intake", up(StatusPage::intake));
    row(text, "stack", up(state -> state.intake().stackStatus()));
    row(
        text,
        "executions running",
        up(state -> state.work().running().map("%,d"::formatted).orElse("EXPRESS")));
    row(text, "dead letters", up(state -> "%,d".formatted(state.work().deadLetters())));
    for (RegionView of : views()) {
      of.answer()
          .ifPresent(
              writer ->
                  row(
                      text,
                      "last record of " + writer.region(),
                      up(
                          state ->
                              moment(
                                  Optional.ofNullable(
                                      state.records().last().get(writer.slot()))))));
    }
    compared.ifPresent(
        comparison -> {
          row(text, "records missing", counted(comparison.missing(), comparison.records()));
          row(text, "heads behind", counted(comparison.behind(), comparison.records()));
        });
    for (RegionView of : views()) {
      row(
          text,
          "probe of " + of.region(),
          up(state -> moment(Optional.ofNullable(state.records().probes().get(of.region())))));
    }
    row(
        text,
        "archive",
        up(
            state ->
                state
                    .archive()
                    .map(
                        archive ->
                            "since "
                                + archive
                                    .reachesBackTo(situation.at())
                                    .truncatedTo(ChronoUnit.SECONDS))
                    .orElse("none")));
    row(text, "last replay", up(StatusPage::lastReplay));
    findings().forEach(finding -> text.append(finding).append('\n'));
    if (situation.taking().size() == 1) {
      text.append(situation.text()).append('\n');
    }
    return text.toString();
  }

  private void row(StringBuilder text, String name, Function<RegionView, String> value) {
    text.append(
        "%-26s  %-34s  %s%n"
            .formatted(name, value.apply(situation.primary()), value.apply(situation.standby())));
  }

  private static Function<RegionView, String> up(Function<RegionState, String> value) {
    return view -> view.answer().map(value).orElse("no answer");
  }

  private static Function<RegionView, String> counted(Map<String, Long> counts, long records) {
    return view ->
        "%,d of the newest %,d".formatted(counts.getOrDefault(view.region(), 0L), records);
  }

  private static String intake(RegionState state) {
    RegionState.Intake intake = state.intake();
    String rules = intake.isOpen() ? "open" : intake.isClosed() ? "closed" : "partly open";
    return rules + " (Intake=" + intake.parameter() + ")";
  }

  private static String lastReplay(RegionState state) {
    return state.replays().stream()
        .max(Comparator.comparing(Replay::name))
        .map(replay -> replay.name() + " " + replay.state())
        .orElse("none");
  }

  private String moment(Optional<Instant> time) {
    return time.map(at -> at.truncatedTo(ChronoUnit.SECONDS) + ", " + age(at) + " ago")
        .orElse("none");
  }

  private String age(Instant time) {
    Duration age = Duration.between(time, situation.at());
    if (age.toSeconds() < SECONDS_SHOWN) {
      return Math.max(0, age.toSeconds()) + " s";
    }
    if (age.toMinutes() < MINUTES_SHOWN) {
      return age.toMinutes() + " min";
    }
    return age.toHours() < HOURS_SHOWN ? age.toHours() + " h" : age.toDays() + " days";
  }

  /** The same as an object, the Regions by their roles. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("at", situation.at().toString());
    json.set("primary", region(situation.primary()));
    json.set("standby", region(situation.standby()));
    compared.ifPresent(
        comparison -> {
          ObjectNode object = json.putObject("compared").put("records", comparison.records());
          object.set("missing", counts(comparison.missing()));
          object.set("headsBehind", counts(comparison.behind()));
        });
    ArrayNode findings = json.putArray("findings");
    findings().forEach(findings::add);
    return json;
  }

  private static ObjectNode counts(Map<String, Long> counts) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    new TreeMap<>(counts).forEach(json::put);
    return json;
  }

  private ObjectNode region(RegionView view) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("region", view.region());
    switch (view) {
      case RegionView.Down(_, String problem) -> json.put("problem", problem);
      case RegionView.Up(RegionState state) -> {
        json.put("slot", state.slot())
            .put("intake", state.intake().parameter())
            .put("takesEvents", state.intake().isOpen())
            .put("stackStatus", state.intake().stackStatus());
        state
            .work()
            .running()
            .ifPresentOrElse(
                running -> json.put("executionsRunning", running),
                () -> json.putNull("executionsRunning"));
        json.set("queues", counts(state.work().queues()));
        ObjectNode last = json.putObject("lastRecordBySlot");
        state.records().last().forEach((slot, at) -> last.put(slot.toString(), at.toString()));
        ObjectNode probes = json.putObject("probes");
        state.records().probes().forEach((region, at) -> probes.put(region, at.toString()));
        state
            .archive()
            .ifPresent(
                archive ->
                    json.putObject("archive")
                        .put("from", archive.reachesBackTo(situation.at()).toString())
                        .put("days", archive.days())
                        .put("bytes", archive.bytes()));
        ArrayNode replays = json.putArray("replays");
        state
            .replays()
            .forEach(
                replay ->
                    replays
                        .addObject()
                        .put("name", replay.name())
                        .put("state", replay.state().name()));
      }
    }
    return json;
  }
}
