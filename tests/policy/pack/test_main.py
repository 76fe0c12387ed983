"""``policy/__main__.py`` hands the policies to Pulumi's SDK, here one that only remembers them."""

from __future__ import annotations

import runpy
import sys
from collections.abc import Iterator
from enum import Enum
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from policy.pack.values import MARK, SECRET
from policy.rules import RULES
from tests.support.repository import REPO_ROOT


class Level(Enum):
    """The SDK's levels."""

    ADVISORY = "advisory"
    MANDATORY = "mandatory"


@pytest.fixture
def handed_over(monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """What a run of the file gives to the SDK."""
    seen = SimpleNamespace(name="", policies=[])

    def pack(name: str, policies: list[Any]) -> None:
        seen.name, seen.policies = name, policies

    sdk, inner, proxy = (ModuleType(f"pulumi_policy{name}") for name in ("", ".policy", ".proxy"))
    inner.deserialize_properties = lambda properties, *_: properties  # type: ignore[attr-defined]
    proxy.UnknownValueError = KeyError  # type: ignore[attr-defined]
    vars(sdk).update(
        policy=inner, proxy=proxy, PolicyPack=pack, EnforcementLevel=Level,
        PolicyConfigSchema=lambda properties: properties,
        ResourceValidationPolicy=lambda **said: SimpleNamespace(kind="resource", **said),
        StackValidationPolicy=lambda **said: SimpleNamespace(kind="stack", **said),
    )  # fmt: skip
    for module in (sdk, inner, proxy):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    # The file makes a package of the folder. Afterwards the tests' own one is there again.
    for name in [name for name in sys.modules if name.split(".")[0] == "policy"]:
        monkeypatch.delitem(sys.modules, name)
    before = {*sys.modules}
    seen.ran = runpy.run_path(str(REPO_ROOT / "policy" / "__main__.py"), run_name="__main__")
    seen.sdk = inner
    yield seen
    for name in {*sys.modules} - before:
        if name.split(".")[0] == "policy":
            del sys.modules[name]


def test_every_rule_is_handed_over_with_its_level(handed_over: SimpleNamespace) -> None:
    levels = {one.name: one.enforcement_level.value for one in handed_over.policies}

    assert handed_over.name == "realtime-checkout"
    assert {rule.id: levels[rule.id] for rule in RULES} == {
        rule.id: rule.severity.value for rule in RULES
    }


def test_rules_of_one_resource_and_rules_of_the_stack_are_of_two_kinds(
    handed_over: SimpleNamespace,
) -> None:
    kinds = {one.name: one.kind for one in handed_over.policies}

    assert (kinds["queue-encrypted"], kinds["queue-outlives-function"]) == ("resource", "stack")


def test_only_the_settings_have_a_schema(handed_over: SimpleNamespace) -> None:
    schemas = {one.name: [*one.config_schema] for one in handed_over.policies if one.config_schema}

    assert schemas == {"pack-settings": ["productionStacks", "waivers"]}


def test_secrets_are_seen_where_the_sdk_unwraps_them(handed_over: SimpleNamespace) -> None:
    wire = {"token": {MARK: SECRET, "value": "hunter2"}}

    assert handed_over.sdk.deserialize_properties(wire, False) == wire
    assert handed_over.ran["judge"].secrets.hidden("hunter2") == "[secret]"
