"""ComplianceRecorderFunction."""

import os
from datetime import datetime, timezone
from functools import lru_cache
from typing import Optional

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from common import Settings, client, logger, metrics
from store import TradeConflictException, TradeStore, content
from trade import TradeEvent, instant, trade_event

settings = Settings()


@lru_cache(maxsize=1)
def store(max_retries: int) -> TradeStore:
    return TradeStore(client("dynamodb", max_retries), os.environ["TABLE_NAME"])


# Made while the function starts, on a whole core; the setting may ask for another one later.
store(3)


def _place(event: TradeEvent, event_hash: str) -> tuple[str, int, Optional[tuple[str, int]]]:
    invalid = "invalid:" + event_hash[:32]
    trade_id = event.trade_id or invalid
    if event.event_time is not None:
        return trade_id, event.event_time, None
    time = event.envelope_time
    if time is None:
        return invalid, 1, None
    return trade_id, time, None if trade_id == invalid else (invalid, time)


@metrics.log_metrics
def handler(event: dict, context: LambdaContext) -> dict:
    whole, verdict, enrichment = event["event"], event["verdict"], event["enrichment"]
    execution = event["execution"]["id"]
    trade = trade_event(whole)
    valid = verdict["valid"]
    if valid and None in (trade.source, trade.trade_id, trade.event_type, trade.event_time):
        raise ValueError("the verdict accepts an event without what every accepted trade has")
    parts = content(whole, verdict, enrichment)
    trade_id, timestamp, alternative = _place(trade, parts["eventHash"])
    recorded_at = datetime.now(timezone.utc)
    entry = {
        "tradeId": trade_id,
        "timestamp": timestamp,
        "sourceSystem": trade.source or "unknown",
        "status": "ACCEPTED" if valid else "REJECTED",
        "eventType": trade.event_type or "UNKNOWN",
        "executionArn": execution,
        "functionVersion": context.function_version,
        "recordedAt": recorded_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        **parts,
    }
    if isinstance(trade.envelope.get("id"), str):
        entry["eventId"] = trade.envelope["id"]
    accepted_type = trade.event_type if valid else None
    records = store(settings.max_retries())
    try:
        record, duplicate = records.append(entry, accepted_type)
    except TradeConflictException:
        if alternative is None:
            metrics.add_metric("Conflicts", MetricUnit.Count, 1)
            raise
        entry["tradeId"], entry["timestamp"] = alternative
        record, duplicate = records.append(entry, accepted_type)
    _report(trade, record, duplicate, execution, recorded_at)
    return _result(record, duplicate)


def _result(record: dict, duplicate: bool) -> dict:
    accepted = record["status"] == "ACCEPTED"
    result = {
        "outcome": "DUPLICATE" if duplicate else "RECORDED",
        "status": record["status"],
        "detailType": "Trade Accepted" if accepted else "Trade Rejected",
        "tradeId": record["tradeId"],
        "sourceSystem": record["sourceSystem"],
        "eventType": record["eventType"],
        "timestamp": record["timestamp"],
        "sequence": record["sequence"],
        "recordHash": record["recordHash"],
        "eventHash": record["eventHash"],
        "unmatched": record["unmatched"],
    }
    if "previousHash" in record:
        result["previousHash"] = record["previousHash"]
    return result


def _report(
    trade: TradeEvent, record: dict, duplicate: bool, execution: str, recorded_at: datetime
) -> None:
    if duplicate:
        metrics.add_metric("Duplicates", MetricUnit.Count, 1)
    else:
        accepted = record["status"] == "ACCEPTED"
        metrics.add_dimension("sourceSystem", record["sourceSystem"])
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
        timestamp_us=record["timestamp"],
        sequence=record["sequence"],
        recordHash=record["recordHash"],
        unmatched=record["unmatched"],
    )
