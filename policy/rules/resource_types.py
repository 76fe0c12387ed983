"""The types of resources that the rules look at."""

from __future__ import annotations

TYPES = {
    "Account": "aws:apigateway/account:Account",
    "Alarm": "aws:cloudwatch/metricAlarm:MetricAlarm",
    "Api": "aws:apigatewayv2/api:Api",
    "Authorizer": "aws:apigatewayv2/authorizer:Authorizer",
    "Deployment": "aws:apigatewayv2/deployment:Deployment",
    "EventBusPolicy": "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
    "EventRule": "aws:cloudwatch/eventRule:EventRule",
    "EventSourceMapping": "aws:lambda/eventSourceMapping:EventSourceMapping",
    "EventTarget": "aws:cloudwatch/eventTarget:EventTarget",
    "Function": "aws:lambda/function:Function",
    "FunctionUrl": "aws:lambda/functionUrl:FunctionUrl",
    "GroupPolicy": "aws:iam/groupPolicy:GroupPolicy",
    "GroupPolicyAttachment": "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
    "Integration": "aws:apigatewayv2/integration:Integration",
    "LayerPermission": "aws:lambda/layerVersionPermission:LayerVersionPermission",
    "LogGroup": "aws:cloudwatch/logGroup:LogGroup",
    "Permission": "aws:lambda/permission:Permission",
    "Policy": "aws:iam/policy:Policy",
    "PolicyAttachment": "aws:iam/policyAttachment:PolicyAttachment",
    "Queue": "aws:sqs/queue:Queue",
    "QueuePolicy": "aws:sqs/queuePolicy:QueuePolicy",
    "RedrivePolicy": "aws:sqs/redrivePolicy:RedrivePolicy",
    "Role": "aws:iam/role:Role",
    "RolePolicy": "aws:iam/rolePolicy:RolePolicy",
    "RolePolicyAttachment": "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "Route": "aws:apigatewayv2/route:Route",
    "RouteResponse": "aws:apigatewayv2/routeResponse:RouteResponse",
    "ScalingTarget": "aws:appautoscaling/target:Target",
    "Stage": "aws:apigatewayv2/stage:Stage",
    "StateMachine": "aws:sfn/stateMachine:StateMachine",
    "Table": "aws:dynamodb/table:Table",
    "UserPolicy": "aws:iam/userPolicy:UserPolicy",
    "UserPolicyAttachment": "aws:iam/userPolicyAttachment:UserPolicyAttachment",
    "UserPool": "aws:cognito/userPool:UserPool",
    "UserPoolClient": "aws:cognito/userPoolClient:UserPoolClient",
}
"""Pulumi's tokens by the short names that rules use.

No rule is about a ``Deployment``: a stage waits for its routes by one.
"""
