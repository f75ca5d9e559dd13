"""Adds to a trade what follows from it and from the bundled reference data."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any, Optional

import calendars
import identifiers
import reference
import trade as t
from regimes import regimes
from sessions import trade_date

SCHEMA_VERSION = "1.1"
MAX_DIGITS = 34

_EXACT = Context(prec=10_000, Emin=-999_999, Emax=999_999)
_KINDS = {
    "E": "EQUITY",
    "C": "COLLECTIVE_INVESTMENT_VEHICLE",
    "D": "DEBT",
    "R": "ENTITLEMENT",
    "O": "LISTED_OPTION",
    "F": "FUTURE",
    "S": "SWAP",
    "H": "NON_LISTED_OPTION",
    "I": "SPOT",
    "J": "FORWARD",
    "K": "STRATEGY",
    "L": "FINANCING",
    "T": "REFERENTIAL",
    "M": "OTHER",
}
_CARRIED = frozenset("EQUITY COLLECTIVE_INVESTMENT_VEHICLE DEBT ENTITLEMENT LISTED_OPTION FUTURE SWAP SPOT FORWARD OTHER".split())
_NEVER_BELOW_ZERO = frozenset("EQUITY COLLECTIVE_INVESTMENT_VEHICLE ENTITLEMENT SPOT".split())
_PRICE_TYPES = ("PER_UNIT", "PERCENTAGE", "YIELD", "BASIS_POINTS")
_QUANTITY_TYPES = ("UNITS", "NOMINAL", "CONTRACTS")
_NO_NOTIONAL = ": no notional"
_NO_DATE = ": no settlement date"
_MISSING = object()


class Gaps:
    def __init__(self, on_record: bool):
        """on_record: whether the trade's terms are on record with another event."""
        self.on_record = on_record
        self.found: list[dict] = []

    def add(self, field: str, reason: str, message: str) -> None:
        self.found.append({"field": field, "reason": reason, "message": message})

    def not_given(self, field: str, reason: str, message: str) -> None:
        if not self.on_record:
            self.add(field, reason, message)

    def missing(self, field: str, consequence: str) -> None:
        self.not_given(field, "MISSING", "not given: " + consequence)

    def text(self, trade: dict, name: str, consequence: str) -> Optional[str]:
        value = trade.get(name, _MISSING)
        if isinstance(value, str):
            return value
        if value is _MISSING:
            self.missing("/" + name, consequence)
        else:
            self.add("/" + name, "UNUSABLE", "not a string: " + consequence)
        return None


def enrich(event: t.TradeEvent) -> dict:
    trade = event.detail
    life_event = event.event_type if event.event_type in t.LIFE_EVENTS else None
    gaps = Gaps(life_event is not None or event.event_type == "CANCEL")
    answer: dict[str, Any] = {"schemaVersion": SCHEMA_VERSION}
    instrument = _instrument(trade, gaps)
    kind = (instrument or {}).get("kind")
    currency = _notional(trade, kind, gaps, answer)
    if instrument is not None:
        answer["instrument"] = instrument
    venue = _venue(trade, gaps)
    if venue and venue.zone:
        answer["venue"] = {
            "mic": venue.mic,
            "name": venue.name,
            "country": venue.country,
            "timeZone": venue.zone.key,
        }
    executed_at = _executed_at(event, gaps)
    time = None if executed_at is None else t.instant(executed_at)
    day = _trade_date(trade, venue, time, gaps, answer)
    isin, cfi = _identifiers(trade)
    if venue and (day or not venue.zone):
        _settlement(venue, day, kind, isin, cfi, currency, gaps, answer)
    if event.event_type != "CANCEL":
        if life_event and time is None and event.event_time is not None:
            time = t.instant(event.event_time)
        utc = time.date() if time else None
        answer["regimes"] = regimes(venue, day or utc, kind, cfi, currency, life_event)
    answer["gaps"] = gaps.found
    answer["referenceData"] = reference.sources()
    return answer


def _number(trade: dict, name: str, gaps: Gaps) -> Optional[Decimal]:
    value = trade.get(name, _MISSING)
    if value is _MISSING:
        gaps.missing("/" + name, "no notional")
        return None
    number = t.decimal(value)
    if number is None:
        gaps.add("/" + name, "UNUSABLE", "not a decimal" + _NO_NOTIONAL)
        return None
    exponent = number.as_tuple().exponent
    if -exponent > MAX_DIGITS or len(number.as_tuple().digits) + exponent > MAX_DIGITS:
        gaps.add("/" + name, "OUT_OF_RANGE", "more than 34 digits before or after the decimal point" + _NO_NOTIONAL)
        return None
    return number


def _positive(trade: dict, name: str, gaps: Gaps) -> Optional[Decimal]:
    number = _number(trade, name, gaps)
    if number is not None and number <= 0:
        gaps.add("/" + name, "OUT_OF_RANGE", "not above zero" + _NO_NOTIONAL)
        return None
    return number


def _one_of(trade: dict, name: str, allowed: tuple, gaps: Gaps) -> tuple[Optional[str], bool]:
    value = trade.get(name)
    if isinstance(value, str) and value in allowed:
        return value, True
    if name in trade:
        gaps.add("/" + name, "UNUSABLE", "not one of the allowed values" + _NO_NOTIONAL)
        return None, False
    return None, True


def _notional(trade: dict, kind: Optional[str], gaps: Gaps, answer: dict) -> Optional[str]:
    """The currency of the price."""
    price = _number(trade, "price", gaps)
    sent = trade.get("priceType")
    if price is not None and price <= 0:
        is_rate = sent in _PRICE_TYPES and sent != "PER_UNIT" if isinstance(sent, str) else False
        if kind in _NEVER_BELOW_ZERO or (kind is None and not is_rate):
            gaps.add("/price", "OUT_OF_RANGE", "a price of zero or below does not occur for this kind" + _NO_NOTIONAL)
            price = None
    valuation = _valuation(trade, price, kind, gaps)
    currency = _currency(trade, "currency", gaps)
    if isinstance(valuation, tuple):
        basis, notional = valuation
        pointer, of = "/currency", currency
        if basis == "NOMINAL" and "quantityCurrency" in trade:
            pointer, of = "/quantityCurrency", _currency(trade, "quantityCurrency", gaps)
        answer["notional"] = f"{notional:f}"
        answer["notionalBasis"] = basis
        if of:
            answer["notionalCurrency"] = of.code
            if of.minor_units is None:
                gaps.add(pointer, "NOT_TOLD", "ISO 4217 has no minor unit for it: no rounded notional")
            else:
                unit = Decimal((0, (1,), -of.minor_units))
                answer["roundedNotional"] = f"{notional.quantize(unit, ROUND_HALF_UP, _EXACT):f}"
    else:
        if valuation:
            gaps.missing(*_LACKS[valuation])
        if currency:
            answer["notionalCurrency"] = currency.code
    return currency.code if currency else None


_LACKS = {
    "PRICE_TYPE": ("/priceType", "the price of debt may be per unit or in percent" + _NO_NOTIONAL),
    "CONTRACT_MULTIPLIER": ("/contractMultiplier", "the size of a contract or piece is unknown" + _NO_NOTIONAL),
    "NOMINAL_QUANTITY": ("/quantityType", "a rate applies to a nominal quantity" + _NO_NOTIONAL),
}


def _valuation(trade: dict, price: Optional[Decimal], kind: Optional[str], gaps: Gaps) -> Any:
    """Basis and notional, the name of what the trade lacks, or None."""
    quantity = _positive(trade, "quantity", gaps)
    price_type, usable = _one_of(trade, "priceType", _PRICE_TYPES, gaps)
    quantity_type, known = _one_of(trade, "quantityType", _QUANTITY_TYPES, gaps)
    usable &= known
    multiplier = _positive(trade, "contractMultiplier", gaps) if "contractMultiplier" in trade else None
    usable &= multiplier is not None or "contractMultiplier" not in trade
    factor = _positive(trade, "factor", gaps) if "factor" in trade else None
    usable &= factor is not None or "factor" not in trade
    if kind and kind not in _CARRIED:
        gaps.add(
            "/instrument/cfi",
            "UNSUPPORTED_INSTRUMENT",
            "a trade event does not carry the terms of this kind" + _NO_NOTIONAL,
        )
        return None
    if not usable or quantity is None or price is None:
        return None
    if price_type is None and kind == "DEBT":
        return "PRICE_TYPE"
    price_type = price_type or "PER_UNIT"
    quantity_type = quantity_type or "UNITS"
    is_rate = price_type in ("YIELD", "BASIS_POINTS") or (price_type == "PERCENTAGE" and kind in ("SWAP", "FORWARD"))
    if is_rate and price_type == "PERCENTAGE" and quantity_type != "NOMINAL":
        return "NOMINAL_QUANTITY"
    needed = quantity_type == "CONTRACTS" or (quantity_type == "UNITS" and price_type != "PER_UNIT")
    if needed and multiplier is None:
        return "CONTRACT_MULTIPLIER"
    units = quantity if multiplier is None else _EXACT.multiply(quantity, multiplier)
    if is_rate:
        return "NOMINAL", units
    face = units if factor is None else _EXACT.multiply(units, factor)
    if price_type == "PERCENTAGE":
        face = face.scaleb(-2, _EXACT)
    return "PRICE", _EXACT.multiply(face, price)


def _currency(trade: dict, name: str, gaps: Gaps) -> Optional[reference.Currency]:
    code = gaps.text(trade, name, "no currency of the notional")
    if code is None:
        return None
    currency = reference.currency(code)
    if currency is None:
        if reference.minor_unit(code):
            gaps.add(
                "/" + name,
                "MINOR_UNIT_CURRENCY",
                "the code of a minor unit, not of a currency: no currency of the notional",
            )
        else:
            gaps.add("/" + name, "UNKNOWN_CODE", "not an ISO 4217 code: no currency of the notional")
    return currency


def _identifiers(trade: dict) -> tuple[Optional[str], Optional[str]]:
    """ISIN and CFI, where they are valid."""
    value = trade.get("instrument")
    if not isinstance(value, dict):
        return None, None
    isin, cfi = value.get("isin"), value.get("cfi")
    return (
        isin if isinstance(isin, str) and not identifiers.isin(isin) else None,
        cfi if isinstance(cfi, str) and identifiers.is_cfi(cfi) else None,
    )


def _trade_date(
    trade: dict, venue: Optional[reference.Venue], time: Optional[datetime], gaps: Gaps, answer: dict
) -> Optional[date]:
    sent = trade.get("tradingDate")
    stated = t.parse_date(sent) if isinstance(sent, str) else None
    if stated is None and "tradingDate" in trade:
        gaps.add("/tradingDate", "UNUSABLE", "not an ISO 8601 date: not taken into account")
    day = stated
    if venue and time:
        day = stated or trade_date(venue, time)
        if venue.zone:
            answer["localTradeDate"] = time.astimezone(venue.zone).date().isoformat()
            if day is None:
                gaps.add(
                    "/tradingDate",
                    "SESSION_UNKNOWN",
                    "the session's date at this hour is unknown: no trade date and settlement date",
                )
    if day:
        answer["tradeDate"] = day.isoformat()
    return day


def _instrument(trade: dict, gaps: Gaps) -> Optional[dict]:
    value = trade.get("instrument", _MISSING)
    if value is _MISSING:
        gaps.missing("/instrument", "no country and kind of the instrument")
        return None
    if not isinstance(value, dict):
        gaps.add("/instrument", "UNUSABLE", "not an object: no country and kind")
        return None
    told: dict[str, str] = {}
    isin = _isin(value, gaps)
    if isin and _is_of_a_country(isin, gaps):
        told["country"] = isin[:2]
    kind, field = _kind(value, isin, gaps)
    if kind:
        told["kind"] = kind
        told["kindFrom"] = field
    return told


def _isin(value: dict, gaps: Gaps) -> Optional[str]:
    if "isin" not in value:
        gaps.not_given("/instrument/isin", "NOT_TOLD", "only an ISIN names the country")
        return None
    text = value["isin"]
    if not isinstance(text, str) or identifiers.isin(text):
        gaps.add("/instrument/isin", "UNUSABLE", "not an ISIN: no country")
        return None
    return text


def _is_of_a_country(isin: str, gaps: Gaps) -> bool:
    kind = reference.country_kind(isin[:2])
    if kind is None:
        gaps.add(
            "/instrument/isin", "UNKNOWN_CODE", "its prefix is not on any list: no country"
        )
        return False
    if kind == "ISIN":
        gaps.add(
            "/instrument/isin", "NO_COUNTRY", "its prefix is not a country code: no country"
        )
        return False
    return True


def _kind(value: dict, isin: Optional[str], gaps: Gaps) -> tuple[Optional[str], str]:
    if "cfi" in value:
        text = value["cfi"]
        is_cfi = isinstance(text, str) and identifiers.is_cfi(text)
        kind = _KINDS.get(text[0]) if is_cfi else None
        if kind:
            return kind, "/instrument/cfi"
        gaps.add(
            "/instrument/cfi",
            "UNKNOWN_CODE" if is_cfi else "UNUSABLE",
            "not an ISO 10962 CFI code: no kind from it",
        )
    cusip = value.get("cusip")
    if isinstance(cusip, str) and identifiers.cusip(cusip) is None and _is_debt(cusip):
        return "DEBT", "/instrument/cusip"
    if isin and isin[:2] in ("US", "CA") and _is_debt(isin[2:11]):
        return "DEBT", "/instrument/isin"
    gaps.not_given(
        "/instrument/cfi", "NOT_TOLD", "without a CFI code the kind is unknown"
    )
    return None, ""


def _is_debt(cusip: str) -> bool:
    return "A" <= cusip[6] <= "Z" or "A" <= cusip[7] <= "Z"


def _venue(trade: dict, gaps: Gaps) -> Optional[reference.Venue]:
    mic = gaps.text(trade, "venue", "no venue, trade date and settlement date")
    if mic is None:
        return None
    venue = reference.venue(mic)
    if venue is None:
        gaps.add(
            "/venue",
            "UNKNOWN_CODE",
            "not an ISO 10383 code: no venue, trade date and settlement date",
        )
    return venue


def _executed_at(event: t.TradeEvent, gaps: Gaps) -> Optional[int]:
    micros = event.executed_at
    if micros is None:
        if "executedAt" in event.detail:
            gaps.add(
                "/executedAt",
                "UNUSABLE",
                "not an ISO 8601 time in UTC: no trade date and settlement date",
            )
        else:
            gaps.missing("/executedAt", "no trade date and settlement date")
    return micros


def _settlement(
    venue: reference.Venue,
    day: Optional[date],
    kind: Optional[str],
    isin: Optional[str],
    cfi: Optional[str],
    currency: Optional[str],
    gaps: Gaps,
    answer: dict,
) -> None:
    if venue.zone is None or day is None:
        gaps.add("/venue", "OFF_VENUE", "off venue the parties agree on the settlement date")
        return
    market = calendars.market_of(venue.country)
    if market is None or not _is_covered(venue, market):
        gaps.add("/venue", "NO_SETTLEMENT_RULE", "no known rule covers the venue" + _NO_DATE)
        return
    exchange = reference.us_market(venue.operator) == "EXCHANGE"
    shares = market.cycle_on(day)
    alike = exchange and venue.operator != "XCBO" and shares is not None and shares.days == 1
    if kind is None and not alike:
        gaps.not_given(
            "/instrument/cfi",
            "KIND_UNKNOWN",
            "the settlement cycle depends on the kind of the instrument" + _NO_DATE,
        )
        return
    if kind and not _has_cycle(kind, market, exchange):
        gaps.add("/instrument", "NO_SETTLEMENT_RULE", "no known rule covers instruments of this kind" + _NO_DATE)
        return
    cycle = _cycle(kind, market, day, isin, cfi) if kind else shares
    if cycle is None:
        gaps.add(
            "/executedAt",
            "NO_SETTLEMENT_RULE",
            "no settlement cycle is known for the kind on this trade date" + _NO_DATE,
        )
        return
    settles = market.settle(day, cycle.days)
    if settles is None:
        gaps.add("/executedAt", "OUTSIDE_CALENDAR", "not in the settlement calendar" + _NO_DATE)
        return
    home = calendars.market_of(isin[:2]) if isin else None
    if market is not calendars.US:
        gap = _depository_gap(market, home, settles, kind, day, isin, cfi, currency)
        if gap:
            (gaps.not_given if home is None else gaps.add)(gap[0], "DEPOSITORY_UNKNOWN", gap[1] + _NO_DATE)
            return
    answer["settlementDate"] = settles.isoformat()
    described = {"market": market.name}
    if market is calendars.US:
        known = kind is not None and kind != "LISTED_OPTION"
    else:
        known = home is not None and home.depository == market.depository
    if known:
        described["depository"] = market.depository
    answer["settlement"] = described | {
        "cycle": f"T+{cycle.days}",
        "calendar": market.currency,
        "rule": cycle.source,
    }


def _depository_gap(market, home, settles, kind, day, isin, cfi, currency) -> Optional[tuple[str, str]]:
    if home is None:
        return "/instrument/isin", "the identifiers name no depository whose rules are known"
    if currency and currency not in (market.currency, home.currency):
        return "/currency", "the currency is that of neither depository"
    if home is market:
        return None
    cycle = _cycle(kind, home, day, isin, cfi)
    if cycle and home.settle(day, cycle.days) == settles:
        return None
    return "/instrument/isin", "venue and ISIN lead to different days"


def _is_covered(venue: reference.Venue, market: calendars.Market) -> bool:
    if venue.category in ("DCMS", "SEFS"):
        return False
    return venue.category not in ("SINT", "APPA", "CASP") or market is calendars.US


def _has_cycle(kind: str, market: calendars.Market, exchange: bool) -> bool:
    if kind in ("EQUITY", "COLLECTIVE_INVESTMENT_VEHICLE", "ENTITLEMENT"):
        return True
    if kind == "DEBT":
        return market is not calendars.NO and market is not calendars.CH
    return kind == "LISTED_OPTION" and exchange


def _cycle(
    kind: str, market: calendars.Market, day: date, isin: Optional[str], cfi: Optional[str]
) -> Optional[calendars.Cycle]:
    shares = market.cycle_on(day)
    if shares and shares.days == 1:
        return shares
    if kind == "LISTED_OPTION":
        return _in_force(calendars.US_OPTIONS, day)
    if kind != "DEBT":
        return shares
    letter = cfi[3] if cfi else "X"
    own = letter == "T" and isin is not None
    if market is calendars.US:
        return _in_force(calendars.US_TREASURIES, day) if own and isin[:2] == "US" else None
    if market is calendars.UK:
        if own and isin[:2] == "GB":
            return _in_force(calendars.GILTS, day)
        return shares if letter not in "TX" else None
    if market is calendars.ES:
        return _in_force(calendars.SPANISH_DEBT, day)
    return shares if shares and shares.days == 2 else None


def _in_force(cycle: calendars.Cycle, day: date) -> Optional[calendars.Cycle]:
    return cycle if day >= cycle.since else None
