"""The JavaScript linter's rules: each finds what it is there for, in a planted file."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.repository import REPO_ROOT

BIOME = REPO_ROOT / "node_modules" / ".bin" / "biome"
FOLDERS = ("client", "storefront", "tests")

UNDECLARED = "correctness/noUndeclaredVariables"
UNUSED_VARIABLE = "correctness/noUnusedVariables"
UNUSED_IMPORT = "correctness/noUnusedImports"
RESTRICTED = "style/noRestrictedImports"
RECOMMENDED = "suspicious/noDoubleEquals"

IMPORTS_OF_THE_PAGE = ("./api.js", "realtime-notifier-client")
IMPORTS_OF_THE_CLIENT = ("./frames.js", "./internal/frames.js")
IMPORTS_OF_THE_FAKE_SERVER = ("./fake_socket.js", "../realtime.js", "../internal/frames.js")


def lint(folder: Path, name: str, text: str) -> str:
    """What the linter says of a file that is the only one, with our settings."""
    # A failure, not a skip: a skipped check would look like a passed one.
    assert BIOME.exists(), "the JavaScript linter is not installed; run: npm ci (make test does it)"
    shutil.copy(REPO_ROOT / "biome.json", folder)
    for each in FOLDERS:
        (folder / each).mkdir()
    planted = folder / name
    planted.parent.mkdir(parents=True, exist_ok=True)
    planted.write_text(text)
    done = subprocess.run(
        [BIOME, "lint", "--colors=off", "--error-on-warnings", *FOLDERS],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode == 0) == ("lint/" not in done.stderr), done.stderr
    return done.stderr


def use(specifier: str) -> str:
    return f'import {{ one }} from "{specifier}";\none();\n'


@pytest.mark.parametrize("name", ["client/new.js", "storefront/new.js", "tests/client/new.mjs"])
@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (UNDECLARED, "forgotten();\n"),
        (UNUSED_VARIABLE, "const left = 1;\n"),
        (UNUSED_IMPORT, 'import { left } from "./frames.js";\n'),
        (RECOMMENDED, "export const same = (one, other) => one == other;\n"),
    ],
)
def test_a_fault_is_found_wherever_our_javascript_is(
    tmp_path: Path, name: str, rule: str, text: str
) -> None:
    assert f"{name}:1:" in (said := lint(tmp_path, name, text))
    assert f"lint/{rule} " in said


@pytest.mark.parametrize("name", ["client/new.js", "storefront/new.js", "tests/client/new.mjs"])
def test_nothing_is_found_where_nothing_is_wrong(tmp_path: Path, name: str) -> None:
    assert "lint/" not in lint(tmp_path, name, use("./frames.js"))


@pytest.mark.parametrize(
    "specifier",
    [
        "../client/realtime.js",
        "./../client/realtime.js",
        "/client/realtime.js",
        "./client/realtime.js",
        "../client/internal/frames.js",
        "../tests/support/fake_browser.mjs",
        "realtime-notifier-client/testing",
        "left-pad",
    ],
)
def test_the_page_takes_the_client_by_its_public_entry_only(tmp_path: Path, specifier: str) -> None:
    assert f"lint/{RESTRICTED} " in lint(tmp_path, "storefront/new.js", use(specifier))


@pytest.mark.parametrize("specifier", IMPORTS_OF_THE_PAGE)
def test_what_the_page_may_import(tmp_path: Path, specifier: str) -> None:
    assert "lint/" not in lint(tmp_path, "storefront/new.js", use(specifier))


@pytest.mark.parametrize("name", ["client/new.js", "client/internal/new.js"])
@pytest.mark.parametrize(
    "specifier",
    [
        "../storefront/api.js",
        "./../storefront/api.js",
        "./internal/../../storefront/api.js",
        "/api.js",
        "realtime-notifier-client",
        "left-pad",
        "node:fs",
    ],
)
def test_the_client_imports_nothing_from_outside_itself(
    tmp_path: Path, name: str, specifier: str
) -> None:
    assert f"lint/{RESTRICTED} " in lint(tmp_path, name, use(specifier))


@pytest.mark.parametrize("text", ['await import("{}");\n', 'export {{ one }} from "{}";\n'])
def test_other_ways_to_import_are_seen_too(tmp_path: Path, text: str) -> None:
    said = lint(tmp_path, "storefront/new.js", text.format("../client/realtime.js"))
    assert f"lint/{RESTRICTED} " in said


@pytest.mark.parametrize("specifier", IMPORTS_OF_THE_CLIENT)
def test_what_the_client_may_import(tmp_path: Path, specifier: str) -> None:
    assert "lint/" not in lint(tmp_path, "client/realtime.js", use(specifier))


@pytest.mark.parametrize("specifier", IMPORTS_OF_THE_FAKE_SERVER)
def test_what_the_fake_server_may_import(tmp_path: Path, specifier: str) -> None:
    assert "lint/" not in lint(tmp_path, "client/testing/new.js", use(specifier))


@pytest.mark.parametrize("specifier", ["../../tests/support/random.mjs", "node:fs", "left-pad"])
def test_the_fake_server_imports_nothing_from_outside_the_client(
    tmp_path: Path, specifier: str
) -> None:
    assert f"lint/{RESTRICTED} " in lint(tmp_path, "client/testing/new.js", use(specifier))


def test_the_lock_names_no_registry_and_suits_npm_9() -> None:
    lock = (REPO_ROOT / "package-lock.json").read_text()

    assert re.findall(r'"resolved": "(.*?)"', lock) == ["client"]  # our own folder
    assert '"lockfileVersion": 3,' in lock
