"""Identifiers: each check answers None where all is well, else BAD_FORMAT or BAD_CHECK_DIGIT."""

import re
from datetime import date
from typing import Optional

BAD_FORMAT = "BAD_FORMAT"
BAD_CHECK_DIGIT = "BAD_CHECK_DIGIT"

_ISIN = re.compile(r"[A-Z]{2}[A-Z0-9]{9}[0-9]", re.ASCII)
_CUSIP = re.compile(r"[A-Z0-9*@#]{8}[0-9]", re.ASCII)
_SEDOL = re.compile(r"(?:[0-9]{6}|[B-DF-HJ-NP-TV-Z][B-DF-HJ-NP-TV-Z0-9]{5})[0-9]", re.ASCII)
_FIGI = re.compile(
    r"(?!BS|BM|GG|GB|GH|KY|VG)[B-DF-HJ-NP-TV-Z]{2}G[B-DF-HJ-NP-TV-Z0-9]{8}[0-9]", re.ASCII
)
_LEI = re.compile(r"[A-Z0-9]{18}[0-9]{2}", re.ASCII)
_UTI = re.compile(r"[A-Z0-9]{18}[0-9]{2}[A-Z0-9]{1,32}", re.ASCII)
_OLDER_UTI = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9:._-]{0,50}[A-Za-z0-9])?", re.ASCII)
_PERSON = re.compile(r"[A-Z]{2}[A-Z0-9+-]{1,33}", re.ASCII)
_CONCAT = re.compile(
    r"[A-Z]{2}([0-9]{8})(?:[A-Z]{5}|[A-Z]{4}#|[A-Z]{3}##|[A-Z]{2}###|[A-Z]####){2}", re.ASCII
)
_CFI = re.compile(r"[A-Z]{6}", re.ASCII)
_MIC = re.compile(r"[A-Z0-9]{4}", re.ASCII)

_VALUES = {c: i for i, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*@#")}
_SEDOL_WEIGHTS = (1, 3, 1, 7, 3, 9, 1)
_LUHN = tuple(sum(divmod(2 * d, 10)) for d in range(10))


def _check_digit(fits: bool) -> Optional[str]:
    return None if fits else BAD_CHECK_DIGIT


def isin(text: str) -> Optional[str]:
    if not _ISIN.fullmatch(text):
        return BAD_FORMAT
    digits = "".join(str(_VALUES[c]) for c in text)
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = ord(digit) - 48
        total += _LUHN[value] if place % 2 else value
    return _check_digit(total % 10 == 0)


def _double_add_double(text: str) -> int:
    total = 0
    for place, c in enumerate(text):
        value = _VALUES[c] * 2 if place % 2 else _VALUES[c]
        total += value // 10 + value % 10
    return total


def cusip(text: str) -> Optional[str]:
    if not _CUSIP.fullmatch(text):
        return BAD_FORMAT
    total = _double_add_double(text[:8])
    if total == 0:
        return BAD_FORMAT
    return _check_digit(ord(text[8]) - 48 == (10 - total % 10) % 10)


def sedol(text: str) -> Optional[str]:
    if not _SEDOL.fullmatch(text):
        return BAD_FORMAT
    total = sum(weight * _VALUES[c] for weight, c in zip(_SEDOL_WEIGHTS, text))
    if total == _VALUES[text[6]]:
        return BAD_FORMAT
    return _check_digit(total % 10 == 0)


def figi(text: str) -> Optional[str]:
    if not _FIGI.fullmatch(text):
        return BAD_FORMAT
    total = _double_add_double(text[:11])
    return _check_digit(ord(text[11]) - 48 == (10 - total % 10) % 10)


def _lei(text: str) -> Optional[str]:
    remainder = int("".join(str(_VALUES[c]) for c in text)) % 97
    return _check_digit("02" <= text[18:20] <= "98" and remainder == 1)


def lei(text: str) -> Optional[str]:
    return _lei(text) if _LEI.fullmatch(text) else BAD_FORMAT


def uti(text: str) -> Optional[str]:
    return _lei(text[:20]) if _UTI.fullmatch(text) else BAD_FORMAT


def is_older_uti(text: str) -> bool:
    return _OLDER_UTI.fullmatch(text) is not None


def is_person(text: str) -> bool:
    return _PERSON.fullmatch(text) is not None


def is_concat(text: str) -> bool:
    match = _CONCAT.fullmatch(text)
    if match is None or match[1] < "18000101":
        return False
    try:
        date(int(match[1][:4]), int(match[1][4:6]), int(match[1][6:]))
        return True
    except ValueError:
        return False


def is_cfi(text: str) -> bool:
    return _CFI.fullmatch(text) is not None


def is_mic(text: str) -> bool:
    return _MIC.fullmatch(text) is not None
