"""What the AWS provider itself refuses when it sees a resource, at preview and before any call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from local.aws_provider.checks import Fault, Length
from local.aws_provider.tables import rules_of

RANDOM_PART = "-xxxxxxx"
"""What Pulumi appends to a name by default."""
SHOWN = 60
"""Characters of a value that a sentence shows."""


class Declared(Protocol):
    """A resource as the program registered it."""

    @property
    def type(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def inputs(self) -> Mapping[str, object]: ...
    @property
    def outputs(self) -> Mapping[str, object]: ...


def violations(resource: Declared) -> Iterator[str]:
    """One sentence for each value: resource, property, value, what is allowed, where that stands.

    A name that the program leaves to Pulumi is checked as Pulumi makes it. Raises
    ``UnknownTypeError`` for a type without an entry.
    """
    rules = rules_of(resource.type)
    inputs = dict(resource.inputs)
    key = rules.autonamed
    checks = rules.checks
    if key and not inputs.get(key) and not inputs.get(f"{key}Prefix"):
        inputs[key] = resource.outputs.get(key) or f"{resource.name}{RANDOM_PART}"
        checks = (Length(key, 1, rules.autoname_most), *checks)
    for check in checks:
        for fault in check.faults(inputs):
            yield (
                f"{resource.name} ({resource.type}): {fault.path} {_is(fault)}; the AWS provider "
                f"takes {fault.allowed} ({rules.source})"
            )


def _is(fault: Fault) -> str:
    if fault.value is None:
        return "is not set"
    text = repr(fault.value)
    return f"is {text if len(text) <= SHOWN else f'{text[:SHOWN]}…'}"
