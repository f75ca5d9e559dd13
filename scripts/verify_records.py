#!/usr/bin/env python3
"""Verifies exported records of the compliance store, without this project's code: the standard library is enough.

    python3 scripts/verify_records.py FILE... [--region NAME] [--settle MINUTES] [--json]

FILE is a store's records.db (SQLite), or JSON Lines of items as DynamoDB writes them ({"tradeId": {"S": "T-1"}, ...}; an export
to S3 wraps each in {"Item": ...}). Every chain, what the chains of two Regions say of each other, every flag, every state and
every head is recomputed as docs/integrity.md defines it. Each flaw is named; the exit code is 1 if there is one, 2 for wrong use.

--region is the Region whose replica was exported: its own records must all be there. Records of another Region that are named but
not there count as NOT_ARRIVED when the item that names them is older than --settle (15 minutes).
"""

import argparse
import datetime
import decimal
import hashlib
import json
import pathlib
import re
import sqlite3
import sys

# --- Canonical form, hash version 1

SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


class Number(str):
    """A number's literal, kept as it was written."""


def distinct(pairs):
    """An object; a name that is there twice is an error, for either value could be meant."""
    names = dict(pairs)
    if len(names) < len(pairs):
        raise ValueError("duplicate field name")
    return names


def constant(name):
    raise ValueError(name + " is not JSON")


def parse(text):
    return json.loads(text, parse_int=Number, parse_float=Number, parse_constant=constant, object_pairs_hook=distinct)


def number(literal):
    mantissa, _, exponent = literal.lower().partition("e")
    sign, digits, scale = decimal.Decimal(mantissa).as_tuple()
    digits = "".join(map(str, digits)).lstrip("0")
    if not digits:
        return "0"
    stripped = digits.rstrip("0")
    power = scale + len(digits) - len(stripped) + int(exponent or "0")
    minus = "-" if sign else ""
    if abs(power) > 100:
        return f"{minus}{stripped}e{power}"
    if power >= 0:
        return minus + stripped + "0" * power
    padded = stripped.rjust(-power + 1, "0")
    return f"{minus}{padded[:power]}.{padded[power:]}"


def string(text):
    return '"' + "".join(character(c) for c in text) + '"'


def character(c):
    if c in SHORT:
        return SHORT[c]
    if c < " " or "\ud800" <= c <= "\udfff":
        return f"\\u{ord(c):04x}"
    return c


def canonical(value):
    if isinstance(value, Number):
        return string(number(value))
    if isinstance(value, str):
        return string(value)
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(string(n) + ":" + canonical(value[n]) for n in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    return {True: "true", False: "false", None: "null"}[value]


def written(value):
    """JSON text as records hold it: no white space, names in their order, numbers as they were sent."""
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, str):
        return '"' + "".join(f"\\u{ord(c):04X}" if c < " " and c not in SHORT else character(c) for c in value) + '"'
    if isinstance(value, dict):
        return "{" + ",".join(written(n) + ":" + written(v) for n, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(written, value)) + "]"
    return {True: "true", False: "false", None: "null"}[value]


def sha256(value):
    return hashlib.sha256(canonical(value).encode("utf-8")).hexdigest()


# --- Items

LIFE = ("ALLOCATION", "GIVE_UP", "NOVATION", "TERMINATION", "EXERCISE")
TYPES = ("NEW", "CORRECT", *LIFE, "CANCEL")
ENDED = {"ALLOCATION": "ALLOCATED", "GIVE_UP": "GIVEN_UP", "NOVATION": "NOVATED", "TERMINATION": "TERMINATED", "EXERCISE": "EXERCISED"}
DECISIONS = ("REVALIDATE", "OVERRIDE", "CANCEL")  # the types of a review, an event of operations
OPERATIONS, SOURCES = "operations", ("system1", "system2", "system3")
PLACES = {"firstNew": ("NEW",), "lastNew": ("NEW",), "lastCorrect": ("CORRECT",), "lastPartial": LIFE, "lastEnd": LIFE, "lastCancel": ("CANCEL",)}
DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?", re.ASCII)
SORT_KEY = re.compile(r"(0|[1-9][0-9]{0,17})(?:\.([0-9]{0,19}[1-9]))?")
WHOLE = re.compile(r"0|-?[1-9][0-9]{0,18}")
UTC = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]{1,9}))?(?:Z|\+00:00)")
INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{3}|\.[0-9]{6}|\.[0-9]{9})?Z")
RECORD = {
    "tradeId": str, "timestamp": Number, "sourceSystem": str, "status": str, "eventType": str, "sourceSequence": Number,
    "unmatched": bool, "conflict": bool, "replaces": bool, "event": str, "verdict": str, "enrichment": str,
    "executionArn": str, "eventId": str, "functionVersion": str, "recordedAt": str, "region": str, "eventHash": str,
    "contentHash": str, "hashVersion": Number, "sequence": Number, "previousHash": str, "seen": dict, "recordHash": str,
}
OPTIONAL = {"sourceSequence", "eventId", "previousHash"}
HEAD = {"tradeId": str, "timestamp": Number, "region": str, "sequence": Number, "lastHash": str, "recordedAt": str,
        "seen": dict, "states": dict}


class Unreadable(Exception):
    """An item that the recorder cannot have written."""


def untyped(value):
    """A value of DynamoDB's JSON; of a type that no attribute has, nothing."""
    ((kind, inner),) = value.items()
    if kind == "N":
        return Number(inner)
    if kind in ("S", "BOOL"):
        return inner
    return {name: untyped(part) for name, part in inner.items()} if kind == "M" else None


def require(condition, what):
    if not condition:
        raise Unreadable(what)


def attributes(item, expected, optional=()):
    for name in item:
        require(name in expected, f"attribute {name} is not one of a record or head")
    for name, kind in expected.items():
        if name in item or name not in optional:
            require(type(item.get(name)) is kind, f"attribute {name} is not a {kind.__name__}")


def whole(text, least, what):
    require(WHOLE.fullmatch(text) and int(text) < 2**63, f"{what} is not a whole number")
    require(int(text) >= least, f"{what} is below {least}")
    return int(text)


def seen_of(item):
    seen = {}
    for slot, chain in item["seen"].items():
        require(re.fullmatch("[0-9]", slot) and isinstance(chain, dict), f"seen.{slot} is not of a slot")
        attributes(chain, {"sequence": Number, "lastHash": str})
        seen[int(slot)] = (whole(chain["sequence"], -2**63, "seen"), chain["lastHash"])
    return seen


def instant(text):
    require(INSTANT.fullmatch(text) and not text.endswith((".000Z", "000000Z")) , f"{text} is not a time")
    require(not re.search(r"\.[0-9]{3}000Z|\.[0-9]{6}000Z", text), f"{text} has digits too many")
    try:
        whole_seconds = datetime.datetime.fromisoformat(text[:19] + "+00:00")
    except ValueError:
        raise Unreadable(f"{text} is not a time") from None
    return whole_seconds.timestamp() + float("0" + text[19:-1])


def time_text(microseconds):
    seconds, rest = divmod(microseconds, 1_000_000)
    text = (datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds)).isoformat()
    if rest == 0:
        return text + "Z"
    return f"{text}.{rest // 1000:03d}Z" if rest % 1000 == 0 else f"{text}.{rest:06d}Z"


class Item:
    """What records and heads have in common."""

    def __init__(self, item):
        match = SORT_KEY.fullmatch(item["timestamp"])
        self.trade, self.timestamp = item["tradeId"], str(item["timestamp"])
        self.micros, fraction = int(match[1]), (match[2] or "").ljust(20, "0")
        self.slot, self.digits = int(fraction[0]), fraction[1:]
        self.region = item["region"]
        require(self.region, "attribute region is empty")
        self.sequence = whole(item["sequence"], -2**63, "sequence")
        self.seen = seen_of(item)
        self.recorded_at = item["recordedAt"]
        self.at = instant(self.recorded_at)


class Record(Item):
    def __init__(self, item):
        attributes(item, RECORD, OPTIONAL)
        super().__init__(item)
        self.item = item
        require(item["status"] in ("ACCEPTED", "REJECTED"), "attribute status is neither")
        require(whole(item["hashVersion"], 1, "hashVersion") == 1, "hashVersion is not 1")
        self.count = whole(item["sourceSequence"], 1, "sourceSequence") if "sourceSequence" in item else 0
        self.content = {}
        for name in ("event", "verdict", "enrichment"):
            try:
                self.content[name] = parse(item[name])
            except ValueError:
                raise Unreadable(f"attribute {name} is not JSON text") from None
            require(written(self.content[name]) == item[name], f"attribute {name} is not as records hold JSON text")
            require(name == "event" or isinstance(self.content[name], dict), f"attribute {name} is not an object")
        self.source, self.hash = item["sourceSystem"], item["recordHash"]
        self.review = review_of(self.source, self.content["event"])
        if self.review is None:
            require(item["eventType"] in TYPES + ("UNKNOWN",), "attribute eventType is none")
        else:
            decision = self.review.get("decision")
            expected = decision if isinstance(decision, str) and decision in DECISIONS else "UNKNOWN"
            require(item["eventType"] == expected, "attribute eventType is not the decision")
        self.previous = item.get("previousHash")
        self.flags = (item["unmatched"], item["conflict"], item["replaces"])

    def subject(self):
        """The source of whose trade the event is: its own, or that of the event that it reviews."""
        if self.review is None:
            return self.source
        source = member(self.review, "event", dict).get("source")
        return {"trading." + name: name for name in (*SOURCES, OPERATIONS)}.get(source if isinstance(source, str) else "", "unknown")

    def place(self):
        """Among the accepted events: time, sourceSequence, type, eventHash, whether it leaves a part of the trade; nothing for a rejected one.

        A review that accepts an event has the place of that event; one that cancels is a CANCEL at its own time."""
        kind = self.item["eventType"]
        if self.item["status"] != "ACCEPTED":
            return None
        if self.review is not None and kind in ("REVALIDATE", "OVERRIDE"):
            return reviewed_place(member(member(self.review, "event", dict), "detail", dict))
        if kind not in TYPES:
            return None
        event = self.content["event"]
        partial = self.review is None and leaves_a_part(kind, member(event, "detail", dict) if isinstance(event, dict) else {})
        return (self.micros, self.count if self.review is None else 0, TYPES.index(kind), self.item["eventHash"], partial)

    def flaw(self):
        event = self.content["event"]
        trade = event["detail"] if isinstance(event, dict) and "detail" in event else event
        content = {"trade": trade, "verdict": self.content["verdict"], "enrichment": self.content["enrichment"]}
        if sha256(trade) != self.item["eventHash"] or sha256(content) != self.item["contentHash"]:
            return "CONTENT_CHANGED", "trade, verdict or enrichment do not have the recorded hashes"
        if sha256({name: value for name, value in self.item.items() if name != "recordHash"}) != self.hash:
            return "RECORD_CHANGED", "the attributes do not have the recorded recordHash"
        key = int(sha256({"sourceSystem": self.source, "eventHash": self.item["eventHash"]}), 16) % 10**19
        if f"{key:019d}" != self.digits:
            return "RECORD_CHANGED", "the timestamp does not follow from source and event"
        return None


def member(value, name, kind):
    """A member of an object if it is of the kind, or else an empty one."""
    found = value.get(name)
    return found if isinstance(found, kind) and not (kind is str and isinstance(found, Number)) else kind()


def review_of(source, event):
    """The review that an event of operations is; nothing for an event of a source system."""
    if source == OPERATIONS and isinstance(event, dict) and event.get("source") == "trading." + OPERATIONS:
        return member(event, "detail", dict)
    return None


def leaves_a_part(kind, trade):
    """Whether a life event has a remainingQuantity above 0."""
    remaining = trade.get("remainingQuantity")
    return (kind in LIFE and isinstance(remaining, str) and DECIMAL.fullmatch(remaining) is not None
            and not remaining.startswith("-") and re.search("[1-9]", re.split("[eE]", remaining)[0]) is not None)


def reviewed_place(trade):
    kind = trade.get("eventType", "NEW")
    if not isinstance(kind, str) or kind not in TYPES:
        return None
    timed = "timestamp" in trade
    match = UTC.fullmatch(member(trade, "timestamp" if timed else "executedAt", str)) if timed or kind == "NEW" else None
    if match is None or (timed and len(match[2] or "") > 6):
        return None
    try:
        second = datetime.datetime.fromisoformat(match[1] + "+00:00")
    except ValueError:
        return None
    micros = int(second.timestamp()) * 10**6 + int((match[2] or "")[:6].ljust(6, "0"))
    count = trade.get("sourceSequence")
    count = int(count) if isinstance(count, Number) and re.fullmatch("[1-9][0-9]{0,17}", count) else 0
    return (micros, count, TYPES.index(kind), sha256(trade), leaves_a_part(kind, trade)) if micros > 0 else None


class Head(Item):
    def __init__(self, item):
        attributes(item, HEAD)
        super().__init__(item)
        require(self.digits == "0" * 19, "the timestamp is not that of a head")
        self.last_hash = item["lastHash"]
        self.states = {}
        for source, state in item["states"].items():
            require(isinstance(state, dict), f"states.{source} is not a map")
            places = {}
            for name, value in state.items():
                if name in ("status", "terms"):
                    continue
                require(name in PLACES and isinstance(value, dict), f"states.{source}.{name} is not a place")
                life = PLACES[name] is LIFE
                attributes(value, {"time": Number, "sourceSequence": Number, "eventHash": str, **({"eventType": str} if life else {})},
                           {"sourceSequence"})
                kind = value["eventType"] if life else PLACES[name][0]
                require(kind in PLACES[name], f"states.{source}.{name} is of no such type")
                count = whole(value["sourceSequence"], 1, "sourceSequence") if "sourceSequence" in value else 0
                places[name] = (whole(value["time"], 1, "time"), count, TYPES.index(kind), value["eventHash"], name == "lastPartial")
            status, terms = standing(places)
            require(state.get("status") == status and state.get("terms") == terms, f"states.{source} contradicts itself")
            self.states[source] = places


# --- States

def later(a, b):
    return a if b is None else b if a is None else max(a, b)


def fold(places):
    """The six places of a source's accepted events."""
    state = {}
    for name, kinds in PLACES.items():
        of = [p for p in places if TYPES[p[2]] in kinds and (kinds is not LIFE or p[4] == (name == "lastPartial"))]
        if of:
            state[name] = min(of) if name == "firstNew" else max(of)
    return state


def standing(state):
    """How a trade stands, and the time of the event whose terms are in force."""
    new, correct, cancel = state.get("lastNew"), state.get("lastCorrect"), state.get("lastCancel")
    if new is None:
        return "UNMATCHED", None
    if cancel is not None and cancel > new:
        return "CANCELLED", None
    end = state.get("lastEnd")
    if end is not None and end > new:
        return ENDED[TYPES[end[2]]], None
    return "ACTIVE", time_text(max(new, correct)[0] if correct else new[0])


def flags(record, known):
    """unmatched, conflict, replaces, by the places that were known before."""
    place = record.place()
    if place is None:
        return (False, False, False)
    state = fold(known.get(record.subject(), ()))
    begun = "firstNew" in state and state["firstNew"] < place
    ended = standing(state)[0] == "CANCELLED" and state["lastCancel"] < place
    # What has ended may still be corrected, and may turn out never to have been.
    if TYPES[place[2]] not in ("CORRECT", "CANCEL") and "lastNew" in state and "lastEnd" in state:
        ended = ended or state["lastNew"] < state["lastEnd"] < place
    live = begun and not ended
    conflict = any(p[0] == place[0] and p[2] == place[2] and p[3] != place[3] for p in state.values())
    new = TYPES[place[2]] == "NEW"
    return (not new and not live, conflict, new and live)


# --- A trade

class Trade:
    def __init__(self, here):
        self.here, self.records, self.heads, self.flaws = here, [], {}, []

    def add(self, item):
        trade, timestamp = item.get("tradeId", ""), item.get("timestamp", "")
        try:
            require(type(trade) is str and type(timestamp) is Number, "the key is not one of a record or head")
            match = SORT_KEY.fullmatch(timestamp)
            require(match, "the timestamp is not a time in microseconds with a fraction")
            if match[1] == "0":
                head = Head(item)
                self.heads[head.slot] = head
            else:
                self.records.append(Record(item))
        except Unreadable as problem:
            self.flaw("UNREADABLE", str(timestamp), str(problem))

    def flaw(self, name, timestamp, message, named_at=None):
        self.flaws.append((name, timestamp, message, named_at))

    def verify(self):
        self.records.sort(key=lambda record: (record.slot, record.sequence))
        for record in self.records:
            found = record.flaw()
            if found:
                self.flaw(found[0], record.timestamp, found[1])
        if self.flaws:
            return self.flaws
        self.chains, self.regions, self.names = {}, {}, {}
        for record in self.records:
            chain = self.chains.setdefault(record.slot, {})
            if record.sequence in chain:
                self.flaw("SEQUENCE_TAKEN_TWICE", record.timestamp, f"sequence {record.sequence} is there twice")
            chain.setdefault(record.sequence, record)
            self.in_region(record)
        for head in self.heads.values():
            self.chains.setdefault(head.slot, {})
            self.in_region(head)
        for record in self.records:
            if record.sequence < 1 or (record.previous is None) != (record.sequence == 1):
                self.flaw("NOT_CHAINED", record.timestamp, "it does not say what it follows as its sequence demands")
            if record.previous is not None:
                self.name(record, record.slot, record.sequence - 1, record.previous, "NOT_CHAINED")
            self.name_seen(record)
        for head in self.heads.values():
            self.name(head, head.slot, head.sequence, head.last_hash, "HEAD_CHANGED")
            self.name_seen(head)
        for slot in sorted(set(self.chains) | set(self.names)):
            self.check_chain(slot)
            self.check_head(slot)
            self.find_absent(slot)
        return self.flaws

    def in_region(self, item):
        if self.regions.setdefault(item.slot, item.region) != item.region:
            self.flaw("NOT_CHAINED", item.timestamp, f"it is of {item.region}, and so is not its slot")

    def name(self, by, slot, sequence, value, flaw):
        known = self.names.setdefault(slot, {}).setdefault(sequence, (value, by))
        record = self.chains.get(slot, {}).get(sequence)
        if value != (record.hash if record else known[0]):
            self.flaw(flaw, by.timestamp, f"it names record {sequence} of slot {slot} with another hash")

    def name_seen(self, item):
        for slot, (sequence, value) in item.seen.items():
            if slot == item.slot:
                self.flaw("SEEN_DIFFERS", item.timestamp, "it has seen its own chain")
            else:
                self.name(item, slot, sequence, value, "SEEN_DIFFERS")

    def known(self, slot, sequence, seen):
        """By source the accepted places of a chain's first records and of what was seen; nothing if one is not here."""
        places = {}
        for chain, end in [(slot, sequence), *((other, end) for other, (end, _) in seen.items())]:
            records = self.chains.get(chain, {})
            if not 0 <= end <= len(records) or any(n not in records for n in range(1, end + 1)):
                return None
            for record in map(records.get, range(1, end + 1)):
                if record.place():
                    places.setdefault(record.subject(), set()).add(record.place())
        return places

    def check_chain(self, slot):
        before = {}
        for sequence, record in sorted(self.chains.get(slot, {}).items()):
            if any(other not in record.seen or record.seen[other][0] < end[0]
                   or (record.seen[other][0] == end[0] and record.seen[other] != end) for other, end in before.items()):
                self.flaw("NOT_CHAINED", record.timestamp, "it has seen less of another Region than the one before it")
            before = record.seen
            known = self.known(slot, sequence - 1, record.seen)
            if known is not None and flags(record, known) != record.flags:
                self.flaw("NOT_CHAINED", record.timestamp, "its flags do not follow from the records before it")

    def is_own(self, slot):
        return self.regions.get(slot) == self.here

    def check_head(self, slot):
        head, chain = self.heads.get(slot), self.chains.get(slot, {})
        if head is None:
            if self.is_own(slot):
                self.flaw("HEAD_MISSING", f"0.{slot}" if slot else "0", "there are records, but no head")
            return
        if self.is_own(slot) and head.sequence < max(chain, default=0):
            self.flaw("HEAD_CHANGED", head.timestamp, "it is behind its records")
        last = chain.get(head.sequence)
        if last is None:
            return
        if head.seen != last.seen or head.recorded_at != last.recorded_at:
            self.flaw("HEAD_CHANGED", head.timestamp, "it differs from its last record")
        known = self.known(slot, head.sequence, head.seen)
        if known is not None and {source: fold(places) for source, places in known.items()} != head.states:
            self.flaw("HEAD_CHANGED", head.timestamp, "its states are not what the records add up to")

    def find_absent(self, slot):
        names = self.names.get(slot, {})
        present = sorted(self.chains.get(slot, {}))
        gaps, following = [], 1
        for sequence in present:
            if sequence > following:
                gaps.append((following, sequence - 1))
            following = max(following, sequence + 1)
        top = max(names, default=0)
        if top >= following:
            gaps.append((following, top))
        for first, last in gaps:
            named = [sequence for sequence in names if first <= sequence <= last]
            if named:
                by = names[max(named)][1]
                flaw = "RECORD_MISSING" if self.is_own(slot) else "NOT_ARRIVED"
                self.flaw(flaw, by.timestamp, f"records {first} to {last} of slot {slot} are not here", by.at)


# --- Files

PROBE = "probe:"  # begins the key of the item that says when a Region's last probe ran; no record, and in no chain


def items(path):
    with path.open("rb") as file:
        is_sqlite = file.read(16) == b"SQLite format 3\0"
    if is_sqlite:
        with sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True) as database:
            for (text,) in database.execute("SELECT item FROM items"):
                yield parse(text)
        return
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                item = parse(line)
                yield item.get("Item", item)


def verify(path, here, settle):
    trades, count = {}, 0
    for typed in items(path):
        item = {name: untyped(value) for name, value in typed.items()}
        if str(item.get("tradeId")).startswith(PROBE):
            continue
        count += 1
        trades.setdefault(item.get("tradeId"), Trade(here)).add(item)
    settled = datetime.datetime.now().timestamp() - settle * 60
    found = []
    for trade_id, trade in trades.items():
        for flaw, timestamp, message, named_at in trade.verify():
            if flaw != "NOT_ARRIVED" or named_at < settled:
                found.append({"file": str(path), "tradeId": trade_id, "timestamp": timestamp, "flaw": flaw, "message": message})
    return count, len(trades), found


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("files", nargs="+", type=pathlib.Path, metavar="FILE")
    options.add_argument("--region", default="local", help="Region of the replica that was exported (default: local)")
    options.add_argument("--settle", type=float, default=15, metavar="MINUTES")
    options.add_argument("--json", action="store_true", help="print one flaw a line as JSON")
    given = options.parse_args()
    broken = 0
    for path in given.files:
        try:
            count, trades, found = verify(path, given.region, given.settle)
        except (OSError, ValueError, AttributeError, TypeError, sqlite3.Error) as problem:
            print(f"verify_records: {path} cannot be read: {problem}", file=sys.stderr)
            return 2
        broken += len(found)
        for flaw in found:
            print(json.dumps(flaw) if given.json else "BROKEN {tradeId} at {timestamp}: {flaw}: {message}".format(**flaw))
        print(f"{path}: {count} items of {trades} trades verified: {'all sound' if not found else f'{len(found)} flaws'}",
              file=sys.stderr if given.json else sys.stdout)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
