"""Adds to a trade what follows from it and from the bundled reference data."""

from datetime import date, timezone
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any, Optional

import calendars
import identifiers
import reference
import trade as t

SCHEMA_VERSION = "1.0"
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
_US_EXCHANGES = frozenset(
    "XNYS XASE ARCX XCHI XCIS AMXO ARCO XNAS XNGS XNMS XNCM XBOS XPSX XPHL XNDQ XBXO XPHO BATS BATY EDGA EDGX"
    " BATO EDGO C2OX XCBO IEXG MEMX MXOP LTSE 24EQ TXSE XBOX EPRL MPRL EMLD XMIO SPHR XISX GMNI MCRY".split()
)
_EEA = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK IS LI NO".split()
)
_MIFIR = {
    "regime": "MiFIR RTS 22",
    "field": "/venue",
    "because": "executed on a venue where MiFIR applied on the trade date",
    "source": "Regulation (EU) No 600/2014, Article 26; Delegated Regulation (EU) 2017/590",
}
_UK_MIFIR = {
    "regime": "UK MiFIR RTS 22",
    "field": "/venue",
    "because": "executed on a venue in the United Kingdom",
    "source": "Regulation (EU) No 600/2014 as UK law, Article 26; UK RTS 22",
}
_CAT = {
    "regime": "SEC CAT",
    "field": "/venue",
    "because": "executed on a national securities exchange of the US",
    "source": "17 CFR 242.613 and the CAT NMS Plan, which members report equities under since 2020-06-22",
}
_MIFIR_SINCE = date(2018, 1, 3)
_UK_MIFIR_SINCE = date(2021, 1, 1)
_CAT_SINCE = date(2020, 6, 22)
_MISSING = object()


class Gaps:
    def __init__(self, cancel: bool):
        self.cancel = cancel
        self.found: list[dict] = []

    def add(self, field: str, reason: str, message: str) -> None:
        self.found.append({"field": field, "reason": reason, "message": message})

    def not_given(self, field: str, reason: str, message: str) -> None:
        if not self.cancel:
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
    gaps = Gaps(event.event_type == "CANCEL")
    answer: dict[str, Any] = {"schemaVersion": SCHEMA_VERSION}
    _notional(trade, gaps, answer)
    kind = _instrument(trade, gaps, answer)
    venue = _venue(trade, gaps)
    if venue and venue.zone:
        answer["venue"] = {
            "mic": venue.mic,
            "name": venue.name,
            "country": venue.country,
            "timeZone": venue.zone.key,
        }
    executed_at = _executed_at(event, gaps)
    regimes: list[dict] = []
    if venue and executed_at is not None:
        day = t.instant(executed_at).astimezone(venue.zone or timezone.utc).date()
        answer["tradeDate"] = day.isoformat()
        _settlement(venue, day, kind, gaps, answer)
        regime = _regime(venue, day, kind)
        regimes = [regime] if regime else []
    answer["regimes"] = regimes
    answer["gaps"] = gaps.found
    answer["referenceData"] = reference.sources()
    return answer


def _decimal(trade: dict, name: str, gaps: Gaps) -> Optional[Decimal]:
    value = trade.get(name, _MISSING)
    if value is _MISSING:
        gaps.missing("/" + name, "no notional")
        return None
    number = t.decimal(value)
    if number is None:
        gaps.add("/" + name, "UNUSABLE", "not a decimal: no notional")
        return None
    exponent = number.as_tuple().exponent
    within = -exponent <= MAX_DIGITS and len(number.as_tuple().digits) + exponent <= MAX_DIGITS
    if number <= 0 or not within:
        gaps.add(
            "/" + name,
            "OUT_OF_RANGE",
            "not above zero with at most 34 digits before and after the point: no notional",
        )
        return None
    return number


def _notional(trade: dict, gaps: Gaps, answer: dict) -> None:
    price = _decimal(trade, "price", gaps)
    quantity = _decimal(trade, "quantity", gaps)
    notional = None
    if quantity is not None and price is not None:
        notional = _EXACT.multiply(quantity, price)
        answer["notional"] = f"{notional:f}"
    code = gaps.text(trade, "currency", "no currency of the notional")
    if code is None:
        return
    currency = reference.currency(code)
    if currency is None:
        if reference.minor_unit(code):
            gaps.add(
                "/currency",
                "MINOR_UNIT_CURRENCY",
                "the code of a minor unit: the notional is not in a currency",
            )
        else:
            gaps.add(
                "/currency",
                "UNKNOWN_CODE",
                "not a code of ISO 4217: no currency of the notional",
            )
        return
    answer["notionalCurrency"] = currency.code
    if notional is None:
        return
    if currency.minor_units is None:
        gaps.add("/currency", "NOT_TOLD", "ISO 4217 gives no minor unit: no rounded notional")
    else:
        unit = Decimal((0, (1,), -currency.minor_units))
        answer["roundedNotional"] = f"{notional.quantize(unit, ROUND_HALF_UP, _EXACT):f}"


def _instrument(trade: dict, gaps: Gaps, answer: dict) -> Optional[str]:
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
    answer["instrument"] = told
    return kind


def _isin(value: dict, gaps: Gaps) -> Optional[str]:
    if "isin" not in value:
        gaps.not_given("/instrument/isin", "NOT_TOLD", "only an ISIN tells the country")
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
            "/instrument/isin", "UNKNOWN_CODE", "its prefix is in no list: no country"
        )
        return False
    if kind == "ISIN":
        gaps.add(
            "/instrument/isin", "NO_COUNTRY", "its prefix is not that of a country"
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
            "not a CFI code of ISO 10962: no kind from it",
        )
    cusip = value.get("cusip")
    if isinstance(cusip, str) and identifiers.cusip(cusip) is None and _is_debt(cusip):
        return "DEBT", "/instrument/cusip"
    if isin and isin[:2] in ("US", "CA") and _is_debt(isin[2:11]):
        return "DEBT", "/instrument/isin"
    gaps.not_given(
        "/instrument/cfi", "NOT_TOLD", "without a CFI code the kind is not told"
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
            "not a code of ISO 10383: no venue, trade date and settlement date",
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
    venue: reference.Venue, day: date, kind: Optional[str], gaps: Gaps, answer: dict
) -> None:
    if venue.zone is None:
        gaps.add("/venue", "OFF_VENUE", "the parties agree on the settlement date off venue")
        return
    market = calendars.market_of(venue.country)
    if market is None or not _is_covered(venue, market):
        gaps.add(
            "/venue",
            "NO_SETTLEMENT_RULE",
            "no settlement rule that is known covers the venue: no settlement date",
        )
        return
    cycle = market.cycle_on(day)
    if kind and not _follows_the_cycle(kind, market, cycle):
        gaps.add(
            "/instrument",
            "NO_SETTLEMENT_RULE",
            "the market's cycle does not hold for every instrument of this kind: no settlement date",
        )
        return
    if cycle is None:
        gaps.add(
            "/executedAt",
            "NO_SETTLEMENT_RULE",
            "the settlement rule of that time is not known: no settlement date",
        )
        return
    settles = market.settle(day, cycle.days)
    if settles is None:
        gaps.add(
            "/executedAt",
            "OUTSIDE_CALENDAR",
            "beyond the settlement calendar: no settlement date",
        )
        return
    answer["settlementDate"] = settles.isoformat()
    answer["settlement"] = {
        "market": market.name,
        "cycle": f"T+{cycle.days}",
        "calendar": market.currency,
        "rule": cycle.source,
    }


def _is_covered(venue: reference.Venue, market: calendars.Market) -> bool:
    if venue.category in ("DCMS", "SEFS"):
        return False
    return venue.category not in ("SINT", "APPA", "CASP") or market is calendars.US


def _follows_the_cycle(
    kind: str, market: calendars.Market, cycle: Optional[calendars.Cycle]
) -> bool:
    if kind in ("EQUITY", "COLLECTIVE_INVESTMENT_VEHICLE", "ENTITLEMENT"):
        return True
    return kind == "DEBT" and (market is calendars.EU or (cycle is not None and cycle.days == 1))


def _regime(venue: reference.Venue, day: date, kind: Optional[str]) -> Optional[dict]:
    if venue.country == "US":
        nms = kind in (
            None,
            "EQUITY",
            "COLLECTIVE_INVESTMENT_VEHICLE",
            "ENTITLEMENT",
            "LISTED_OPTION",
        )
        return _CAT if venue.mic in _US_EXCHANGES and nms and day >= _CAT_SINCE else None
    if venue.category not in ("RMKT", "MLTF", "OTFS", "SINT", "NSPD"):
        return None
    if venue.country == "GB" and day >= _UK_MIFIR_SINCE:
        return _UK_MIFIR
    if venue.country == "GB" or venue.country in _EEA:
        return _MIFIR if day >= _MIFIR_SINCE else None
    return None
