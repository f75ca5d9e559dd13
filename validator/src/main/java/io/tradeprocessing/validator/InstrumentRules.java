package io.tradeprocessing.validator;

import io.tradeprocessing.common.identifier.Cfi;
import io.tradeprocessing.common.identifier.Cusip;
import io.tradeprocessing.common.identifier.Figi;
import io.tradeprocessing.common.identifier.IdentifierCheck;
import io.tradeprocessing.common.identifier.Isin;
import io.tradeprocessing.common.identifier.Sedol;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonString;
import io.tradeprocessing.common.reference.Countries;
import io.tradeprocessing.common.reference.InstrumentKind;
import java.util.Optional;

/** The rules on what identifies an instrument, and on whether its identifiers agree. */
final class InstrumentRules {

  private final TradeFields fields;
  private final Optional<Cfi> cfi;

  InstrumentRules(TradeFields fields) {
    this.fields = fields;
    this.cfi =
        fields.get(Field.CFI) instanceof JsonString text
            ? Cfi.parse(text.value())
            : Optional.empty();
  }

  /** What the instrument is; nothing where its CFI code is absent or does not say. */
  Optional<InstrumentKind> kind() {
    return cfi.isPresent() ? cfi.get().kind() : Optional.empty();
  }

  /**
   * Checks the identifiers.
   *
   * @param required whether the event needs them
   */
  void check(boolean required) {
    Json value = fields.value(Field.INSTRUMENT, required);
    if (value == null) {
      return;
    }
    if (!(value instanceof JsonObject)) {
      fields.wrongType(Field.INSTRUMENT, value);
      return;
    }
    Optional<InstrumentKind> kind = kind();
    if (kind.isPresent() && !kind.get().isCarried()) {
      fields.add(
          Field.INSTRUMENT,
          ViolationCode.UNSUPPORTED_INSTRUMENT,
          Message.of("CFI {cfi} is {kind}")
              .with("cfi", cfi.orElseThrow().value())
              .with("kind", named(kind.get())));
    } else if (!(fields.has(Field.ISIN)
        || fields.has(Field.CUSIP)
        || fields.has(Field.SEDOL)
        || fields.has(Field.FIGI))) {
      fields.add(
          Field.INSTRUMENT, ViolationCode.MISSING, Message.of("the instrument has no identifier"));
    }
    Optional<Isin> isin = isin();
    Optional<Cusip> cusip = fields.text(Field.CUSIP, false).flatMap(this::cusip);
    if (isin.isPresent() && cusip.isPresent() && !isin.get().agreesWith(cusip.get())) {
      fields.add(
          Field.CUSIP,
          ViolationCode.INCONSISTENT,
          Message.of("'{value}' does not belong to ISIN {isin}")
              .with("value", cusip.get().value())
              .with("isin", isin.get().value()));
    }
    Optional<Sedol> sedol = fields.text(Field.SEDOL, false).flatMap(this::sedol);
    if (isin.isPresent() && sedol.isPresent() && !isin.get().agreesWith(sedol.get())) {
      fields.add(
          Field.SEDOL,
          ViolationCode.INCONSISTENT,
          Message.of("'{value}' is not the SEDOL in ISIN {isin}")
              .with("value", sedol.get().value())
              .with("isin", isin.get().value()));
    }
    Optional<String> figi = fields.text(Field.FIGI, false);
    if (figi.isPresent()) {
      fields.report(Field.FIGI, figi.get(), Figi.check(figi.get()));
    }
    cfi();
  }

  private Optional<Isin> isin() {
    Optional<String> text = fields.text(Field.ISIN, false);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    IdentifierCheck check = Isin.check(text.get());
    fields.report(Field.ISIN, text.get(), check);
    if (check != IdentifierCheck.BAD_FORMAT
        && Countries.find(text.get().substring(0, 2)).isEmpty()) {
      fields.add(
          Field.ISIN,
          ViolationCode.UNKNOWN_CODE,
          Message.of("the prefix of '{value}' is unknown").with("value", text.get()));
    }
    return check == IdentifierCheck.OK ? Optional.of(new Isin(text.get())) : Optional.empty();
  }

  private Optional<Cusip> cusip(String text) {
    IdentifierCheck check = Cusip.check(text);
    fields.report(Field.CUSIP, text, check);
    return check == IdentifierCheck.OK ? Optional.of(new Cusip(text)) : Optional.empty();
  }

  private Optional<Sedol> sedol(String text) {
    IdentifierCheck check = Sedol.check(text);
    fields.report(Field.SEDOL, text, check);
    return check == IdentifierCheck.OK ? Optional.of(new Sedol(text)) : Optional.empty();
  }

  private void cfi() {
    Optional<String> text = fields.text(Field.CFI, false);
    if (text.isEmpty()) {
      return;
    }
    if (cfi.isEmpty()) {
      fields.badFormat(Field.CFI, text.get());
    } else if (!cfi.get().isListed()) {
      Optional<String> edition = cfi.get().olderEdition();
      if (edition.isPresent()) {
        fields.add(
            Field.CFI,
            ViolationCode.EXPIRED_CODE,
            Message.of("'{value}' is a code of the edition {edition} and not of the current one")
                .with("value", text.get())
                .with("edition", edition.get()));
      } else {
        fields.unknownCode(Field.CFI, text.get());
      }
    }
  }

  /** What ISO 10962 calls the kinds that the contract does not carry. */
  private static String named(InstrumentKind kind) {
    return switch (kind) {
      case NON_LISTED_OPTION -> "an option that is not listed or is complex";
      case STRATEGY -> "a strategy of several instruments";
      case FINANCING -> "a financing, such as a repo or a securities loan";
      case REFERENTIAL -> "a referential instrument, such as an index";
      case EQUITY,
          COLLECTIVE_INVESTMENT_VEHICLE,
          DEBT,
          ENTITLEMENT,
          LISTED_OPTION,
          FUTURE,
          SWAP,
          SPOT,
          FORWARD,
          OTHER ->
          throw new IllegalArgumentException("the contract carries " + kind);
    };
  }
}
