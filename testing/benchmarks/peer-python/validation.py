"""Judges a trade event by contract v1.2: all violations, in the order of the contract's fields."""

import re
import unicodedata
from datetime import date, datetime, timedelta, timezone
from decimal import Context, Decimal
from typing import Any, Optional

import calendars
import identifiers
import reference
import trade as t
from sessions import trade_date

RULE_SET = "1.3"
WARNINGS = frozenset(("UNKNOWN_FIELD", "ABOVE_THRESHOLD", "NOT_A_SESSION", "OUTSIDE_HOURS"))
FIELD_WARNINGS = frozenset(
    (
        ("/reasonCode", "UNKNOWN_CODE"),
        ("/reasonCode", "INCONSISTENT"),
        ("/remainingQuantity", "INCONSISTENT"),
        ("/side", "INCONSISTENT"),
        ("/priceType", "MISSING"),
        ("/instrument/sedol", "INCONSISTENT"),
        ("/instrument/cfi", "EXPIRED_CODE"),
        ("/buyer", "INCONSISTENT"),
        ("/seller", "INCONSISTENT"),
        ("/uti", "BAD_CHECK_DIGIT"),
        ("/uti", "EXPIRED_CODE"),
        ("/uti", "INCONSISTENT"),
    )
)
# What rejects a CANCEL, besides a version that is not known.
CANCEL_FIELDS = frozenset(("", "/tradeId", "/sourceSystem", "/eventType", "/timestamp"))
CLOCK_TOLERANCE_NS = 5_000_000_000
MAX_DIGITS = 34
DAYS_BEFORE, DAYS_AFTER = timedelta(1), timedelta(14)
MAX_UNKNOWN_FIELDS = 32
MAX_LINKS, MAX_LINK_VIOLATIONS = 1_000, 32
MAX_SHOWN = 64

_EXACT = Context(prec=10_000, Emin=-999_999, Emax=999_999)

_TRADE_FIELDS = frozenset(
    (
        "schemaVersion",
        "tradeId",
        "sourceSystem",
        "eventType",
        "reasonCode",
        "linkedTradeIds",
        "timestamp",
        "sourceSequence",
        "executedAt",
        "tradingDate",
        "side",
        "quantity",
        "remainingQuantity",
        "quantityType",
        "quantityCurrency",
        "contractMultiplier",
        "factor",
        "price",
        "priceType",
        "currency",
        "amount",
        "accruedInterest",
        "netAmount",
        "instrument",
        "venue",
        "executingEntity",
        "buyer",
        "seller",
        "capacity",
        "settlementDate",
        "uti",
    )
)
_INSTRUMENT_FIELDS = frozenset(("isin", "cusip", "sedol", "figi", "cfi"))
_ORDER = {
    field: place
    for place, field in enumerate(
        ["", "/schemaVersion", "/tradeId", "/sourceSystem", "/eventType", "/reasonCode"]
        + ["/linkedTradeIds", "/timestamp", "/sourceSequence", "/executedAt", "/tradingDate"]
        + ["/side", "/quantity", "/remainingQuantity", "/quantityType", "/quantityCurrency"]
        + [ "/contractMultiplier", "/factor", "/price", "/priceType"]
        + ["/currency", "/amount", "/accruedInterest", "/netAmount", "/instrument"]
        + ["/instrument/isin", "/instrument/cusip", "/instrument/sedol", "/instrument/figi"]
        + ["/instrument/cfi", "/venue", "/executingEntity", "/buyer", "/seller", "/capacity"]
        + ["/settlementDate", "/uti"]
    )
}
_REASONS = {
    **dict.fromkeys(("MISREPORTED", "AMENDED"), "CORRECT"),
    **dict.fromkeys(("ENTERED_IN_ERROR", "DUPLICATE", "BUSTED", "REBOOKED"), "CANCEL"),
    **dict.fromkeys(("STEP_IN", "CLEARING"), "NOVATION"),
    **dict.fromkeys(("EARLY", "COMPRESSION", "EXPIRED"), "TERMINATION"),
    **dict.fromkeys(("EXERCISED", "ASSIGNED"), "EXERCISE"),
}
_ORIGINS = ("BLOCK", "GIVE_UP", "PREDECESSOR", "EXERCISED")
_ROLES = {
    "NEW": _ORIGINS,
    "CORRECT": _ORIGINS,
    "ALLOCATION": ("ALLOCATION",),
    "GIVE_UP": ("TAKE_UP",),
    "NOVATION": ("SUCCESSOR",),
    "TERMINATION": ("SUCCESSOR",),
    "EXERCISE": ("UNDERLYING",),
    "CANCEL": (),
}
_ALL_ROLES = frozenset(role for roles in _ROLES.values() for role in roles)
_EXERCISABLE = frozenset("ROHKM")
_QUANTITY_TYPES = frozenset(("UNITS", "NOMINAL", "CONTRACTS"))
_PRICE_TYPES = frozenset(("PER_UNIT", "PERCENTAGE", "YIELD", "BASIS_POINTS"))
_PARTY_TYPES = frozenset(("LEI", "MIC", "INTC", "NIDN", "CCPT", "CONCAT"))
_CATEGORIES = frozenset("ECDROFSHIJKLTM")
_NOT_CARRIED = frozenset("HKLT")
_POSITIVE_PRICES = frozenset("ECRI")
_SIDES = frozenset(("BUY", "SELL", "SELL_SHORT", "SELL_SHORT_EXEMPT"))
_CAPACITIES = frozenset(("DEAL", "MTCH", "AOTC"))
_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"))


def _plain(text: str) -> str:
    units = text if text.isascii() else _utf16(text)
    shown = units[:MAX_SHOWN]
    if not (shown.isascii() and shown.isprintable()):
        shown = "".join("?" if unicodedata.category(c) in _HIDDEN else c for c in shown)
    return shown + "…" if len(units) > MAX_SHOWN else shown


def _utf16(text: str) -> str:
    """Characters beyond the basic plane count as two, and are not shown."""
    return "".join(c if ord(c) < 0x10000 else "\ud800\udc00" for c in text)


class Validation:
    def __init__(self, event: t.TradeEvent, threshold: Decimal, now: datetime):
        self.trade = event.detail
        self.source = event.source
        self.threshold = threshold
        self.latest = int((now - t.EPOCH).total_seconds() * 1_000_000) * 1_000 + CLOCK_TOLERANCE_NS
        self.cancel = self.trade.get("eventType") == "CANCEL"
        self.violations: list[dict] = []
        self.trade_id: Optional[str] = None
        instrument = self.trade.get("instrument")
        self.instrument: dict = instrument if isinstance(instrument, dict) else {}

    def add(self, field: str, code: str, within: str = "") -> None:
        warning = code in WARNINGS or (field, code) in FIELD_WARNINGS
        if self.cancel and field not in CANCEL_FIELDS and code != "UNSUPPORTED_VERSION":
            warning = True
        self.violations.append(
            {"code": code, "field": field + within, "severity": "WARNING" if warning else "ERROR"}
        )

    def run(self, envelope: dict) -> None:
        if "detail" not in envelope:
            self.add("", "MISSING")
        elif not isinstance(envelope["detail"], dict):
            self.wrong_type("")
        else:
            self.judge()

    def judge(self) -> None:
        self.schema_version()
        self.trade_identifier()
        self.source_system()
        event_type = self.event_type()
        self.source_sequence()
        kind = self.kind()
        whole = event_type in ("NEW", "CORRECT") and kind not in _NOT_CARRIED
        self.time("/timestamp", event_type not in ("NEW", None), 6)
        executed_at = self.time("/executedAt", whole, 9)
        mic = self.trade.get("venue")
        venue = reference.venue(mic) if isinstance(mic, str) else None
        trade_date = self.trade_date(executed_at, venue)
        if event_type:
            self.links(event_type)
            self.life(event_type, executed_at, kind)
        self.one_of("/side", whole, _SIDES)
        self.terms(whole, trade_date, kind)
        self.identifiers(whole, kind)
        self.venue(whole, venue, executed_at, trade_date)
        self.parties(trade_date)
        self.violations.sort(key=lambda violation: _ORDER[_field(violation["field"])])
        self.unknown_fields()

    # Fields

    def schema_version(self) -> None:
        text = self.text("/schemaVersion")
        if text is None or text in ("1.0", "1.1", "1.2"):
            return
        major, dot, minor = text.partition(".")
        if not dot or not _digits(major) or not _digits(minor):
            self.bad_format("/schemaVersion")
        elif major != "1":
            self.add("/schemaVersion", "UNSUPPORTED_VERSION")

    def trade_identifier(self) -> None:
        text = self.text("/tradeId", required=True)
        if text is not None:
            if t.is_trade_id(text):
                self.trade_id = text
            else:
                self.bad_format("/tradeId")

    def source_system(self) -> None:
        text = self.text("/sourceSystem", required=True)
        if text is None:
            return
        if text not in t.SOURCES.values():
            self.unknown_code("/sourceSystem")
        elif self.source != text:
            self.add("/sourceSystem", "SOURCE_MISMATCH")

    def event_type(self) -> Optional[str]:
        if "eventType" not in self.trade:
            return "NEW"
        name = self.text("/eventType")
        if name is None or name in t.EVENT_TYPES:
            return name
        self.unknown_code("/eventType")
        return None

    # What became of a trade

    def life(self, event_type: str, executed_at: Optional[int], kind: Optional[str]) -> None:
        reason = self.name("/reasonCode", frozenset(_REASONS))
        if reason is not None and _REASONS[reason] != event_type:
            self.add("/reasonCode", "INCONSISTENT")
        remaining = self.decimal("/remainingQuantity")
        if remaining is not None and remaining < 0:
            self.out_of_range("/remainingQuantity")
        elif remaining is not None and event_type not in t.LIFE_EVENTS:
            self.add("/remainingQuantity", "INCONSISTENT")
        if event_type in t.LIFE_EVENTS and executed_at is not None:
            time = t.parse_time(self.trade.get("timestamp"))
            if time is not None and time < executed_at // 1_000:
                self.add("/timestamp", "INCONSISTENT")
        if event_type == "EXERCISE" and kind is not None and kind not in _EXERCISABLE:
            if self.instrument["cfi"][:2] not in ("DC", "DW"):
                self.add("/instrument/cfi", "INCONSISTENT")

    def links(self, event_type: str) -> None:
        found, value = self.value("/linkedTradeIds")
        if not found:
            if event_type in ("ALLOCATION", "NOVATION"):
                self.add("/linkedTradeIds", "MISSING")
        elif not isinstance(value, list):
            self.wrong_type("/linkedTradeIds")
        elif not value:
            self.add("/linkedTradeIds", "MISSING")
        elif len(value) > MAX_LINKS:
            self.out_of_range("/linkedTradeIds")
        else:
            self.each_link(event_type, value)

    def each_link(self, event_type: str, links: list) -> None:
        named: set[str] = set()
        total: Optional[Decimal] = Decimal(0)
        before = len(self.violations)
        for index, link in enumerate(links):
            at = f"/{index}"
            if len(self.violations) - before >= MAX_LINK_VIOLATIONS:
                self.add("/linkedTradeIds", "OUT_OF_RANGE", at)
                return
            quantity = None
            if isinstance(link, dict):
                self.other(link, at + "/tradeId", named)
                self.role(link, at + "/role", event_type)
                quantity = self.link_quantity(link, at + "/quantity")
                if link.keys() - {"tradeId", "role", "quantity"}:
                    self.add("/linkedTradeIds", "UNKNOWN_FIELD", at)
            else:
                self.add("/linkedTradeIds", "WRONG_TYPE", at)
            total = None if total is None or quantity is None else _EXACT.add(total, quantity)
        if total is not None and event_type == "ALLOCATION" and "quantity" in self.trade:
            allocated = t.decimal(self.trade["quantity"])
            if allocated is not None and _is_within_bounds(allocated) and allocated != total:
                self.add("/linkedTradeIds", "INCONSISTENT")

    def other(self, link: dict, at: str, named: set[str]) -> None:
        other = self.link_text(link, "tradeId", at)
        if other is None:
            return
        if not t.is_trade_id(other):
            self.add("/linkedTradeIds", "BAD_FORMAT", at)
        elif other == self.trade_id or other in named:
            self.add("/linkedTradeIds", "INCONSISTENT", at)
        else:
            named.add(other)

    def role(self, link: dict, at: str, event_type: str) -> None:
        role = self.link_text(link, "role", at)
        if role is None:
            return
        if role not in _ALL_ROLES:
            self.add("/linkedTradeIds", "UNKNOWN_CODE", at)
        elif role not in _ROLES[event_type]:
            self.add("/linkedTradeIds", "INCONSISTENT", at)

    def link_text(self, link: dict, name: str, at: str) -> Optional[str]:
        value = link.get(name)
        if isinstance(value, str):
            return value
        self.add("/linkedTradeIds", "WRONG_TYPE" if name in link else "MISSING", at)
        return None

    def link_quantity(self, link: dict, at: str) -> Optional[Decimal]:
        if "quantity" not in link:
            return None
        value = link["quantity"]
        quantity = t.decimal(value)
        if quantity is not None and quantity > 0 and _is_within_bounds(quantity):
            return quantity
        if t.is_json_number(value) or (isinstance(value, str) and t.is_number(value)):
            self.add("/linkedTradeIds", "OUT_OF_RANGE", at)
        else:
            self.add("/linkedTradeIds", "BAD_FORMAT" if isinstance(value, str) else "WRONG_TYPE", at)
        return None

    def source_sequence(self) -> None:
        found, value = self.value("/sourceSequence")
        if found and not t.is_json_number(value):
            self.wrong_type("/sourceSequence")
        elif found and not (isinstance(value, int) and 1 <= value < 10**18):
            self.out_of_range("/sourceSequence")

    def kind(self) -> Optional[str]:
        """The category of the CFI code; funds were equities until 2015."""
        cfi = self.instrument.get("cfi")
        if not isinstance(cfi, str) or not identifiers.is_cfi(cfi):
            return None
        return "C" if cfi.startswith("EU") else cfi[0] if cfi[0] in _CATEGORIES else None

    def time(self, field: str, required: bool, decimals: int) -> Optional[int]:
        text = self.text(field, required)
        if text is None:
            return None
        nanos = t.parse_nanos(text, decimals)
        if nanos is None:
            self.bad_format(field)
        elif nanos > self.latest:
            self.add(field, "IN_THE_FUTURE")
            return None
        return nanos

    @staticmethod
    def local(nanos: int, venue: Optional[reference.Venue]) -> datetime:
        zone = venue.zone if venue and venue.zone else timezone.utc
        return t.instant(nanos // 1_000).astimezone(zone)

    def trade_date(
        self, nanos: Optional[int], venue: Optional[reference.Venue]
    ) -> Optional[date]:
        stated = self.date("/tradingDate")
        if nanos is None:
            return stated
        local = self.local(nanos, venue).date()
        if stated is not None:
            if local - DAYS_BEFORE <= stated <= local + DAYS_AFTER:
                return stated
            self.add("/tradingDate", "INCONSISTENT")
        session = trade_date(venue, t.instant(nanos // 1_000)) if venue else None
        return session or local

    def date(self, field: str) -> Optional[date]:
        text = self.text(field)
        if text is None:
            return None
        day = t.parse_date(text)
        if day is None:
            self.bad_format(field)
        return day

    def one_of(self, field: str, required: bool, allowed: frozenset) -> None:
        text = self.text(field, required)
        if text is not None and text not in allowed:
            self.unknown_code(field)

    def positive(self, field: str, required: bool) -> Optional[Decimal]:
        number = self.decimal(field, required)
        if number is not None and number <= 0:
            self.out_of_range(field)
            return None
        return number

    def decimal(self, field: str, required: bool = False) -> Optional[Decimal]:
        found, value = self.value(field, required)
        if not found:
            return None
        number = t.decimal(value)
        if number is not None and _is_within_bounds(number):
            return number
        if t.is_json_number(value) or (isinstance(value, str) and t.is_number(value)):
            self.out_of_range(field)
        elif isinstance(value, str):
            self.bad_format(field)
        else:
            self.wrong_type(field)
        return None

    def terms(self, whole: bool, day: Optional[date], kind: Optional[str]) -> None:
        quantity = self.positive("/quantity", whole)
        quantity_type = self.name("/quantityType", _QUANTITY_TYPES)
        self.currency("/quantityCurrency", False, day)
        multiplier = self.positive("/contractMultiplier", False)
        if multiplier is not None and quantity_type == "NOMINAL" and multiplier != 1:
            self.add("/contractMultiplier", "INCONSISTENT")
            multiplier = None
        factor = self.positive("/factor", False)
        price = self.decimal("/price", whole)
        price_type = self.name("/priceType", _PRICE_TYPES)
        if price is not None and price <= 0:
            positive = kind in _POSITIVE_PRICES if kind else price_type in (None, "PER_UNIT")
            if positive:
                self.out_of_range("/price")
                price = None
        currency = self.currency("/currency", whole, day)
        amount = self.decimal("/amount")
        usable = all(
            value is not None or field not in self.trade
            for field, value in (
                ("quantityType", quantity_type),
                ("contractMultiplier", multiplier),
                ("factor", factor),
                ("priceType", price_type),
            )
        )
        if quantity is not None and price is not None and usable:
            self.value_trade(
                quantity, quantity_type or "UNITS", price, price_type, multiplier, factor, kind,
                amount, currency,
            )
        self.decimal("/accruedInterest")
        self.decimal("/netAmount")

    def value_trade(
        self, quantity, quantity_type, price, price_type, multiplier, factor, kind, amount, currency
    ) -> None:
        if price_type is None and kind == "D":
            self.add("/priceType", "MISSING")
            return
        price_type = price_type or "PER_UNIT"
        is_rate = price_type in ("YIELD", "BASIS_POINTS") or (
            price_type == "PERCENTAGE" and kind in ("S", "J")
        )
        if is_rate and price_type == "PERCENTAGE" and quantity_type != "NOMINAL":
            return
        if multiplier is None and (
            quantity_type == "CONTRACTS" or (quantity_type == "UNITS" and price_type != "PER_UNIT")
        ):
            return
        units = _EXACT.multiply(quantity, multiplier) if multiplier is not None else quantity
        if is_rate:
            self.check_threshold(units)
            return
        per_price = _EXACT.multiply(units, factor) if factor is not None else units
        if price_type == "PERCENTAGE":
            per_price = _EXACT.scaleb(per_price, -2)
        notional = _EXACT.multiply(per_price, price)
        other = self.trade.get("quantityCurrency")
        one_currency = not isinstance(other, str) or price_type == "PER_UNIT" or (
            currency and other == currency.code
        )
        if amount is not None and currency and currency.minor_units is not None and one_currency:
            difference = _EXACT.subtract(amount, notional).copy_abs()
            half_unit = Decimal((0, (5,), -currency.minor_units - 1))
            half_digit = Decimal((0, (5,), min(price.as_tuple().exponent, 0) - 1))
            average = min(
                _EXACT.multiply(half_digit, per_price).copy_abs(),
                _EXACT.scaleb(notional, -4).copy_abs(),
            )
            if difference > half_unit and difference > average:
                self.add("/amount", "INCONSISTENT")
        self.check_threshold(notional)

    def check_threshold(self, notional: Decimal) -> None:
        if notional.copy_abs() > self.threshold:
            self.add("/amount", "ABOVE_THRESHOLD")

    def name(self, field: str, allowed: frozenset) -> Optional[str]:
        text = self.text(field)
        if text is None or text in allowed:
            return text
        self.unknown_code(field)
        return None

    def currency(
        self, field: str, required: bool, day: Optional[date]
    ) -> Optional[reference.Currency]:
        code = self.text(field, required)
        if code is None:
            return None
        currency = reference.currency(code)
        if currency is None:
            self.no_currency(field, code)
        elif code in ("XXX", "XTS"):
            self.unknown_code(field)
            return None
        elif day is not None:
            self.in_use(field, currency.live_on(day), currency.expired_on(day))
        return currency

    def no_currency(self, field: str, code: str) -> None:
        if reference.minor_unit(code):
            self.add(field, "MINOR_UNIT_CURRENCY")
        elif len(code) == 3 and code.isascii() and code.isalpha() and code.isupper():
            self.unknown_code(field)
        else:
            self.bad_format(field)

    def identifiers(self, required: bool, kind: Optional[str]) -> None:
        found, value = self.value("/instrument", required)
        if not found:
            return
        if not isinstance(value, dict):
            self.wrong_type("/instrument")
            return
        if kind in _NOT_CARRIED:
            self.add("/instrument", "UNSUPPORTED_INSTRUMENT")
        elif not any(name in value for name in ("isin", "cusip", "sedol", "figi")):
            self.add("/instrument", "MISSING")
        isin = self.isin()
        cusip = self.text("/instrument/cusip")
        if self.identifier("/instrument/cusip", cusip, identifiers.cusip) and isin:
            if isin[:2] in ("US", "CA") and isin[2:11] != cusip:
                self.add("/instrument/cusip", "INCONSISTENT")
        sedol = self.text("/instrument/sedol")
        if self.identifier("/instrument/sedol", sedol, identifiers.sedol) and isin:
            if isin[:2] in ("GB", "IE") and isin[2:11] != "00" + sedol:
                self.add("/instrument/sedol", "INCONSISTENT")
        self.identifier("/instrument/figi", self.text("/instrument/figi"), identifiers.figi)
        cfi = self.text("/instrument/cfi")
        if cfi is not None:
            if not identifiers.is_cfi(cfi):
                self.bad_format("/instrument/cfi")
            elif not reference.is_listed_cfi(cfi):
                older = reference.is_older_cfi(cfi)
                self.add("/instrument/cfi", "EXPIRED_CODE" if older else "UNKNOWN_CODE")

    def isin(self) -> Optional[str]:
        text = self.text("/instrument/isin")
        if text is None:
            return None
        problem = identifiers.isin(text)
        self.report("/instrument/isin", problem)
        if problem != identifiers.BAD_FORMAT and reference.country_kind(text[:2]) is None:
            self.add("/instrument/isin", "UNKNOWN_CODE")
        return None if problem else text

    def venue(
        self,
        required: bool,
        venue: Optional[reference.Venue],
        executed_at: Optional[int],
        day: Optional[date],
    ) -> None:
        mic = self.text("/venue", required)
        if mic is None or mic in ("XOFF", "XXXX"):
            return
        if venue is None:
            if identifiers.is_mic(mic):
                self.unknown_code("/venue")
            else:
                self.bad_format("/venue")
        elif day is not None:
            self.in_use("/venue", venue.live_on(day), venue.expired_on(day))
            if calendars.closed_because(mic, venue.operator, day):
                self.add("/venue", "NOT_A_SESSION")
            elif executed_at is not None and calendars.is_outside_hours(
                mic, venue.operator, day, self.local(executed_at, venue).time()
            ):
                self.add("/venue", "OUTSIDE_HOURS")

    # Parties

    def parties(self, day: Optional[date]) -> None:
        entity = self.text("/executingEntity")
        if not self.identifier("/executingEntity", entity, identifiers.lei):
            entity = None
        buyer = self.party("/buyer", day)
        seller = self.party("/seller", day)
        self.one_of("/capacity", False, _CAPACITIES)
        if buyer and seller:
            if buyer == seller and buyer[0] != "INTC":
                self.add("/seller", "INCONSISTENT")
            if entity and self.trade.get("capacity") == "DEAL":
                self.own_account(("LEI", entity), buyer, seller)
        settlement = self.date("/settlementDate")
        if settlement is not None and day is not None and settlement < day:
            self.add("/settlementDate", "INCONSISTENT")
        self.uti(entity, buyer, seller)

    def own_account(self, entity: tuple, buyer: tuple, seller: tuple) -> None:
        side = self.trade.get("side")
        buys, sells = buyer == entity, seller == entity
        if not buys and not sells:
            self.add("/capacity", "INCONSISTENT")
        elif buys != sells and isinstance(side, str):
            if sells if side == "BUY" else buys and side.startswith("SELL"):
                self.add("/side", "INCONSISTENT")

    def party(self, field: str, day: Optional[date]) -> Optional[tuple[str, str]]:
        found, value = self.value(field)
        if not found:
            return None
        if isinstance(value, str):
            kind = "INTC" if value == "INTC" else "MIC" if len(_utf16(value)) == 4 else "LEI"
            party = (kind, value)
        elif isinstance(value, dict):
            party = self.party_object(field, value)
        else:
            self.wrong_type(field)
            return None
        return party if party and self.is_usable(field, party, day) else None

    def party_object(self, field: str, value: dict) -> Optional[tuple[str, str]]:
        if value.keys() - {"type", "id"}:
            self.add(field, "UNKNOWN_FIELD")
        kind, number = value.get("type"), value.get("id")
        if "type" not in value:
            self.add(field, "MISSING")
        elif not isinstance(kind, str):
            self.wrong_type(field)
        elif kind not in _PARTY_TYPES:
            self.unknown_code(field)
        elif kind == "INTC" and "id" not in value:
            return "INTC", "INTC"
        elif "id" not in value:
            self.add(field, "MISSING")
        elif not isinstance(number, str):
            self.wrong_type(field)
        else:
            return kind, number
        return None

    def is_usable(self, field: str, party: tuple[str, str], day: Optional[date]) -> bool:
        kind, number = party
        if kind == "LEI":
            return self.identifier(field, number, identifiers.lei)
        if kind == "MIC":
            return self.is_venue(field, number, day)
        if kind == "INTC":
            if number != "INTC":
                self.bad_format(field)
            return number == "INTC"
        check = identifiers.is_concat if kind == "CONCAT" else identifiers.is_person
        if not check(number):
            self.bad_format(field)
            return False
        country = number[:2]
        if reference.country_kind(country) in (None, "ISIN"):
            self.unknown_code(field)
            return False
        schemes, form = reference.person_identifiers(country)
        if kind not in schemes or (
            kind == "NIDN" and form and not re.fullmatch(form, number[2:], re.ASCII)
        ):
            self.add(field, "INCONSISTENT")
        return True

    def is_venue(self, field: str, mic: str, day: Optional[date]) -> bool:
        if not identifiers.is_mic(mic):
            self.bad_format(field)
            return False
        venue = reference.venue(mic)
        if venue is None:
            self.unknown_code(field)
        elif day is not None:
            self.in_use(field, venue.live_on(day), venue.expired_on(day))
        return venue is not None

    def uti(self, entity: Optional[str], buyer: Optional[tuple], seller: Optional[tuple]) -> None:
        text = self.text("/uti")
        if text is None:
            return
        problem = identifiers.uti(text)
        if problem == identifiers.BAD_FORMAT and identifiers.is_older_uti(text):
            self.add("/uti", "EXPIRED_CODE")
            return
        self.report("/uti", problem)
        if problem or not buyer or not seller or buyer[0] != "LEI" or seller[0] != "LEI":
            return
        if entity is None and "executingEntity" in self.trade:
            return
        if text[:20] not in (entity, buyer[1], seller[1]):
            self.add("/uti", "INCONSISTENT")

    def unknown_fields(self) -> None:
        left = self._unknown(self.trade, _TRADE_FIELDS, "", MAX_UNKNOWN_FIELDS)
        left = self._unknown(self.instrument, _INSTRUMENT_FIELDS, "/instrument", left)
        if left < 0:
            self.add("", "UNKNOWN_FIELD")

    def _unknown(self, members: dict, known: frozenset, path: str, left: int) -> int:
        for name in members:
            if name not in known:
                left -= 1
                if left >= 0:
                    shown = _plain(name)
                    self.add(path + "/" + shown.replace("~", "~0").replace("/", "~1"), "UNKNOWN_FIELD")
        return left

    # Values and findings

    def value(self, field: str, required: bool = False) -> tuple[bool, Any]:
        parent, name = (
            (self.instrument, field[12:])
            if field.startswith("/instrument/")
            else (self.trade, field[1:])
        )
        if name in parent:
            return True, parent[name]
        if required:
            self.add(field, "MISSING")
        return False, None

    def text(self, field: str, required: bool = False) -> Optional[str]:
        found, value = self.value(field, required)
        if isinstance(value, str):
            return value
        if found:
            self.wrong_type(field)
        return None

    def identifier(self, field: str, text: Optional[str], check) -> bool:
        if text is None:
            return False
        problem = check(text)
        self.report(field, problem)
        return problem is None

    def report(self, field: str, problem: Optional[str]) -> None:
        if problem == identifiers.BAD_FORMAT:
            self.bad_format(field)
        elif problem:
            self.add(field, problem)

    def in_use(self, field: str, live: bool, expired: bool) -> None:
        if not live:
            self.add(field, "EXPIRED_CODE" if expired else "UNKNOWN_CODE")

    def bad_format(self, field: str) -> None:
        self.add(field, "BAD_FORMAT")

    def unknown_code(self, field: str) -> None:
        self.add(field, "UNKNOWN_CODE")

    def out_of_range(self, field: str) -> None:
        self.add(field, "OUT_OF_RANGE")

    def wrong_type(self, field: str) -> None:
        self.add(field, "WRONG_TYPE")



def _is_within_bounds(number: Decimal) -> bool:
    _, digits, exponent = number.as_tuple()
    precision = len(digits)
    return -exponent <= MAX_DIGITS and precision + exponent <= MAX_DIGITS


def _field(pointer: str) -> str:
    """The field that a pointer leads into."""
    return "/linkedTradeIds" if pointer.startswith("/linkedTradeIds/") else pointer


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def verdict(event: t.TradeEvent, threshold: Decimal, now: datetime) -> dict:
    validation = Validation(event, threshold, now)
    validation.run(event.envelope)
    return {
        "valid": all(v["severity"] != "ERROR" for v in validation.violations),
        "tradeId": validation.trade_id,
        "ruleSet": RULE_SET,
        "violations": validation.violations,
    }
