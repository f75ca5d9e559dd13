"""Which reporting regimes could bind a firm; the benchmarks run without a firm profile."""

from datetime import date
from typing import Optional

import reference

_NO_PROFILE = "no firm profile says whether the regime binds the firm"
_SOURCES = {
    "MIFIR": "MiFIR, Regulation (EU) No 600/2014, Article 26",
    "UK_MIFIR": "Regulation (EU) No 600/2014 as UK law, Article 26",
    "CAT": "17 CFR 242.613; CAT NMS Plan",
    "TRACE": "FINRA Rules 6710 and 6730",
    "EMIR": "EMIR, Regulation (EU) No 648/2012, Article 9",
    "UK_EMIR": "Regulation (EU) No 648/2012 as UK law, Article 9",
    "SFTR": "SFTR, Regulation (EU) 2015/2365, Article 4",
    "UK_SFTR": "Regulation (EU) 2015/2365 as UK law, Article 4",
}
_UK_LAW = date(2021, 1, 1)
_SECURITIES = ("EQUITY", "COLLECTIVE_INVESTMENT_VEHICLE", "DEBT", "ENTITLEMENT", "SPOT", "FINANCING")
_DERIVATIVES = ("LISTED_OPTION", "FUTURE", "SWAP", "NON_LISTED_OPTION", "FORWARD")
_NOT_CAT = ("DEBT", "FUTURE", "SWAP", "SPOT", "FORWARD", "FINANCING", "REFERENTIAL")


def regimes(
    venue: Optional[reference.Venue],
    day: Optional[date],
    kind: Optional[str],
    cfi: Optional[str],
    currency: Optional[str],
    life_event: Optional[str],
) -> list[dict]:
    def before(year: int, month: int, of_month: int) -> bool:
        return day is not None and day < date(year, month, of_month)

    financing = kind == "FINANCING"
    no_transaction = life_event == "EXERCISE" or (life_event == "NOVATION" and kind in _DERIVATIVES)
    uk = not (day is not None and day < _UK_LAW)
    ruled_out = {
        "MIFIR": before(2018, 1, 3) or financing or no_transaction,
        "UK_MIFIR": not uk or financing or no_transaction,
        "CAT": before(2020, 6, 22) or kind in _NOT_CAT,
        "TRACE": before(2002, 7, 1)
        or (kind is not None and kind != "DEBT")
        or (currency is not None and currency != "USD")
        or (cfi or "")[:2] == "DN"
        or (venue is not None and venue.operator == "XNYS"),
        "EMIR": kind in _SECURITIES,
        "UK_EMIR": not uk or kind in _SECURITIES,
        "SFTR": before(2020, 7, 13) or (kind is not None and not financing),
        "UK_SFTR": not uk or (kind is not None and not financing),
    }
    return [
        {
            "regime": regime,
            "status": "UNDETERMINED",
            "fields": [],
            "because": _NO_PROFILE,
            "source": _SOURCES[regime],
        }
        for regime, out in ruled_out.items()
        if not out
    ]

