package io.tradeprocessing.enricher;

import io.tradeprocessing.common.identifier.Cfi;
import io.tradeprocessing.common.identifier.Cusip;
import io.tradeprocessing.common.identifier.Isin;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.reference.Countries;
import io.tradeprocessing.common.reference.Country;
import io.tradeprocessing.common.reference.InstrumentKind;
import io.tradeprocessing.enricher.marketdata.SecurityMaster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the identifiers say about an instrument.
 *
 * @param kind what it is
 * @param isin its ISIN, where it is valid
 * @param cfi its CFI code, where it has the standard's form
 * @param master what the market data API knows about it
 * @param json country and kind, as far as they are known
 */
record Instrument(
    Optional<InstrumentKind> kind,
    Optional<Isin> isin,
    Optional<Cfi> cfi,
    SecurityMaster master,
    JsonObject json) {

  static final Instrument UNKNOWN =
      new Instrument(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          SecurityMaster.EMPTY,
          JsonObject.empty());

  private static final String FROM_MARKET_DATA = "market-data";

  static Optional<Instrument> of(JsonObject trade, SecurityMaster master, Gaps gaps) {
    Json value = trade.get("instrument");
    if (value == null) {
      gaps.missing("/instrument", "no country and kind of the instrument");
      return Optional.empty();
    }
    if (!(value instanceof JsonObject identifiers)) {
      gaps.add("/instrument", GapReason.UNUSABLE, "not an object: no country and kind");
      return Optional.empty();
    }
    Optional<Isin> isin = isin(identifiers, gaps);
    JsonObject.Builder json = JsonObject.builder();
    if (isin.isPresent()) {
      String prefix = isin.get().prefix();
      if (isCountry(prefix, gaps)) {
        json.put("country", prefix);
      }
    }
    Optional<InstrumentKind> kind = kind(identifiers, isin, master, json, gaps);
    if (!master.listing().isEmpty()) {
      List<Json> mics = new ArrayList<>();
      master.listing().forEach(mic -> mics.add(Json.of(mic)));
      json.put("listing", new JsonArray(mics));
    }
    Optional<Cfi> cfi = identifiers.text("cfi").flatMap(Cfi::parse);
    return Optional.of(new Instrument(kind, isin, cfi, master, json.build()));
  }

  /**
   * Whether a government owes or guarantees the debt: the fourth letter of the CFI code of a bond,
   * T in ISO 10962. Nothing where it says neither yes nor no.
   */
  Optional<Boolean> isGovernmentDebt() {
    return cfi.map(code -> code.value().charAt(3)).filter(c -> c != 'X').map(c -> c == 'T');
  }

  private static Optional<Isin> isin(JsonObject identifiers, Gaps gaps) {
    if (!identifiers.has("isin")) {
      gaps.notGiven("/instrument/isin", GapReason.NOT_TOLD, "only an ISIN names the country");
      return Optional.empty();
    }
    Optional<String> text = identifiers.text("isin");
    Optional<Isin> isin = text.isPresent() ? Isin.parse(text.get()) : Optional.empty();
    if (isin.isEmpty()) {
      gaps.add("/instrument/isin", GapReason.UNUSABLE, "not an ISIN: no country");
    }
    return isin;
  }

  private static boolean isCountry(String prefix, Gaps gaps) {
    Optional<Country> country = Countries.find(prefix);
    if (country.isEmpty()) {
      gaps.add(
          "/instrument/isin", GapReason.UNKNOWN_CODE, "its prefix is not on any list: no country");
      return false;
    }
    if (country.get().kind() == Country.Kind.ISIN) {
      gaps.add(
          "/instrument/isin", GapReason.NO_COUNTRY, "its prefix is not a country code: no country");
      return false;
    }
    return true;
  }

  private static Optional<InstrumentKind> kind(
      JsonObject identifiers,
      Optional<Isin> isin,
      SecurityMaster master,
      JsonObject.Builder json,
      Gaps gaps) {
    if (identifiers.has("cfi")) {
      Optional<String> text = identifiers.text("cfi");
      Optional<Cfi> cfi = text.flatMap(Cfi::parse);
      Optional<InstrumentKind> kind = cfi.flatMap(Cfi::kind);
      if (kind.isPresent()) {
        return told(kind.get(), "/instrument/cfi", json);
      }
      gaps.add(
          "/instrument/cfi",
          cfi.isPresent() ? GapReason.UNKNOWN_CODE : GapReason.UNUSABLE,
          "not an ISO 10962 CFI code: no kind from it");
    }
    Optional<String> cusip = identifiers.text("cusip");
    if (cusip.isPresent() && Cusip.parse(cusip.get()).isPresent() && isDebt(cusip.get())) {
      return told(InstrumentKind.DEBT, "/instrument/cusip", json);
    }
    if (isin.isPresent() && holdsCusip(isin.get()) && isDebt(isin.get().nationalNumber())) {
      return told(InstrumentKind.DEBT, "/instrument/isin", json);
    }
    if (master.kind().isPresent()) {
      return told(master.kind().get(), FROM_MARKET_DATA, json);
    }
    gaps.notGiven("/instrument/cfi", GapReason.NOT_TOLD, "without a CFI code the kind is unknown");
    return Optional.empty();
  }

  private static Optional<InstrumentKind> told(
      InstrumentKind kind, String from, JsonObject.Builder json) {
    json.put("kind", kind.name()).put("kindFrom", from);
    return Optional.of(kind);
  }

  private static boolean holdsCusip(Isin isin) {
    return isin.value().startsWith("US") || isin.value().startsWith("CA");
  }

  /**
   * Whether a CUSIP's issue number, its seventh and eighth character, has a letter: so fixed income
   * is numbered (CUSIP Global Services). Two digits are no sign: shares and funds both have them.
   */
  private static boolean isDebt(String cusip) {
    return isLetter(cusip.charAt(6)) || isLetter(cusip.charAt(7));
  }

  private static boolean isLetter(char c) {
    return c >= 'A' && c <= 'Z';
  }
}
