"""Others' rules: each of our types was read for, and each rule became ours or says why not."""

from __future__ import annotations

import pytest

from policy.outside_rules import CDK_NAG, CHECKOV, TYPES_READ, OutsideRule
from policy.rules import RULES
from tests.support.plans import stage_plan

ALL = (*CHECKOV, *CDK_NAG)


@pytest.mark.parametrize("stage", ["dev", "staging", "prod", "local"])
def test_the_lists_were_read_for_each_type_of_a_stage(stage: str) -> None:
    types = {one.type for one in stage_plan(stage).resources if one.type.startswith("aws:")}

    assert types - set(TYPES_READ) == set(), "read the public lists for it (docs/policies.md)"


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.id)
def test_each_rule_became_one_of_ours_or_says_why_not(rule: OutsideRule) -> None:
    assert set(rule.ours) <= {one.id for one in RULES}
    assert rule.ours or rule.why_not
    assert not rule.why_not.endswith(".")


def test_each_rule_is_there_once() -> None:
    assert len({rule.id for rule in ALL}) == len(ALL)
