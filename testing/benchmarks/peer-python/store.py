"""The compliance store: appends records to their trades' chains."""

import json
import os
from decimal import Decimal
from typing import Any, NamedTuple, Optional

from botocore.exceptions import ClientError

from canonical import sha256
from trade import EVENT_TYPES as TYPES, LIFE_EVENTS, time_text

HASH_VERSION = 1


SLOT = os.environ.get("REGION_SLOT", "0")
REGION = os.environ.get("AWS_REGION", "local")
HEAD = f"0.{SLOT}".rstrip("0").rstrip(".")
# None for the places of life events, which say the type themselves.
PLACES = {
    "firstNew": "NEW",
    "lastNew": "NEW",
    "lastCorrect": "CORRECT",
    "lastPartial": None,
    "lastEnd": None,
    "lastCancel": "CANCEL",
}
ENDED = dict(zip(LIFE_EVENTS, ("ALLOCATED", "GIVEN_UP", "NOVATED", "TERMINATED", "EXERCISED")))

# Where an event is among its source's events of a trade: time, count of the source, type,
# eventHash, whether it is a life event that leaves a part.
Place = tuple[int, int, int, str, bool]


class StoreContendedException(Exception):
    pass


class Head(NamedTuple):
    trade_id: str
    sequence: int
    last_hash: Optional[str]
    states: dict

    def state(self, source: str) -> dict:
        return self.states.get(source, {})


def sort_key(micros: int, source: str, event_hash: str) -> str:
    digest = int(sha256({"sourceSystem": source, "eventHash": event_hash}), 16) % 10**19
    return f"{micros}.{SLOT}{digest:019d}".rstrip("0").rstrip(".")


def _status(state: dict) -> str:
    if "lastNew" not in state:
        return "UNMATCHED"
    if "lastCancel" in state and state["lastCancel"] > state["lastNew"]:
        return "CANCELLED"
    ended = "lastEnd" in state and state["lastEnd"] > state["lastNew"]
    return ENDED[TYPES[state["lastEnd"][2]]] if ended else "ACTIVE"


def _terms(state: dict) -> Optional[Place]:
    if _status(state) != "ACTIVE":
        return None
    return max(state["lastNew"], state.get("lastCorrect", state["lastNew"]))


def _is_live_at(state: dict, place: Place) -> bool:
    begun = "firstNew" in state and state["firstNew"] < place
    ended = _status(state) == "CANCELLED" and state["lastCancel"] < place
    if TYPES[place[2]] not in ("CORRECT", "CANCEL") and "lastNew" in state and "lastEnd" in state:
        ended = ended or state["lastNew"] < state["lastEnd"] < place
    return begun and not ended


def _flags(state: dict, place: Optional[Place]) -> dict:
    if place is None:
        return {"unmatched": False, "conflict": False, "replaces": False}
    live = _is_live_at(state, place)
    is_new = TYPES[place[2]] == "NEW"
    conflict = any(
        known[0] == place[0] and known[2] == place[2] and known[3] != place[3]
        for known in state.values()
    )
    return {"unmatched": not is_new and not live, "conflict": conflict, "replaces": is_new and live}


def _with(state: dict, place: Place) -> dict:
    after = dict(state)
    kind = TYPES[place[2]]
    if kind == "NEW":
        after["firstNew"] = min(state.get("firstNew", place), place)
    if kind in LIFE_EVENTS:
        name = "lastPartial" if place[4] else "lastEnd"
    else:
        name = {"NEW": "lastNew", "CORRECT": "lastCorrect", "CANCEL": "lastCancel"}[kind]
    after[name] = max(state.get(name, place), place)
    return after


def _attribute(value: Any) -> dict:
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, (int, Decimal)):
        return {"N": str(value)}
    if isinstance(value, dict):
        return {"M": {name: _attribute(each) for name, each in value.items()}}
    return {"S": value}


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _state_item(state: dict) -> dict:
    item: dict = {"status": _status(state)}
    terms = _terms(state)
    if terms is not None:
        item["terms"] = time_text(terms[0])
    for name, (time, sequence, kind, event_hash, _) in state.items():
        item[name] = {"time": time, "eventHash": event_hash}
        if PLACES[name] is None:
            item[name]["eventType"] = TYPES[kind]
        if sequence > 0:
            item[name]["sourceSequence"] = sequence
    return item


def _decode_head(item: dict) -> Head:
    states = {}
    for source, state in item["states"]["M"].items():
        states[source] = {
            name: (
                int(value["M"]["time"]["N"]),
                int(value["M"].get("sourceSequence", {"N": "0"})["N"]),
                TYPES.index(PLACES[name] or value["M"]["eventType"]["S"]),
                value["M"]["eventHash"]["S"],
                name == "lastPartial",
            )
            for name, value in state["M"].items()
            if name in PLACES
        }
    return Head(item["tradeId"]["S"], int(item["sequence"]["N"]), item["lastHash"]["S"], states)


class TradeStore:
    def __init__(self, client: Any, table: str):
        self._client = client
        self._table = table

    def append(self, entry: dict, place: Optional[Place], attempts: int = 5) -> tuple[dict, bool]:
        """Writes the record with the trade's head; returns what is on record, and whether it was before."""
        trade_id = entry["tradeId"]
        if entry["eventType"] == "NEW":
            head = Head(trade_id, 0, None, {})
        else:
            head = self._current_head(trade_id)
        for _ in range(attempts):
            record = self._chain(entry, place, head)
            try:
                self._write(record, place, head)
                return record, False
            except self._client.exceptions.TransactionCanceledException as error:
                at_record, at_head = error.response["CancellationReasons"]
                if at_record["Code"] == "ConditionalCheckFailed":
                    return self._same_event(at_record["Item"], entry), True
                if at_head["Code"] == "ConditionalCheckFailed":
                    item = at_head.get("Item")
                    head = _decode_head(item) if item else Head(trade_id, 0, None, {})
            except ClientError:
                raise
        raise StoreContendedException(trade_id)

    @staticmethod
    def _chain(entry: dict, place: Optional[Place], head: Head) -> dict:
        record = dict(entry)
        record.update(_flags(head.state(entry["sourceSystem"]), place))
        record["region"] = REGION
        record["seen"] = {}
        record["sequence"] = head.sequence + 1
        if head.last_hash:
            record["previousHash"] = head.last_hash
        record["recordHash"] = sha256(record)
        return record

    def _write(self, record: dict, place: Optional[Place], head: Head) -> None:
        states = dict(head.states)
        if place is not None:
            source = record["sourceSystem"]
            states[source] = _with(head.state(source), place)
        put_head = {
            "TableName": self._table,
            "Item": {
                "tradeId": {"S": head.trade_id},
                "timestamp": {"N": HEAD},
                "region": {"S": REGION},
                "sequence": {"N": str(record["sequence"])},
                "lastHash": {"S": record["recordHash"]},
                "recordedAt": {"S": record["recordedAt"]},
                "seen": {"M": {}},
                "states": _attribute({name: _state_item(state) for name, state in states.items()}),
            },
            "ConditionExpression": "attribute_not_exists(tradeId)",
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        if head.last_hash:
            put_head["ConditionExpression"] = "#lastHash = :lastHash AND #sequence = :sequence"
            put_head["ExpressionAttributeNames"] = {"#lastHash": "lastHash", "#sequence": "sequence"}
            put_head["ExpressionAttributeValues"] = {
                ":lastHash": {"S": head.last_hash},
                ":sequence": {"N": str(head.sequence)},
            }
        put_record = {
            "TableName": self._table,
            "Item": {name: _attribute(value) for name, value in record.items()},
            "ConditionExpression": "attribute_not_exists(tradeId)",
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        self._client.transact_write_items(TransactItems=[{"Put": put_record}, {"Put": put_head}])

    def _current_head(self, trade_id: str) -> Head:
        item = self._client.get_item(
            TableName=self._table,
            Key={"tradeId": {"S": trade_id}, "timestamp": {"N": HEAD}},
            ConsistentRead=True,
        ).get("Item")
        return _decode_head(item) if item else Head(trade_id, 0, None, {})

    @staticmethod
    def _same_event(item: dict, entry: dict) -> dict:
        record = {}
        for name, value in item.items():
            kind, content = next(iter(value.items()))
            record[name] = content if kind != "N" or name == "timestamp" else int(content)
        return record


def content(event: Any, verdict: dict, enrichment: dict) -> dict:
    """Texts and hashes of what a record is about."""
    trade = event.get("detail", event) if isinstance(event, dict) else event
    return {
        "event": _text(event),
        "verdict": _text(verdict),
        "enrichment": _text(enrichment),
        "eventHash": sha256(trade),
        "contentHash": sha256({"trade": trade, "verdict": verdict, "enrichment": enrichment}),
        "hashVersion": HASH_VERSION,
    }
