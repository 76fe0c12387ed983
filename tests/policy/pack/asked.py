"""Asks the pack's policies in process, as Pulumi's SDK for policies would."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from local.program import RegisteredResource
from policy.pack import Judge, Policy, policies
from policy.rules import RULES, UNKNOWN, Rule, Severity
from tests.policy.pack.stacks import in_stack


class NotKnownError(Exception):
    """What reading an unknown value raises."""


class Props(Mapping[str, Any]):
    """Properties as the SDK shows them: an unknown value cannot be read, numbers are floats."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def __getitem__(self, key: str) -> Any:
        return _shown(self._values[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


class Items(Sequence[Any]):
    """A list, likewise. It is no ``list``."""

    def __init__(self, values: Sequence[Any]) -> None:
        self._values = values

    def __getitem__(self, index: Any) -> Any:
        return _shown(self._values[index])

    def __len__(self) -> int:
        return len(self._values)


def _shown(value: Any) -> Any:
    if value == UNKNOWN:
        raise NotKnownError
    if isinstance(value, Mapping):
        return Props(value)
    if isinstance(value, list):
        return Items(value)
    return float(value) if type(value) is int else value


@dataclass
class Args:
    """A resource, as a policy gets it."""

    resource: RegisteredResource
    properties: Mapping[str, Any]
    config: Mapping[str, Any] = field(default_factory=dict)
    dependencies: list[Args] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.resource_type, self.urn = self.resource.type, self.resource.urn
        self.name, self.props = self.resource.name, Props(self.properties)
        self.opts = SimpleNamespace(protect=bool(self.resource.options.protect))
        self.provider = object() if self.resource.custom else None

    def get_config(self) -> Mapping[str, Any]:
        return self.config


@dataclass(frozen=True)
class Said:
    """What a policy reported."""

    policy: str
    message: str
    urn: str | None


class Pack:
    """The pack of one run."""

    def __init__(
        self,
        config: Mapping[str, Any] | None = None,
        shell_folder: str | None = None,
        rules: Sequence[Rule] = RULES,
    ) -> None:
        self.judge = Judge(rules, NotKnownError)
        self.policies = policies(self.judge, shell_folder)
        self.config = config or {}

    def before(self, resource: RegisteredResource) -> list[Said]:
        """What is said before the resource is made."""
        args = Args(resource, resource.inputs, self.config)
        return [said for one in self.policies if one.alone for said in _ask(one, args)]

    def at_the_end(self, resources: Sequence[RegisteredResource]) -> list[Said]:
        """What is said of all of them."""
        shown = {one.urn: Args(one, one.outputs) for one in resources}
        for one in shown.values():
            one.dependencies = [shown[urn] for urn in one.resource.dependencies if urn in shown]
        stack = SimpleNamespace(resources=[*shown.values()])
        return [said for one in self.policies if not one.alone for said in _ask(one, stack)]

    def run(self, resources: Sequence[RegisteredResource], stack: str = "dev") -> list[Said]:
        """What is said of a stack of that name from its first resource to the end."""
        there = in_stack(resources, stack)
        before = [said for one in there if not one.read for said in self.before(one)]
        return [*before, *self.at_the_end(there)]


def _ask(policy: Policy, args: Any) -> list[Said]:
    said: list[Said] = []
    policy.validate(args, lambda message, urn: said.append(Said(policy.id, message, urn)))
    return said


def messages(said: Sequence[Said]) -> list[tuple[str, str]]:
    """Policy and message of what was said."""
    return sorted((one.policy, one.message) for one in said)


def which(said: Sequence[Said]) -> set[str]:
    """The policies that said something."""
    return {one.policy for one in said}


def made_rule(check: Any, *, alone: bool) -> Rule:
    """A rule of queues."""
    return Rule(
        "made-rule", Severity.MANDATORY, "It holds.", "mend it", ("Queue",), check, "this test",
        alone=alone,
    )  # fmt: skip
