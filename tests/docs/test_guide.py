"""The programs of the guide and of the page on options run, in the form that the package's SDK has.

A block that imports nothing goes on from the page's first one. The functions that a page calls a
team's own stand before it: the guide says that they are.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from local.plan import Plan, plan_stage
from local.program import ProgramError
from tests.docs.pages import fenced, pages

PAGES = {name: text for name, text in pages().items() if name != "docs/steps.md"}
COPY = "from components import"
BLOCKS = [
    (page, block)
    for page, text in PAGES.items()
    for block in fenced(text, "python")
    if "realtime" in block or COPY in block
]
OWN_FUNCTIONS = """
from types import SimpleNamespace

arn = "arn:aws:lambda:us-east-1:123456789012:function:"
collect, send_back, take_note = (
    SimpleNamespace(arn=arn + name) for name in ("collect", "send-back", "take-note")
)
"""
GUIDE, OPTIONS = "docs/components.md", "docs/options.md"


def program(page: str, block: str) -> str:
    """The block as a whole program."""
    first = next(each for where, each in BLOCKS if where == page)
    return OWN_FUNCTIONS + ("" if "import " in block else first) + block


def planned(folder: Path, source: str) -> Plan:
    (folder / "Pulumi.yaml").write_text("name: own\nruntime: python\n")
    (folder / "Pulumi.dev.yaml").write_text("config: {}\n")
    (folder / "__main__.py").write_text(source)
    return plan_stage(folder, "dev")


def second_is_a_dict(source: str) -> list[str]:
    """The calls that give inputs as one dict in second place, as only a copy's components take."""
    return [
        ast.unparse(node.func)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and any(isinstance(one, ast.Dict) for one in node.args[1:])
    ]


def test_the_pages_have_such_programs() -> None:
    on = [page for page, _ in BLOCKS]

    assert (on.count(GUIDE), on.count(OPTIONS), on.count("README.md")) == (4, 2, 1)


@pytest.mark.parametrize(("page", "block"), BLOCKS, ids=[page for page, _ in BLOCKS])
def test_a_program_on_a_page_runs_and_aws_would_refuse_nothing_of_it(
    page: str, block: str, tmp_path: Path
) -> None:
    if "transforms=" in block:  # of Pulumi's engine alone, as docs/local-stage.md says
        with pytest.raises(ProgramError, match="does not support transforms"):
            planned(tmp_path, program(page, block))
        block = block.replace("transforms=[ignore_tags]", "")
    plan = planned(tmp_path, program(page, block))

    assert plan.refusals == []
    components = {one.type for one in plan.resources if one.type.startswith("realtime:index:")}
    named = re.findall(r"(?:realtime\.|^notifier = )([A-Z]\w+)\(", block, re.MULTILINE)
    assert named
    assert {f"realtime:index:{name}" for name in named} <= components


@pytest.mark.parametrize(("page", "block"), BLOCKS, ids=[page for page, _ in BLOCKS])
def test_inputs_are_keywords_as_the_sdk_takes_them_but_for_a_copy(page: str, block: str) -> None:
    assert bool(second_is_a_dict(block)) == (COPY in block)


def test_the_form_of_a_copy_stands_where_the_guide_speaks_of_copies() -> None:
    (copied,) = [(page, block) for page, block in BLOCKS if COPY in block]
    before = PAGES[GUIDE].split(copied[1], 1)[0]

    assert copied[0] == GUIDE
    assert before.rindex("**As a copy**") > before.rindex("\n## ")


def test_a_dict_in_second_place_is_found() -> None:
    assert second_is_a_dict('realtime.Saga("returns", {"steps": []})') == ["realtime.Saga"]
    assert second_is_a_dict('realtime.Saga("returns", steps=[{"name": "a"}])') == []
