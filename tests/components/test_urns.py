"""A stage's resources keep their identity: to Pulumi another URN is another resource.

A renamed type, child name or parent deletes what is deployed and creates it anew, tables included.
Whoever has to rename one gives the resource an alias; ``make urns`` then writes the list again.
"""

from __future__ import annotations

import pytest

from tools.list_urns import LIST, urns_of


@pytest.mark.parametrize("stage", ["dev", "staging", "prod"])
def test_a_stage_registers_exactly_the_urns_that_are_listed(stage: str) -> None:
    assert urns_of(stage) == LIST.read_text().splitlines()
