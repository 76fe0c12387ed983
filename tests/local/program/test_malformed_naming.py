"""A naming pattern that cannot be read is one sentence, before the program runs."""

from __future__ import annotations

import pytest

from local.program import Naming, ProgramError

PROVIDER = '{"providers": {"aws": %s}}'


@pytest.mark.parametrize(
    "value",
    ["[]", "5", "no JSON", '{"providers": []}', PROVIDER % "[]", PROVIDER % '{"resources": 1}'],
)
def test_a_malformed_pattern_is_refused_by_its_key(value: str) -> None:
    with pytest.raises(ProgramError) as refused:
        Naming("shop", "dev", {"pulumi:autonaming": value})

    assert str(refused.value).startswith("pulumi:autonaming must be a mapping with mode or pattern")
    assert str(refused.value).endswith(f"got {value}")
    assert "\n" not in str(refused.value)
