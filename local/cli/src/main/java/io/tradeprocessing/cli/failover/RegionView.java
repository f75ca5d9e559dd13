package io.tradeprocessing.cli.failover;

import java.util.Optional;

/** A Region as it is seen from here. */
public sealed interface RegionView {

  String region();

  /** It answers. */
  record Up(RegionState state) implements RegionView {
    @Override
    public String region() {
      return state.region();
    }
  }

  /**
   * It does not answer.
   *
   * @param problem which service, and what happened
   */
  record Down(String region, String problem) implements RegionView {}

  /** Its state, if it answers. */
  default Optional<RegionState> answer() {
    return this instanceof Up(RegionState state) ? Optional.of(state) : Optional.empty();
  }

  /** Looks at a Region. */
  static RegionView of(RegionAccess access) {
    try {
      return new Up(access.state());
    } catch (RegionUnreachableException e) {
      return new Down(access.region(), String.valueOf(e.getMessage()));
    }
  }
}
