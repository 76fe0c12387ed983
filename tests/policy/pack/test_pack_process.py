"""The pack as the CLI runs it, in its own packages, says what the rules say in process."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pulumi.runtime.proto import analyzer_pb2

from local.program import UNKNOWN, RegisteredResource
from local.program.wire import to_struct
from policy.pack.values import MARK, SECRET
from policy.rules import FILE, RULES, findings
from tests.policy.cases import made
from tests.policy.cases_by_rule import CASES, RULE
from tests.policy.pack.pack_process import PackProcess, running
from tests.policy.pack.stacks import in_stack, of_findings
from tests.support.broken_program import broken, with_input
from tests.support.plans import stage_plan
from tests.support.repository import REPO_ROOT

PACK = REPO_ROOT / "policy"


@pytest.fixture(scope="module")
def pack() -> Iterator[PackProcess]:
    """The pack without settings. Each test shows it a stack of another name."""
    with running(PACK) as process:
        yield process


def messages(said: list[Any], urn: str = "") -> list[tuple[str, str]]:
    """Policy and message of each diagnostic. The SDK puts the policy's description before it."""
    return sorted(
        (one.policyName, one.message.removeprefix(f"{one.description}\n"))
        for one in said
        if urn in one.urn
    )


def test_the_pack_names_every_rule_with_its_level(pack: PackProcess) -> None:
    info = pack.info()
    policies = {one.name: one for one in info.policies}

    assert (info.name, info.supportsConfig) == ("realtime-checkout", True)
    assert set(policies) == {"pack-settings", "waiver-in-force", *RULE}
    for rule in RULES:
        level = analyzer_pb2.EnforcementLevel.Name(policies[rule.id].enforcementLevel)
        assert level == rule.severity.upper()
        assert policies[rule.id].remediation_steps == rule.remedy


@pytest.mark.parametrize("stage", ["dev", "prod"])
def test_a_stage_of_our_own_is_judged_alike(pack: PackProcess, stage: str) -> None:
    resources = stage_plan(stage).resources
    production = stage == "prod"

    found = findings(resources, production=production)

    assert messages(pack.run(resources, stage)) == of_findings(found)
    assert {one.rule.id for one in found} == ({"alarm-has-topic"} if production else set())


def test_a_stage_with_several_breaks_is_judged_alike(pack: PackProcess) -> None:
    def change(resources: list[RegisteredResource]) -> None:
        with_input("notifier-push-queue", "visibilityTimeoutSeconds", 5)(resources)
        with_input("notifier-access-logs", "retentionInDays", 0)(resources)
        with_input("checkout-charge-payment-function", "timeout", 901)(resources)

    resources = broken(change)
    found = of_findings(findings(resources, production=False))

    assert messages(pack.run(resources, "broken")) == found
    assert {"queue-outlives-function", "log-retention-set", "function-timeout-in-range"} <= {
        policy for policy, _ in found
    }


@pytest.mark.parametrize("rule", CASES)
def test_what_is_wrong_is_found_alike(pack: PackProcess, rule: str) -> None:
    failing = in_stack(CASES[rule].failing, "production")

    said = pack.run(failing, "production")

    assert messages(said) == of_findings(findings(failing, production=True))
    assert {one.enforcementLevel for one in said if one.policyName == rule} == {
        getattr(analyzer_pb2, RULE[rule].severity.upper())
    }


def test_what_a_preview_does_not_know_silences_its_rule(pack: PackProcess) -> None:
    failing = copy.deepcopy(CASES["queue-outlives-function"].failing)
    for one in failing:
        one.outputs = dict.fromkeys(one.outputs, UNKNOWN)

    assert pack.run(failing, "preview") == []
    assert pack.before(made("LogGroup", {"retentionInDays": UNKNOWN})) == []


def test_a_secret_is_not_printed(pack: PackProcess) -> None:
    policy = '{"Statement": [{"Effect": "Allow", "Action": "hunter:*", "Resource": "arn:x"}]}'
    (resource,) = in_stack([made("RolePolicy", {})], "secrets")

    shown = to_struct({"policy": {MARK: SECRET, "value": policy}})

    assert messages(pack.before(resource, shown)) == [
        ("no-wildcard-action",
         "one: it allows '[secret]', and so actions that nobody has looked at."),
    ]  # fmt: skip


def test_a_team_sets_levels_and_waivers_for_a_copy_of_the_folder(tmp_path: Path) -> None:
    copied = shutil.copytree(PACK, tmp_path / "our-rules", ignore=shutil.ignore_patterns(".venv"))
    program = tmp_path / "program"
    program.mkdir()
    (program / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    waiver = "{rule: log-retention-set, resource: one, reason: Trial., dated: 2026-01-02}"
    (program / FILE).write_text(f"waivers: [{waiver}]")
    by_config = {
        "rule": "user-pool-passwords-strong", "resource": "*", "reason": "x", "dated": "2026-01-02",
    }  # fmt: skip
    shown = [
        resource
        for rule in ("log-retention-set", "queue-encrypted", "user-pool-passwords-strong")
        for resource in CASES[rule].failing
    ]

    with running(copied, PWD=str(program)) as pack:
        pack.configure({
            "pack-settings": ("mandatory", {"waivers": [by_config]}),
            "queue-encrypted": ("advisory", {}),
        })  # fmt: skip
        said = pack.run(shown, "dev")

    assert [(one.policyName, one.enforcementLevel) for one in said] == [
        ("queue-encrypted", analyzer_pb2.ADVISORY)
    ]


def test_settings_that_cannot_be_used_stop_the_stage() -> None:
    with running(PACK) as pack:
        pack.configure({"pack-settings": ("mandatory", {"waivers": [{"rule": "no-rule"}]})})
        (said,) = pack.before(made("Queue", {}))

    assert (said.policyName, said.enforcementLevel) == ("pack-settings", analyzer_pb2.MANDATORY)
    assert "pack-settings: waiver 1:" in said.message
