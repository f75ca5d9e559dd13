#!/usr/bin/env python3
"""Holds the identifiers against an independent library.

Writes common/src/test/resources/identifiers/python-stdnum.tsv (kind, text, valid or invalid): generated identifiers,
and what a typing mistake makes of them, each with python-stdnum's opinion. `IdentifierOracleTest` holds every line
against the code and names the differences that are meant.

    pip install python-stdnum
    scripts/reference-data/verify-identifiers.py            # exits 1 if the fixture would change
    scripts/reference-data/verify-identifiers.py --write    # writes it
"""

import argparse
import random
import string
import sys
from importlib.metadata import version
from pathlib import Path

from stdnum import cfi, cusip, figi, isin, lei
from stdnum.gb import sedol
from stdnum.iso7064 import mod_97_10

FIXTURE = Path(__file__).parents[2] / "common/src/test/resources/identifiers/python-stdnum.tsv"
SOUND, MANGLED = 120, 240

UPPER, DIGITS = string.ascii_uppercase, string.digits
CONSONANTS = "".join(c for c in UPPER if c not in "AEIOU")
# Codes of agencies and of countries that were; a few places in the table of the standard that are easily missed.
PREFIXES = ["US", "CA", "GB", "DE", "XS", "XA", "XB", "XC", "XD", "XF", "XK", "XT", "EU", "EZ", "QS", "QT", "QW"]
FORMER = ["AN", "CS", "DD", "SU", "YU", "ZR", "BU", "TP", "NT"]


def some(rng, alphabet, count):
    return "".join(rng.choice(alphabet) for _ in range(count))


def new_isin(rng):
    prefix = rng.choice([rng.choice(PREFIXES), rng.choice(FORMER), some(rng, UPPER, 2)])
    number = prefix + some(rng, UPPER + DIGITS * 3, 9)
    return number + isin.calc_check_digit(number)


def new_cusip(rng):
    number = some(rng, DIGITS * 3 + UPPER + rng.choice(["", "*@#"]), 8)
    return number + cusip.calc_check_digit(number)


def new_sedol(rng):
    number = some(rng, DIGITS, 6) if rng.random() < 0.3 else rng.choice(CONSONANTS) + some(rng, CONSONANTS + DIGITS, 5)
    return number + sedol.calc_check_digit(number)


def new_figi(rng):
    start = rng.choice(["BB", "KK", some(rng, CONSONANTS, 2), rng.choice(["BS", "BM", "GG", "GB", "GH", "KY", "VG"])])
    number = start + "G" + some(rng, CONSONANTS + DIGITS * 2, 8)
    return number + figi.calc_check_digit(number)


def new_lei(rng):
    number = some(rng, DIGITS, 4) + rng.choice(["00", some(rng, UPPER + DIGITS, 2)]) + some(rng, UPPER + DIGITS, 12)
    return number + mod_97_10.calc_check_digits(number)


def new_cfi(rng):
    """A listed code, found letter by letter; one in three with unknown attributes."""
    while True:
        code = rng.choice("EDCORFSHIJKLTM") + some(rng, UPPER, 5)
        for place in range(2, 6):
            if not cfi.is_valid(code[:place + 1] + "X" * (5 - place)):
                letters = [c for c in UPPER if cfi.is_valid(code[:place] + c + "X" * (5 - place))]
                if not letters:
                    break
                code = code[:place] + rng.choice(letters) + code[place + 1:]
        if cfi.is_valid(code):
            return code if rng.random() < 0.7 else code[:3] + "XXX"


def lei_with_other_check_digits(rng):
    """Check digits that leave the same remainder as those of the standard: 00, 01 and 99 for 97, 98 and 02."""
    others = {"97": "00", "98": "01", "02": "99"}
    while True:
        number = new_lei(rng)
        if number[-2:] in others:
            return number[:-2] + others[number[-2:]]


def mangle(rng, text):
    at = rng.randrange(len(text))
    to = rng.randrange(len(text))
    kind = rng.randrange(8)
    if kind < 3:
        return text[:at] + rng.choice(UPPER + DIGITS) + text[at + 1:]
    if kind == 3:
        return text[:at] + text[at + 1:]
    if kind == 4:
        return text[:at] + rng.choice(UPPER + DIGITS + "*@#") + text[at:]
    if kind == 5:
        return text[:-1] + rng.choice(DIGITS)
    swapped = list(text)
    to = min(at + 1, len(text) - 1) if kind == 6 else to
    swapped[at], swapped[to] = swapped[to], swapped[at]
    return "".join(swapped)


def lines():
    rng = random.Random(6166)
    kinds = {
        "ISIN": (isin, new_isin, ["XS0000000009", "000000000000"]),
        "CUSIP": (cusip, new_cusip, ["000000000", "037833100", "DUS0421C5"]),
        "SEDOL": (sedol, new_sedol, ["0000000", "B03MLX2", "0263494"]),
        "FIGI": (figi, new_figi, ["BBG000BLNQ16"]),
        "LEI": (lei, new_lei, ["0" + new_lei(rng)] + [lei_with_other_check_digits(rng) for _ in range(20)]),
        "CFI": (cfi, new_cfi, ["XXXXXX", "ESXXXX", "MMMXXX", "MRCXXX"]),
    }
    for kind, (oracle, new, texts) in kinds.items():
        texts = texts + [new(rng) for _ in range(SOUND)]
        texts += [mangle(rng, new(rng)) for _ in range(MANGLED)]
        for text in sorted(set(texts)):
            yield f"{kind}\t{text}\t{'valid' if oracle.is_valid(text) else 'invalid'}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the fixture")
    head = [
        "# identifiers, sound and mangled, with the opinion of another library",
        f"# python-stdnum {version('python-stdnum')}; LGPL-2.1-or-later",
        "# written by scripts/reference-data/verify-identifiers.py",
    ]
    text = "\n".join([*head, *lines(), ""])
    if parser.parse_args().write:
        FIXTURE.parent.mkdir(parents=True, exist_ok=True)
        FIXTURE.write_text(text, encoding="utf-8", newline="\n")
    elif not FIXTURE.exists() or FIXTURE.read_text(encoding="utf-8") != text:
        print(f"differs: {FIXTURE}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
