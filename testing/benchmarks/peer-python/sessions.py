"""The trade date of a session, which on some venues begins the evening before."""

from datetime import date, datetime, time, timedelta
from typing import Optional
from zoneinfo import ZoneInfo

import calendars
import reference

_CHICAGO = ZoneInfo("America/Chicago")
_NEW_YORK = ZoneInfo("America/New_York")
_DAY = timedelta(1)


def trade_date(venue: reference.Venue, executed_at: datetime) -> Optional[date]:
    if venue.zone is None:
        return None
    operator = venue.operator
    if operator in ("XCME", "XCBT", "XNYM"):
        return _cme(executed_at.astimezone(_CHICAGO))
    if operator == "OCEA" or venue.mic == "XCBO":
        return _evening(executed_at.astimezone(_NEW_YORK), time(20))
    if operator == "24EQ":
        local = executed_at.astimezone(_NEW_YORK)
        return None if time(20) <= local.time() < time(21) else _evening(local, time(21))
    local = executed_at.astimezone(venue.zone)
    if venue.mic in ("XOSE", "XHKF", "XSFE") and not time(8) <= local.time() <= time(16):
        return None
    return local.date()


def _cme(local: datetime) -> Optional[date]:
    day = local.date() + _DAY if local.time() >= time(17) else local.date()
    if day.weekday() >= calendars.SAT:
        return None
    while day.weekday() >= calendars.SAT or calendars.is_us_holiday(day):
        if day == calendars.easter_sunday(day.year) - 2 * _DAY:
            return None
        day += _DAY
    return day


def _evening(local: datetime, opens: time) -> Optional[date]:
    day = local.date()
    if local.time() < opens:
        return day
    day += _DAY
    return None if day.weekday() >= calendars.SAT or calendars.is_us_holiday(day) else day
