package io.tradeprocessing.enricher.marketdata;

import io.tradeprocessing.common.identifier.Mic;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.reference.InstrumentKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the market data API knows about an instrument besides its price; every part is optional.
 *
 * @param kind what it is
 * @param depository where it is held, by the names of {@code settlement.depository} or others
 * @param listing the venues that trade it, by MIC
 */
public record SecurityMaster(
    Optional<InstrumentKind> kind, Optional<String> depository, List<String> listing) {

  /** Nothing is known. */
  public static final SecurityMaster EMPTY =
      new SecurityMaster(Optional.empty(), Optional.empty(), List.of());

  static final int MAX_LISTINGS = 100;
  static final int MAX_NAME = 40;

  public SecurityMaster {
    listing = List.copyOf(listing);
  }

  /** Reads {@code instrument} of an answer; nothing where it is not in the contract. */
  static Optional<SecurityMaster> read(JsonObject instrument) {
    Optional<InstrumentKind> kind = instrument.text("kind").flatMap(SecurityMaster::kind);
    Optional<String> depository = instrument.text("depository").filter(SecurityMaster::isName);
    Optional<List<String>> listing = listing(instrument.get("listing"));
    boolean valid =
        kind.isPresent() == instrument.has("kind")
            && depository.isPresent() == instrument.has("depository")
            && listing.isPresent() == instrument.has("listing");
    return valid
        ? Optional.of(new SecurityMaster(kind, depository, listing.orElse(List.of())))
        : Optional.empty();
  }

  /** The kind of a name; nothing for another name. */
  public static Optional<InstrumentKind> kind(String name) {
    for (InstrumentKind kind : InstrumentKind.values()) {
      if (kind.name().equals(name)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** Whether a text is a name as the contract has them, of a depository or a status. */
  public static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_NAME
        && text.chars().allMatch(c -> (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_');
  }

  private static Optional<List<String>> listing(@Nullable Json value) {
    if (!(value instanceof JsonArray array) || array.values().size() > MAX_LISTINGS) {
      return Optional.empty();
    }
    List<String> mics = new ArrayList<>();
    for (Json each : array.values()) {
      Optional<String> mic = each.asText().flatMap(Mic::parse).map(Mic::value);
      if (mic.isEmpty()) {
        return Optional.empty();
      }
      mics.add(mic.get());
    }
    return Optional.of(mics);
  }
}
