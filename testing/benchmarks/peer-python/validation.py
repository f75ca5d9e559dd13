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

_ALLOWED = {
    "": "an object: the trade, under the envelope's detail",
    "/schemaVersion": "a string such as 1.0, of major version 1",
    "/tradeId": "a string of 1 to 52 characters of A-Z a-z 0-9 : _ . -, the source's own id of the trade",
    "/sourceSystem": "system1, system2 or system3, as the envelope's source",
    "/eventType": "NEW, CORRECT or CANCEL",
    "/timestamp": "when the event happened at its source: UTC to the microsecond at most, such as"
    " 2026-01-12T14:30:00.123456Z",
    "/executedAt": "the trading time: UTC to the microsecond at most, such as 2026-01-12T14:30:00.123456Z",
    "/side": "BUY, SELL, SELL_SHORT or SELL_SHORT_EXEMPT",
    "/quantity": "a decimal above 0, as a JSON number or a string that holds one",
    "/price": "a decimal above 0, as a JSON number or a string that holds one",
    "/currency": "the ISO 4217 code of a currency in use on the trade date, such as USD",
    "/amount": "a decimal, as a JSON number or a string that holds one: quantity times price, rounded to"
    " the nearest minor unit of the currency or not at all",
    "/instrument": "an object with at least one of isin, cusip, sedol and figi",
    "/instrument/isin": "two letters, nine letters or digits and a check digit, such as US0378331005",
    "/instrument/cusip": "eight letters, digits or * @ # and a check digit, such as 037833100",
    "/instrument/sedol": "seven digits, or a consonant, five consonants or digits and a check digit, such as"
    " B03MLX2",
    "/instrument/figi": "two consonants, G, eight consonants or digits and a check digit, such as"
    " BBG000B9XRY4",
    "/instrument/cfi": "six letters: category, group and four attributes, such as ESVUFR",
    "/venue": "the market identifier code of a venue in use on the trade date, such as XNYS, or XOFF or"
    " XXXX",
    "/executingEntity": "18 letters or digits and two check digits, such as 5493000F4ZO33MV32P92",
    "/buyer": "18 letters or digits and two check digits, such as 5493000F4ZO33MV32P92",
    "/seller": "18 letters or digits and two check digits, such as 5493000F4ZO33MV32P92",
    "/capacity": "DEAL, MTCH or AOTC",
    "/settlementDate": "a date such as 2026-01-13, not before the trade date",
    "/uti": "the LEI of the entity that generated it and up to 32 letters or digits",
}
_TO_COME = "more than 5 s after the clock here; check the clock of the source"
_DEMANDS = {
    ("/schemaVersion", "UNSUPPORTED_VERSION"): "send version 1, or update these functions first",
    ("/sourceSystem", "SOURCE_MISMATCH"): "no system speaks for another",
    ("/timestamp", "MISSING"): "a CORRECT or a CANCEL says when it happened, or a re-send could not be told"
    " from it",
    ("/timestamp", "IN_THE_FUTURE"): _TO_COME,
    ("/executedAt", "IN_THE_FUTURE"): _TO_COME,
    ("/currency", "MINOR_UNIT_CURRENCY"): "give price and amount in the currency itself",
    ("/amount", "ABOVE_THRESHOLD"): "have somebody look at the trade; the threshold is the parameter"
    " processing-threshold",
    ("/instrument/isin", "UNKNOWN_CODE"): "allowed is a country of ISO 3166 or another prefix of ISINs, such"
    " as XS",
    ("/instrument/cusip", "INCONSISTENT"): "an ISIN of the United States or Canada holds the CUSIP",
    ("/instrument/sedol", "INCONSISTENT"): "an ISIN of the United Kingdom holds the SEDOL after two zeros",
    ("/instrument/cfi", "UNKNOWN_CODE"): "allowed are the categories, groups and attributes of the standard;"
    " X where none applies",
    ("/venue", "NOT_A_SESSION"): "check executedAt and venue",
}
_TRADE_FIELDS = frozenset(p[1:] for p in _ALLOWED if p and p.count("/") == 1)
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


def _quoted(text: str) -> str:
    return "'" + _plain(text) + "'"


def _type_name(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    if isinstance(value, dict):
        return "object"
    return "array" if isinstance(value, list) else "number"


def _java_decimal(number: Decimal) -> str:
    """As Java's BigDecimal writes itself, which messages show."""
    sign, digits, exponent = number.as_tuple()
    text = "".join(map(str, digits))
    scale = -exponent
    adjusted = exponent + len(text) - 1
    minus = "-" if sign else ""
    if scale >= 0 and adjusted >= -6:
        if scale == 0:
            return minus + text
        text = text.rjust(scale + 1, "0")
        return f"{minus}{text[:-scale]}.{text[-scale:]}"
    mantissa = text if len(text) == 1 else text[0] + "." + text[1:]
    return f"{minus}{mantissa}E{adjusted:+d}"


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

    def add(self, field: str, code: str, what: str) -> None:
        demands = _DEMANDS.get((field, code))
        self._append(field, code, what, demands or "allowed is " + _ALLOWED[field])

    def _append(self, field: str, code: str, what: str, demands: str) -> None:
        self.violations.append(
            {
                "code": code,
                "field": field,
                "severity": "WARNING" if code in WARNINGS else "ERROR",
                "message": what + ": " + demands,
            }
        )

    def run(self, envelope: dict) -> None:
        if "detail" not in envelope:
            self.add("", "MISSING", "missing")
        elif not isinstance(envelope["detail"], dict):
            self.wrong_type("", envelope["detail"])
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
            self.bad_format("/schemaVersion", text)
        elif major != "1":
            self.add(
                "/schemaVersion", "UNSUPPORTED_VERSION", f"version {_quoted(text)} is not supported"
            )

    def trade_identifier(self) -> None:
        text = self.text("/tradeId", required=True)
        if text is not None:
            if t.is_trade_id(text):
                self.trade_id = text
            else:
                self.bad_format("/tradeId", text)

    def source_system(self) -> None:
        text = self.text("/sourceSystem", required=True)
        if text is None:
            return
        if text not in t.SOURCES.values():
            self.unknown_code("/sourceSystem", text)
        elif self.source != text:
            self.add(
                "/sourceSystem", "SOURCE_MISMATCH", _quoted(text) + " came from another source"
            )

    def event_type(self) -> Optional[str]:
        if "eventType" not in self.trade:
            return "NEW"
        name = self.text("/eventType")
        if name is None or name in t.EVENT_TYPES:
            return name
        self.unknown_code("/eventType", name)
        return None

    def time(self, field: str, required: bool) -> Optional[int]:
        text = self.text(field, required)
        if text is None:
            return None
        micros = t.parse_time(text)
        if micros is None:
            self.bad_format(field, text)
        elif micros > self.latest:
            self.add(field, "IN_THE_FUTURE", _quoted(text) + " is to come")
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
            self.unknown_code(field, text)

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
                self.bad_format(field, value)
            else:
                self.wrong_type(field, value)
        return number

    def currency(self, required: bool, day: Optional[date]) -> Optional[reference.Currency]:
        code = self.text("/currency", required)
        if code is None:
            return None
        currency = reference.currency(code)
        if currency is None:
            self.no_currency(code)
        elif code in ("XXX", "XTS"):
            self.unknown_code("/currency", code)
            return None
        elif day is not None:
            self.in_use("/currency", code, day, currency.live_on(day), currency.expired_on(day))
        return currency

    def no_currency(self, code: str) -> None:
        minor = reference.minor_unit(code)
        if minor:
            currency, per_unit = minor
            self.add(
                "/currency",
                "MINOR_UNIT_CURRENCY",
                f"{_quoted(code)} is the minor unit of {currency}, {per_unit} of which are 1 {currency}",
            )
        elif len(code) == 3 and code.isascii() and code.isalpha() and code.isupper():
            self.unknown_code("/currency", code)
        else:
            self.bad_format("/currency", code)

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
                self.add(
                    "/amount",
                    "INCONSISTENT",
                    "quantity times price is " + _plain(_java_decimal(notional)),
                )
        if notional > self.threshold:
            self.add(
                "/amount", "ABOVE_THRESHOLD", f"quantity times price is above {self.threshold:f}"
            )

    def identifiers(self, required: bool) -> None:
        found, value = self.value("/instrument", required)
        if not found:
            return
        if not isinstance(value, dict):
            self.wrong_type("/instrument", value)
            return
        if not any(name in value for name in ("isin", "cusip", "sedol", "figi")):
            self.add("/instrument", "MISSING", "no identifier")
        isin = self.isin()
        cusip = self.text("/instrument/cusip")
        if self.identifier("/instrument/cusip", cusip, identifiers.cusip) and isin:
            if isin[:2] in ("US", "CA") and isin[2:11] != cusip:
                self.disagrees("/instrument/cusip", cusip, isin)
        sedol = self.text("/instrument/sedol")
        if self.identifier("/instrument/sedol", sedol, identifiers.sedol) and isin:
            if isin[:2] == "GB" and isin[2:11] != "00" + sedol:
                self.disagrees("/instrument/sedol", sedol, isin)
        self.identifier("/instrument/figi", self.text("/instrument/figi"), identifiers.figi)
        cfi = self.text("/instrument/cfi")
        if cfi is not None:
            if not identifiers.is_cfi(cfi):
                self.bad_format("/instrument/cfi", cfi)
            elif not reference.is_listed_cfi(cfi):
                self.unknown_code("/instrument/cfi", cfi)

    def isin(self) -> Optional[str]:
        text = self.text("/instrument/isin")
        if text is None:
            return None
        problem = identifiers.isin(text)
        self.report("/instrument/isin", text, problem)
        if problem != identifiers.BAD_FORMAT and reference.country_kind(text[:2]) is None:
            self.add(
                "/instrument/isin", "UNKNOWN_CODE", f"the prefix of {_quoted(text)} is unknown"
            )
        return None if problem else text

    def disagrees(self, field: str, value: str, isin: str) -> None:
        self.add(field, "INCONSISTENT", f"'{value}' is not of ISIN {isin}")

    def venue(
        self, required: bool, venue: Optional[reference.Venue], day: Optional[date]
    ) -> None:
        mic = self.text("/venue", required)
        if mic is None or mic in ("XOFF", "XXXX"):
            return
        if venue is None:
            if identifiers.is_mic(mic):
                self.unknown_code("/venue", mic)
            else:
                self.bad_format("/venue", mic)
        elif day is not None:
            self.in_use("/venue", mic, day, venue.live_on(day), venue.expired_on(day))
            because = calendars.closed_because(mic, day)
            if because:
                self.add("/venue", "NOT_A_SESSION", f"{mic} was closed on {day} ({because})")

    def settlement_date(self, trade_date: Optional[date]) -> None:
        text = self.text("/settlementDate")
        if text is None:
            return
        day = t.parse_date(text)
        if day is None:
            self.bad_format("/settlementDate", text)
        elif trade_date is not None and day < trade_date:
            self.add(
                "/settlementDate",
                "INCONSISTENT",
                f"{_quoted(text)} is before the trade date {trade_date}",
            )

    def unknown_fields(self) -> None:
        left = self._unknown(self.trade, _TRADE_FIELDS, "", MAX_UNKNOWN_FIELDS)
        left = self._unknown(self.instrument, _INSTRUMENT_FIELDS, "/instrument", left)
        if left < 0:
            self._append("", "UNKNOWN_FIELD", f"the contract lacks {-left} more", _NO_EFFECT)

    def _unknown(self, members: dict, known: frozenset, path: str, left: int) -> int:
        for name in members:
            if name not in known:
                left -= 1
                if left >= 0:
                    shown = _plain(name)
                    self._append(
                        path + "/" + shown.replace("~", "~0").replace("/", "~1"),
                        "UNKNOWN_FIELD",
                        f"the contract has no '{shown}'",
                        _NO_EFFECT,
                    )
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
            self.add(field, "MISSING", "missing")
        return False, None

    def text(self, field: str, required: bool = False) -> Optional[str]:
        found, value = self.value(field, required)
        if isinstance(value, str):
            return value
        if found:
            self.wrong_type(field, value)
        return None

    def identifier(self, field: str, text: Optional[str], check) -> bool:
        if text is None:
            return False
        problem = check(text)
        self.report(field, text, problem)
        return problem is None

    def report(self, field: str, text: str, problem: Optional[str]) -> None:
        if problem == identifiers.BAD_FORMAT:
            self.bad_format(field, text)
        elif problem:
            self.add(field, problem, f"the check digit of {_quoted(text)} does not fit")

    def in_use(self, field: str, code: str, day: date, live: bool, expired: bool) -> None:
        if not live:
            since = " was no longer" if expired else " was not yet"
            self.add(
                field,
                "EXPIRED_CODE" if expired else "UNKNOWN_CODE",
                f"{_quoted(code)}{since} in use on {day}",
            )

    def bad_format(self, field: str, text: str) -> None:
        self.add(field, "BAD_FORMAT", _quoted(text) + " has not the form")

    def unknown_code(self, field: str, text: str) -> None:
        self.add(field, "UNKNOWN_CODE", _quoted(text) + " is unknown")

    def out_of_range(self, field: str) -> None:
        self.add(field, "OUT_OF_RANGE", "the number is out of range")

    def wrong_type(self, field: str, value: Any) -> None:
        self.add(field, "WRONG_TYPE", "the JSON type is " + _type_name(value))


_NO_EFFECT = "it is kept in the record and has no effect"


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
