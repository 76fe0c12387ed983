"""Creates each resource of the program with boto3: one module per AWS service."""

from local.provisioners import (
    apigateway,
    apigatewayv2,
    cloudwatch,
    cognito,
    dynamodb,
    iam,
    lambda_,
    lambda_event_sources,
    sfn,
    sqs,
)
from local.provisioners.provisioner import AwsProvisioner
from local.provisioners.registry import (
    FunctionRecord,
    UnhandledPropertyError,
    UnknownResourceTypeError,
)

__all__ = [
    "AwsProvisioner",
    "FunctionRecord",
    "UnhandledPropertyError",
    "UnknownResourceTypeError",
    "apigateway",
    "apigatewayv2",
    "cloudwatch",
    "cognito",
    "dynamodb",
    "iam",
    "lambda_",
    "lambda_event_sources",
    "sfn",
    "sqs",
]
