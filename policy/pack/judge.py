"""Judges what the engine shows, resource by resource and then the stack as a whole.

Before a resource is made the engine shows its inputs, at the end all resources with their outputs.
The judge keeps the inputs: beside the outputs they say what the program itself has set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from policy.rules import TYPES, Finding, Rule, findings, is_production

from .settings import Settings
from .values import Secrets, plain


class Shown(Protocol):
    """A resource as Pulumi's SDK for policies shows it."""

    resource_type: str
    name: str
    urn: str
    props: Mapping[str, Any]
    opts: Any
    provider: Any


class ShownInStack(Shown, Protocol):
    """Likewise, at the end: its properties are outputs."""

    dependencies: Sequence[ShownInStack]


@dataclass(frozen=True)
class Seen:
    """A resource as the rules want it."""

    type: str
    name: str
    urn: str
    custom: bool
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any] = field(default_factory=dict)
    dependencies: Sequence[str] = ()
    read: bool = False


class Judge:
    """The rules over one run of the engine."""

    def __init__(self, rules: Sequence[Rule], unknown: type[Exception]) -> None:
        self.rules = tuple(rules)
        self.settings = Settings()
        self.secrets = Secrets()
        self._unknown = unknown
        self._inputs: dict[str, Mapping[str, Any]] = {}
        """By URN: what the program makes. A resource that is not here is only read."""

    def see(self, shown: Shown) -> None:
        """A resource before it is made. Its inputs are kept, also for ``of_stack``."""
        self._inputs[shown.urn] = plain(shown.props, self._unknown)

    def of_resource(self, rule: Rule, shown: Shown) -> list[Finding]:
        """What one rule finds of a resource by its inputs alone."""
        if shown.urn not in self._inputs:
            self.see(shown)
        if shown.resource_type not in {TYPES[kind] for kind in rule.kinds}:
            return []
        seen = Seen(
            shown.resource_type, shown.name, shown.urn, shown.provider is not None,
            self._inputs[shown.urn],
        )  # fmt: skip
        return self._found(rule, [seen], production=False)

    def of_stack(self, rule: Rule, stack: Sequence[ShownInStack]) -> list[Finding]:
        """What one rule finds at the end, with everything that is known by then."""
        production = bool(stack) and is_production(
            stack_of(stack[0].urn),
            protected=any(one.opts.protect for one in stack),
            names=self.settings.production_stacks,
        )
        if rule.production and not production:
            return []
        looked_at = set(TYPES.values())
        seen = [self._at_the_end(one) for one in stack if one.resource_type in looked_at]
        return self._found(rule, seen, production=production)

    def _at_the_end(self, shown: ShownInStack) -> Seen:
        return Seen(
            shown.resource_type, shown.name, shown.urn, shown.provider is not None,
            self._inputs.get(shown.urn, {}), plain(shown.props, self._unknown),
            [one.urn for one in shown.dependencies], shown.urn not in self._inputs,
        )  # fmt: skip

    def of_waivers(self) -> list[Finding]:
        """The waivers that have run out."""
        return findings((), production=False, waivers=self.settings.waivers, rules=())

    def _found(self, rule: Rule, seen: Sequence[Seen], *, production: bool) -> list[Finding]:
        found = findings(seen, production=production, waivers=self.settings.waivers, rules=(rule,))
        return [one for one in found if one.rule is rule]


def stack_of(urn: str) -> str:
    """The stack's name in ``urn:pulumi:<stack>::<project>::<type>::<name>``."""
    return urn.split("::", 1)[0].removeprefix("urn:pulumi:")
