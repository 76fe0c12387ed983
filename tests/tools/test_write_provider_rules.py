"""docs/provider-rules.md says what the tables say."""

from __future__ import annotations

from tools.write_provider_rules import PAGE, page


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: make provider-rules"
