package io.tradeprocessing.common.trade;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonString;
import java.util.Optional;

/**
 * A buyer or seller as MiFIR RTS 22 (fields 7 and 16) identifies it, as sent: whether the
 * identifier has its standard's form is a question to that standard.
 *
 * @param type what identifies it
 * @param id the identifier; personal data where {@link Type#isNaturalPerson()}, so no message, log
 *     or metric shows it
 */
public record Party(Type type, String id) {

  /** What identifies a party. */
  public enum Type {
    /** Legal entity identifier, ISO 17442. */
    LEI,
    /** The venue, where it clears through a central counterparty and the other side is unknown. */
    MIC,
    /** The aggregate client account; the code alone, without an identifier. */
    INTC,
    /** National identifier of a natural person, behind the country's code. */
    NIDN,
    /** Passport number of a natural person, behind the country's code. */
    CCPT,
    /** Country, date of birth and five letters of each name of a natural person. */
    CONCAT;

    public static Optional<Type> of(String name) {
      return switch (name) {
        case "LEI" -> Optional.of(LEI);
        case "MIC" -> Optional.of(MIC);
        case "INTC" -> Optional.of(INTC);
        case "NIDN" -> Optional.of(NIDN);
        case "CCPT" -> Optional.of(CCPT);
        case "CONCAT" -> Optional.of(CONCAT);
        default -> Optional.empty();
      };
    }

    /** Whether the identifier is that of a natural person, which is personal data. */
    public boolean isNaturalPerson() {
      return switch (this) {
        case NIDN, CCPT, CONCAT -> true;
        case LEI, MIC, INTC -> false;
      };
    }
  }

  private static final int MIC_LENGTH = 4;

  /**
   * Reads a party: a text ({@code INTC}, a MIC by its four characters, otherwise an LEI), or an
   * object {@code {"type", "id"}}, whose {@code id} is absent for INTC. Nothing for anything else.
   */
  public static Optional<Party> read(Json value) {
    return switch (value) {
      case JsonString text -> Optional.of(ofText(text.value()));
      case JsonObject object -> ofObject(object);
      default -> Optional.empty();
    };
  }

  private static Party ofText(String text) {
    if (text.equals(Type.INTC.name())) {
      return new Party(Type.INTC, text);
    }
    return new Party(text.length() == MIC_LENGTH ? Type.MIC : Type.LEI, text);
  }

  private static Optional<Party> ofObject(JsonObject object) {
    Optional<Type> type = object.text("type").flatMap(Type::of);
    if (type.isEmpty()) {
      return Optional.empty();
    }
    if (type.get() == Type.INTC && !object.has("id")) {
      return Optional.of(new Party(Type.INTC, Type.INTC.name()));
    }
    Optional<String> id = object.text("id");
    return id.isPresent() ? Optional.of(new Party(type.get(), id.get())) : Optional.empty();
  }

  /** The type alone: the identifier may be that of a person. */
  @Override
  public String toString() {
    return "Party[" + type + "]";
  }
}
