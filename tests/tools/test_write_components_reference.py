"""The reference of the components says what the package's schema says, and all of it."""

from __future__ import annotations

import json
import re
from typing import Any

from tools.write_components_reference import SCHEMA, TARGET, document

KEPT: Any = json.loads(SCHEMA.read_text(encoding="utf-8"))
PAGE = TARGET.read_text(encoding="utf-8")
SECTIONS = {
    title.removeprefix("Type "): text
    for title, text in re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
}


def test_the_kept_page_is_what_the_schema_says() -> None:
    assert document() == PAGE, "run: make schema"


def test_every_component_and_every_type_has_a_section() -> None:
    known = {token.rpartition(":")[2] for token in (*KEPT["resources"], *KEPT["types"])}

    assert {*SECTIONS} == known


def test_every_input_and_every_output_has_a_row_that_says_what_is_required() -> None:
    for token, one in KEPT["resources"].items():
        rows = re.findall(r"^\| `(\w+)`.*$", SECTIONS[token.rpartition(":")[2]], re.MULTILINE)
        assert sorted(rows) == sorted([*one["inputProperties"], *one["properties"]]), token
        required = re.findall(
            r"^\| `(\w+)` \| [^|]+ \| \*\*required\*\*", SECTIONS[token.rpartition(":")[2]], re.M
        )
        assert sorted(required) == sorted(one.get("requiredInputs", [])), token


def test_a_default_stands_in_its_column_and_not_in_the_meaning() -> None:
    assert "Default " not in PAGE
    assert "| `replayWindowHours` | whole number" in PAGE
    assert re.search(r"^\| `replayWindowHours` \| [^|]+ \| `24` \|", PAGE, re.MULTILINE)
