"""The compliance store: appends records to their trades' chains."""

import json
from typing import Any, NamedTuple, Optional

from botocore.exceptions import ClientError

from canonical import sha256

HASH_VERSION = 1


class TradeConflictException(Exception):
    pass


class StoreContendedException(Exception):
    pass


class Head(NamedTuple):
    trade_id: str
    sequence: int
    last_hash: Optional[str]
    states: dict

    def state(self, source: str) -> dict:
        return self.states.get(source, {})


def _status(state: dict) -> str:
    if "lastNew" not in state:
        return "UNMATCHED"
    return "CANCELLED" if state.get("lastCancel", 0) > state["lastNew"] else "ACTIVE"


def _terms(state: dict) -> Optional[int]:
    if _status(state) != "ACTIVE":
        return None
    return max(state["lastNew"], state.get("lastCorrect", 0))


def _misses(state: dict, kind: str, time: int) -> bool:
    if kind == "NEW":
        return False
    begun = "firstNew" in state and state["firstNew"] < time
    ended = _status(state) == "CANCELLED" and state["lastCancel"] < time
    return not begun or ended


def _with(state: dict, kind: str, time: int) -> dict:
    after = dict(state)
    if kind == "NEW":
        after["firstNew"] = min(state.get("firstNew", time), time)
    name = {"NEW": "lastNew", "CORRECT": "lastCorrect", "CANCEL": "lastCancel"}[kind]
    after[name] = max(state.get(name, time), time)
    return after


def _attribute(value: Any) -> dict:
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, int):
        return {"N": str(value)}
    return {"S": value}


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _encode_state(state: dict) -> dict:
    encoded = {"status": {"S": _status(state)}}
    terms = _terms(state)
    if terms is not None:
        encoded["terms"] = {"N": str(terms)}
    encoded.update((name, {"N": str(time)}) for name, time in state.items())
    return {"M": encoded}


def _decode_head(item: dict) -> Head:
    states = {
        source: {
            name: int(value["N"])
            for name, value in state["M"].items()
            if name not in ("status", "terms")
        }
        for source, state in item["states"]["M"].items()
    }
    return Head(item["tradeId"]["S"], int(item["sequence"]["N"]), item["lastHash"]["S"], states)


class TradeStore:
    def __init__(self, client: Any, table: str):
        self._client = client
        self._table = table

    def append(self, entry: dict, accepted_type: Optional[str], attempts: int = 5) -> tuple[dict, bool]:
        """Writes the record with the trade's head; returns what is on record, and whether it was before."""
        trade_id = entry["tradeId"]
        if entry["eventType"] == "NEW":
            head = Head(trade_id, 0, None, {})
        else:
            head = self._current_head(trade_id)
        for _ in range(attempts):
            record = self._chain(entry, accepted_type, head)
            try:
                self._write(record, accepted_type, head)
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
    def _chain(entry: dict, accepted_type: Optional[str], head: Head) -> dict:
        record = dict(entry)
        record["unmatched"] = accepted_type is not None and _misses(
            head.state(entry["sourceSystem"]), accepted_type, entry["timestamp"]
        )
        record["sequence"] = head.sequence + 1
        if head.last_hash:
            record["previousHash"] = head.last_hash
        record["recordHash"] = sha256(record)
        return record

    def _write(self, record: dict, accepted_type: Optional[str], head: Head) -> None:
        states = dict(head.states)
        if accepted_type is not None:
            source = record["sourceSystem"]
            states[source] = _with(head.state(source), accepted_type, record["timestamp"])
        put_head = {
            "TableName": self._table,
            "Item": {
                "tradeId": {"S": head.trade_id},
                "timestamp": {"N": "0"},
                "sequence": {"N": str(record["sequence"])},
                "lastHash": {"S": record["recordHash"]},
                "states": {"M": {name: _encode_state(state) for name, state in states.items()}},
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
            Key={"tradeId": {"S": trade_id}, "timestamp": {"N": "0"}},
            ConsistentRead=True,
        ).get("Item")
        return _decode_head(item) if item else Head(trade_id, 0, None, {})

    @staticmethod
    def _same_event(item: dict, entry: dict) -> dict:
        record = {}
        for name, value in item.items():
            kind, content = next(iter(value.items()))
            record[name] = int(content) if kind == "N" else content
        if record["eventHash"] != entry["eventHash"]:
            raise TradeConflictException(
                f"{entry['tradeId']} at {entry['timestamp']} us: {record['eventHash']} is on record"
            )
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
