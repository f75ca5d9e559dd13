#!/usr/bin/env python3
"""Holds the calendars against independent libraries.

Writes, from exchange_calendars, the closed weekdays and early closes of five exchanges as the test
fixture common/src/test/resources/calendars/exchange_calendars.csv (mic,date,state), and says where
pandas_market_calendars, the second opinion, differs. The Java tests then compare every single day.

    pip install exchange_calendars pandas_market_calendars
    scripts/reference-data/verify-calendars.py            # compare only
    scripts/reference-data/verify-calendars.py --write    # and write the fixture
"""

import argparse
import sys
from importlib.metadata import version
from pathlib import Path

import exchange_calendars
import pandas
import pandas_market_calendars

FIRST, LAST = "2018-01-01", "2030-12-31"
EXCHANGES = {"XNYS": "NYSE", "XNAS": "NASDAQ", "XLON": "LSE", "XPAR": "XPAR", "XETR": "XETR"}
FIXTURE = Path(__file__).parents[2] / "common/src/test/resources/calendars/exchange_calendars.csv"


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


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the test fixture")
    arguments = parser.parse_args()
    differences = 0
    lines = [
        f"# closed weekdays and early closes from {FIRST} to {LAST}",
        f"# exchange_calendars {version('exchange_calendars')}; Apache-2.0",
        "# written by scripts/reference-data/verify-calendars.py",
    ]
    for mic, name in EXCHANGES.items():
        first, second = first_opinion(mic), second_opinion(name)
        lines += [f"{mic},{day},{state}" for day, state in sorted(first.items())]
        for day in sorted(first.keys() | second.keys()):
            if first.get(day) != second.get(day):
                differences += 1
                print(f"{mic} {day}: exchange_calendars {first.get(day)}, pandas_market_calendars {second.get(day)}")
    if arguments.write:
        FIXTURE.parent.mkdir(parents=True, exist_ok=True)
        FIXTURE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{differences} differences", file=sys.stderr)
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
