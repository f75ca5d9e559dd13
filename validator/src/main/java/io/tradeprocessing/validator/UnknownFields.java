package io.tradeprocessing.validator;

import io.tradeprocessing.common.json.JsonObject;
import java.util.Optional;
import java.util.function.Function;

/** Reports the members that the contract does not know. */
final class UnknownFields {

  /** As many unknown fields are reported one by one: a verdict must fit into a workflow's state. */
  static final int MAX_UNKNOWN_FIELDS = 32;

  private final TradeFields fields;

  UnknownFields(TradeFields fields) {
    this.fields = fields;
  }

  void report() {
    Optional<JsonObject> instrument = fields.instrument();
    int left = report(fields.trade(), Field::ofTrade, "", MAX_UNKNOWN_FIELDS);
    if (instrument.isPresent()) {
      left = report(instrument.get(), Field::ofInstrument, Field.INSTRUMENT.pointer(), left);
    }
    if (left < 0) {
      fields.add(
          Field.UNKNOWN,
          ViolationCode.UNKNOWN_FIELD,
          "",
          Message.of("{count} more fields are not in the contract")
              .with("count", Integer.toString(-left)));
    }
  }

  /** Reports the first so many unknown members; returns how many it could report besides. */
  private int report(JsonObject object, Function<String, Field> fieldOf, String path, int limit) {
    int left = limit;
    for (int i = 0; i < object.size(); i++) {
      String name = object.nameAt(i);
      if (fieldOf.apply(name) == Field.UNKNOWN && --left >= 0) {
        String shown = Shown.plain(name);
        fields.add(
            Field.UNKNOWN,
            ViolationCode.UNKNOWN_FIELD,
            path + "/" + shown.replace("~", "~0").replace("/", "~1"),
            Message.of("'{name}' is not in the contract").with("name", name));
      }
    }
    return left;
  }
}
