"""``make`` alone lists the commands: each once, in a group, aligned, in 100 columns."""

from __future__ import annotations

import re
import subprocess
from itertools import chain

import pytest

from tests.support.repository import REPO_ROOT

MAKEFILE = (REPO_ROOT / "Makefile").read_text()
GROUPS = ["Try it", "Look at a stage before it exists", "Write a page for it", "Operate a stage",
          "Promote a stage on AWS", "Check a change", "Maintain"]  # fmt: skip


@pytest.fixture(scope="module")
def listed() -> list[str]:
    done = subprocess.run(["make"], cwd=REPO_ROOT, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout.splitlines()


def phony() -> list[str]:
    names: str
    (names,) = re.findall(r"^\.PHONY: ((?:.*\\\n)*.*)$", MAKEFILE, re.MULTILINE)
    return names.replace("\\\n", " ").split()


def test_each_command_is_in_exactly_one_group(listed: list[str]) -> None:
    groups: dict[str, list[str]] = {}
    for line in listed:
        if re.match(r"[A-Z]", line):
            groups[line] = []
        elif found := re.match(r"  make ([a-z-]+) +\S", line):
            groups[list(groups)[-1]].append(found[1])

    assert [title for title, names in groups.items() if names] == GROUPS
    assert sorted(chain.from_iterable(groups.values())) == sorted(phony())
    assert groups["Try it"] == ["help", "setup", "demo", "up"]


def test_every_target_is_phony_but_those_that_install() -> None:
    assert sorted(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE)) == sorted(phony())


def test_the_list_is_aligned_and_fits(listed: list[str]) -> None:
    starts = {len(found[0]) for line in listed if (found := re.match(r"  make [a-z-]+ +", line))}

    assert starts == {len("  make ") + max(map(len, phony())) + 2}
    assert [line for line in listed if len(line) > 100] == []
    assert not any(re.search(r"[\x00-\x1f\x7f]", line) for line in listed)


def test_each_option_of_a_command_is_explained_below_it_or_at_the_end(listed: list[str]) -> None:
    commands, _, end = "\n".join(listed).partition("\nOptions come behind")
    for_any = set(re.findall(r"^  ([A-Z]+)=", end, re.MULTILINE))
    below = dict(re.findall(r"^  make ([a-z-]+) .*\n((?: {10,}.*\n)*)", commands, re.MULTILINE))
    reads = re.compile(r"\$\(call (?:quoted|given|on_command_line|passed,[a-z-]+),([A-Z_]+)\)")
    recipes = re.findall(r"^([a-z-]+):.*\n((?:\t.*\n)*)", MAKEFILE, re.MULTILINE)
    unexplained = {
        name: missing
        for name, recipe in recipes
        if (
            missing := {*reads.findall(recipe)} - {*re.findall("([A-Z_]+)=", below[name])} - for_any
        )
    }

    assert for_any == {"OUTPUTS", "CONFIRM"}
    assert unexplained == {}


def test_each_option_that_a_command_reads_is_explained(listed: list[str]) -> None:
    explained = set(re.findall(r"\b([A-Z_]+)=", "\n".join(listed)))
    read = set(re.findall(r"^\$\(call option,([A-Z_]+),", MAKEFILE, re.MULTILINE))
    (without,) = re.findall(r"^WITHOUT_DEFAULT := ((?:.*\\\n)*.*)$", MAKEFILE, re.MULTILINE)

    assert read | set(without.replace("\\\n", " ").split()) == explained
