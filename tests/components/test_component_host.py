"""The components as Pulumi's component host shows them to programs in other languages."""

from __future__ import annotations

import pytest
from pulumi.provider.experimental.analyzer import Analyzer

from components.__main__ import COMPONENTS, NAME

INPUTS = {
    "RealtimeNotifier": {"allowedOrigins", "oidcIssuer", "authorizer", "maxConnectionsPerUser"},
    "CheckoutSaga": {"pushFunctionArn", "oidcIssuer", "allowedOrigins"},
    "Saga": {"steps", "outcomeFunctionArn", "pushFunctionArn"},
    "UserDirectory": {"deletionProtection"},
}
OUTPUTS = {
    "RealtimeNotifier": {"websocketUrl", "managementEndpoint", "pushFunctionArn", "quotaNotes"},
    "CheckoutSaga": {"httpUrl", "stateMachineArn", "definition"},
    "Saga": {"stateMachineArn", "definition"},
    "UserDirectory": {"userPoolId", "clientId", "oidcIssuer"},
}


def test_every_component_is_hosted() -> None:
    assert {component.__name__ for component in COMPONENTS} == set(INPUTS)


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda component: component.__name__)
def test_a_schema_can_be_inferred_with_its_inputs_and_outputs(component: type) -> None:
    definition = Analyzer(NAME).analyze_component(component)  # type: ignore[arg-type]

    assert set(definition.inputs) >= INPUTS[component.__name__]
    assert set(definition.outputs) >= OUTPUTS[component.__name__]
