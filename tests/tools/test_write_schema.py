"""The kept schema is the package's, and says what a program in another language must know."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from components import VERSION
from components.building_blocks.args_fields import arg_fields
from components.package_schema import NAMESPACE, RESOURCES, TYPES
from tests.support.repository import REPO_ROOT
from tools.write_schema import SCHEMA, schema_text

KEPT: Any = json.loads(SCHEMA.read_text(encoding="utf-8"))
FOLDER = REPO_ROOT / "components"


def described() -> Iterator[tuple[str, Any]]:
    """Each input, output and field of the schema, with its name."""
    for token, one in {**KEPT["resources"], **KEPT["types"]}.items():
        yield token, one
        for part in ("inputProperties", "properties"):
            for name, found in one.get(part, {}).items():
                yield f"{token}.{part}.{name}", found


def test_the_kept_schema_is_what_the_package_answers() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema_text(), "run: make schema"


def test_everything_has_a_text_on_one_line_with_names_as_other_languages_have_them() -> None:
    for where, one in described():
        assert one.get("description"), where
        assert "\n" not in one["description"], where
        assert "``" not in one["description"], where
        names = {name for d in (*RESOURCES.values(), *TYPES.values()) for name in arg_fields(d)}
        code = " ".join(re.findall(r"`[^`]*`", one["description"]))
        assert not {name for name in names if "_" in name} & set(re.findall(r"\w+", code)), where


def test_every_number_says_its_range_and_its_default() -> None:
    numbers = [
        (where, one)
        for where, one in described()
        if one.get("type") == "integer" and "inputProperties" in where
    ]

    assert len(numbers) > 10
    for where, one in numbers:
        assert re.search(r"\d+ to \d+\. Default \d+\.$", one["description"]), where


def test_what_is_required_is_what_the_declarations_require() -> None:
    for name, declaration in RESOURCES.items():
        required = [key for key, one in arg_fields(declaration).items() if one.required]
        one = KEPT["resources"][f"realtime:index:{name}"]
        assert len(one["requiredInputs"]) == len(required), name
        assert len(one["inputProperties"]) == len(arg_fields(declaration)), name


def test_few_allowed_values_are_an_enum() -> None:
    values = {
        token.rpartition(":")[2]: [one["value"] for one in found["enum"]]
        for token, found in KEPT["types"].items()
        if "enum" in found
    }

    assert values["LogLevel"] == ["INFO", "DEBUG"]
    assert values["LogRetentionDays"][:3] == [1, 3, 5]


def test_no_type_of_another_package_ties_a_program_to_a_version_of_it() -> None:
    assert KEPT["dependencies"] == []
    assert "/aws/" not in json.dumps(KEPT)


def test_the_package_says_what_it_is() -> None:
    assert (KEPT["version"], KEPT["namespace"]) == (VERSION, NAMESPACE)
    for field in ("displayName", "description", "keywords", "license", "logoUrl"):
        assert KEPT[field], field
    for language in KEPT["language"].values():
        assert language["readme"] == (FOLDER / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("package", ["pulumi", "pulumi-aws", "uv"])
def test_the_package_installs_the_versions_that_the_program_pins(package: str) -> None:
    def pinned(text: str) -> str:
        return next(line for line in text.splitlines() if line.startswith(f"{package}=="))

    own = (FOLDER / "requirements.txt").read_text(encoding="utf-8")
    assert pinned(own) == pinned((REPO_ROOT / "requirements.txt").read_text(encoding="utf-8"))
