package io.tradeprocessing.common.store;

import java.util.Optional;

/**
 * What was remarkable about an accepted event by what its writer knew when it arrived: the accepted
 * records of its own chain and the part of the others that it had seen.
 *
 * @param unmatched an event other than a NEW that met no live trade of its source
 * @param conflict contradicts another event of its source, type and time
 * @param replaces a NEW over a live trade of its source
 */
public record Flags(boolean unmatched, boolean conflict, boolean replaces) {

  /** Nothing remarkable, as for every rejected event. */
  public static final Flags NONE = new Flags(false, false, false);

  static Flags of(Optional<Place> accepted, TradeState known) {
    return accepted
        .map(
            place ->
                switch (place.type()) {
                  case NEW -> new Flags(false, known.contradicts(place), known.isLiveAt(place));
                  case CORRECT, ALLOCATION, GIVE_UP, NOVATION, TERMINATION, EXERCISE, CANCEL ->
                      new Flags(!known.isLiveAt(place), known.contradicts(place), false);
                })
        .orElse(NONE);
  }
}
