"""TradeValidatorFunction."""

from datetime import datetime, timezone

from aws_lambda_powertools.utilities.typing import LambdaContext

from common import Settings, logger, task_input
from trade import trade_event
from validation import verdict

settings = Settings()


def handler(event: dict, context: LambdaContext) -> dict:
    given, execution = task_input(event)
    trade = trade_event(given)
    answer = verdict(trade, settings.threshold(), datetime.now(timezone.utc))
    fields = {
        "tradeId": answer["tradeId"] or "",
        "sourceSystem": trade.source or "unknown",
        "executionId": execution or "",
        "valid": answer["valid"],
        "violations": len(answer["violations"]),
    }
    if answer["violations"]:
        fields["codes"] = ",".join(dict.fromkeys(v["code"] for v in answer["violations"]))
    logger.info("trade validated", **fields)
    return answer
