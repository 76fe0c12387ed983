"""What answers Pulumi when a program in another language uses the components.

Pulumi's own component host cannot take every value that its wire carries: it calls ``int`` on an
output, and empties a mapping that it does not know. It also ends in a traceback where a field is
wrong. So names are mapped here, values go on as they are, and the Args' own checks judge them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import partial
from typing import Any

import pulumi
from pulumi.errors import InputPropertyError
from pulumi.provider import ConstructResult
from pulumi.provider.experimental.analyzer import ComponentDefinition, PropertyDefinition
from pulumi.provider.experimental.component import ComponentProvider
from pulumi.provider.experimental.util import camel_case
from pulumi.provider.server import ComponentInitError

from components import (
    VERSION,
    CheckoutSaga,
    RealtimeNotifier,
    Saga,
    StageDashboard,
    UserDirectory,
)
from components.building_blocks.args_errors import ArgsError
from components.building_blocks.args_resolution import ForeignArgs
from components.package_schema import NAME, NAMESPACE, described

COMPONENTS: list[type[pulumi.ComponentResource]] = [
    RealtimeNotifier, CheckoutSaga, Saga, StageDashboard, UserDirectory,
]  # fmt: skip
_WORDS = re.compile(r"'[^']*'|[a-z]+(?:_[a-z]+)+")


class PackageHost(ComponentProvider):
    """The components as a package in any Pulumi language."""

    def __init__(self) -> None:
        super().__init__(COMPONENTS, NAME, NAMESPACE, VERSION)
        self.schema = json.dumps(described(json.loads(self.schema or "")))

    def construct(
        self,
        name: str,
        resource_type: str,
        inputs: pulumi.Inputs,
        options: pulumi.ResourceOptions | None = None,
    ) -> ConstructResult:
        """The component. A wrong field ends in a sentence about the input of the user's program."""
        try:
            return super().construct(name, resource_type, inputs, options)
        except ComponentInitError as error:
            if isinstance(error.inner, ArgsError):
                raise as_input_error(error.inner) from None
            raise

    def map_inputs(
        self, inputs: pulumi.Inputs, component_def: ComponentDefinition
    ) -> dict[str, Any]:
        """The inputs under their Python names. One that is not declared is left to the check."""
        mapped = self._mapped(inputs, component_def.inputs, component_def.inputs_mapping)
        return ForeignArgs(mapped, as_input_error)

    def _mapped(
        self,
        value: Mapping[str, Any],
        properties: Mapping[str, PropertyDefinition],
        names: Mapping[str, str],
    ) -> dict[str, Any]:
        return {
            names.get(key, snake_case(key)): self._inner(one, properties.get(key))
            for key, one in value.items()
        }

    def _inner(self, value: Any, declared: PropertyDefinition | None) -> Any:
        if declared is None:
            return value
        if declared.plain and isinstance(value, pulumi.Output):
            value = self._spread(value, declared)
        if isinstance(value, list) and declared.items:
            return [self._inner(one, declared.items) for one in value]
        known = self.get_type_definition(declared) if declared.ref else None
        if known is None or not isinstance(value, dict):
            return value
        return self._mapped(value, known.properties, known.properties_mapping)

    def _spread(self, value: pulumi.Output[Any], declared: PropertyDefinition) -> Any:
        """A plain input that is known, although the wire's reader made one output of it.

        It does so where the input's dependencies come beside it, and where any part of it is a
        secret. What each entry of a list takes as an output still has both.
        """
        if not value._data.done() or not value._data.result().is_known:
            return value
        known = value._data.result()
        if isinstance(known.value, dict) and declared.additional_properties:
            return {key: value.apply(partial(_part, key=key)) for key in known.value}
        if not isinstance(known.value, list):
            return value if known.is_secret else known.value
        parts = [value.apply(partial(_part, key=at)) for at in range(len(known.value))]
        if declared.items and not declared.items.ref and not declared.items.plain:
            return parts
        fields = self.get_type_definition(declared.items) if declared.items else None
        if fields is None or not all(isinstance(one, dict) for one in known.value):
            return value
        return [
            {
                key: inner if key in fields.properties and fields.properties[key].plain
                else part.apply(partial(_part, key=key))
                for key, inner in entry.items()
            }
            for part, entry in zip(parts, known.value, strict=True)
        ]  # fmt: skip


def _part(whole: Any, *, key: Any) -> Any:
    return whole[key]


def as_input_error(error: ArgsError) -> InputPropertyError:
    """The error about the input, with the names that a program in another language has."""
    path = in_camel_case(error.field)
    # The engine shows the resource, the path and the value itself.
    return InputPropertyError(path, in_camel_case(error.problem))


def in_camel_case(text: str) -> str:
    """The text with each name in snake case in camel case, but for what is quoted: values."""
    return _WORDS.sub(lambda found: found[0] if found[0][0] == "'" else camel_case(found[0]), text)


def snake_case(name: str) -> str:
    """``replayWindowHours`` -> ``replay_window_hours``."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()
