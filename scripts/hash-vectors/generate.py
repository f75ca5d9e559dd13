#!/usr/bin/env python3
"""Writes the test vectors of the compliance store's hashes (docs/integrity.md, hash version 1).

A second implementation, in another language and on the standard library alone: the Java code must agree with it. Numbers go through Python's decimal module, objects through RFC 8785's sort order; nothing is shared.

    python3 scripts/hash-vectors/generate.py            writes the vectors
    python3 scripts/hash-vectors/generate.py --check    exits 1 if the file on disk differs
"""

import json
import pathlib
import random
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "common/src/test/resources/hash-vectors/vectors.jsonl"

sys.path.insert(0, str(ROOT / "scripts"))
from verify_records import Number, canonical, parse, sha256  # noqa: E402


def record(source):
    """The three hashes of a record from its attributes as stored; see docs/integrity.md."""
    attributes = parse(source)
    event = parse(attributes["event"])
    trade = event["detail"]
    content = {
        "trade": trade,
        "verdict": parse(attributes["verdict"]),
        "enrichment": parse(attributes["enrichment"]),
    }
    attributes["eventHash"] = sha256(trade)
    attributes["contentHash"] = sha256(content)
    return attributes, sha256(attributes)


NAMED = [
    # RFC 8785, 3.2.3: the sort order is of UTF-16 code units, so U+1F600 comes before U+FB33
    ('rfc8785-sorting', r'{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh",'
                        r'"1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control",'
                        r'"\u00f6":"Latin Small Letter O With Diaeresis"}'),
    # RFC 8785, 3.2.2: strings and literals; the numbers are ours
    ('rfc8785-strings', r'{"string":"\u20ac$\u000F\u000aA'"'"r'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}'),
    ('rfc8785-numbers', '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001]}'),
    ('empty-object', '{}'),
    ('empty-array', '[]'),
    ('empty-string', '""'),
    ('nested-empties', '{"a":[],"b":{},"":[[],{}]}'),
    ('control-characters', r'"\u0000\u0001\b\t\n\u000b\f\r\u001f\u007f\u0080"'),
    ('lone-high-surrogate', r'"a\ud800b"'),
    ('lone-low-surrogate', r'"\udc00"'),
    ('reversed-surrogates', r'"\udc00\ud800"'),
    ('pair-after-lone-high', r'"\ud800\ud83d\ude00"'),
    ('lone-surrogate-name', r'{"\ud800":1,"\ue000":2,"\ud800\udc00":3}'),
    ('lone-surrogate-is-not-its-escape', r'["\ud800","\\ud800"]'),
    ('number-trailing-zeros', '[100.50,100.5,1.005e2,10050e-2,0.10050E+3]'),
    ('string-as-sent', '["100.50","100.5"]'),
    ('beyond-double', '[9007199254740993,0.1234567890123456789012345678901234567890]'),
    ('zeros', '[0,-0,0.0,0e10,-0.000E-99,0e999999999999]'),
    ('negative', '[-1,-0.5,-1e3,-12.340]'),
    ('plain-limit', '[1e100,1e101,1e-100,1e-101,10e99,10e100,0.1e101,0.1e102]'),
    ('huge-exponents', '[1e7000,10e6999,1e-7000,-1.50e99999,1e2147483648,1e99999999999999999999]'),
    ('big-integer', '[1000000,123456789012345678901234567890123456789012345678901234567890]'),
    ('small-fractions', '[0.00001,0.000012300,12.000,1.0]'),
]


def generated(count):
    """Documents from a fixed seed: every kind of value, to any depth that a trade has."""
    rng = random.Random(20260112)
    alphabet = 'aZ09 "\\/\n\u0007\u00e9\u20ac\ufb33\U0001f600\ud800\udfff'

    def text():
        return "".join(rng.choice(alphabet) for _ in range(rng.randrange(8)))

    def literal():
        digits = str(rng.randrange(10 ** rng.choice([1, 3, 9, 25])))
        out = rng.choice(["", "-"]) + digits
        if rng.random() < 0.6:
            out += "." + "".join(rng.choice("0012345") for _ in range(rng.randrange(1, 12)))
        if rng.random() < 0.4:
            out += rng.choice("eE") + rng.choice(["", "+", "-"]) + str(rng.choice([0, 1, 7, 30, 99, 101, 5000]))
        return out

    def value(depth):
        kind = rng.randrange(7 if depth else 5)
        if kind == 0:
            return literal()
        if kind == 1:
            return json.dumps(text())
        if kind == 2:
            return rng.choice(["true", "false", "null"])
        if kind in (3, 4):
            return json.dumps(text(), ensure_ascii=True)
        if kind == 5:
            return "[" + ",".join(value(depth - 1) for _ in range(rng.randrange(4))) + "]"
        names = sorted({text() for _ in range(rng.randrange(5))})
        rng.shuffle(names)
        return "{" + ",".join(json.dumps(n) + ":" + value(depth - 1) for n in names) + "}"

    for i in range(count):
        yield f"generated-{i}", value(4)


def timestamp(micros, slot, source, event_hash):
    """The sort key: the slot's digit and nineteen digits of a hash behind the microseconds."""
    digits = int(sha256({"sourceSystem": source, "eventHash": event_hash}), 16) % 10**19
    return Number(f"{micros}.{slot}{digits:019d}".rstrip("0"))


TRADE = ('{"tradeId":"T-1","sourceSystem":"system1","timestamp":"2026-01-12T14:30:00.000001Z","quantity":100.50,'
         '"price":"12.340","note":"Z\u00fcrich \U0001f600"}')
ENVELOPE = ('{"version":"0","id":"7c0e9b1a-0000-4000-8000-000000000001","source":"trading.system1",'
            '"detail-type":"Trade Event","time":"2026-01-12T14:30:01Z","detail":' + TRADE + '}')


def records():
    base = {
        "tradeId": "T-1",
        "timestamp": timestamp(1768228200000001, 0, "system1", sha256(parse(TRADE))),
        "sourceSystem": "system1",
        "status": "ACCEPTED",
        "eventType": "NEW",
        "sourceSequence": Number("17"),
        "unmatched": False,
        "conflict": False,
        "replaces": False,
        "event": ENVELOPE,
        "verdict": '{"valid":true,"tradeId":"T-1","ruleSet":"1.0","violations":[]}',
        "enrichment": '{"notional":1240.17,"gaps":[]}',
        "executionArn": "arn:aws:states:us-east-1:123456789012:execution:trade-processing-prod:e1",
        "eventId": "7c0e9b1a-0000-4000-8000-000000000001",
        "functionVersion": "7",
        "recordedAt": "2026-01-12T14:30:02.123456Z",
        "region": "us-east-1",
        "hashVersion": Number("1"),
        "sequence": Number("1"),
        "seen": {},
    }
    follower = dict(base, sequence=Number("2"), previousHash="ab" * 32, status="REJECTED",
                    verdict='{"valid":false,"violations":[{"code":"MISSING","field":"/isin","severity":"ERROR"}]}')
    del follower["eventId"]
    del follower["sourceSequence"]
    # The same event in the Region of slot 1, where two records of the first Region were known.
    other = dict(base, timestamp=timestamp(1768228200000001, 1, "system1", sha256(parse(TRADE))),
                 region="eu-west-1", conflict=True, replaces=True,
                 seen={"0": {"sequence": Number("2"), "lastHash": "cd" * 32}})
    for name, attributes in (("record-first", base), ("record-follower", follower), ("record-replica", other)):
        yield name, serialise(attributes)


def serialise(value):
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(name)}:{serialise(part)}" for name, part in value.items()) + "}"
    return json.dumps(value)


def lines():
    for name, source in [*NAMED, *generated(300)]:
        value = parse(source)
        form = canonical(value)
        yield {"name": name, "json": source, "canonical": form, "sha256": sha256(value)}
    for name, source in records():
        attributes, record_hash = record(source)
        yield {
            "name": name,
            "record": source,
            "eventHash": attributes["eventHash"],
            "contentHash": attributes["contentHash"],
            "recordHash": record_hash,
        }


def main():
    text = "".join(json.dumps(line) + "\n" for line in lines())
    if sys.argv[1:] == ["--check"]:
        if OUT.read_text(encoding="ascii") != text:
            sys.exit(f"{OUT} is not what this script writes: run it without --check")
        return
    OUT.write_text(text, encoding="ascii")


if __name__ == "__main__":
    main()
