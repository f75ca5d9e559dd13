"""MetadataEnricherFunction."""

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from common import Settings, logger, metrics, task_input
from enrichment import enrich
from trade import trade_event

settings = Settings()


@metrics.log_metrics
def handler(event: dict, context: LambdaContext) -> dict:
    given, execution = task_input(event)
    trade = trade_event(given)
    endpoint = settings.api_endpoint()
    if endpoint != "none":
        raise NotImplementedError("market data is not part of the comparison")
    answer = enrich(trade)
    source = trade.source or "unknown"
    metrics.add_dimension("sourceSystem", source)
    metrics.add_metric("EnrichmentGaps", MetricUnit.Count, len(answer["gaps"]))
    logger.info(
        "trade enriched",
        tradeId=trade.trade_id or "",
        sourceSystem=source,
        executionId=execution or "",
        gaps=len(answer["gaps"]),
    )
    return answer
