"""ComplianceRecorderFunction."""

import os
from datetime import datetime, timezone
from decimal import Decimal
from functools import lru_cache

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from common import Settings, client, logger, metrics
from store import TYPES, TradeStore, content, sort_key
from trade import TradeEvent, instant, trade_event

settings = Settings()


@lru_cache(maxsize=1)
def store(max_retries: int) -> TradeStore:
    return TradeStore(client("dynamodb", max_retries), os.environ["TABLE_NAME"])


# Made while the function starts, on a whole core; the setting may ask for another one later.
store(3)


def _trade_id_and_time(event: TradeEvent, event_hash: str) -> tuple[str, int]:
    trade_id = event.trade_id or "invalid:" + event_hash[:32]
    return trade_id, event.event_time or event.envelope_time or 1


def _source_sequence(event: dict) -> int:
    detail = event.get("detail") if isinstance(event, dict) else None
    sequence = detail.get("sourceSequence") if isinstance(detail, dict) else None
    return sequence if isinstance(sequence, int) and not isinstance(sequence, bool) and sequence > 0 else 0


@metrics.log_metrics
def handler(event: dict, context: LambdaContext) -> dict:
    execution = event["execution"]["id"]
    recorded_at = datetime.now(timezone.utc)
    trade, record, duplicate = append(
        event["event"],
        event["verdict"],
        event["enrichment"],
        execution,
        context.function_version,
        recorded_at,
    )
    _report(trade, record, duplicate, execution, recorded_at)
    return result(record, duplicate)


def append(
    whole: dict,
    verdict: dict,
    enrichment: dict,
    execution: str,
    function_version: str,
    recorded_at: datetime,
) -> tuple[TradeEvent, dict, bool]:
    """What is on record of an event, and whether it was before."""
    trade = trade_event(whole)
    valid = verdict["valid"]
    if valid and None in (trade.source, trade.trade_id, trade.event_type, trade.event_time):
        raise ValueError("the verdict accepts an event without what every accepted trade has")
    parts = content(whole, verdict, enrichment)
    trade_id, time = _trade_id_and_time(trade, parts["eventHash"])
    source = trade.source or "unknown"
    sequence = _source_sequence(whole)
    entry = {
        "tradeId": trade_id,
        "timestamp": Decimal(sort_key(time, source, parts["eventHash"])),
        "sourceSystem": source,
        "status": "ACCEPTED" if valid else "REJECTED",
        "eventType": trade.event_type or "UNKNOWN",
        "executionArn": execution,
        "functionVersion": function_version,
        "recordedAt": recorded_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        **parts,
    }
    if isinstance(trade.envelope.get("id"), str):
        entry["eventId"] = trade.envelope["id"]
    if sequence > 0:
        entry["sourceSequence"] = sequence
    place = (
        (
            time,
            sequence,
            TYPES.index(trade.event_type),
            parts["eventHash"],
            trade.leaves_a_part,
        )
        if valid
        else None
    )
    record, duplicate = store(settings.max_retries()).append(entry, place)
    return trade, record, duplicate


def result(record: dict, duplicate: bool) -> dict:
    accepted = record["status"] == "ACCEPTED"
    answer = {
        "outcome": "DUPLICATE" if duplicate else "RECORDED",
        "status": record["status"],
        "detailType": "Trade Accepted" if accepted else "Trade Rejected",
        "tradeId": record["tradeId"],
        "sourceSystem": record["sourceSystem"],
        "eventType": record["eventType"],
        "timestamp": str(record["timestamp"]),
        "region": record["region"],
        "sequence": record["sequence"],
        "recordHash": record["recordHash"],
        "eventHash": record["eventHash"],
        "unmatched": record["unmatched"],
        "conflict": record["conflict"],
        "replaces": record["replaces"],
        "execution": record["executionArn"],
    }
    if "previousHash" in record:
        answer["previousHash"] = record["previousHash"]
    return answer


def _report(
    trade: TradeEvent, record: dict, duplicate: bool, execution: str, recorded_at: datetime
) -> None:
    if duplicate:
        metrics.add_metric("Duplicates", MetricUnit.Count, 1)
    else:
        accepted = record["status"] == "ACCEPTED"
        metrics.add_dimension("sourceSystem", record["sourceSystem"])
        if record["conflict"]:
            metrics.add_metric("Conflicts", MetricUnit.Count, 1)
        metrics.add_metric(
            "TradesAccepted" if accepted else "TradesRejected", MetricUnit.Count, 1
        )
        taken = trade.envelope_time
        if taken is not None:
            latency = max(0, int((recorded_at - instant(taken)).total_seconds() * 1000))
            metrics.add_metric("RecordLatency", MetricUnit.Milliseconds, latency)
    logger.info(
        "trade event on record",
        tradeId=record["tradeId"],
        sourceSystem=record["sourceSystem"],
        executionId=execution,
        outcome="DUPLICATE" if duplicate else "RECORDED",
        status=record["status"],
        eventType=record["eventType"],
        timestamp=str(record["timestamp"]),
        sequence=record["sequence"],
        recordHash=record["recordHash"],
        unmatched=record["unmatched"],
    )
