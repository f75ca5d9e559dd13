#!/usr/bin/env python3
"""Holds the calendars against independent libraries.

Writes three test fixtures, which the Java tests then hold every single day against:

- exchange_calendars.csv (mic,date,state): the closed weekdays and early closes of five exchanges, from
  exchange_calendars; and says where pandas_market_calendars, the second opinion, differs;
- settlement_holidays.csv (currency,date): the weekdays without settlement, from the public holidays
  of the package holidays; for USD together with the closings of XNYS in exchange_calendars, less
  the unscheduled ones, on which DTC and NSCC settled;
- national_holidays.csv (country,date,exchange,banks): the weekdays on which the exchange
  (exchange_calendars) or the banks (QuantLib) of five countries are closed.

    pip install exchange_calendars pandas_market_calendars holidays QuantLib
    scripts/reference-data/verify-calendars.py            # compare only
    scripts/reference-data/verify-calendars.py --write    # and write the fixtures
"""

import argparse
import datetime
import sys
from importlib.metadata import version
from pathlib import Path

import exchange_calendars
import holidays
import pandas
import pandas_market_calendars
import QuantLib

FIRST, LAST = "2018-01-01", "2030-12-31"
EXCHANGES = {"XNYS": "NYSE", "XNAS": "NASDAQ", "XLON": "LSE", "XPAR": "XPAR", "XETR": "XETR"}
FIXTURES = Path(__file__).parents[2] / "common/src/test/resources/calendars"
UNSCHEDULED = {
    "1994-04-27",  # President Nixon
    "2001-09-11", "2001-09-12", "2001-09-13", "2001-09-14",
    "2004-06-11",  # President Reagan
    "2007-01-02",  # President Ford
    "2012-10-29", "2012-10-30",  # Hurricane Sandy
    "2018-12-05",  # President Bush
    "2025-01-09",  # President Carter
}


def states(sessions, early_closes):
    """Maps each weekday that is not an ordinary session to CLOSED or its early closing time."""
    result = {day.date(): "CLOSED" for day in pandas.bdate_range(FIRST, LAST) if day.date() not in sessions}
    result.update(early_closes)
    return result


def first_opinion(mic):
    calendar = exchange_calendars.get_calendar(mic, start=FIRST, end=LAST)
    early = {
        day.date(): calendar.session_close(day).tz_convert(calendar.tz).strftime("%H:%M")
        for day in calendar.early_closes
    }
    return states(set(calendar.sessions.date), early)


def second_opinion(name):
    calendar = pandas_market_calendars.get_calendar(name)
    schedule = calendar.schedule(FIRST, LAST, tz=str(calendar.tz))
    early = {
        day.date(): close.strftime("%H:%M")
        for day, close in calendar.early_closes(schedule).market_close.items()
    }
    return states(set(schedule.index.date), early)


def weekdays(dates):
    return {date for date in dates if date.weekday() < 5}


def no_dollar_settlement(years):
    # Federal holidays on their own dates: the Reserve Banks keep a Sunday's on Monday, and not a Saturday's.
    federal = holidays.US(years=years, observed=False)
    banks = {date + datetime.timedelta(days=1) if date.weekday() == 6 else date for date in federal}
    first, last = f"{years[0]}-01-01", f"{years[-1]}-12-31"
    sessions = set(exchange_calendars.get_calendar("XNYS", start=first, end=last).sessions.date)
    exchange = {day.date() for day in pandas.bdate_range(first, last) if day.date() not in sessions}
    return weekdays(banks) | {date for date in exchange if date.isoformat() not in UNSCHEDULED}


def settlement_holidays():
    return {
        "USD": no_dollar_settlement(range(1990, 2032)),
        "GBP": weekdays(holidays.UK(subdiv="ENG", years=range(2014, 2032))),
        "EUR": weekdays(holidays.ECB(years=range(2014, 2032))),
    }


NATIONAL = {
    "SE": ("XSTO", QuantLib.Sweden),
    "DK": ("XCSE", QuantLib.Denmark),
    "NO": ("XOSL", QuantLib.Norway),
    "FI": ("XHEL", QuantLib.Finland),
    "CH": ("XSWX", QuantLib.Switzerland),
}


def national_holidays():
    for country, (mic, banks) in NATIONAL.items():
        calendar = banks()
        sessions = set(exchange_calendars.get_calendar(mic, start="2014-01-01", end="2031-12-31").sessions.date)
        for day in pandas.bdate_range("2014-01-01", "2031-12-31").date:
            exchange = "OPEN" if day in sessions else "CLOSED"
            bank = "OPEN" if calendar.isBusinessDay(QuantLib.Date(day.day, day.month, day.year)) else "CLOSED"
            if "CLOSED" in (exchange, bank):
                yield f"{country},{day},{exchange},{bank}"


def write(name, head, lines):
    FIXTURES.mkdir(parents=True, exist_ok=True)
    text = "\n".join([*head, "# written by scripts/reference-data/verify-calendars.py", *lines, ""])
    (FIXTURES / name).write_text(text, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the test fixtures")
    arguments = parser.parse_args()
    differences = 0
    lines = []
    for mic, name in EXCHANGES.items():
        first, second = first_opinion(mic), second_opinion(name)
        lines += [f"{mic},{day},{state}" for day, state in sorted(first.items())]
        for day in sorted(first.keys() | second.keys()):
            if first.get(day) != second.get(day):
                differences += 1
                print(f"{mic} {day}: exchange_calendars {first.get(day)}, pandas_market_calendars {second.get(day)}")
    if arguments.write:
        write(
            "exchange_calendars.csv",
            [
                f"# closed weekdays and early closes from {FIRST} to {LAST}",
                f"# exchange_calendars {version('exchange_calendars')}; Apache-2.0",
            ],
            lines,
        )
        write(
            "national_holidays.csv",
            [
                "# weekdays on which the exchange or the banks are closed, 2014-2031",
                f"# exchange_calendars {version('exchange_calendars')}; Apache-2.0; QuantLib {version('QuantLib')}; BSD",
            ],
            list(national_holidays()),
        )
        write(
            "settlement_holidays.csv",
            [
                "# weekdays without settlement; USD 1990-2031, GBP and EUR 2014-2031",
                f"# holidays {version('holidays')}; MIT; exchange_calendars {version('exchange_calendars')}; Apache-2.0",
            ],
            [f"{currency},{date}" for currency, dates in settlement_holidays().items() for date in sorted(dates)],
        )
    print(f"{differences} differences", file=sys.stderr)
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
