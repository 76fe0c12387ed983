"""What docs/getting-started.md tells a newcomer to write works: the test, the page, the program."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from local.preview import preview
from tests.docs.getting_started import FILES, PACKAGE, TEXT, write_files
from tests.support.repository import REPO_ROOT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_files(tmp_path)
    return tmp_path


def test_these_are_the_files() -> None:
    assert sorted(FILES) == [
        "Pulumi.dev.yaml", "Pulumi.yaml", "__main__.py", "index.html", "live.mjs", "live.test.mjs",
        "requirements.txt",
    ]  # fmt: skip


def test_the_test_of_the_own_page_passes(folder: Path) -> None:
    node = shutil.which("node")
    assert node, "node is not installed"
    ran = subprocess.run(
        [node, "--test", "live.test.mjs"], cwd=folder, capture_output=True, text=True, check=False
    )

    assert "# pass 1\n" in ran.stdout, ran.stdout + ran.stderr
    assert not ran.returncode


def test_what_the_page_imports_is_where_it_says(folder: Path) -> None:
    (found,) = re.findall(r'importmap">(.*?)</script>', FILES["index.html"], re.DOTALL)
    imports = json.loads(found)["imports"]

    assert (folder / imports[PACKAGE]).is_file()
    assert {*re.findall(r' from "([^"]+)"', FILES["index.html"])} == {PACKAGE, "./live.mjs"}
    entry = json.loads((REPO_ROOT / "client" / "package.json").read_text())["exports"]["."]
    assert imports[PACKAGE].endswith((entry if isinstance(entry, str) else entry["default"])[1:])


def test_the_page_is_never_blank_and_asks_for_the_token_anew() -> None:
    page = FILES["index.html"]

    assert "connection.state" in FILES["live.mjs"]
    assert "catch (error)" in page
    assert 'fetch("token.txt", { cache: "no-store" })' in page, "or a reload gets an old stage's"


def test_the_program_is_previewed_with_as_many_resources_as_the_page_says(folder: Path) -> None:
    last = preview(folder, "dev").text.splitlines()[-1]

    assert last.endswith(", 0 refusals")
    assert f"`{last}`" in TEXT


def test_what_a_person_is_told_to_press_is_on_the_page() -> None:
    step = TEXT[TEXT.index("## 1.") : TEXT.index("## 2.")]
    pressed = re.findall(r"(?<!\*)\*([A-Z][^*]+)\*(?!\*)", step)
    page = "".join(path.read_text() for path in sorted((REPO_ROOT / "storefront").glob("*.*s")))

    assert len(pressed) == 3
    assert [words for words in pressed if words not in page] == []
