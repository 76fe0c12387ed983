"""The cases and the rules by the rules' ids."""

from __future__ import annotations

from policy.rules import RULES
from tests.policy.cases_alone import ALONE
from tests.policy.cases_together import TOGETHER

CASES = {case.rule: case for case in (*ALONE, *TOGETHER)}
RULE = {rule.id: rule for rule in RULES}
