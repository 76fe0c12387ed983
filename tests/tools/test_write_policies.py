"""docs/policies.md says what the rules say."""

from __future__ import annotations

from policy.outside_rules import CDK_NAG, CHECKOV
from policy.rules import RULES
from tools.write_policies import PAGE, page


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: make policies"


def test_each_rule_of_ours_and_of_others_has_a_row() -> None:
    rows = [line.split(" | ")[0].removeprefix("| ") for line in page().splitlines() if "|" in line]

    assert {f"`{rule.id}`" for rule in RULES} <= set(rows)
    assert {rule.id for rule in (*CHECKOV, *CDK_NAG)} <= set(rows)
