"""Trading and settlement days, from the rules of the exchanges, central banks and legislators."""

from datetime import date, time, timedelta
from functools import lru_cache
from typing import Callable, NamedTuple, Optional

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


def easter_sunday(year: int) -> date:
    golden = year % 19
    century, of_century = divmod(year, 100)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - correction + 15) % 30
    to_sunday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    shift = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def nth(ordinal: int, weekday: int, month: int) -> Callable[[int], date]:
    def find(year: int) -> date:
        first = date(year, month, 1)
        return first + timedelta((weekday - first.weekday()) % 7 + 7 * (ordinal - 1))

    return find


def last(weekday: int, month: int) -> Callable[[int], date]:
    def find(year: int) -> date:
        end = date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
        return end - timedelta((end.weekday() - weekday) % 7)

    return find


def on_or_after(weekday: int, month: int, day: int) -> Callable[[int], date]:
    def find(year: int) -> date:
        first = date(year, month, day)
        return first + timedelta((weekday - first.weekday()) % 7)

    return find


def easter(days: int) -> Callable[[int], date]:
    return lambda year: easter_sunday(year) + timedelta(days)


# Days to add on a Saturday and on a Sunday; None: kept on no other day.
NONE = (0, 0)
SUNDAY_ON_MONDAY = (0, 1)
NEAREST_WEEKDAY = (-1, 1)
NEXT_MONDAY = (2, 1)
PREVIOUS_FRIDAY = (-1, -2)
TWO_DAYS_LATER = (2, 2)


class Holiday(NamedTuple):
    name: str
    find: Callable[[int], date]
    observance: tuple[int, int] = NONE
    since: int = 0
    until: int = 9999
    moved: tuple[date, ...] = ()

    def in_year(self, year: int) -> date:
        for day in self.moved:
            if day.year == year:
                return day
        day = self.find(year)
        weekday = day.weekday()
        return day + timedelta(self.observance[weekday - SAT]) if weekday >= SAT else day


def once(name: str, day: date) -> Holiday:
    return Holiday(name, fixed(day.month, day.day), since=day.year, until=day.year)


_US_EXCHANGES = (
    Holiday("New Year's Day", fixed(1, 1), SUNDAY_ON_MONDAY),
    Holiday("Martin Luther King, Jr. Day", nth(3, MON, 1), since=1998),
    Holiday("Washington's Birthday", nth(3, MON, 2)),
    Holiday("Good Friday", easter(-2)),
    Holiday("Memorial Day", last(MON, 5)),
    Holiday("Juneteenth", fixed(6, 19), NEAREST_WEEKDAY, since=2022),
    Holiday("Independence Day", fixed(7, 4), NEAREST_WEEKDAY),
    Holiday("Labor Day", nth(1, MON, 9)),
    Holiday("Thanksgiving Day", nth(4, THU, 11)),
    Holiday("Christmas Day", fixed(12, 25), NEAREST_WEEKDAY),
)
_US_CLOSINGS = (
    once("National Day of Mourning for President Bush", date(2018, 12, 5)),
    once("National Day of Mourning for President Carter", date(2025, 1, 9)),
)
_US_SETTLEMENT = (
    Holiday("New Year's Day", fixed(1, 1), SUNDAY_ON_MONDAY),
    Holiday("Birthday of Martin Luther King, Jr.", nth(3, MON, 1), since=1986),
    Holiday("Washington's Birthday", nth(3, MON, 2)),
    Holiday("Memorial Day", last(MON, 5)),
    Holiday("Juneteenth", fixed(6, 19), SUNDAY_ON_MONDAY, since=2021),
    Holiday("Independence Day", fixed(7, 4), SUNDAY_ON_MONDAY),
    Holiday("Labor Day", nth(1, MON, 9)),
    Holiday("Columbus Day", nth(2, MON, 10)),
    Holiday("Veterans Day", fixed(11, 11), SUNDAY_ON_MONDAY),
    Holiday("Thanksgiving Day", nth(4, THU, 11)),
    Holiday("Christmas Day", fixed(12, 25), SUNDAY_ON_MONDAY),
) + _US_EXCHANGES
_UK = (
    Holiday("New Year's Day", fixed(1, 1), NEXT_MONDAY),
    Holiday("Good Friday", easter(-2)),
    Holiday("Easter Monday", easter(1)),
    Holiday("Early May bank holiday", nth(1, MON, 5), moved=(date(2020, 5, 8),)),
    Holiday("Spring bank holiday", last(MON, 5), moved=(date(2022, 6, 2),)),
    Holiday("Summer bank holiday", last(MON, 8)),
    Holiday("Christmas Day", fixed(12, 25), TWO_DAYS_LATER),
    Holiday("Boxing Day", fixed(12, 26), TWO_DAYS_LATER),
    once("Platinum Jubilee bank holiday", date(2022, 6, 3)),
    once("Bank holiday for the State Funeral of Queen Elizabeth II", date(2022, 9, 19)),
    once("Bank holiday for the Coronation of King Charles III", date(2023, 5, 8)),
)
_TARGET = (
    Holiday("New Year's Day", fixed(1, 1)),
    Holiday("Good Friday", easter(-2)),
    Holiday("Easter Monday", easter(1)),
    Holiday("Labour Day", fixed(5, 1)),
    Holiday("Christmas Day", fixed(12, 25)),
    Holiday("26 December", fixed(12, 26)),
)
_XETRA = _TARGET + (
    Holiday("Whit Monday", easter(50), until=2021),
    Holiday("Day of German Unity", fixed(10, 3), until=2021),
    Holiday("Christmas Eve", fixed(12, 24)),
    Holiday("New Year's Eve", fixed(12, 31)),
)

_US_EARLY = (
    Holiday("the day before Independence Day", fixed(7, 3)),
    Holiday("the day after Thanksgiving", lambda year: nth(4, THU, 11)(year) + timedelta(1)),
    Holiday("Christmas Eve", fixed(12, 24)),
)
_UK_EARLY = (
    Holiday("Christmas Eve", fixed(12, 24), PREVIOUS_FRIDAY),
    Holiday("New Year's Eve", fixed(12, 31), PREVIOUS_FRIDAY),
)
_PARIS_EARLY = (
    Holiday("Christmas Eve", fixed(12, 24)),
    Holiday("New Year's Eve", fixed(12, 31)),
)
_XETRA_EARLY = (Holiday("the last trading day of the year", fixed(12, 30), PREVIOUS_FRIDAY),)

# Early closes; first and last time of a trade, and the last one after an early close.
_HOURS = {
    "XNYS": (_US_EARLY, time(9, 30), time(18, 30), time(13, 30)),
    "XNAS": (_US_EARLY, time(4), time(20), time(17)),
    "XLON": (_UK_EARLY, time(7, 50), time(17, 15), time(13, 15)),
    "XPAR": (_PARIS_EARLY, time(7, 15), time(18), time(14, 30)),
    "XETR": (_XETRA_EARLY, time(8), time(22), time(15)),
}

_TRADING = {
    "XNYS": _US_EXCHANGES + _US_CLOSINGS,
    "XNAS": _US_EXCHANGES + _US_CLOSINGS,
    "XLON": _UK,
    "XPAR": _TARGET,
    "XETR": _XETRA,
}


@lru_cache(maxsize=64)
def _weekdays(holidays: tuple[Holiday, ...], year: int) -> dict[date, str]:
    days: dict[date, str] = {}
    for holiday in holidays:
        if holiday.since <= year <= holiday.until:
            day = holiday.in_year(year)
            if day.weekday() < SAT:
                days.setdefault(day, holiday.name)
    return days


def is_outside_hours(mic: str, operator: str, day: date, local: time) -> bool:
    """Whether a venue that is open on a day cannot have executed a trade at that time."""
    if mic not in _HOURS and operator in ("XNYS", "XNAS"):
        mic = "XNAS"
    if mic not in _HOURS or not 2018 <= day.year <= 2030:
        return False
    early, first, last_trade, after_early = _HOURS[mic]
    if day in _weekdays(early, day.year):
        last_trade = after_early
    return local < first or local.replace(second=0, microsecond=0) > last_trade


def closed_because(mic: str, operator: str, day: date) -> Optional[str]:
    """Why a venue is closed on a day; None where it is open or nobody knows."""
    holidays = _TRADING.get(mic) or _TRADING.get(operator)
    if holidays is None or not 2018 <= day.year <= 2030:
        return None
    weekday = day.weekday()
    if weekday >= SAT:
        return "Saturday" if weekday == SAT else "Sunday"
    return _weekdays(holidays, day.year).get(day)


_NEW_YEARS_DAY = Holiday("New Year's Day", fixed(1, 1))
_EPIPHANY = Holiday("Epiphany", fixed(1, 6))
_MAUNDY_THURSDAY = Holiday("Maundy Thursday", easter(-3))
_GOOD_FRIDAY = Holiday("Good Friday", easter(-2))
_EASTER_MONDAY = Holiday("Easter Monday", easter(1))
_ASCENSION = Holiday("Ascension Day", easter(39))
_WHIT_MONDAY = Holiday("Whit Monday", easter(50))
_MAY_DAY = Holiday("1 May", fixed(5, 1))
_MIDSUMMER_EVE = Holiday("Midsummer Eve", on_or_after(FRI, 6, 19))
_CHRISTMAS_EVE = Holiday("Christmas Eve", fixed(12, 24))
_CHRISTMAS = (Holiday("Christmas Day", fixed(12, 25)), Holiday("26 December", fixed(12, 26)))
_NEW_YEARS_EVE = Holiday("New Year's Eve", fixed(12, 31))

_SWEDEN = (
    _NEW_YEARS_DAY,
    _EPIPHANY,
    _GOOD_FRIDAY,
    _EASTER_MONDAY,
    _MAY_DAY,
    _ASCENSION,
    Holiday("National Day", fixed(6, 6)),
    _MIDSUMMER_EVE,
    _CHRISTMAS_EVE,
    *_CHRISTMAS,
    _NEW_YEARS_EVE,
)
_DENMARK = (
    _NEW_YEARS_DAY,
    _MAUNDY_THURSDAY,
    _GOOD_FRIDAY,
    _EASTER_MONDAY,
    Holiday("General Prayer Day", easter(26), until=2023),
    _ASCENSION,
    Holiday("the day after Ascension Day", easter(40)),
    _WHIT_MONDAY,
    Holiday("Constitution Day", fixed(6, 5)),
    _CHRISTMAS_EVE,
    *_CHRISTMAS,
    _NEW_YEARS_EVE,
)
_NORWAY = (
    _NEW_YEARS_DAY,
    _MAUNDY_THURSDAY,
    _GOOD_FRIDAY,
    _EASTER_MONDAY,
    _MAY_DAY,
    Holiday("Constitution Day", fixed(5, 17)),
    _ASCENSION,
    _WHIT_MONDAY,
    _CHRISTMAS_EVE,
    *_CHRISTMAS,
)
_SWITZERLAND = (
    _NEW_YEARS_DAY,
    Holiday("Berchtold's Day", fixed(1, 2)),
    _GOOD_FRIDAY,
    _EASTER_MONDAY,
    _MAY_DAY,
    _ASCENSION,
    _WHIT_MONDAY,
    Holiday("National Day", fixed(8, 1)),
    *_CHRISTMAS,
)
_DOUBT_FINLAND = (
    _EPIPHANY,
    _ASCENSION,
    _MIDSUMMER_EVE,
    Holiday("Independence Day", fixed(12, 6)),
    _CHRISTMAS_EVE,
    _NEW_YEARS_EVE,
)


def is_us_holiday(day: date) -> bool:
    """Whether the New York exchanges keep a scheduled holiday."""
    return 1998 <= day.year <= 2031 and day in _weekdays(_US_EXCHANGES, day.year)


class Cycle(NamedTuple):
    days: int
    since: date
    source: str


class Market(NamedTuple):
    name: str
    depository: str
    currency: str
    holidays: tuple[Holiday, ...]
    first_year: int
    cycles: tuple[Cycle, ...]
    in_doubt: tuple[Holiday, ...] = ()

    def cycle_on(self, day: date) -> Optional[Cycle]:
        for cycle in self.cycles:
            if day >= cycle.since:
                return cycle if cycle.days else None
        return None

    def settle(self, day: date, days: int) -> Optional[date]:
        if not self.first_year <= day.year <= 2031:
            return None
        while days:
            day += timedelta(1)
            if day.year > 2031:
                return None
            if day.weekday() < SAT and day not in _weekdays(self.holidays, day.year):
                if day in _weekdays(self.in_doubt, day.year):
                    return None
                days -= 1
        return day


_SINCE = date(2014, 1, 1)
_T2_SINCE = date(2014, 10, 6)
_T1_SINCE = date(2027, 10, 11)
_EUROCCP = "(EuroCCP, T+2 settlement cycle announcement, 2014-06-11)"
_T3 = Cycle(3, _SINCE, "market practice until 2014-10-05 " + _EUROCCP)
_EU_T1 = Cycle(
    1,
    _T1_SINCE,
    "CSDR, Regulation (EU) No 909/2014, Article 5(2) as Regulation (EU) 2025/2075 changes it",
)
_EU_T2 = Cycle(
    2,
    _T2_SINCE,
    "CSDR, Regulation (EU) No 909/2014, Article 5(2); markets moved on 2014-10-06",
)

US = Market(
    "US",
    "DTC",
    "USD",
    _US_SETTLEMENT,
    1990,
    (
        Cycle(
            1,
            date(2024, 5, 28),
            "SEC Rule 15c6-1(a), 17 CFR 240.15c6-1; Release 34-96930, compliance date 2024-05-28",
        ),
        Cycle(
            2,
            date(2017, 9, 5),
            "SEC Rule 15c6-1(a), 17 CFR 240.15c6-1; 82 FR 15564, compliance date 2017-09-05",
        ),
        Cycle(
            3,
            date(1995, 6, 7),
            "SEC Rule 15c6-1(a), 17 CFR 240.15c6-1; Release 34-34952, effective 1995-06-07",
        ),
        Cycle(
            5,
            date(1990, 1, 1),
            "regular way of the exchanges and the NASD Uniform Practice Code, before SEC Rule 15c6-1",
        ),
    ),
)
UK = Market(
    "UK",
    "CREST",
    "GBP",
    _UK,
    2014,
    (
        Cycle(
            1,
            _T1_SINCE,
            "UK CSDR Article 5(2) as the Central Securities Depositories (Amendment) (Intended"
            " Settlement Date) Regulations 2026 (draft) change it",
        ),
        Cycle(
            2,
            _T2_SINCE,
            "UK CSDR, Regulation (EU) No 909/2014, Article 5(2); markets moved on 2014-10-06",
        ),
        _T3,
    ),
)
EU = Market("EU", "T2S", "EUR", _TARGET, 2014, (_EU_T1, _EU_T2, _T3))
DE = Market(
    "DE",
    "T2S",
    "EUR",
    _TARGET,
    2014,
    (_EU_T1, _EU_T2, Cycle(2, _SINCE, "market practice in Germany before 2014-10-06 " + _EUROCCP)),
)
ES = Market(
    "ES",
    "T2S",
    "EUR",
    _TARGET,
    2014,
    (
        _EU_T1,
        Cycle(
            2,
            date(2016, 10, 3),
            "CSDR, Regulation (EU) No 909/2014, Article 5(2); Spanish shares moved in the week of"
            " 2016-10-03 (BME, 2016-10-10)",
        ),
        Cycle(0, date(2016, 9, 29), ""),
        Cycle(3, _SINCE, "market practice for Spanish shares until 2016 (BME, 2016-10-10)"),
    ),
)
T2S = Market("T2S", "T2S", "EUR", _TARGET, 2014, (_EU_T1, _EU_T2))
FI = Market("FI", "EUROCLEAR_FINLAND", "EUR", _TARGET, 2014, (_EU_T1, _EU_T2, _T3), _DOUBT_FINLAND)
SE = Market("SE", "EUROCLEAR_SWEDEN", "SEK", _SWEDEN, 2014, (_EU_T1, _EU_T2, _T3))
DK = Market("DK", "EURONEXT_SECURITIES_COPENHAGEN", "DKK", _DENMARK, 2014, (_EU_T1, _EU_T2, _T3))
NO = Market(
    "NO",
    "EURONEXT_SECURITIES_OSLO",
    "NOK",
    _NORWAY,
    2014,
    (
        Cycle(0, _T1_SINCE, ""),
        Cycle(2, _T2_SINCE, "market practice in Norway since 2014-10-06 " + _EUROCCP),
        _T3,
    ),
    (_NEW_YEARS_EVE,),
)
CH = Market(
    "CH",
    "SIX_SIS",
    "CHF",
    _SWITZERLAND,
    2014,
    (
        Cycle(1, _T1_SINCE, "Swiss market, together with the EU and the UK (Deutsche Börse, T+1)"),
        Cycle(2, _T2_SINCE, "market practice in Switzerland since 2014-10-06 " + _EUROCCP),
        _T3,
    ),
    (_CHRISTMAS_EVE, _NEW_YEARS_EVE),
)

US_OPTIONS = Cycle(
    1,
    date(2017, 9, 5),
    "listed options settle on T+1, before 2024-05-28 too (Options Industry Council, The Impact of T+1 on"
    " Options, 2024-07)",
)
US_TREASURIES = Cycle(
    1,
    date(2017, 9, 5),
    "Treasuries settle on T+1, before 2024-05-28 too (broker's notice on the change of 2024-05-28)",
)
GILTS = Cycle(1, _T2_SINCE, "gilts settle on T+1 (UK Debt Management Office, Guide to Gilts)")
SPANISH_DEBT = Cycle(
    2,
    _T2_SINCE,
    "CSDR, Regulation (EU) No 909/2014, Article 5(2); Spanish fixed income had T+2 before 2016"
    " (BME, 2016-10-10)",
)

_MARKETS = (
    {"US": US, "GB": UK, "DE": DE, "ES": ES, "FI": FI, "SE": SE, "DK": DK, "NO": NO, "CH": CH}
    | dict.fromkeys("AT BE FR IT NL PT".split(), EU)
    | dict.fromkeys("EE LT LU LV MT SI SK".split(), T2S)
)


def market_of(country: str) -> Optional[Market]:
    return _MARKETS.get(country)
