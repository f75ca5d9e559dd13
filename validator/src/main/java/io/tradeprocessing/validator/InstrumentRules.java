package io.tradeprocessing.validator;

import io.tradeprocessing.common.identifier.Cfi;
import io.tradeprocessing.common.identifier.Cusip;
import io.tradeprocessing.common.identifier.Figi;
import io.tradeprocessing.common.identifier.IdentifierCheck;
import io.tradeprocessing.common.identifier.Isin;
import io.tradeprocessing.common.identifier.Sedol;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.reference.Countries;
import java.util.Optional;

/** The rules on what identifies an instrument, and on whether its identifiers agree. */
final class InstrumentRules {

  private final TradeFields fields;

  InstrumentRules(TradeFields fields) {
    this.fields = fields;
  }

  void check(boolean required) {
    Json value = fields.value(Field.INSTRUMENT, required);
    if (value == null) {
      return;
    }
    if (!(value instanceof JsonObject)) {
      fields.wrongType(Field.INSTRUMENT, value);
      return;
    }
    if (!(fields.has(Field.ISIN)
        || fields.has(Field.CUSIP)
        || fields.has(Field.SEDOL)
        || fields.has(Field.FIGI))) {
      fields.add(
          Field.INSTRUMENT, ViolationCode.MISSING, Message.of("the instrument has no identifier"));
    }
    Optional<Isin> isin = isin();
    Optional<Cusip> cusip = fields.text(Field.CUSIP, false).flatMap(this::cusip);
    if (isin.isPresent() && cusip.isPresent() && !isin.get().agreesWith(cusip.get())) {
      disagrees(Field.CUSIP, cusip.get().value(), isin.get());
    }
    Optional<Sedol> sedol = fields.text(Field.SEDOL, false).flatMap(this::sedol);
    if (isin.isPresent() && sedol.isPresent() && !isin.get().agreesWith(sedol.get())) {
      disagrees(Field.SEDOL, sedol.get().value(), isin.get());
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

  private void disagrees(Field field, String value, Isin isin) {
    fields.add(
        field,
        ViolationCode.INCONSISTENT,
        Message.of("'{value}' does not belong to ISIN {isin}")
            .with("value", value)
            .with("isin", isin.value()));
  }

  private void cfi() {
    Optional<String> text = fields.text(Field.CFI, false);
    if (text.isEmpty()) {
      return;
    }
    Optional<Cfi> cfi = Cfi.parse(text.get());
    if (cfi.isEmpty()) {
      fields.badFormat(Field.CFI, text.get());
    } else if (!cfi.get().isListed()) {
      fields.unknownCode(Field.CFI, text.get());
    }
  }
}
