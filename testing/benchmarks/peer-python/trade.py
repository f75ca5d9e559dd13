"""What validator, enricher and recorder read of a trade in the same way."""

import re
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, NamedTuple, Optional

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
SOURCES = {"trading.system1": "system1", "trading.system2": "system2", "trading.system3": "system3"}
LIFE_EVENTS = ("ALLOCATION", "GIVE_UP", "NOVATION", "TERMINATION", "EXERCISE")
EVENT_TYPES = ("NEW", "CORRECT", *LIFE_EVENTS, "CANCEL")

_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|\+00:00)", re.ASCII
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TRADE_ID = re.compile(r"(?!invalid:|probe:)[A-Za-z0-9:_.\-]{1,52}", re.ASCII)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?", re.ASCII)
_MAX_NUMBER = 1_000
_MAX_SCALE = 6_176


def parse_time(text: Any) -> Optional[int]:
    """Microseconds since the epoch of an ISO 8601 time in UTC; None for anything else or finer."""
    nanos = parse_nanos(text, 6)
    return None if nanos is None else nanos // 1_000


def parse_nanos(text: Any, decimals: int = 9) -> Optional[int]:
    """Nanoseconds since the epoch of an ISO 8601 time in UTC, which is after it by a microsecond."""
    match = _TIME.fullmatch(text) if isinstance(text, str) else None
    if match is None or len(match[7] or "") > decimals:
        return None
    year, month, day, hour, minute, second = map(int, match.groups()[:6])
    try:
        time = datetime(year, month, day, hour, minute, second, tzinfo=timezone.utc)
    except ValueError:
        return None
    nanos = int((time - EPOCH).total_seconds()) * 1_000_000_000 + int((match[7] or "0").ljust(9, "0"))
    return nanos if nanos >= 1_000 else None


def instant(micros: int) -> datetime:
    return EPOCH + timedelta(microseconds=micros)


def time_text(micros: int) -> str:
    """The shortest ISO 8601 form in UTC, with 0, 3 or 6 digits of a second."""
    whole = instant(micros)
    fraction = micros % 1_000_000
    digits = "" if fraction == 0 else f".{fraction // 1000:03d}" if fraction % 1000 == 0 else f".{fraction:06d}"
    return whole.strftime("%Y-%m-%dT%H:%M:%S") + digits + "Z"


def parse_date(text: str) -> Optional[date]:
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def is_trade_id(text: Any) -> bool:
    return isinstance(text, str) and _TRADE_ID.fullmatch(text) is not None


def is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def is_json_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def decimal(value: Any) -> Optional[Decimal]:
    """The exact decimal of a number, or of a string that holds one; None where there is none."""
    if isinstance(value, str):
        if len(value) > _MAX_NUMBER or not is_number(value):
            return None
        number = Decimal(value)
    elif is_json_number(value):
        number = Decimal(repr(value))
    else:
        return None
    exponent = number.as_tuple().exponent
    return number if isinstance(exponent, int) and abs(exponent) <= _MAX_SCALE else None


class TradeEvent(NamedTuple):
    envelope: dict
    detail: dict

    @property
    def source(self) -> Optional[str]:
        source = self.envelope.get("source")
        return SOURCES.get(source) if isinstance(source, str) else None

    @property
    def trade_id(self) -> Optional[str]:
        text = self.detail.get("tradeId")
        return text if is_trade_id(text) else None

    @property
    def event_type(self) -> Optional[str]:
        if "eventType" not in self.detail:
            return "NEW"
        name = self.detail["eventType"]
        return name if name in EVENT_TYPES else None

    @property
    def leaves_a_part(self) -> bool:
        """Whether a life event has a remainingQuantity above 0."""
        if self.event_type not in LIFE_EVENTS or "remainingQuantity" not in self.detail:
            return False
        remaining = decimal(self.detail["remainingQuantity"])
        return remaining is not None and remaining > 0

    @property
    def executed_at(self) -> Optional[int]:
        nanos = parse_nanos(self.detail.get("executedAt"))
        return None if nanos is None else nanos // 1_000

    @property
    def event_time(self) -> Optional[int]:
        if "timestamp" in self.detail:
            return parse_time(self.detail["timestamp"])
        return self.executed_at if self.event_type == "NEW" else None

    @property
    def envelope_time(self) -> Optional[int]:
        return parse_time(self.envelope.get("time"))


def trade_event(event: Any) -> TradeEvent:
    envelope = event if isinstance(event, dict) else {}
    detail = envelope.get("detail")
    return TradeEvent(envelope, detail if isinstance(detail, dict) else {})
