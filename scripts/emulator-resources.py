"""Makes in LocalStack what the functions need of template.yaml: parameters, table and queues.

LocalStack runs this program when it is ready (/etc/localstack/init/ready.d); scripts/emulator waits for its last line.
Names and values are those of the template's default parameters, so a new parameter or queue is here without a change.
"""

import re

import boto3
import yaml

REGION = "us-east-1"


class Loader(yaml.SafeLoader):
    """Reads !Ref and the like as {"Ref": value}."""


def intrinsic(loader, tag, node):
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    return {tag: value}


Loader.add_multi_constructor("!", intrinsic)


class Template:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.content = yaml.load(file, Loader)
        self.values = {name: str(parameter.get("Default", "")) for name, parameter in self.content["Parameters"].items()}
        self.values["AWS::Region"] = REGION

    def resources(self, resource_type):
        """The properties of the resources of a type that the default parameters deploy."""
        for resource in self.content["Resources"].values():
            if resource["Type"] == resource_type and self.holds(resource.get("Condition")):
                yield resource["Properties"]

    def text(self, value):
        if not isinstance(value, dict):
            return str(value)
        ((function, argument),) = value.items()
        if function == "Ref":
            return self.values[argument]
        if function == "Sub":
            return re.sub(r"\$\{([^}]+)}", lambda match: self.values[match.group(1)], argument)
        if function == "If":
            return self.text(argument[1] if self.holds(argument[0]) else argument[2])
        raise ValueError(f"{function} is not supported where a name or a value is needed")

    def holds(self, condition):
        if condition is None:
            return True
        if isinstance(condition, str):
            return self.holds(self.content["Conditions"][condition])
        ((function, argument),) = condition.items()
        if function == "Condition":
            return self.holds(argument)
        if function == "Equals":
            return self.text(argument[0]) == self.text(argument[1])
        if function == "Not":
            return not self.holds(argument[0])
        if function == "And":
            return all(self.holds(each) for each in argument)
        if function == "Or":
            return any(self.holds(each) for each in argument)
        raise ValueError(f"{function} is not supported in a condition")


def client(service):
    return boto3.client(
        service,
        endpoint_url="http://localhost:4566",
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def make(template):
    ssm = client("ssm")
    for parameter in template.resources("AWS::SSM::Parameter"):
        ssm.put_parameter(Name=template.text(parameter["Name"]), Value=template.text(parameter["Value"]), Type="String")
    sqs = client("sqs")
    for queue in template.resources("AWS::SQS::Queue"):
        sqs.create_queue(QueueName=template.text(queue["QueueName"]))
    dynamodb = client("dynamodb")
    for table in template.resources("AWS::DynamoDB::GlobalTable"):
        dynamodb.create_table(
            TableName=template.text(table["TableName"]),
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=table["AttributeDefinitions"],
            KeySchema=table["KeySchema"],
            GlobalSecondaryIndexes=[
                {name: index[name] for name in ("IndexName", "KeySchema", "Projection")}
                for index in table["GlobalSecondaryIndexes"]
            ],
        )


try:
    make(Template("/template.yaml"))
    print("emulator: the resources are there", flush=True)
except Exception as error:
    print(f"emulator: failed: {type(error).__name__}: {error}", flush=True)
    raise
