"""Reference data: tab-separated lines by code, each table read when it is first asked."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Optional
from zoneinfo import ZoneInfo

_FOLDER = Path(__file__).parent / "reference"


@lru_cache(maxsize=None)
def _table(name: str) -> dict[str, str]:
    text = (_FOLDER / (name + ".tsv")).read_text(encoding="utf-8")
    return {line.partition("\t")[0]: line for line in text.splitlines()}


def _date(cell: str) -> Optional[date]:
    return date.fromisoformat(cell) if cell else None


class Currency(NamedTuple):
    code: str
    minor_units: Optional[int]
    first_day: Optional[date]
    last_day: Optional[date]

    def live_on(self, day: date) -> bool:
        return not (self.first_day and day < self.first_day) and not self.expired_on(day)

    def expired_on(self, day: date) -> bool:
        return self.last_day is not None and day > self.last_day


class Venue(NamedTuple):
    mic: str
    operator: str
    country: str
    category: str
    zone: Optional[ZoneInfo]
    first_day: Optional[date]
    last_day: Optional[date]
    name: str

    def live_on(self, day: date) -> bool:
        return not (self.first_day and day < self.first_day) and not self.expired_on(day)

    def expired_on(self, day: date) -> bool:
        return self.last_day is not None and day > self.last_day


@lru_cache(maxsize=4096)
def currency(code: str) -> Optional[Currency]:
    line = _table("currencies").get(code)
    if line is None:
        return None
    cells = line.split("\t")
    return Currency(cells[0], int(cells[1]) if cells[1] else None, _date(cells[2]), _date(cells[3]))


@lru_cache(maxsize=4096)
def venue(mic: str) -> Optional[Venue]:
    line = _table("venues").get(mic)
    if line is None:
        return None
    cells = line.split("\t")
    zone = ZoneInfo(cells[4]) if cells[4] else None
    return Venue(cells[0], cells[1], cells[2], cells[3], zone, _date(cells[5]), _date(cells[6]), cells[7])


def country_kind(code: str) -> Optional[str]:
    """ISO, FORMER or ISIN; None for a prefix that is in no list."""
    line = _table("countries").get(code)
    return line.split("\t", 2)[1] if line else None


def minor_unit(code: str) -> Optional[tuple[str, int]]:
    """The currency that a minor unit's code belongs to, and how many make one of it."""
    line = _table("minor-unit-codes").get(code)
    if line:
        cells = line.split("\t")
        return cells[1], int(cells[2])
    if len(code) == 3 and "a" <= code[2] <= "z":
        known = currency(code[:2] + code[2].upper())
        if known and known.minor_units:
            return known.code, 10**known.minor_units
    return None


def person_identifiers(country: str) -> tuple[list[str], str]:
    """The schemes of a country's nationals by priority, and the form of the national number."""
    line = _table("person-identifiers").get(country)
    if line is None:
        return ["CCPT", "CONCAT"], ""
    cells = line.split("\t")
    return cells[1].split(" "), cells[2]


def us_market(operating_mic: str) -> Optional[str]:
    """EXCHANGE, FINRA or OTC; None for the operator of none of these."""
    line = _table("us-exchanges").get(operating_mic)
    return line.split("\t")[1] if line else None


def is_listed_cfi(cfi: str) -> bool:
    return _is_in("instrument-classes", cfi)


def is_older_cfi(cfi: str) -> bool:
    return _is_in("older-instrument-classes", cfi)


def _is_in(table: str, cfi: str) -> bool:
    line = _table(table).get(cfi[:2])
    if line is None:
        return False
    allowed = line.split("\t")[1:5]
    return all(letter == "X" or letter in places for letter, places in zip(cfi[2:], allowed))


@lru_cache(maxsize=1)
def sources() -> list[dict]:
    sets = [
        {"name": cells[0], "asOf": cells[3]}
        for cells in (line.split("\t") for line in _table("sources").values())
    ]
    return sets + [{"name": "calendars", "asOf": "2026-03-10"}]
