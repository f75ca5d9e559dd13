package io.tradeprocessing.validator;

import io.tradeprocessing.common.identifier.Lei;
import io.tradeprocessing.common.identifier.Uti;
import io.tradeprocessing.common.trade.IsoDate;
import java.time.LocalDate;
import java.util.Optional;

/** The rules on the parties of a trade, and on what they agreed on. */
final class PartyRules {

  private final TradeFields fields;

  PartyRules(TradeFields fields) {
    this.fields = fields;
  }

  void check(Optional<LocalDate> tradeDate) {
    lei(Field.EXECUTING_ENTITY);
    lei(Field.BUYER);
    lei(Field.SELLER);
    fields.oneOf(Field.CAPACITY, false, PartyRules::isCapacity);
    settlementDate(tradeDate);
    uti();
  }

  private void lei(Field field) {
    Optional<String> text = fields.text(field, false);
    if (text.isPresent()) {
      fields.report(field, text.get(), Lei.check(text.get()));
    }
  }

  private static boolean isCapacity(String text) {
    return switch (text) {
      case "DEAL", "MTCH", "AOTC" -> true;
      default -> false;
    };
  }

  private void settlementDate(Optional<LocalDate> tradeDate) {
    Optional<String> text = fields.text(Field.SETTLEMENT_DATE, false);
    if (text.isEmpty()) {
      return;
    }
    Optional<LocalDate> date = IsoDate.parse(text.get());
    if (date.isEmpty()) {
      fields.badFormat(Field.SETTLEMENT_DATE, text.get());
    } else if (tradeDate.isPresent() && date.get().isBefore(tradeDate.get())) {
      fields.add(
          Field.SETTLEMENT_DATE,
          ViolationCode.INCONSISTENT,
          Message.of("'{value}' is before the trade date {tradeDate}")
              .with("value", text.get())
              .with("tradeDate", tradeDate.get().toString()));
    }
  }

  private void uti() {
    Optional<String> text = fields.text(Field.UTI, false);
    if (text.isPresent()) {
      fields.report(Field.UTI, text.get(), Uti.check(text.get()));
    }
  }
}
