"""Cases of rules that look at one resource's own inputs."""

from __future__ import annotations

import json

from tests.policy.cases import Case, document, one

EVENTS = {"Service": "events.amazonaws.com"}
LIMITS = {"throttlingRateLimit": 10, "throttlingBurstLimit": 20}
LOGS = {"destinationArn": "arn:aws:logs:r:a:log-group:l", "format": '{"status": $context.status}'}
QUEUE_ARN = "arn:aws:sqs:us-east-1:123456789012:orders"
STREAM = "arn:aws:dynamodb:us-east-1:000000000000:table/orders/stream/2030-01-01T00:00:00.000"
MANAGED = "arn:aws:iam::aws:policy/"
DEFINITION = {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}
ACCOUNT = {"AWS": "arn:aws:iam::123456789012:root"}
KEY = "AKIA" + "ABCDEFGHIJKLMNOP"
SERVICE = {"principal": "events.amazonaws.com", "action": "lambda:InvokeFunction"}
RULE_ARN = "arn:aws:events:r:a:rule/r"


def origins(*allowed: str) -> dict[str, object]:
    return {"protocolType": "HTTP", "corsConfiguration": {"allowOrigins": [*allowed]}}


ALONE: tuple[Case, ...] = (
    one("connect-route-authorized", "Route",
        {"routeKey": "$connect", "authorizationType": "CUSTOM"}, {"routeKey": "$connect"}),
    one("api-stage-deployed", "Stage",
        {"autoDeploy": True, "defaultRouteSettings": LIMITS, "accessLogSettings": LOGS},
        {"autoDeploy": False, "defaultRouteSettings": LIMITS, "accessLogSettings": LOGS}),
    one("api-stage-throttled", "Stage",
        {"autoDeploy": True, "defaultRouteSettings": LIMITS, "accessLogSettings": LOGS},
        {"autoDeploy": True, "defaultRouteSettings": {"throttlingRateLimit": 10},
         "accessLogSettings": LOGS}),
    one("api-stage-logged", "Stage",
        {"autoDeploy": True, "defaultRouteSettings": LIMITS, "accessLogSettings": LOGS},
        {"autoDeploy": True, "defaultRouteSettings": LIMITS}),
    one("access-log-structured", "Stage",
        {"autoDeploy": True, "defaultRouteSettings": LIMITS, "accessLogSettings": LOGS},
        {"autoDeploy": True, "defaultRouteSettings": LIMITS,
         "accessLogSettings": LOGS | {"format": "$context.status $context.requestId"}}),
    one("origin-of-the-web", "Api",
        origins("https://shop.example.com"), origins("tauri://localhost")),
    one("origin-exact", "Api",
        origins("https://shop.example.com", "https://localhost:8080"),
        origins("https://shop.example.com/")),
    one("origin-encrypted", "Api",
        origins("https://shop.example.com"), origins("http://shop.example.com")),
    one("function-timeout-in-range", "Function",
        {"timeout": 900, "loggingConfig": {"logGroup": "l"}},
        {"timeout": 901, "loggingConfig": {"logGroup": "l"}}),
    one("function-runtime-supported", "Function",
        {"runtime": "python3.13", "loggingConfig": {"logGroup": "l"}},
        {"runtime": "python3.8", "loggingConfig": {"logGroup": "l"}}),
    one("function-environment-accepted", "Function",
        {"environment": {"variables": {"TTL": "3"}}, "loggingConfig": {"logGroup": "l"}},
        {"environment": {"variables": {"AWS_REGION": "r"}}, "loggingConfig": {"logGroup": "l"}}),
    one("no-key-in-environment", "Function",
        {"environment": {"variables": {"KEY": "a name"}}, "loggingConfig": {"logGroup": "l"}},
        {"environment": {"variables": {"KEY": KEY}}, "loggingConfig": {"logGroup": "l"}}),
    one("permission-names-source", "Permission", SERVICE | {"sourceArn": RULE_ARN}, SERVICE),
    one("function-not-public", "Permission",
        {"principal": "*", "principalOrgId": "o-1", "action": "lambda:InvokeFunction"},
        {"principal": "*", "action": "lambda:InvokeFunction"}),
    one("function-url-authorized", "FunctionUrl",
        {"authorizationType": "AWS_IAM"}, {"authorizationType": "NONE"}),
    one("layer-not-public", "LayerPermission",
        {"principal": "*", "organizationId": "o-1"}, {"principal": "*"}),
    one("no-wildcard-action", "RolePolicy",
        {"policy": document()}, {"policy": document(Action="sqs:Send*")}),
    one("no-wildcard-resource", "Policy",
        {"policy": document()}, {"policy": document(Resource="*")}),
    one("no-grant-of-all-but", "RolePolicy",
        {"policy": document()}, {"policy": document(NotResource="arn:aws:sqs:r:a:q")}),
    one("no-public-principal", "QueuePolicy",
        {"policy": document(Principal=EVENTS)}, {"policy": document(Principal={"AWS": "*"})}),
    one("grant-has-effect", "RolePolicy",
        {"policy": document(Action="sqs:ListQueues", Resource="*")},
        {"policy": document(Action="sqs:ListQueues")}),
    one("no-full-access-policy", "RolePolicyAttachment",
        {"policyArn": f"{MANAGED}service-role/AmazonAPIGatewayPushToCloudWatchLogs"},
        {"policyArn": f"{MANAGED}AmazonDynamoDBFullAccess"}),
    one("role-trusts-no-account", "Role",
        {"assumeRolePolicy": document(Principal=EVENTS, Action="sts:AssumeRole", Resource=[])},
        {"assumeRolePolicy": document(Principal=ACCOUNT, Action="sts:AssumeRole", Resource=[])}),
    one("definition-valid", "StateMachine",
        {"definition": json.dumps(DEFINITION), "loggingConfiguration": {"level": "ALL"}},
        {"definition": json.dumps(DEFINITION | {"StartAt": "B"}),
         "loggingConfiguration": {"level": "ALL"}}),
    one("state-machine-logged", "StateMachine",
        {"definition": json.dumps(DEFINITION), "loggingConfiguration": {"level": "ERROR"}},
        {"definition": json.dumps(DEFINITION), "loggingConfiguration": {"level": "OFF"}}),
    one("queue-encrypted", "Queue", {}, {"sqsManagedSseEnabled": False}),
    one("event-target-keeps-failed", "EventTarget",
        {"rule": "r", "arn": "a", "deadLetterConfig": {"arn": "d"}}, {"rule": "r", "arn": "a"}),
    one("large-batch-has-window", "EventSourceMapping",
        {"eventSourceArn": QUEUE_ARN, "batchSize": 100, "maximumBatchingWindowInSeconds": 1},
        {"eventSourceArn": QUEUE_ARN, "batchSize": 11}),
    one("stream-failures-kept", "EventSourceMapping",
        {"eventSourceArn": STREAM, "destinationConfig": {"onFailure": {"destinationArn": "q"}}},
        {"eventSourceArn": STREAM}),
    one("table-recoverable", "Table",
        {"billingMode": "PAY_PER_REQUEST", "pointInTimeRecovery": {"enabled": True},
         "deletionProtectionEnabled": True},
        {"billingMode": "PAY_PER_REQUEST", "pointInTimeRecovery": {"enabled": False},
         "deletionProtectionEnabled": True}),
    one("table-deletion-protected", "Table",
        {"billingMode": "PAY_PER_REQUEST", "pointInTimeRecovery": {"enabled": True},
         "deletionProtectionEnabled": True},
        {"billingMode": "PAY_PER_REQUEST", "pointInTimeRecovery": {"enabled": True}}),
    one("log-retention-set", "LogGroup", {"retentionInDays": 14}, {"retentionInDays": 0}),
    one("alarm-has-topic", "Alarm", {"alarmActions": ["arn:aws:sns:r:a:t"]}, {"alarmActions": []}),
    one("user-pool-passwords-strong", "UserPool",
        {"deletionProtection": "ACTIVE", "passwordPolicy": {"minimumLength": 12}},
        {"deletionProtection": "ACTIVE", "passwordPolicy": {"minimumLength": 11}}),
    one("user-pool-deletion-protected", "UserPool",
        {"deletionProtection": "ACTIVE"}, {"deletionProtection": "INACTIVE"}),
    one("user-pool-client-revokes-tokens", "UserPoolClient",
        {"preventUserExistenceErrors": "ENABLED"},
        {"preventUserExistenceErrors": "ENABLED", "enableTokenRevocation": False}),
    one("user-pool-client-hides-users", "UserPoolClient",
        {"preventUserExistenceErrors": "ENABLED"}, {}),
)  # fmt: skip
