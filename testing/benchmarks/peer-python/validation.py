"""Judges a trade event by contract v1: all violations, in the order of the contract's fields."""

import unicodedata
from datetime import date, datetime, timezone
from decimal import Context, Decimal
from typing import Any, Optional

import calendars
import identifiers
import reference
import trade as t

RULE_SET = "1.0"
WARNINGS = frozenset(("UNKNOWN_FIELD", "ABOVE_THRESHOLD", "NOT_A_SESSION"))
CLOCK_TOLERANCE_US = 5_000_000
MAX_UNKNOWN_FIELDS = 32
MAX_SHOWN = 64

_EXACT = Context(prec=10_000, Emin=-999_999, Emax=999_999)

_TRADE_FIELDS = frozenset(
    (
        "schemaVersion",
        "tradeId",
        "sourceSystem",
        "eventType",
        "timestamp",
        "executedAt",
        "side",
        "quantity",
        "price",
        "currency",
        "amount",
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
        self.latest = int((now - t.EPOCH).total_seconds() * 1_000_000) + CLOCK_TOLERANCE_US
        self.violations: list[dict] = []
        self.trade_id: Optional[str] = None
        instrument = self.trade.get("instrument")
        self.instrument: dict = instrument if isinstance(instrument, dict) else {}

    def add(self, field: str, code: str) -> None:
        self.violations.append(
            {
                "code": code,
                "field": field,
                "severity": "WARNING" if code in WARNINGS else "ERROR",
            }
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
        whole = event_type in ("NEW", "CORRECT")
        self.time("/timestamp", event_type in ("CORRECT", "CANCEL"))
        executed_at = self.time("/executedAt", whole)
        mic = self.trade.get("venue")
        venue = reference.venue(mic) if isinstance(mic, str) else None
        trade_date = self.trade_date(executed_at, venue)
        self.one_of("/side", whole, _SIDES)
        quantity = self.positive("/quantity", whole)
        price = self.positive("/price", whole)
        currency = self.currency(whole, trade_date)
        self.amount(quantity, price, currency)
        self.identifiers(whole)
        self.venue(whole, venue, trade_date)
        for field in ("/executingEntity", "/buyer", "/seller"):
            self.identifier(field, self.text(field), identifiers.lei)
        self.one_of("/capacity", False, _CAPACITIES)
        self.settlement_date(trade_date)
        self.identifier("/uti", self.text("/uti"), identifiers.uti)
        self.unknown_fields()

    # Fields

    def schema_version(self) -> None:
        text = self.text("/schemaVersion")
        if text is None or text == "1.0":
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

    def time(self, field: str, required: bool) -> Optional[int]:
        text = self.text(field, required)
        if text is None:
            return None
        micros = t.parse_time(text)
        if micros is None:
            self.bad_format(field)
        elif micros > self.latest:
            self.add(field, "IN_THE_FUTURE")
            return None
        return micros

    @staticmethod
    def trade_date(micros: Optional[int], venue: Optional[reference.Venue]) -> Optional[date]:
        if micros is None:
            return None
        zone = venue.zone if venue and venue.zone else timezone.utc
        return t.instant(micros).astimezone(zone).date()

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
        if number is None:
            if t.is_json_number(value) or (isinstance(value, str) and t.is_number(value)):
                self.out_of_range(field)
            elif isinstance(value, str):
                self.bad_format(field)
            else:
                self.wrong_type(field)
        return number

    def currency(self, required: bool, day: Optional[date]) -> Optional[reference.Currency]:
        code = self.text("/currency", required)
        if code is None:
            return None
        currency = reference.currency(code)
        if currency is None:
            self.no_currency(code)
        elif code in ("XXX", "XTS"):
            self.unknown_code("/currency")
            return None
        elif day is not None:
            self.in_use("/currency", currency.live_on(day), currency.expired_on(day))
        return currency

    def no_currency(self, code: str) -> None:
        if reference.minor_unit(code):
            self.add("/currency", "MINOR_UNIT_CURRENCY")
        elif len(code) == 3 and code.isascii() and code.isalpha() and code.isupper():
            self.unknown_code("/currency")
        else:
            self.bad_format("/currency")

    def amount(
        self,
        quantity: Optional[Decimal],
        price: Optional[Decimal],
        currency: Optional[reference.Currency],
    ) -> None:
        amount = self.decimal("/amount")
        if quantity is None or price is None:
            return
        notional = _EXACT.multiply(quantity, price)
        if amount is not None and currency and currency.minor_units is not None:
            half_unit = Decimal((0, (5,), -currency.minor_units - 1))
            if _EXACT.subtract(amount, notional).copy_abs() > half_unit:
                self.add("/amount", "INCONSISTENT")
        if notional > self.threshold:
            self.add("/amount", "ABOVE_THRESHOLD")

    def identifiers(self, required: bool) -> None:
        found, value = self.value("/instrument", required)
        if not found:
            return
        if not isinstance(value, dict):
            self.wrong_type("/instrument")
            return
        if not any(name in value for name in ("isin", "cusip", "sedol", "figi")):
            self.add("/instrument", "MISSING")
        isin = self.isin()
        cusip = self.text("/instrument/cusip")
        if self.identifier("/instrument/cusip", cusip, identifiers.cusip) and isin:
            if isin[:2] in ("US", "CA") and isin[2:11] != cusip:
                self.add("/instrument/cusip", "INCONSISTENT")
        sedol = self.text("/instrument/sedol")
        if self.identifier("/instrument/sedol", sedol, identifiers.sedol) and isin:
            if isin[:2] == "GB" and isin[2:11] != "00" + sedol:
                self.add("/instrument/sedol", "INCONSISTENT")
        self.identifier("/instrument/figi", self.text("/instrument/figi"), identifiers.figi)
        cfi = self.text("/instrument/cfi")
        if cfi is not None:
            if not identifiers.is_cfi(cfi):
                self.bad_format("/instrument/cfi")
            elif not reference.is_listed_cfi(cfi):
                self.unknown_code("/instrument/cfi")

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
        self, required: bool, venue: Optional[reference.Venue], day: Optional[date]
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
            if calendars.closed_because(mic, day):
                self.add("/venue", "NOT_A_SESSION")

    def settlement_date(self, trade_date: Optional[date]) -> None:
        text = self.text("/settlementDate")
        if text is None:
            return
        day = t.parse_date(text)
        if day is None:
            self.bad_format("/settlementDate")
        elif trade_date is not None and day < trade_date:
            self.add("/settlementDate", "INCONSISTENT")

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
