package io.tradeprocessing.cli.failover;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Both Regions at a moment.
 *
 * @param at the moment
 */
public record Situation(RegionView primary, RegionView standby, Instant at) {

  /** The Region of a role. */
  public RegionView of(Role role) {
    return role == Role.PRIMARY ? primary : standby;
  }

  /** Looks at both Regions. */
  static Situation observe(Regions<?> regions, Instant at) {
    return new Situation(RegionView.of(regions.primary()), RegionView.of(regions.standby()), at);
  }

  /** The Region of a name. */
  RegionView named(String region) {
    return primary.region().equals(region) ? primary : standby;
  }

  /** The Regions that take events. */
  List<String> taking() {
    List<String> taking = new ArrayList<>();
    for (RegionView view : List.of(primary, standby)) {
      view.answer()
          .filter(state -> !state.intake().isClosed())
          .ifPresent(state -> taking.add(state.region()));
    }
    return taking;
  }

  /** Who takes events, and what that means. */
  public String text() {
    List<String> taking = taking();
    List<String> unknown = new ArrayList<>();
    for (RegionView view : List.of(primary, standby)) {
      if (view instanceof RegionView.Down down) {
        unknown.add(down.region());
      }
    }
    String open =
        switch (taking.size()) {
          case 0 ->
              "no Region takes events: both archives keep what arrives, and the replays of a"
                  + " failover record it";
          case 1 -> taking.getFirst() + " takes events";
          default ->
              "both Regions take events: nothing is lost or overwritten, but each event is"
                  + " processed twice and may be recorded in both";
        };
    return unknown.isEmpty()
        ? open
        : open + "; " + String.join(" and ", unknown) + " does not answer";
  }
}
