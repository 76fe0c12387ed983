"""The tables of the provider's rules name what exists, and every type that the program uses."""

from __future__ import annotations

import pulumi_aws
import pytest
from pulumi._types import input_type_py_to_pulumi_names

from local.aws_provider import ALL, BY_TYPE, UnknownTypeError, replaced_by, rules_of
from tests.support.repository import REPO_ROOT

RECORDED_TYPES = {
    line.split("::")[2].rsplit("$", 1)[-1]
    for line in (REPO_ROOT / "tests/components/urns.txt").read_text().splitlines()
}


def args_names(resource_type: str) -> set[str]:
    module, name = resource_type.split("/")[0], resource_type.rsplit(":", 1)[1]
    package = getattr(pulumi_aws, module.split(":")[1].replace("lambda", "lambda_"))
    return set(input_type_py_to_pulumi_names(getattr(package, f"{name}Args")).values())


@pytest.mark.parametrize("resource_type", sorted(t for t in RECORDED_TYPES if t[:4] == "aws:"))
def test_every_type_that_the_program_uses_has_an_entry(resource_type: str) -> None:
    assert rules_of(resource_type).type == resource_type


@pytest.mark.parametrize("resource_type", sorted(BY_TYPE))
def test_each_replacing_property_is_one_of_pulumis(resource_type: str) -> None:
    paths = replaced_by(resource_type) - ALL
    assert {path.split(".")[0] for path in paths} <= args_names(resource_type)


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
    assert {t for t in BY_TYPE if BY_TYPE[t].keeps_data} == {
        "aws:cloudwatch/logGroup:LogGroup",
        "aws:cognito/userPool:UserPool",
        "aws:dynamodb/table:Table",
        "aws:sqs/queue:Queue",
    }
