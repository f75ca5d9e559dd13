"""TradeBackfillFunction: validates, enriches and records a partition of a file of trade events."""

import gzip
import hashlib
import json
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from typing import Any, Optional

from aws_lambda_powertools.utilities.typing import LambdaContext

from common import THREADS, Settings, client, logger
from enrichment import enrich
from recorder import append, result
from trade import trade_event
from validation import verdict

STEP = 250
RESERVE_MS = 60_000
OUTCOMES = {"ACCEPTED": "recorded", "REJECTED": "rejected", "DUPLICATE": "duplicate", "FAILED": "failed"}

settings = Settings()
bucket = os.environ["BACKFILL_BUCKET"]
s3 = client("s3", s3={"addressing_style": "path"}, request_checksum_calculation="when_required")


def handler(event: dict, context: LambdaContext) -> dict:
    task, execution = event["task"], event["execution"]["id"]
    folder = f"backfill/{task['plan']}"
    cursor_key = f"{folder}/cursors/{task['partition']:05d}.json"
    cursor, tag = _cursor(cursor_key, task)
    lines = _lines(f"{folder}/partitions/{task['partition']:05d}.jsonl.gz", task["sha256"])
    while not cursor["done"] and context.get_remaining_time_in_millis() > RESERVE_MS:
        begin = cursor["next"]
        results = _process(
            lines[begin : begin + STEP], f"{execution}#{task['plan']}", context.function_version
        )
        s3.put_object(
            Bucket=bucket,
            Key=f"{folder}/results/{task['partition']:05d}/{begin:09d}.jsonl.gz",
            Body=gzip.compress("".join(_text(each) + "\n" for each in results).encode()),
        )
        for each in results:
            cursor["counts"][OUTCOMES[each["outcome"]]] += 1
        cursor["next"] = begin + len(results)
        cursor["done"] = cursor["next"] == len(lines)
        condition = {"IfMatch": tag} if tag else {"IfNoneMatch": "*"}
        tag = s3.put_object(Bucket=bucket, Key=cursor_key, Body=_text(cursor).encode(), **condition)[
            "ETag"
        ]
    return cursor


def _cursor(key: str, task: dict) -> tuple[dict, Optional[str]]:
    try:
        answer = s3.get_object(Bucket=bucket, Key=key)
        return json.loads(answer["Body"].read()), answer["ETag"]
    except s3.exceptions.NoSuchKey:
        counts = {"recorded": 0, "rejected": 0, "duplicate": 0, "unreadable": 0, "failed": 0}
        return {"partition": task["partition"], "next": 0, "done": False, "counts": counts}, None


def _lines(key: str, sha256: str) -> list[dict]:
    body = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    if hashlib.sha256(body).hexdigest() != sha256:
        raise ValueError(f"{key} was changed after it was planned")
    return [json.loads(line) for line in gzip.decompress(body).splitlines()]


def _process(lines: list[dict], execution: str, version: str) -> list[dict]:
    """Events of a trade in order, trades concurrently."""
    trades: dict[str, list[int]] = {}
    for place, line in enumerate(lines):
        trades.setdefault(line["event"]["detail"].get("tradeId", f"line {place}"), []).append(place)
    results: list[Any] = [None] * len(lines)

    def process(places: list[int]) -> None:
        for place in places:
            line = lines[place]
            results[place] = _record(line, f"{execution}:{line['line']}", version)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(process, trades.values()))
    return results


def _record(line: dict, execution: str, version: str) -> dict:
    event = line["event"]
    trade = trade_event(event)
    now = datetime.now(timezone.utc)
    answer = {"line": line["line"], "tradeId": trade.trade_id, "execution": execution}
    try:
        judged = verdict(trade, settings.threshold(), now)
        enrichment = enrich(trade)
        _, record, duplicate = append(event, judged, enrichment, execution, version, now)
    except Exception as error:  # one event never fails its partition
        logger.exception("the event could not be recorded", line=line["line"])
        return {**answer, "status": None, "outcome": "FAILED", "error": repr(error)}
    repeated = duplicate and record["executionArn"] != execution
    return {
        **answer,
        "status": "SUCCEEDED",
        "outcome": "DUPLICATE" if repeated else record["status"],
        "violations": judged["violations"],
        "enrichment": enrichment,
        "record": result(record, duplicate),
        "error": None,
    }


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
