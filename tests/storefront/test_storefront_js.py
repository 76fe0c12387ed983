"""The shop page's own tests, in JavaScript."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.node_tests import node_test_files, run_node_tests

HERE = Path(__file__).parent


@pytest.mark.parametrize("name", node_test_files(HERE))
def test_the_shop_page_passes_its_own_tests(name: str) -> None:
    run_node_tests(HERE / name)
