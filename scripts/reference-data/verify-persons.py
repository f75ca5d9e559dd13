#!/usr/bin/env python3
"""Holds the forms of national numbers against an independent library.

Writes common/src/test/resources/identifiers/national-numbers.tsv (country, number): random numbers that python-stdnum
takes for valid national numbers of natural persons, as it writes them. `PersonIdentifiersTest` holds each against the
form that we expect. Forms alone: check digits of national numbers are not the validator's.

    pip install python-stdnum
    scripts/reference-data/verify-persons.py            # exits 1 if the fixture would change
    scripts/reference-data/verify-persons.py --write    # writes it
"""

import argparse
import random
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

FIXTURE = Path(__file__).parents[2] / "common/src/test/resources/identifiers/national-numbers.tsv"
EACH = 25

# Module, and what each place of a number may hold: d a digit, l a letter; other characters stand for themselves.
NUMBERS = {
    "BE": [("be.nn", "ddddddddddd")],
    "BG": [("bg.egn", "dddddddddd")],
    "CZ": [("cz.rc", "dddddddddd"), ("cz.rc", "ddddddddd")],
    "DK": [("dk.cpr", "dddddd-dddd"), ("dk.cpr", "dddddddddd")],
    "EE": [("ee.ik", "ddddddddddd")],
    "ES": [("es.dni", "ddddddddl"), ("es.nie", "Xdddddddl"), ("es.nie", "Ydddddddl")],
    "FI": [("fi.hetu", "dddddd-dddl"), ("fi.hetu", "ddddddAdddl"), ("fi.hetu", "dddddd-dddd")],
    "HR": [("hr.oib", "ddddddddddd")],
    "IS": [("is_.kennitala", "dddddddddd")],
    "IT": [("it.codicefiscale", "llllllddlddldddl")],
    "LT": [("lt.asmens", "ddddddddddd")],
    "LV": [("lv.pvn", "ddddddddddd")],
    "NO": [("no.fodselsnummer", "ddddddddddd")],
    "PL": [("pl.pesel", "ddddddddddd"), ("pl.nip", "dddddddddd")],
    "PT": [("pt.nif", "ddddddddd")],
    "RO": [("ro.cnp", "ddddddddddddd")],
    "SE": [("se.personnummer", "dddddd-dddd"), ("se.personnummer", "dddddddddddd")],
    "SI": [("si.emso", "ddddddddddddd")],
    "SK": [("sk.rc", "dddddddddd")],
}


def plausible(rng, country, shape):
    """Random characters, with a plausible date where a number begins with one: few others would be valid."""
    year, month, day = rng.randrange(40, 100), rng.randrange(1, 13), rng.randrange(1, 29)
    text = "".join(
        rng.choice("0123456789") if c == "d" else rng.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ") if c == "l" else c for c in shape
    )
    starts = {
        "YMD": f"{year:02}{month:02}{day:02}",
        "DMY": f"{day:02}{month:02}{year:02}",
    }
    order = {"BE": "YMD", "BG": "YMD", "CZ": "YMD", "SK": "YMD", "PL": "YMD", "SE": "YMD", "DK": "DMY", "FI": "DMY",
             "IS": "DMY", "NO": "DMY", "LV": "DMY"}.get(country)
    if country == "SE" and len(shape) == 12:
        return f"19{starts['YMD']}{text[8:]}"
    if country == "PL" and len(shape) == 10:
        return text
    if order:
        return starts[order] + text[6:]
    if country in ("EE", "LT", "RO"):
        return rng.choice("12") + starts["YMD"] + text[7:]
    if country == "SI":
        return f"{day:02}{month:02}9{year:02}50{text[9:]}"
    if country == "IT":
        return f"{text[:6]}{year:02}{rng.choice('ABCDEHLMPRST')}{day:02}{text[11:]}"
    return text


def written(module, number):
    """As the library writes it, with its separator where the number has one."""
    return module.format(number) if module.__name__.endswith(("hetu", "personnummer")) and "-" in number else number


def fixture():
    rng = random.Random(22)
    lines = [
        "# valid national numbers of natural persons, by another library",
        f"# python-stdnum {version('python-stdnum')}; LGPL-2.1-or-later",
        "# written by scripts/reference-data/verify-persons.py",
    ]
    for country, kinds in NUMBERS.items():
        found = set()
        for name, shape in kinds:
            module = import_module("stdnum." + name)
            mine = set()
            for _ in range(400_000):
                number = plausible(rng, country, shape)
                if module.is_valid(number):
                    mine.add(written(module, number))
                    if len(mine) == EACH:
                        break
            if not mine:
                sys.exit(f"found no valid number of {name} {shape}")
            found |= mine
        lines += [f"{country}\t{number}" for number in sorted(found)]
    return "\n".join(lines) + "\n"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--write", action="store_true")
    write = arguments.parse_args().write
    text = fixture()
    if write:
        FIXTURE.write_text(text, encoding="utf-8", newline="\n")
    elif not FIXTURE.exists() or FIXTURE.read_text("utf-8") != text:
        sys.exit("the fixture would change: look at the difference, then --write")


if __name__ == "__main__":
    main()
