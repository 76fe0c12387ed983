"""The examples in YAML and TypeScript, held against the package's schema and the AWS provider's."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import pulumi_aws
import pytest
import yaml
from pulumi._types import input_type_py_to_pulumi_names

from tests.examples.package_inputs import wrong_inputs, wrong_outputs
from tests.examples.programs import OURS, Resources, typescript_resources, yaml_resources
from tests.support.repository import REPO_ROOT

EXAMPLES = REPO_ROOT / "examples"
REFERENCE = re.compile(r"\$\{(\w+)(?:\.(\w+))?\}")


@cache
def in_yaml() -> Resources:
    return yaml_resources((EXAMPLES / "yaml" / "Pulumi.yaml").read_text())


@cache
def in_typescript() -> Resources:
    return typescript_resources((EXAMPLES / "typescript" / "index.ts").read_text())


PROGRAMS = pytest.mark.parametrize("program", [in_yaml, in_typescript])


@PROGRAMS
def test_the_components_take_what_the_program_gives_them(program: Any) -> None:
    ours = [(found[1], given) for kind, given in program().values() if (found := OURS.match(kind))]

    assert sorted(component for component, _ in ours) == ["RealtimeNotifier", "Saga"]
    assert [problem for one in ours for problem in wrong_inputs(*one)] == []


@PROGRAMS
def test_the_provider_knows_what_the_program_gives_it(program: Any) -> None:
    theirs = [(kind, given) for kind, given in program().values() if kind.startswith("aws:")]

    assert len(theirs) == 6
    for kind, given in theirs:
        _, service, resource = kind.split(":")
        module = getattr(pulumi_aws, {"lambda": "lambda_"}.get(service, service))
        known = input_type_py_to_pulumi_names(getattr(module, f"{resource}Args")).values()
        assert given.keys() <= {*known}, kind


def test_each_reference_in_yaml_leads_somewhere() -> None:
    text = (EXAMPLES / "yaml" / "Pulumi.yaml").read_text()
    program = yaml.safe_load(text)
    used: dict[str, set[str]] = {}
    for name, output in REFERENCE.findall(text):
        assert name in {*program["config"], *program["resources"]}
        if output:
            used.setdefault(name, set()).add(output)

    for name, outputs in used.items():
        if found := OURS.match(program["resources"][name]["type"]):
            assert wrong_outputs(found[1], outputs) == []


def test_each_output_in_typescript_exists() -> None:
    text = json.dumps([given for _, given in in_typescript().values()])
    text += (EXAMPLES / "typescript" / "index.ts").read_text()

    assert wrong_outputs("RealtimeNotifier", {*re.findall(r"\bnotifier\.(\w+)", text)}) == []
    assert wrong_outputs("Saga", {*re.findall(r"\bsaga\.(\w+)", text)}) == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"step": []}, "Saga has no input step"),
        ({"steps": [{"name": "a", "functionArn": "${f.arn}", "retryOn": "E"}]},
         "Saga.steps[].retryOn must be of type array, got 'E'"),
        ({"steps": [{"name": "${a}"}]}, "Saga.steps[] lacks functionArn"),
        ({"commitName": "${a}"}, "Saga.commitName must be known before anything is deployed"),
    ],
    ids=["a misspelt name", "a text for a list", "what is missing", "an output for a plain value"],
)  # fmt: skip
def test_what_the_schema_does_not_allow_is_found(given: dict[str, Any], said: str) -> None:
    assert any(problem.startswith(said) for problem in wrong_inputs("Saga", given))


def test_all_examples_have_the_same_functions_and_settings() -> None:
    functions = {path.read_text() for path in EXAMPLES.glob("*/functions/tickets.py")}
    templates = [
        yaml.safe_load(path.read_text())["template"]["config"]
        for path in EXAMPLES.glob("*/Pulumi.yaml")
    ]

    assert len(functions) == 1
    assert len(templates) == 3
    assert templates[0] == templates[1] == templates[2]
