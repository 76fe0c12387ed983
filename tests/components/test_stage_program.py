"""The unmodified program under Pulumi mocks: children, parentage, contracts with the functions."""

from __future__ import annotations

import importlib
import json
from functools import lru_cache
from typing import Any

import pytest

from components.building_blocks.function_family import FunctionRow
from components.checkout_saga import functions as checkout
from components.realtime_notifier import functions as notifier
from tests.support.recorded_program import DEV_CONFIG, Recording, Registration, record_stage

POWERTOOLS = {"POWERTOOLS_SERVICE_NAME", "POWERTOOLS_METRICS_NAMESPACE", "POWERTOOLS_LOG_LEVEL"}
ROWS = {
    f"{component}-{row.module.replace('_', '-')}": row
    for component, rows in {
        "notifier": (notifier.AUTHORIZER, *notifier.FUNCTIONS),
        "checkout": (*checkout.SAGA_FUNCTIONS, *checkout.API_FUNCTIONS,
                     checkout.START_SAGA, checkout.ANNOUNCE_OUTCOME),
    }.items()
    for row in rows
}  # fmt: skip
ROUTED = {name: row for name, row in ROWS.items() if row.route}
TABLE = "arn:aws:dynamodb:us-east-1:123456789012:"


@lru_cache
def stage() -> Recording:
    return record_stage()


def children(parent: str) -> set[str]:
    return {resource.name for resource in stage().resources if resource.parent == parent}


def test_the_stage_has_a_function_for_each_row_and_no_other() -> None:
    made = stage().of_type("realtime:index:PythonFunction")

    assert {function.name for function in made} == set(ROWS)
    assert {function.parent for function in made} == {"notifier", "checkout"}


@pytest.mark.parametrize("name", ROWS)
def test_every_handler_is_importable_and_gets_exactly_the_variables_it_declares(name: str) -> None:
    inputs = stage().named(f"{name}-function").inputs
    module_name, _, attribute = inputs["handler"].rpartition(".")

    module = importlib.import_module(module_name)

    assert callable(getattr(module, attribute))
    assert set(inputs["environment"]["variables"]) - POWERTOOLS == set(module.ENVIRONMENT)


@pytest.mark.parametrize("name", ROWS)
def test_every_function_has_one_role_one_log_group_and_its_policy(name: str) -> None:
    assert children(name) == {
        f"{name}-function", f"{name}-role", f"{name}-policy", f"{name}-logs"
    }  # fmt: skip
    function = stage().named(f"{name}-function").inputs
    assert function["role"].endswith(f":{name}-role")
    assert function["loggingConfig"]["logGroup"] == f"{name}-logs"
    assert stage().named(f"{name}-policy").inputs["role"] == f"{name}-role"


@pytest.mark.parametrize(("name", "row"), ROWS.items())
def test_every_function_may_use_the_tables_of_its_row_and_no_others(
    name: str, row: FunctionRow
) -> None:
    component = name.partition("-")[0]
    allowed = {
        resource.removeprefix(f"{TABLE}{component}-"): tuple(
            action.removeprefix("dynamodb:") for action in statement["Action"]
        )
        for statement in statements(name)
        for resource in statement["Resource"]
        if resource.startswith(TABLE) and "/stream/" not in resource
    }

    assert allowed == dict(row.tables)


@pytest.mark.parametrize(("name", "row"), ROUTED.items())
def test_every_routed_function_is_reached_by_its_route_alone(name: str, row: FunctionRow) -> None:
    route = route_of(row)
    integration = stage().named(f"{route.name.removesuffix('-route')}-integration").inputs
    permission = stage().named(f"{route.name.removesuffix('-route')}-permission").inputs

    assert f"functions/{TABLE.replace('dynamodb', 'lambda')}{name}-function/" in str(
        integration["integrationUri"]
    )
    assert permission["function"] == f"{name}-function"
    assert permission["sourceArn"].endswith("/*/" + str(row.route).replace(" ", ""))
    assert bool(route.inputs.get("authorizationType")) == row.signed_in
    assert bool(route.inputs.get("routeResponseSelectionExpression")) == row.answers


def route_of(row: FunctionRow) -> Registration:
    routes = stage().of_type("aws:apigatewayv2/route:Route")
    (found,) = [route for route in routes if route.inputs["routeKey"] == row.route]
    return found


def test_functions_run_on_python_3_13_on_arm64_with_the_locked_layer() -> None:
    for function in stage().of_type("aws:lambda/function:Function"):
        assert function.inputs["runtime"] == "python3.13"
        assert function.inputs["architectures"] == ["arm64"]
        assert function.inputs["layers"] == [
            "arn:aws:lambda:us-east-1:123456789012:notifier-dependencies"
        ]


@pytest.mark.parametrize(("level", "lambdas_own"), [("INFO", "WARN"), ("DEBUG", "INFO")])
def test_the_log_level_reaches_every_function_and_lambdas_own_filter(
    level: str, lambdas_own: str
) -> None:
    changed = record_stage({**DEV_CONFIG, "realtime-checkout:logLevel": level})
    functions = changed.of_type("aws:lambda/function:Function")

    assert len(functions) == len(ROWS)
    for function in functions:
        assert function.inputs["environment"]["variables"]["POWERTOOLS_LOG_LEVEL"] == level
        assert function.inputs["loggingConfig"]["applicationLogLevel"] == level
        assert function.inputs["loggingConfig"]["systemLogLevel"] == lambdas_own
        assert function.inputs["loggingConfig"]["logFormat"] == "JSON"


def test_the_metrics_of_two_stages_do_not_add_up() -> None:
    namespaces = {
        function.inputs["environment"]["variables"]["POWERTOOLS_METRICS_NAMESPACE"]
        for function in stage().of_type("aws:lambda/function:Function")
    }
    assert namespaces == {"RealtimeCheckout/dev"}


def test_no_policy_is_wider_than_aws_makes_it() -> None:
    wide = []
    for policy in stage().of_type("aws:iam/rolePolicy:RolePolicy"):
        for statement in json.loads(policy.inputs["policy"])["Statement"]:
            if "*" in statement["Resource"] or any("*" in action for action in statement["Action"]):
                wide.append((policy.name, statement["Action"][0]))

    # These actions have no resource-level permissions; every other statement names its ARNs.
    assert sorted(wide) == [
        ("checkout-announce-outcome-policy", "dynamodb:ListStreams"),
        ("checkout-saga-policy", "logs:CreateLogDelivery"),
        ("checkout-start-saga-policy", "dynamodb:ListStreams"),
    ]


def statements(name: str) -> list[dict[str, Any]]:
    document = json.loads(stage().named(f"{name}-policy").inputs["policy"])
    assert document["Version"] == "2012-10-17"
    return [s for s in document["Statement"] if not str(s["Action"]).startswith("['logs:")]


CONNECTIONS = "arn:aws:execute-api:us-east-1:123456789012:notifier-api/live"


def test_the_push_function_may_touch_only_its_tables_and_its_connections() -> None:
    assert statements("notifier-push-event") == [
        {"Effect": "Allow", "Action": ["dynamodb:Query", "dynamodb:DeleteItem"],
         "Resource": [f"{TABLE}notifier-connections"]},
        {"Effect": "Allow",
         "Action": ["dynamodb:GetItem", "dynamodb:BatchWriteItem", "dynamodb:PutItem",
                    "dynamodb:DescribeTable"],
         "Resource": [f"{TABLE}notifier-events"]},
        {"Effect": "Allow", "Action": ["execute-api:ManageConnections"],
         "Resource": [f"{CONNECTIONS}/POST/@connections/*",
                      f"{CONNECTIONS}/DELETE/@connections/*"]},
    ]  # fmt: skip


def test_pushing_from_the_queue_may_do_the_same_and_take_its_messages() -> None:
    direct, queued = statements("notifier-push-event"), statements("notifier-push-queued-events")

    assert queued == [
        *direct,
        {"Effect": "Allow",
         "Action": ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
         "Resource": ["arn:aws:sqs:us-east-1:123456789012:notifier-push-queue"]},
        {"Effect": "Allow", "Action": ["sqs:ChangeMessageVisibility"],
         "Resource": ["arn:aws:sqs:us-east-1:123456789012:notifier-push-queue"]},
        {"Effect": "Allow", "Action": ["sqs:SendMessage"],
         "Resource": ["arn:aws:sqs:us-east-1:123456789012:notifier-push-dead-letters"]},
    ]  # fmt: skip


def by_tls_only(queue: str) -> dict[str, Any]:
    return {
        "Effect": "Deny",
        "Action": ["sqs:*"],
        "Resource": [f"arn:aws:sqs:us-east-1:123456789012:{queue}"],
        "Principal": "*",
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def test_every_queue_refuses_plain_http_in_its_one_policy() -> None:
    policies = {
        policy.name: json.loads(policy.inputs["policy"])["Statement"]
        for policy in stage().of_type("aws:sqs/queuePolicy:QueuePolicy")
    }
    queues = [queue.name for queue in stage().of_type("aws:sqs/queue:Queue")]

    assert set(policies) == {f"{queue}-policy" for queue in queues}
    for queue in queues:
        assert by_tls_only(queue) in policies[f"{queue}-policy"]


TRUSTED: dict[str, Any] = {
    "states.amazonaws.com": {
        "StringEquals": {"aws:SourceAccount": "123456789012"},
        "ArnLike": {"aws:SourceArn": "arn:aws:states:us-east-1:123456789012:stateMachine:*"},
    },
    "lambda.amazonaws.com": {"StringEquals": {"aws:SourceAccount": "123456789012"}},
    # Its documents give the trust of this role without a condition.
    "apigateway.amazonaws.com": None,
}


def test_a_role_trusts_one_service_and_only_for_this_account_where_the_service_says_so() -> None:
    trusts = [
        statement
        for role in stage().of_type("aws:iam/role:Role")
        for statement in json.loads(role.inputs["assumeRolePolicy"])["Statement"]
    ]

    assert {trust["Principal"]["Service"] for trust in trusts} == set(TRUSTED)
    for trust in trusts:
        assert trust.get("Condition") == TRUSTED[trust["Principal"]["Service"]]


@pytest.mark.parametrize("queue", ["notifier-push-queue", "notifier-push-dead-letters"])
def test_only_the_stages_rule_may_send_to_the_push_queues(queue: str) -> None:
    policy = json.loads(stage().named(f"{queue}-policy").inputs["policy"])

    assert policy["Statement"] == [
        {"Effect": "Allow", "Action": ["sqs:SendMessage"],
         "Resource": [f"arn:aws:sqs:us-east-1:123456789012:{queue}"],
         "Principal": {"Service": "events.amazonaws.com"},
         "Condition": {
             "ArnEquals": {
                 "aws:SourceArn": "arn:aws:cloudwatch:us-east-1:123456789012:notifier-push-rule"},
             "StringEquals": {"aws:SourceAccount": "123456789012"}}},
        by_tls_only(queue),
    ]  # fmt: skip


def test_opening_may_look_at_other_connections_close_them_and_refuse_frames() -> None:
    assert statements("notifier-open-connection") == [
        {"Effect": "Allow",
         "Action": ["dynamodb:Query", "dynamodb:PutItem", "dynamodb:DeleteItem"],
         "Resource": [f"{TABLE}notifier-connections"]},
        {"Effect": "Allow", "Action": ["execute-api:ManageConnections"],
         "Resource": [f"{CONNECTIONS}/POST/@connections/*",
                      f"{CONNECTIONS}/DELETE/@connections/*"]},
        {"Effect": "Allow", "Action": ["execute-api:ManageConnections"],
         "Resource": [f"{CONNECTIONS}/GET/@connections/*"]},
    ]  # fmt: skip


def test_only_who_keeps_the_limit_may_look_at_connections() -> None:
    looking = {
        policy.name
        for policy in stage().of_type("aws:iam/rolePolicy:RolePolicy")
        if "/GET/@connections/*" in policy.inputs["policy"]
    }
    assert looking == {"notifier-open-connection-policy", "notifier-resume-events-policy"}


def test_costly_routes_have_throttles_of_their_own_and_keep_their_metrics() -> None:
    api_stage = stage().named("notifier-api-stage").inputs

    assert api_stage["routeSettings"] == [
        {"routeKey": route, "throttlingRateLimit": 100, "throttlingBurstLimit": 200,
         "detailedMetricsEnabled": True}
        for route in ("$connect", "resume")
    ]  # fmt: skip
    assert api_stage["defaultRouteSettings"]["throttlingRateLimit"] == 1000


def test_api_gateway_itself_answers_pings_and_frames_that_are_no_request() -> None:
    mocks = {
        integration.name: integration.inputs["integrationType"]
        for integration in stage().of_type("aws:apigatewayv2/integration:Integration")
        if integration.name.startswith("notifier-")
    }
    assert {name for name, kind in mocks.items() if kind == "MOCK"} == {
        "notifier-ping-integration", "notifier-default-integration",
    }  # fmt: skip
    answer = stage().named("notifier-default-integration-response").inputs["responseTemplates"]
    assert json.loads(answer["200"])["code"] == "malformed"
    assert not set("$#") & set(answer["200"])  # the templates' own signs
    assert stage().named("notifier-default-route").inputs["routeResponseSelectionExpression"]


def test_a_stage_that_outgrows_its_throttles_is_told_so() -> None:
    key = "realtime-checkout:expectedPeakConnections"
    (warning,) = [
        text for text in record_stage({**DEV_CONFIG, key: "100000"}).warnings
        if "connect_rate_limit" in text
    ]  # fmt: skip
    assert "set it to 217 or more" in warning

    wider = {key: "100000", "realtime-checkout:subscriptionCheckMinutes": "110"}
    assert not [w for w in record_stage({**DEV_CONFIG, **wider}).warnings if "connect_rate" in w]


def test_a_message_that_cannot_be_pushed_ends_as_a_dead_letter_and_rings() -> None:
    queue = stage().named("notifier-push-queue").inputs
    source = stage().named("notifier-push-source").inputs
    alarm = stage().named("notifier-push-dead-letters-alarm").inputs

    assert json.loads(queue["redrivePolicy"])["maxReceiveCount"] == 20
    assert json.loads(queue["redrivePolicy"])["deadLetterTargetArn"].endswith("push-dead-letters")
    assert (
        queue["visibilityTimeoutSeconds"]
        == 6 * stage().named("notifier-push-queued-events-function").inputs["timeout"]
    )
    assert source["functionResponseTypes"] == ["ReportBatchItemFailures"]
    assert alarm["dimensions"] == {"QueueName": "notifier-push-dead-letters"}
    assert (alarm["threshold"], alarm["comparisonOperator"]) == (1, "GreaterThanOrEqualToThreshold")


def test_the_authorizer_may_only_write_logs() -> None:
    assert statements("notifier-authorize-connection") == []


def test_starting_a_checkout_may_read_products_count_write_orders_and_start_this_saga() -> None:
    assert statements("checkout-start-checkout") == [
        {"Effect": "Allow", "Action": ["dynamodb:GetItem", "dynamodb:PutItem"],
         "Resource": [f"{TABLE}checkout-orders"]},
        {"Effect": "Allow", "Action": ["dynamodb:BatchGetItem"],
         "Resource": [f"{TABLE}checkout-products"]},
        {"Effect": "Allow", "Action": ["dynamodb:UpdateItem"],
         "Resource": [f"{TABLE}checkout-allowances"]},
        {"Effect": "Allow", "Action": ["states:StartExecution"],
         "Resource": ["arn:aws:sfn:us-east-1:123456789012:checkout-saga-machine"]},
    ]  # fmt: skip


def test_the_saga_may_invoke_exactly_the_functions_its_definition_names() -> None:
    definition = json.loads(stage().named("checkout-saga-machine").inputs["definition"])
    named = {
        state["Parameters"]["FunctionName"]
        for state in definition["States"].values()
        if "FunctionName" in state.get("Parameters", {})
    }
    invoke, send = statements("checkout-saga")

    assert invoke["Action"] == ["lambda:InvokeFunction"]
    assert send == {
        "Effect": "Allow",
        "Action": ["sqs:SendMessage"],
        "Resource": ["arn:aws:sqs:us-east-1:123456789012:checkout-saga-attention"],
    }
    assert set(invoke["Resource"]) == named
    assert len(named) == len(checkout.SAGA_FUNCTIONS) + 1  # and the push function


def test_every_execution_of_the_saga_that_ends_badly_reaches_the_attention_queue() -> None:
    rule = stage().named("checkout-saga-bad-ends")
    pattern = json.loads(rule.inputs["eventPattern"])
    target = stage().named("checkout-saga-bad-ends-target").inputs
    policy = json.loads(stage().named("checkout-saga-attention-policy").inputs["policy"])

    assert pattern["detail"]["status"] == ["FAILED", "TIMED_OUT", "ABORTED"]
    assert pattern["detail"]["stateMachineArn"] == [
        "arn:aws:sfn:us-east-1:123456789012:checkout-saga-machine"
    ]
    assert target["arn"] == "arn:aws:sqs:us-east-1:123456789012:checkout-saga-attention"
    allowed, refused = policy["Statement"]
    assert allowed["Condition"]["ArnEquals"]["aws:SourceArn"].endswith(":checkout-saga-bad-ends")
    assert allowed["Condition"]["StringEquals"] == {"aws:SourceAccount": "123456789012"}
    assert refused == by_tls_only("checkout-saga-attention")


def test_time_to_live_is_on_where_rows_expire_and_recovery_where_rows_matter() -> None:
    tables = {t.name: t.inputs for t in stage().of_type("aws:dynamodb/table:Table")}
    expiring = {name for name, inputs in tables.items() if inputs.get("ttl")}
    recoverable = {n for n, i in tables.items() if i["pointInTimeRecovery"]["enabled"]}

    passing = {"notifier-connections", "checkout-allowances"}
    assert expiring == {*passing, "notifier-events", "checkout-steps"}
    assert recoverable == set(tables) - passing
