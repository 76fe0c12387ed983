"""The tables of the provider's rules name what exists, and every type that the program uses."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator

import botocore.session
import pulumi_aws
import pytest
from pulumi._types import input_type_py_to_pulumi_names

from local.aws_provider import ALL, BY_TYPE, UnknownTypeError, replaced_by, rules_of
from local.aws_provider.checks import OneOf
from tests.support.repository import REPO_ROOT

RECORDED_TYPES = {
    line.split("::")[2].rsplit("$", 1)[-1]
    for line in (REPO_ROOT / "tests/components/urns.txt").read_text().splitlines()
}
USED = sorted(one for one in RECORDED_TYPES if one.startswith("aws:"))
SHAPES = {
    ("aws:apigatewayv2/api:Api", "protocolType"): ("apigatewayv2", "ProtocolType"),
    ("aws:apigatewayv2/authorizer:Authorizer", "authorizerType"): (
        "apigatewayv2", "AuthorizerType"),
    ("aws:apigatewayv2/integration:Integration", "integrationType"): (
        "apigatewayv2", "IntegrationType"),
    ("aws:apigatewayv2/integration:Integration", "passthroughBehavior"): (
        "apigatewayv2", "PassthroughBehavior"),
    ("aws:apigatewayv2/route:Route", "authorizationType"): ("apigatewayv2", "AuthorizationType"),
    ("aws:apigatewayv2/stage:Stage", "defaultRouteSettings.loggingLevel"): (
        "apigatewayv2", "LoggingLevel"),
    ("aws:cloudwatch/logGroup:LogGroup", "logGroupClass"): ("logs", "LogGroupClass"),
    ("aws:cloudwatch/metricAlarm:MetricAlarm", "comparisonOperator"): (
        "cloudwatch", "ComparisonOperator"),
    ("aws:cloudwatch/metricAlarm:MetricAlarm", "statistic"): ("cloudwatch", "Statistic"),
    ("aws:cognito/userPool:UserPool", "usernameAttributes[]"): (
        "cognito-idp", "UsernameAttributeType"),
    ("aws:cognito/userPoolClient:UserPoolClient", "explicitAuthFlows[]"): (
        "cognito-idp", "ExplicitAuthFlowsType"),
    ("aws:dynamodb/table:Table", "tableClass"): ("dynamodb", "TableClass"),
    ("aws:lambda/eventSourceMapping:EventSourceMapping", "startingPosition"): (
        "lambda", "EventSourcePosition"),
    ("aws:lambda/function:Function", "runtime"): ("lambda", "Runtime"),
    ("aws:lambda/function:Function", "tracingConfig.mode"): ("lambda", "TracingMode"),
    ("aws:route53/record:Record", "type"): ("route53", "RRType"),
    ("aws:sfn/stateMachine:StateMachine", "loggingConfiguration.level"): (
        "stepfunctions", "LogLevel"),
}  # fmt: skip
"""Enums of the services' own models, of which the provider's are generated."""


def args_of(resource_type: str) -> type:
    module, name = resource_type.split("/")[0], resource_type.rsplit(":", 1)[1]
    package = getattr(pulumi_aws, module.split(":")[1].replace("lambda", "lambda_"))
    found = getattr(package, f"{name}Args")
    assert isinstance(found, type)
    return found


def exists(args: type, path: list[str]) -> bool:
    """Whether the classes of pulumi_aws have the property."""
    names = {camel: snake for snake, camel in input_type_py_to_pulumi_names(args).items()}
    key = path[0].removesuffix("[]")
    if key not in names:
        return False
    inner = [*nested(args, names[key])]
    return len(path) == 1 or not inner or any(exists(one, path[1:]) for one in inner)


def nested(args: type, attribute: str) -> Iterator[type]:
    """The args classes that a property's type names."""
    hint = str(inspect.getattr_static(args, attribute).fget.__annotations__["return"])
    package = ".".join(args.__module__.split(".")[:2])
    for name in {*re.findall(r"ForwardRef\('(\w+Args)'\)", hint)}:
        yield getattr(sys.modules[f"{package}._inputs"], name)


def paths_of(resource_type: str) -> set[str]:
    rules = rules_of(resource_type)
    named = {check.path for check in rules.checks} | {*rules.defaults, rules.autonamed} - {""}
    return (
        named
        | rules.unordered
        | rules.json_texts
        | rules.policies
        | (replaced_by(resource_type) - ALL)
    )


@pytest.mark.parametrize("resource_type", USED)
def test_every_type_that_the_program_uses_has_an_entry(resource_type: str) -> None:
    assert rules_of(resource_type).type == resource_type


@pytest.mark.parametrize("resource_type", sorted(BY_TYPE))
def test_each_path_that_the_tables_name_is_one_of_pulumis(resource_type: str) -> None:
    args = args_of(resource_type)
    unknown = [path for path in paths_of(resource_type) if not exists(args, path.split("."))]
    assert unknown == []


def test_a_path_that_pulumi_does_not_know_is_noticed() -> None:
    alarm = args_of("aws:cloudwatch/metricAlarm:MetricAlarm")
    assert exists(alarm, ["metricQueries[]", "metric", "period"])
    assert not exists(alarm, ["metricQueries[]", "metric", "periods"])
    assert not exists(alarm, ["metric_queries[]"])


@pytest.mark.parametrize(("rule", "shape"), SHAPES.items(), ids=str)
def test_a_list_of_values_is_the_services_own(
    rule: tuple[str, str], shape: tuple[str, str]
) -> None:
    (check,) = [
        one for one in rules_of(rule[0]).checks if isinstance(one, OneOf) and one.path == rule[1]
    ]
    model = botocore.session.get_session().get_service_model(shape[0])
    assert {*check.values} - {""} == {*model.shape_for(shape[1]).enum}


def test_an_unknown_type_says_how_to_add_it() -> None:
    with pytest.raises(UnknownTypeError, match="add an entry to its service's file"):
        replaced_by("aws:sns/topic:Topic")


def test_a_type_without_updates_is_replaced_by_everything() -> None:
    assert replaced_by("aws:lambda/layerVersion:LayerVersion") is ALL


def test_keys_and_names_replace_a_table_but_its_time_to_live_does_not() -> None:
    replacing = replaced_by("aws:dynamodb/table:Table")
    assert {"name", "hashKey", "rangeKey", "region"} <= replacing
    assert "ttl" not in replacing


def test_what_holds_data_is_marked() -> None:
    assert {one for one in BY_TYPE if BY_TYPE[one].keeps_data} == {
        "aws:cloudwatch/logGroup:LogGroup",
        "aws:cognito/userPool:UserPool",
        "aws:dynamodb/table:Table",
        "aws:sqs/queue:Queue",
    }
