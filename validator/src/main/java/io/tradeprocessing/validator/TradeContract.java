package io.tradeprocessing.validator;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of a trade event, for whoever makes one of something else. */
public final class TradeContract {

  private TradeContract() {}

  /**
   * What each field may hold, by its JSON Pointer into the trade, in the contract's order. A party
   * may be text at {@code /buyer}, or its parts at {@code /buyer/type} and {@code /buyer/id}.
   */
  public static Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    for (Field field : Field.values()) {
      switch (field) {
        case TRADE, INSTRUMENT, UNKNOWN -> {}
        case BUYER, SELLER -> {
          fields.put(field.pointer(), field.allowed());
          fields.put(field.pointer() + "/type", "LEI, MIC, NIDN, CCPT, CONCAT or INTC");
          fields.put(field.pointer() + "/id", "the identifier of that type");
        }
        default -> fields.put(field.pointer(), field.allowed());
      }
    }
    return Collections.unmodifiableMap(fields);
  }
}
