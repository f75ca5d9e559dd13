package io.tradeprocessing.validator;

import io.tradeprocessing.common.identifier.IdentifierCheck;
import io.tradeprocessing.common.identifier.Lei;
import io.tradeprocessing.common.identifier.Mic;
import io.tradeprocessing.common.identifier.PersonId;
import io.tradeprocessing.common.identifier.Uti;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonString;
import io.tradeprocessing.common.reference.Countries;
import io.tradeprocessing.common.reference.Country;
import io.tradeprocessing.common.reference.PersonIdentifiers;
import io.tradeprocessing.common.reference.Venue;
import io.tradeprocessing.common.reference.Venues;
import io.tradeprocessing.common.trade.Party;
import java.time.LocalDate;
import java.util.Optional;

/**
 * The rules on the parties of a trade, and on what they agreed on. No message shows what identifies
 * a party: it may be a person, even where it is sent as something else.
 */
final class PartyRules {

  private final TradeFields fields;

  PartyRules(TradeFields fields) {
    this.fields = fields;
  }

  void check(Optional<LocalDate> tradeDate) {
    Optional<String> executingEntity = executingEntity();
    Optional<Party> buyer = party(Field.BUYER, tradeDate);
    Optional<Party> seller = party(Field.SELLER, tradeDate);
    fields.oneOf(Field.CAPACITY, false, PartyRules::isCapacity);
    if (buyer.isPresent() && seller.isPresent()) {
      sides(buyer.get(), seller.get());
      if (executingEntity.isPresent()) {
        ownAccount(executingEntity.get(), buyer.get(), seller.get());
      }
    }
    settlementDate(tradeDate);
    uti(executingEntity, buyer, seller);
  }

  private Optional<String> executingEntity() {
    Optional<String> text = fields.text(Field.EXECUTING_ENTITY, false);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    IdentifierCheck check = Lei.check(text.get());
    fields.report(Field.EXECUTING_ENTITY, text.get(), check);
    return check == IdentifierCheck.OK ? text : Optional.empty();
  }

  private static boolean isCapacity(String text) {
    return switch (text) {
      case "DEAL", "MTCH", "AOTC" -> true;
      default -> false;
    };
  }

  // A party alone

  private Optional<Party> party(Field field, Optional<LocalDate> tradeDate) {
    Json value = fields.value(field, false);
    if (value == null) {
      return Optional.empty();
    }
    Optional<Party> party =
        switch (value) {
          case JsonString _ -> Party.read(value);
          case JsonObject object -> ofObject(field, object);
          default -> {
            fields.wrongType(field, value);
            yield Optional.empty();
          }
        };
    return party.isPresent() && isUsable(field, party.get(), tradeDate) ? party : Optional.empty();
  }

  private Optional<Party> ofObject(Field field, JsonObject object) {
    Json type = object.get("type");
    Json id = object.get("id");
    int known = (type == null ? 0 : 1) + (id == null ? 0 : 1);
    if (object.size() > known) {
      fields.add(
          field,
          ViolationCode.UNKNOWN_FIELD,
          Message.of("{count} fields of the party are not in the contract")
              .with("count", Integer.toString(object.size() - known)));
    }
    Optional<Party> party = Party.read(object);
    if (party.isPresent()) {
      return party;
    }
    if (type == null) {
      fields.add(field, ViolationCode.MISSING, Message.of("the party has no type"));
    } else if (!(type instanceof JsonString name)) {
      fields.wrongType(field, type);
    } else if (Party.Type.of(name.value()).isEmpty()) {
      fields.add(field, ViolationCode.UNKNOWN_CODE, Message.of("the type of the party is unknown"));
    } else if (id == null) {
      fields.add(field, ViolationCode.MISSING, Message.of("the party has no id"));
    } else {
      fields.wrongType(field, id);
    }
    return Optional.empty();
  }

  private boolean isUsable(Field field, Party party, Optional<LocalDate> tradeDate) {
    return switch (party.type()) {
      case LEI -> {
        IdentifierCheck check = Lei.check(party.id());
        fields.report(field, party.id(), check);
        yield check == IdentifierCheck.OK;
      }
      case MIC -> isVenue(field, party.id(), tradeDate);
      case INTC -> {
        boolean alone = party.id().equals(Party.Type.INTC.name());
        if (!alone) {
          fields.badFormat(field, party.id());
        }
        yield alone;
      }
      case NIDN, CCPT -> isPerson(field, party, PersonId.isNumber(party.id()));
      case CONCAT -> isPerson(field, party, PersonId.isConcat(party.id()));
    };
  }

  private boolean isVenue(Field field, String mic, Optional<LocalDate> tradeDate) {
    if (Mic.check(mic) != IdentifierCheck.OK) {
      fields.badFormat(field, mic);
      return false;
    }
    Optional<Venue> venue = Venues.find(mic);
    if (venue.isEmpty()) {
      fields.add(
          field, ViolationCode.UNKNOWN_CODE, Message.of("the market identifier code is unknown"));
    } else if (tradeDate.isPresent()) {
      LocalDate date = tradeDate.get();
      fields.inUse(field, mic, date, venue.get().liveOn(date), venue.get().expiredOn(date));
    }
    return venue.isPresent();
  }

  /**
   * Form and country are the contract's; which scheme a country's nationals have, and the form of
   * its national number, are law that changes, so a difference is a warning.
   */
  private boolean isPerson(Field field, Party party, boolean hasItsForm) {
    if (!hasItsForm) {
      fields.badFormat(field, party.id());
      return false;
    }
    String code = party.id().substring(0, 2);
    Optional<Country> country = Countries.find(code);
    if (country.isEmpty() || country.get().kind() == Country.Kind.ISIN) {
      fields.add(field, ViolationCode.UNKNOWN_CODE, Message.of("the nationality is unknown"));
      return false;
    }
    PersonIdentifiers identifiers = PersonIdentifiers.of(code);
    if (!identifiers.schemes().contains(party.type().name())) {
      fields.add(
          field,
          ViolationCode.INCONSISTENT,
          Message.of("RTS 22 does not have {type} for nationals of {country}")
              .with("type", party.type().name())
              .with("country", code));
    } else if (party.type() == Party.Type.NIDN && !identifiers.fits(party.id().substring(2))) {
      fields.add(
          field,
          ViolationCode.INCONSISTENT,
          Message.of("the national number does not have the form of {country}")
              .with("country", code));
    }
    return true;
  }

  // Parties together

  /** INTC may be on both sides: one account buys from the market what another sells to it. */
  private void sides(Party buyer, Party seller) {
    if (buyer.equals(seller) && buyer.type() != Party.Type.INTC) {
      fields.add(
          Field.SELLER, ViolationCode.INCONSISTENT, Message.of("the seller is the buyer as well"));
    }
  }

  private void ownAccount(String executingEntity, Party buyer, Party seller) {
    if (!(fields.get(Field.CAPACITY) instanceof JsonString capacity)
        || !capacity.value().equals("DEAL")) {
      return;
    }
    boolean buys = isLei(buyer, executingEntity);
    boolean sells = isLei(seller, executingEntity);
    if (!buys && !sells) {
      fields.add(
          Field.CAPACITY,
          ViolationCode.INCONSISTENT,
          Message.of("executingEntity is neither the buyer nor the seller"));
    } else if (buys != sells
        && fields.get(Field.SIDE) instanceof JsonString side
        && (side.value().equals("BUY") ? sells : buys && side.value().startsWith("SELL"))) {
      fields.add(
          Field.SIDE,
          ViolationCode.INCONSISTENT,
          Message.of("executingEntity deals on own account on the other side"));
    }
  }

  private static boolean isLei(Party party, String lei) {
    return party.type() == Party.Type.LEI && party.id().equals(lei);
  }

  private void settlementDate(Optional<LocalDate> tradeDate) {
    Optional<LocalDate> date = fields.date(Field.SETTLEMENT_DATE);
    if (date.isPresent() && tradeDate.isPresent() && date.get().isBefore(tradeDate.get())) {
      fields.add(
          Field.SETTLEMENT_DATE,
          ViolationCode.INCONSISTENT,
          Message.of("'{value}' is before the trade date {tradeDate}")
              .with("value", date.get().toString())
              .with("tradeDate", tradeDate.get().toString()));
    }
  }

  // Identifier of the transaction

  private void uti(
      Optional<String> executingEntity, Optional<Party> buyer, Optional<Party> seller) {
    Optional<String> text = fields.text(Field.UTI, false);
    if (text.isEmpty()) {
      return;
    }
    IdentifierCheck check = Uti.check(text.get());
    if (check == IdentifierCheck.BAD_FORMAT && Uti.isOlderForm(text.get())) {
      fields.add(
          Field.UTI,
          ViolationCode.EXPIRED_CODE,
          Message.of("'{value}' has an older form than the UTI").with("value", text.get()));
      return;
    }
    fields.report(Field.UTI, text.get(), check);
    if (check == IdentifierCheck.OK
        && (executingEntity.isPresent() || !fields.has(Field.EXECUTING_ENTITY))
        && isOfNoParty(text.get(), executingEntity, buyer, seller)) {
      fields.add(
          Field.UTI,
          ViolationCode.INCONSISTENT,
          Message.of("the UTI begins with the LEI of nobody in the trade"));
    }
  }

  /**
   * Only where both sides are known by their LEIs: otherwise the generator may be the other one.
   */
  private static boolean isOfNoParty(
      String uti, Optional<String> executingEntity, Optional<Party> buyer, Optional<Party> seller) {
    return buyer.isPresent()
        && seller.isPresent()
        && buyer.get().type() == Party.Type.LEI
        && seller.get().type() == Party.Type.LEI
        && !uti.startsWith(buyer.get().id())
        && !uti.startsWith(seller.get().id())
        && !(executingEntity.isPresent() && uti.startsWith(executingEntity.get()));
  }
}
