"""The client's npm package: what it holds, and what an empty project gets of it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.support.installed_client import installed, npm, run_node
from tests.support.repository import REPO_ROOT

CLIENT = REPO_ROOT / "client"
HERE = Path(__file__).parent
PUBLIC = {"connect", "NotConnectedError", "backoffMs", "claimsOf", "subjectOf"}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return installed(tmp_path_factory.mktemp("installed") / "project")


def test_the_package_has_the_repositorys_license() -> None:
    assert (CLIENT / "LICENSE").read_bytes() == (REPO_ROOT / "LICENSE").read_bytes()


def test_the_package_holds_its_modules_their_types_and_nothing_else() -> None:
    (packed,) = json.loads(npm(CLIENT, "pack", "--dry-run", "--json", "--offline"))
    modules = [*CLIENT.glob("internal/*.js"), *CLIENT.glob("testing/*.js")]
    types = CLIENT.glob("types/**/*.d.ts")

    assert {file["path"] for file in packed["files"]} == {
        "package.json",
        "README.md",
        "LICENSE",
        "realtime.js",
        *(path.relative_to(CLIENT).as_posix() for path in [*modules, *types]),
    }


def test_the_package_needs_no_other_and_runs_nothing_when_it_is_installed(project: Path) -> None:
    manifest = json.loads((CLIENT / "package.json").read_text())

    assert not {name for name in manifest if "ependencies" in name or name == "scripts"}
    assert [path.name for path in (project / "node_modules").iterdir() if path.is_dir()] == [
        "realtime-notifier-client"
    ]


def test_javascript_imports_the_public_entries_and_no_inside(project: Path) -> None:
    done = run_node(
        project,
        "use.js",
        """
        import * as client from "realtime-notifier-client";
        import { createFakeServer } from "realtime-notifier-client/testing";
        const hidden = import("realtime-notifier-client/internal/frames.js");
        const inside = await hidden.catch((error) => error.code);
        console.log(JSON.stringify([Object.keys(client), typeof createFakeServer, inside]));
        """,
    )
    assert done.returncode == 0, done.stderr
    names, fake, inside = json.loads(done.stdout)
    assert (set(names), fake, inside) == (PUBLIC, "function", "ERR_PACKAGE_PATH_NOT_EXPORTED")


RESOLUTIONS = {
    "node16": "node16", "nodenext": "nodenext", "bundler": "esnext", "node10": "esnext"
}  # fmt: skip
"""How TypeScript may find the package, each with a kind of module that goes with it."""


@pytest.fixture(scope="module")
def compiled(project: Path) -> subprocess.CompletedProcess[str]:
    """TypeScript reads its own libraries once for all of them, which takes most of its time."""
    (project / "use.ts").write_text((HERE / "use_of_the_package.ts").read_text())
    for resolution, module in RESOLUTIONS.items():
        options = {
            "noEmit": True, "strict": True, "exactOptionalPropertyTypes": True, "target": "es2022",
            "module": module, "moduleResolution": resolution, "types": [],
        }  # fmt: skip
        config = {"compilerOptions": options, "files": ["use.ts"]}
        (project / f"{resolution}.json").write_text(json.dumps(config))
    return subprocess.run(
        [REPO_ROOT / "node_modules" / ".bin" / "tsc", "--build", "--verbose",
         *(f"{resolution}.json" for resolution in RESOLUTIONS)],
        cwd=project, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("resolution", RESOLUTIONS)
def test_typescript_takes_good_use_and_finds_wrong_use(
    compiled: subprocess.CompletedProcess[str], resolution: str
) -> None:
    assert f"/{resolution}.json'..." in compiled.stdout  # it was built
    assert compiled.returncode == 0, compiled.stdout


def test_every_package_of_npm_runs_on_node_18() -> None:
    lock = json.loads((REPO_ROOT / "package-lock.json").read_text())
    newer = {
        name
        for name, package in lock["packages"].items()
        if any(f">={more}" in package.get("engines", {}).get("node", "") for more in range(19, 40))
    }
    assert newer == set()
    manifest = json.loads((REPO_ROOT / "package.json").read_text())
    assert all(version[0].isdigit() for version in manifest["devDependencies"].values())
