#!/usr/bin/env python3
"""Checks an evidence pack of trade records with Python's standard library alone, without the project that made it.

    python3 check_pack.py [FOLDER]

1. Every file is the one that manifest.sha256 names, and there is no other.
2. Every hash, chain, flag, state and head of records.jsonl is recomputed (verify_records.py).
3. Every archive object has the content that its name states.
4. Archive and records agree: what the archive holds of the trades of records.jsonl is there, to the byte; what is there and not in
   the archive is counted; a record that was changed or deleted after it was written is named.

Signatures are checked with openssl: index.html has the command. The exit code is 1 if something is wrong, 2 if a file cannot be read.
"""

import gzip
import hashlib
import json
import pathlib
import re
import subprocess
import sys

NAME = re.compile(r"([0-9]+)-([0-9]+)-([0-9a-f]{64})\.jsonl\.gz")
MAX_CONTENT = 64 * 1024 * 1024
problems = []


def problem(text):
    problems.append(text)
    if len(problems) <= 20:
        print("WRONG " + text)


def digest(path):
    value = hashlib.sha256()
    with path.open("rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            value.update(block)
    return value.hexdigest()


def check_manifest(folder):
    named = {}
    for line in (folder / "manifest.sha256").read_text(encoding="utf-8").splitlines():
        value, name = line.split("  ", 1)
        named[name] = value
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    there = {name for name in there if name != "manifest.sha256" and "__pycache__" not in name}
    for name in sorted(set(named) - there):
        problem(f"{name} is in the manifest and not in the pack")
    for name in sorted(there - set(named)):
        problem(f"{name} is in the pack and not in the manifest")
    for name in sorted(there & set(named)):
        if digest(folder / name) != named[name]:
            problem(f"{name} is not the file of the manifest")
    print(f"manifest: {len(named)} files")


def check_records(folder, region):
    script = folder / "verify_records.py"
    done = subprocess.run([sys.executable, "-B", str(script), "--json", "--region", region, str(folder / "records.jsonl")],
                          capture_output=True, text=True)
    for line in done.stdout.splitlines():
        flaw = json.loads(line)
        problem("{tradeId} at {timestamp}: {flaw}: {message}".format(**flaw))
    if done.returncode not in (0, 1) or (done.returncode == 1 and not done.stdout):
        problem(f"records.jsonl cannot be verified: {done.stderr.strip()}")
    print("records: " + done.stderr.strip().rpartition("/")[2])


def distinct(pairs):
    names = dict(pairs)
    if len(names) < len(pairs):
        raise ValueError("duplicate field name")
    return names


def parse(text):
    return json.loads(text, object_pairs_hook=distinct)


def item_hash(item):
    return hashlib.sha256(json.dumps(item, sort_keys=True).encode("ascii")).digest()


def key(item):
    return item["tradeId"]["S"], item["timestamp"]["N"]


def records(folder):
    """By key the hash of each record, without heads; and the trades."""
    found, trades = {}, set()
    with (folder / "records.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            item = parse(line)
            trades.add(item["tradeId"]["S"])
            if not item["timestamp"]["N"].startswith("0"):
                found[key(item)] = (item_hash(item), item["region"]["S"])
    return found, trades


def check_archive(folder, region):
    here, trades = records(folder)
    regions, archived = set(), set()
    objects = sorted(folder.glob("archive*/**/*.jsonl.gz"))
    for path in objects:
        name = path.relative_to(folder).as_posix()
        if not path.with_name(path.name + ".sig").exists():
            problem(f"{name} has no signature")
        match = NAME.fullmatch(path.name)
        try:
            with gzip.open(path) as file:
                content = file.read(MAX_CONTENT + 1)
            header, *lines = [parse(line) for line in content.decode("utf-8").splitlines()]
        except (OSError, EOFError, ValueError) as cause:
            problem(f"{name} cannot be read: {cause}")
            continue
        if not match or hashlib.sha256(content).hexdigest() != match[3]:
            problem(f"{name} has another content than its name states")
        if header.get("format") != "trade-archive" or header.get("changes") != len(lines):
            problem(f"{name} is not described by its first line")
        regions.add(header.get("region"))
        for change in lines:
            item = change.get("newImage") or change.get("oldImage")
            if item["tradeId"]["S"] not in trades:
                continue
            if change["eventName"] != "INSERT":
                problem(f"{name}: {' at '.join(key(item))} was changed after it was written ({change['eventName']})")
                continue
            archived.add(key(item))
            if key(item) not in here:
                problem(f"{name}: {' at '.join(key(item))} is in the archive and not in records.jsonl"
                        + ("" if item["region"]["S"] == region else
                           "; if it was written in the seconds before the export, export again: it was on its way between Regions"))
            elif here[key(item)][0] != item_hash(item):
                problem(f"{name}: {' at '.join(key(item))} differs from records.jsonl")
    lacking = sorted(k for k, (_, region) in here.items() if region in regions and k not in archived)
    print(f"archive: {len(objects)} objects, which hold {len(archived)} of {len(here)} records")
    if objects and lacking:
        print(f"note: {len(lacking)} records are not in the archive, the first of them {' at '.join(lacking[0])}:"
              " they were written before it, or in the seconds before the export, or by somebody else")


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    try:
        about = parse((folder / "verification.json").read_text(encoding="utf-8"))
        check_manifest(folder)
        check_records(folder, about["region"])
        check_archive(folder, about["region"])
    except (OSError, ValueError, KeyError, TypeError) as cause:
        print(f"WRONG the pack cannot be read: {type(cause).__name__}: {cause}")
        return 2
    print("all sound" if not problems else f"{len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
