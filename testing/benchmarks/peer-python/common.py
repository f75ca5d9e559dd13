"""What the three functions set up in the same way."""

import os
from decimal import Decimal
from typing import Any, Optional

import boto3
from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.utilities import parameters
from botocore.config import Config

if os.environ.get("TRACING") == "xray":
    from aws_xray_sdk.core import patch

    patch(("botocore",))

PATH = "/trade-processing/" + os.environ.get("ENVIRONMENT", "dev") + "/"
MAX_AGE_S = 300

logger = Logger(level=os.environ.get("LOG_LEVEL", "INFO"))
metrics = Metrics(namespace="TradeProcessing")
metrics.set_default_dimensions(Environment=os.environ.get("ENVIRONMENT", "dev"))


# That call AWS at the same time in a backfill; the live functions use one connection.
THREADS = 16


def client(service: str, max_retries: int = 2, **options: Any) -> Any:
    return boto3.client(
        service,
        config=Config(
            connect_timeout=1,
            read_timeout=2,
            retries={"mode": "standard", "max_attempts": 1 + max_retries},
            max_pool_connections=THREADS,
            **options,
        ),
    )


class Settings:
    """The parameters below the environment's path, read in one call and kept for five minutes."""

    def __init__(self) -> None:
        self._provider = parameters.SSMProvider(boto3_client=client("ssm"))

    def threshold(self) -> Decimal:
        return Decimal(self._all()["processing-threshold"])

    def api_endpoint(self) -> str:
        return self._all()["api-endpoint"]

    def max_retries(self) -> int:
        return int(self._all()["max-retries"])

    def _all(self) -> dict:
        return self._provider.get_multiple(PATH, max_age=MAX_AGE_S, decrypt=True)


def task_input(given: Any) -> tuple[Any, Optional[str]]:
    """The event and the execution that asks: the workflow hands over both, anybody else the event alone."""
    if isinstance(given, dict) and given.keys() == {"event", "execution"}:
        execution = given["execution"]
        return given["event"], execution.get("id") if isinstance(execution, dict) else None
    return given, None
