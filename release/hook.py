"""Tries the new versions of the functions before CodeDeploy gives one of them traffic.

CodeDeploy invokes it before it shifts an alias, and waits for the answer. Each hook tries all three functions, so that a release
gets traffic as a whole or not at all: the validator has to accept events/trade-*.json and reject events/invalid-*.json, the enricher
has to answer, and the recorder gets a probe. Nothing is recorded: the first two write nothing, and a probe has an item of its own.
`trades doctor --try-newest` asks the same by hand.

Python, because the runtime has the SDK: the package is this file and the event files, and there is nothing to build.
"""

import json
import os
import pathlib

import boto3
from botocore.config import Config

EVENTS = pathlib.Path(os.environ.get("EVENTS", pathlib.Path(__file__).parent / "events"))

# A version that was just published may still be starting; longer than the functions' own 25 seconds each.
CLIENT = Config(retries={"mode": "standard", "total_max_attempts": 6}, read_timeout=30)


def handler(event, _context):
    """What CodeDeploy invokes: {"DeploymentId", "LifecycleEventHookExecutionId"}."""
    try:
        problems = problems_of(boto3.client("lambda", config=CLIENT))
    except Exception as e:  # whatever it is, CodeDeploy must hear of it, or it waits for an hour
        problems = [f"the new versions could not be tried: {type(e).__name__}: {e}"]
    status = "Failed" if problems else "Succeeded"
    print(json.dumps({"message": "new versions tried", "status": status, "problems": problems, **event}))
    boto3.client("codedeploy", config=CLIENT).put_lifecycle_event_hook_execution_status(
        deploymentId=event["DeploymentId"],
        lifecycleEventHookExecutionId=event["LifecycleEventHookExecutionId"],
        status=status,
    )
    return status


def problems_of(client):
    """What the new versions do not do as the event files ask, a sentence each."""
    valid = events("trade-*.json")
    problems = []

    def answer(variable, name, payload):
        version = os.environ[variable]
        response = client.invoke(FunctionName=version, Payload=json.dumps(payload).encode())
        result = json.loads(response["Payload"].read())
        if "FunctionError" in response:
            problems.append(f"{version} fails on {name}: {result.get('errorMessage', 'no message')}")
            return None
        return result

    def judge(name, event, wanted):
        verdict = answer("VALIDATOR_VERSION", name, event)
        if verdict is not None and verdict.get("valid") is not wanted:
            problems.append(f"{os.environ['VALIDATOR_VERSION']} {'rejects' if wanted else 'accepts'} {name}")

    for name, event in valid.items():
        judge(name, event, True)
        enrichment = answer("ENRICHER_VERSION", name, event)
        if enrichment is not None and not isinstance(enrichment.get("gaps"), list):
            problems.append(f"{os.environ['ENRICHER_VERSION']} answers without gaps to {name}")
    for name, event in events("invalid-*.json").items():
        judge(name, event, False)
    probe = {
        "event": {**next(iter(valid.values())), "source": "trading.probe"},
        "verdict": {"valid": True, "violations": []},
        "enrichment": {"gaps": []},
        "execution": {"id": "release-hook"},
    }
    answer("RECORDER_VERSION", "a probe", probe)
    return problems


def events(pattern):
    """The event files, by name; a package without them has tried nothing."""
    found = {file.name: json.loads(file.read_text(encoding="utf-8")) for file in sorted(EVENTS.glob(pattern))}
    if not found:
        raise FileNotFoundError(f"there is no {pattern} in {EVENTS}")
    return found
