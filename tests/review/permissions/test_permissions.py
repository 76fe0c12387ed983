"""What a change of statements, policies and roles is told as."""

from __future__ import annotations

from typing import Any

import pytest

from local.aws_provider import RecordedProgram, RecordedResource
from review.permissions import permissions
from review.side import Side
from tests.review.permissions.shop import (
    ATTACHMENT,
    FUNCTION,
    JOBS,
    ORDERS,
    PARTS,
    PERMISSION,
    POLICY,
    ROLE,
    RULE,
    SHOP,
    TLS_ONLY,
    TRUST,
    allow,
    document,
    guarded,
    paying,
    shop,
)
from tests.support.sides import STAGES, resource, side_of, stage_side, urn, with_inputs, without

GET = paying(allow("dynamodb:GetItem"))
API = "arn:aws:execute-api:us-east-1:000000000000:{api}/*/GET/orders/{orderId}"


def lines(before: Side | None, after: Side | None) -> list[str]:
    return [line.removeprefix("- ") for line in permissions(before, after).lines]


def invoked(**inputs: Any) -> Side:
    given = {"function": "{pay}", "principal": "apigateway.amazonaws.com", "sourceArn": API}
    return shop(resource(PERMISSION, "route", action="lambda:InvokeFunction",
                         **{**given, **inputs}))  # fmt: skip


def attached(arn: str) -> Side:
    return shop(resource(ATTACHMENT, "more", role="{pay-role}", policyArn=arn))


def trusted(*statements: Any) -> Side:
    return with_inputs(SHOP, "pay-role", assumeRolePolicy=document(*statements))


def sent(**condition: Any) -> dict[str, Any]:
    more = {"Condition": condition} if condition else {}
    principal = {"Service": "events.amazonaws.com"}
    return allow("sqs:SendMessage", JOBS, Principal=principal, **more)


def routed_parts(protocol: str = "HTTP", name: str = "pay", **inputs: Any) -> tuple[Any, ...]:
    given = {"routeKey": "POST /pay", "apiId": "{api}"}
    return (
        resource("aws:apigatewayv2/api:Api", "api", protocolType=protocol),
        resource("aws:apigatewayv2/route:Route", name, **{**given, **inputs}),
    )


def routed(**inputs: Any) -> Side:
    return shop(*routed_parts(**inputs))


PLANTED: dict[str, tuple[Side, Side, list[str]]] = {
    "an action more": (
        GET, paying(allow(["dynamodb:GetItem", "dynamodb:PutItem"])),
        ["function `pay` may now `dynamodb:PutItem` on table `orders`"],
    ),
    "a statement more, with two actions": (
        GET, paying(allow("dynamodb:GetItem"),
                    allow(["sqs:SendMessage", "sqs:ReceiveMessage"], JOBS)),
        ["function `pay` may now `sqs:ReceiveMessage`, `sqs:SendMessage` on queue `jobs`"],
    ),
    "a wildcard of actions": (
        SHOP, paying(allow("dynamodb:*")),
        ["**Wildcard:** function `pay` may now `dynamodb:*` on table `orders`"],
    ),
    "a wildcard of resources, which stands before all else": (
        SHOP, paying(allow("dynamodb:GetItem"), allow("sqs:SendMessage", "*")),
        ["**Wildcard:** function `pay` may now `sqs:SendMessage` on anything",
         "function `pay` may now `dynamodb:GetItem` on table `orders`"],
    ),
    "an action that knows no resource": (
        SHOP, paying(allow("cloudwatch:PutMetricData", "*")),
        ["function `pay` may now `cloudwatch:PutMetricData` on anything"],
    ),
    "everything": (
        SHOP, paying(allow("*", "*")),
        ["**Wildcard:** function `pay` may now any action on anything"],
    ),
    "everything but": (
        SHOP, paying({"Effect": "Allow", "NotAction": ["iam:*"], "NotResource": ORDERS}),
        ["**Wildcard:** function `pay` may now `everything but iam:*` on anything but table "
         "`orders`"],
    ),
    "a wildcard that becomes narrow": (
        paying(allow("dynamodb:*")), GET,
        ["function `pay` may no longer `dynamodb:*` on table `orders`",
         "function `pay` may still `dynamodb:GetItem` on table `orders`"],
    ),
    "what a wildcard covers anyway": (
        paying(allow("dynamodb:*")), paying(allow("dynamodb:*"), allow("dynamodb:GetItem")), [],
    ),
    "its own log group": (
        SHOP, paying(allow("logs:PutLogEvents",
                           "arn:aws:logs:us-east-1:000000000000:log-group:{pay-logs}:*")),
        ["function `pay` may now `logs:PutLogEvents` on its own log group"],
    ),
    "another account's queue": (
        SHOP, paying(allow("sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:theirs")),
        ["function `pay` may now `sqs:SendMessage` on queue `theirs` of account `111122223333` "
         "in `eu-west-1`"],
    ),
    "a policy that is no JSON": (
        SHOP, shop(resource(POLICY, "pay-policy", role="{pay-role}", policy="[secret]")),
        ["function `pay` has a document that cannot be read here: policy `pay-policy`"],
    ),
    "a role that nothing of the program uses": (
        SHOP, shop(resource(ROLE, "alone", assumeRolePolicy=document()),
                   resource(POLICY, "p", role="{alone}", policy=document(allow("dynamodb:Scan")))),
        ["role `alone` may now `dynamodb:Scan` on table `orders`"],
    ),
    "a policy of a role that is not the program's": (
        SHOP, shop(resource(POLICY, "p", role="theirs", policy=document(allow("dynamodb:Scan")))),
        ["role `theirs` may now `dynamodb:Scan` on table `orders`"],
    ),
    "an inline policy within the role": (
        SHOP, with_inputs(SHOP, "pay-role", inlinePolicies=[
            {"name": "inside", "policy": document(allow("dynamodb:Scan"))}]),
        ["function `pay` may now `dynamodb:Scan` on table `orders`"],
    ),
    "a managed policy": (
        SHOP, attached("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"),
        ["function `pay` now has the managed policy `AWSLambdaBasicExecutionRole`"],
    ),
    "a wide managed policy": (
        SHOP, with_inputs(SHOP, "pay-role",
                          managedPolicyArns=["arn:aws:iam::aws:policy/AdministratorAccess"]),
        ["**Wide policy:** function `pay` now has the managed policy `AdministratorAccess`"],
    ),
    "a policy of the program's own": (
        SHOP, shop(resource("aws:iam/policy:Policy", "scan",
                            policy=document(allow("dynamodb:Scan"))),
                   resource(ATTACHMENT, "more", role="{pay-role}",
                            policyArn="arn:aws:iam::000000000000:policy/{scan}")),
        ["function `pay` may now `dynamodb:Scan` on table `orders`"],
    ),
    "a boundary that is gone": (
        with_inputs(SHOP, "pay-role", permissionsBoundary="arn:aws:iam::aws:policy/Bound"), SHOP,
        ["**No longer bounded:** function `pay` is no longer bounded by the policy `Bound`"],
    ),
    "another service that may take the role": (
        SHOP, trusted(TRUST, {**TRUST, "Principal": {"Service": ["states.amazonaws.com"]}}),
        ["Step Functions may now `sts:AssumeRole` on role of function `pay`"],
    ),
    "everybody may take the role": (
        SHOP, trusted(TRUST, {**TRUST, "Principal": {"AWS": "*"}}),
        ["**Open to everybody:** everybody may now `sts:AssumeRole` on role of function `pay`"],
    ),
    "an account, an own role and a provider may take it": (
        SHOP, trusted(TRUST, {**TRUST, "Principal": {
            "AWS": ["arn:aws:iam::111122223333:root", "000000000000",
                    "arn:aws:iam::000000000000:role/{ops}"],
            "Federated": "accounts.google.com"}}),
        ["**Another account:** account `111122223333`, role `ops`, this account and whoever signs "
         "in with `accounts.google.com` may now `sts:AssumeRole` on role of function `pay`"],
    ),
    "all but one": (
        SHOP, guarded({"Effect": "Allow", "NotPrincipal": {"AWS": "111122223333"},
                       "Action": "sqs:SendMessage", "Resource": "*"}),
        ["**Open to everybody:** everybody but account `111122223333` may now `sqs:SendMessage` on "
         "queue `jobs`"],
    ),
    "a route": (
        SHOP, invoked(),
        ["API Gateway may now `lambda:InvokeFunction` on function `pay`, only from route "
         "`GET /orders/{orderId}` of API `api`"],
    ),
    "a route's permission that anybody may use": (
        SHOP, invoked(principal="*", sourceArn=None,
                      function="arn:aws:lambda:us-east-1:000000000000:function:{pay}"),
        ["**Open to everybody:** everybody may now `lambda:InvokeFunction` on function `pay`"],
    ),
    "a route's permission without its source": (
        invoked(), invoked(sourceArn=None),
        ["**Condition loosened:** API Gateway may `lambda:InvokeFunction` on function `pay` "
         "always; before: only from route `GET /orders/{orderId}` of API `api`"],
    ),
    "a version of a layer": (
        SHOP, shop(resource("aws:lambda/layerVersionPermission:LayerVersionPermission", "l",
                            action="lambda:GetLayerVersion", layerName="deps", versionNumber=3,
                            principal="111122223333")),
        ["**Another account:** account `111122223333` may now `lambda:GetLayerVersion` on version "
         "`3` of layer `deps`"],
    ),
    "a function's address that anybody may call": (
        SHOP, shop(resource("aws:lambda/functionUrl:FunctionUrl", "url", functionName="{pay}",
                            authorizationType="NONE")),
        ["**Open to everybody:** everybody may now `lambda:InvokeFunctionUrl` on function `pay`"],
    ),
    "a function's address that needs a signature": (
        SHOP, shop(resource("aws:lambda/functionUrl:FunctionUrl", "url", functionName="{pay}",
                            authorizationType="AWS_IAM")), [],
    ),
    "an organization that may put events": (
        SHOP, shop(resource("aws:cloudwatch/eventPermission:EventPermission", "p", principal="*",
                            eventBusName="{bus}", condition={
                                "type": "StringEquals", "key": "aws:PrincipalOrgID", "value": "o-1"
                            })),
        ["**Open to everybody:** everybody may now `events:PutEvents` on event bus `bus`, only if "
         "`aws:PrincipalOrgID` `StringEquals` `o-1`"],
    ),
    "an account that may put events": (
        SHOP, shop(resource("aws:cloudwatch/eventBusPolicy:EventBusPolicy", "p", policy=document(
            allow("events:PutEvents", "*", Principal={"AWS": "111122223333"})))),
        ["**Another account:** account `111122223333` may now `events:PutEvents` on event bus "
         "`default`"],
    ),
    "a user who may send": (
        SHOP, shop(resource("aws:sns/topic:Topic", "alarms", policy=document(
            allow("sns:Publish", "*", Principal={"AWS": "arn:aws:iam::111122223333:user/ann"})))),
        ["**Another account:** user `ann` of account `111122223333` may now `sns:Publish` on topic "
         "`alarms`"],
    ),
    "a list where a document has to be": (
        SHOP, shop(resource(POLICY, "pay-policy", role="{pay-role}", policy="[]")),
        ["function `pay` has a document that cannot be read here: policy `pay-policy`"],
    ),
    "an event rule": (
        SHOP, guarded(sent(ArnEquals={"aws:SourceArn": RULE},
                           StringEquals={"aws:SourceAccount": "000000000000"})),
        ["EventBridge may now `sqs:SendMessage` on queue `jobs`, only from rule `new-orders` and "
         "from this account"],
    ),
    "a session of another account": (
        SHOP, guarded(allow("sqs:SendMessage", "*", Principal={
            "AWS": "arn:aws:sts::111122223333:assumed-role/ops/ann"})),
        ["**Another account:** `arn:aws:sts::111122223333:assumed-role/ops/ann` of account "
         "`111122223333` may now `sqs:SendMessage` on queue `jobs`"],
    ),
    "a service that works for another account": (
        SHOP, guarded(sent(StringEquals={"aws:SourceAccount": "111122223333"})),
        ["**Another account:** EventBridge may now `sqs:SendMessage` on queue `jobs`, only from "
         "account `111122223333`"],
    ),
    "another account that may no longer": (
        trusted(TRUST, {**TRUST, "Principal": {"AWS": "111122223333"}}), SHOP,
        ["account `111122223333` may no longer `sts:AssumeRole` on role of function `pay`"],
    ),
    "a route that is gone": (
        invoked(), SHOP,
        ["API Gateway may no longer `lambda:InvokeFunction` on function `pay` from route "
         "`GET /orders/{orderId}` of API `api`"],
    ),
    "every state machine may": (
        SHOP, guarded(sent(ArnLike={
            "aws:SourceArn": "arn:aws:states:us-east-1:000000000000:stateMachine:*"})),
        ["EventBridge may now `sqs:SendMessage` on queue `jobs`, from every state machine"],
    ),
    "a condition that nobody has words for": (
        SHOP, guarded(sent(NumericLessThan={"sqs:Age": 5})),
        ["EventBridge may now `sqs:SendMessage` on queue `jobs`, only if `sqs:Age` "
         "`NumericLessThan` `5`"],
    ),
    "a tighter condition": (
        guarded(sent()), guarded(sent(ArnEquals={"aws:SourceArn": RULE})),
        ["EventBridge may `sqs:SendMessage` on queue `jobs` only from rule `new-orders`; before: "
         "always"],
    ),
    "fewer rules from which it may come": (
        guarded(sent(ArnEquals={"aws:SourceArn": [RULE, f"{RULE}-2"]})),
        guarded(sent(ArnEquals={"aws:SourceArn": RULE})),
        ["EventBridge may `sqs:SendMessage` on queue `jobs` only from rule `new-orders`; before: "
         "only from rule `new-orders` or rule `{new-orders}-2`"],
    ),
    "one account less that may not": (
        guarded(sent(StringNotEquals={"aws:SourceAccount": ["1", "2"]})),
        guarded(sent(StringNotEquals={"aws:SourceAccount": "1"})),
        ["**Condition loosened:** EventBridge may `sqs:SendMessage` on queue `jobs` only if "
         "`aws:SourceAccount` `StringNotEquals` `1`; before: only if `aws:SourceAccount` "
         "`StringNotEquals` `1`, `2`"],
    ),
    "an HTTP route that loses its authorizer": (
        routed(authorizationType="JWT", authorizerId="{door}"), routed(),
        ["**Open to everybody:** everybody may now `execute-api:Invoke` on route `POST /pay` of "
         "API `api`",
         "whoever has a token for authorizer `door` may no longer `execute-api:Invoke` on route "
         "`POST /pay` of API `api`"],
    ),
    "a route for some scopes": (
        routed(authorizationType="JWT", authorizerId="{door}"),
        routed(authorizationType="JWT", authorizerId="{door}", authorizationScopes=["pay", "buy"]),
        ["whoever has a token for authorizer `door` may `execute-api:Invoke` on route `POST /pay` "
         "of API `api` only if `scope` `has` `buy`, `pay`; before: always"],
    ),
    "a route for AWS's own signatures": (
        SHOP, shop(*routed_parts(authorizationType="AWS_IAM")),
        ["whoever has an IAM policy for it may now `execute-api:Invoke` on route `POST /pay` of "
         "API `api`"],
    ),
    "a WebSocket API: its first route is guarded for all": (
        SHOP, shop(*routed_parts(protocol="WEBSOCKET", routeKey="$connect"),
                   *routed_parts(protocol="WEBSOCKET", name="ping", routeKey="ping")),
        ["**Open to everybody:** everybody may now `execute-api:Invoke` on route `$connect` of API "
         "`api`"],
    ),
    "TLS that is no longer required": (
        guarded(TLS_ONLY), guarded(),
        ["**No longer denied:** everybody is no longer denied `sqs:*` on queue `jobs` without TLS"],
    ),
    "TLS that is no longer required of a queue that is gone": (
        guarded(TLS_ONLY), without(guarded(TLS_ONLY), "jobs", "jobs-policy"),
        ["everybody is no longer denied `sqs:*` on queue `jobs` without TLS"],
    ),
    "a Deny that is bound to a condition": (
        guarded({**TLS_ONLY, "Condition": {}}), guarded(TLS_ONLY),
        ["**Condition loosened:** everybody must not `sqs:*` on queue `jobs` without TLS; before: "
         "always"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_change_is_told(name: str) -> None:
    before, after, told = PLANTED[name]
    assert lines(before, after) == told


def test_an_action_that_is_gone_is_told_too() -> None:
    assert lines(GET, SHOP) == ["function `pay` may no longer `dynamodb:GetItem` on table `orders`"]


def test_the_summary_counts_permissions_and_those_to_look_at() -> None:
    more = paying(allow(["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:*"]))

    assert permissions(GET, more).summary == "+2 \N{MINUS SIGN}0, 1 to look at"
    assert permissions(GET, GET).summary == ""
    assert permissions(invoked(), invoked(sourceArn=None)).summary == (
        "+0 \N{MINUS SIGN}0, 1 changed, 1 to look at"
    )


def test_a_stage_that_is_new_gains_all_and_one_that_goes_loses_all() -> None:
    trust = "`sts:AssumeRole` on role of function `pay`"
    get = "`dynamodb:GetItem` on table `orders`"
    assert lines(None, GET) == [f"Lambda may now {trust}", f"function `pay` may now {get}"]
    assert lines(GET, None) == [
        f"Lambda may no longer {trust}", f"function `pay` may no longer {get}"
    ]  # fmt: skip
    assert lines(None, None) == []


def test_functions_with_the_same_permission_stand_in_one_line() -> None:
    role = "arn:aws:iam::000000000000:role/{pay-role}"
    other = resource(FUNCTION, "refund", role=role)
    before = side_of(*PARTS, other)
    after = side_of(*PARTS, other, resource(POLICY, "p", role="{pay-role}",
                                            policy=document(allow("dynamodb:Scan"))))  # fmt: skip

    assert lines(before, after) == [
        "functions `pay`, `refund` may now `dynamodb:Scan` on table `orders`"
    ]


def test_a_role_that_is_split_changes_nothing_as_long_as_its_functions_may_do_the_same() -> None:
    get = document(allow("dynamodb:GetItem"))
    own = side_of(
        *PARTS[1:],
        resource(ROLE, "new-role", assumeRolePolicy=document(TRUST)),
        resource(POLICY, "new-policy", role="{new-role}", policy=get),
    )
    after = with_inputs(own, "pay", role="arn:aws:iam::000000000000:role/{new-role}")

    assert lines(GET, after) == []


def test_a_table_with_an_alias_keeps_its_permissions_by_its_new_name() -> None:
    table = "aws:dynamodb/table:Table"
    renamed = {urn(table, "purchases"): RecordedResource(table, {}, {}, (urn(table, "orders"),))}
    policy = document(allow("dynamodb:GetItem", ORDERS.replace("{orders}", "{purchases}")))
    after = side_of(
        PARTS[0],
        PARTS[1],
        renamed,
        resource(POLICY, "pay-policy", role="{pay-role}", policy=policy),
    )

    assert lines(GET, after) == []


def test_a_role_with_a_name_of_its_own_is_found_by_where_the_property_comes_from() -> None:
    role, function = urn(ROLE, "pay-role"), urn(FUNCTION, "pay")
    arn = "arn:aws:iam::000000000000:role/chosen"
    resources = {
        role: RecordedResource(ROLE, {"name": "chosen", "assumeRolePolicy": document(TRUST)}),
        function: RecordedResource(FUNCTION, {"role": arn}, {"role": (role,)}),
    }
    policy = RecordedResource(
        POLICY, {"role": "chosen", "policy": document(allow("dynamodb:Scan"))}, {"role": (role,)}
    )
    before = Side("dev", RecordedProgram(resources))
    after = Side("dev", RecordedProgram({**resources, urn(POLICY, "p"): policy}))

    assert lines(before, after) == ["function `pay` may now `dynamodb:Scan` on table `orders`"]


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_that_does_not_change_has_no_lines(stage: str) -> None:
    side = stage_side(stage)
    assert permissions(side, side).lines == ()


def test_every_resource_of_our_stages_has_words() -> None:
    """An ARN in a line is one for which there are none."""
    told = lines(None, stage_side("prod"))

    assert len(told) > 20
    assert [line for line in told if "arn:" in line or "{checkout" in line] == []
