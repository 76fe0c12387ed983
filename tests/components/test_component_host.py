"""The components as Pulumi's component host shows them to programs in other languages."""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path
from typing import Any, get_args, is_typeddict

import pytest
from pulumi.provider.experimental.analyzer import Analyzer

from components.package_host import COMPONENTS
from components.package_schema import NAME
from tests.support.repository import REPO_ROOT

INPUTS = {
    "RealtimeNotifier": {"allowedOrigins", "oidcIssuer", "authorizer", "maxConnectionsPerUser"},
    "CheckoutSaga": {"pushFunctionArn", "oidcIssuer", "allowedOrigins"},
    "Saga": {"steps", "outcomeFunctionArn", "pushFunctionArn"},
    "UserDirectory": {"deletionProtection", "openSignUp"},
    "StageDashboard": {"widgets", "deletionProtection"},
}
OUTPUTS = {
    "RealtimeNotifier": {"websocketUrl", "managementEndpoint", "pushFunctionArn", "quotaNotes"},
    "CheckoutSaga": {"httpUrl", "stateMachineArn", "definition"},
    "Saga": {"stateMachineArn", "definition"},
    "UserDirectory": {"userPoolId", "clientId", "oidcIssuer"},
    "StageDashboard": {"dashboardName"},
}


def test_every_component_is_hosted() -> None:
    assert {component.__name__ for component in COMPONENTS} == set(INPUTS)


def test_the_python_sdk_without_the_engine_has_every_component_of_the_schema() -> None:
    schema = json.loads((REPO_ROOT / "components" / "schema.json").read_text())
    shim = ast.parse((REPO_ROOT / "components/python_sdk/pulumi_realtime.py").read_text())

    classes = {one.name for one in shim.body if isinstance(one, ast.ClassDef)}
    hosted = {component.__name__ for component in COMPONENTS}
    assert classes == {one.split(":")[-1] for one in schema["resources"]} & hosted == hosted


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda component: component.__name__)
def test_a_schema_can_be_inferred_with_its_inputs_and_outputs(component: type) -> None:
    definition = Analyzer(NAME).analyze_component(component)

    assert set(definition.inputs) >= INPUTS[component.__name__]
    assert set(definition.outputs) >= OUTPUTS[component.__name__]


def test_no_module_that_the_analyser_reads_puts_off_its_annotations() -> None:
    """With ``from __future__ import annotations`` the analyser sees texts in place of types."""
    components = [*COMPONENTS]
    read = {one for component in components for one in _typed_dicts(component)}
    files = {Path(str(sys.modules[one.__module__].__file__)) for one in (*components, *read)}

    assert {"SagaArgs", "SagaStep", "Retry", "UserDirectoryArgs"} <= {one.__name__ for one in read}
    assert [path for path in sorted(files) if "annotations" in _future_imports(path)] == []


def _typed_dicts(component: Any) -> set[type]:
    """The TypedDicts that its constructor's annotations name, and those that theirs name."""
    named: set[type] = set()
    waiting = [*component.__init__.__annotations__.values()]
    while waiting:
        hint = waiting.pop()
        waiting += get_args(hint)
        if is_typeddict(hint) and hint not in named:
            named.add(hint)
            waiting += hint.__annotations__.values()
    return named


def _future_imports(path: Path) -> set[str]:
    return {
        alias.name
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.ImportFrom) and node.module == "__future__"
        for alias in node.names
    }
