"""make release: nothing is written unless all agree, and then always the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.support.repository import REPO_ROOT
from tools.delivery.release import PACKAGE, agreed, write
from tools.delivery.stack import DeliveryError

CHANGELOG = """# Changelog

## [Unreleased]

## [1.2.0] - 2026-01-31

### Added

- A.

## [1.1.0] - 2026-01-01

- B.
"""


def git(folder: Path, *command: str) -> str:
    date = {"GIT_AUTHOR_DATE": "2026-01-31T00:00:00Z", "GIT_COMMITTER_DATE": "2026-01-31T00:00:00Z"}
    return subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@example.com", *command],
        cwd=folder, env=os.environ | date, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip


def commit(folder: Path, **changed: str) -> Path:
    """A clone whose commit has these contents for the files of a release, with the tag v1.2.0."""
    files = {
        "components/__init__.py": 'VERSION = "1.2.0"\n',
        "components/run.sh": "#!/bin/sh\n",
        "contract/keys.py": "KEY = 1\n",
        "functions/push.py": "PUSH = 1\n",
        "client/package.json": json.dumps({"name": "our-client", "version": "1.2.0"}),
        "client/realtime.js": "export {};\n",
        "policy/PulumiPolicy.yaml": "version: 1.2.0\n",
        "policy/rules/tables.py": "RULES = ()\n",
        "CHANGELOG.md": CHANGELOG,
        "LICENSE": "Apache\n",
        "unrelated.py": "",
    } | {name.replace("__", "/").replace("_md", ".md"): text for name, text in changed.items()}
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (folder / "components" / "run.sh").chmod(0o755)
    git(folder, "init", "-q", ".")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "all")
    git(folder, "tag", "v1.2.0")
    return folder


def test_a_release_is_the_package_the_policy_pack_the_client_and_their_digests(
    tmp_path: Path,
) -> None:
    folder, out = commit(tmp_path / "clone"), tmp_path / "dist"

    release = agreed(folder)
    files = write(folder, release, out)

    assert release.notes == (out / "notes.md").read_text() == "### Added\n\n- A.\n"
    assert [one.name for one in files] == [
        "realtime-checkout-package-1.2.0.tar.gz", "realtime-checkout-policy-1.2.0.tar.gz",
        "our-client-1.2.0.tgz", "SHA256SUMS", "notes.md",
    ]  # fmt: skip
    assert (out / "SHA256SUMS").read_text() == "".join(
        f"{hashlib.sha256(one.read_bytes()).hexdigest()}  {one.name}\n" for one in files[:3]
    )
    with tarfile.open(files[0]) as archive:
        assert {one.name: one.mode for one in archive if one.isfile()} == {
            f"realtime-checkout-package-1.2.0/{name}": mode
            for name, mode in {
                "LICENSE": 0o644, "components/__init__.py": 0o644, "components/run.sh": 0o755,
                "contract/keys.py": 0o644, "functions/push.py": 0o644,
            }.items()
        }  # fmt: skip
    with tarfile.open(files[1]) as archive:
        assert [one.name for one in archive if one.isfile()] == [
            f"realtime-checkout-policy-1.2.0/{name}"
            for name in ("LICENSE", "policy/PulumiPolicy.yaml", "policy/rules/tables.py")
        ]


def test_two_clones_of_a_commit_give_the_same_bytes(tmp_path: Path) -> None:
    first = commit(tmp_path / "first")
    git(tmp_path, "clone", "-q", "first", "second")
    old = os.umask(0o077)
    try:
        sums = [
            write(folder, agreed(folder), tmp_path / "dist" / folder.name)[-2].read_text()
            for folder in (first, tmp_path / "second")
        ]
    finally:
        os.umask(old)

    assert sums[0] == sums[1]


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"client__package.json": '{"version": "1.1.0"}'}, "client/package.json has the version"),
        ({"policy__PulumiPolicy.yaml": "version: 1.1.0\n"},
         "policy/PulumiPolicy.yaml has the version"),
        ({"CHANGELOG_md": CHANGELOG.replace(" - 2026-01-31", "")}, "no dated section of"),
        ({"CHANGELOG_md": CHANGELOG.replace("### Added\n\n- A.\n\n", "")}, "no dated section of"),
        ({"CHANGELOG_md": CHANGELOG.replace("[Unreleased]\n", "[Unreleased]\n\n- C.\n")},
         "CHANGELOG.md has changes under Unreleased"),
    ],
)  # fmt: skip
def test_what_does_not_agree_is_named(tmp_path: Path, changed: dict[str, str], what: str) -> None:
    with pytest.raises(DeliveryError, match=what):
        agreed(commit(tmp_path, **changed))


def test_a_commit_without_its_tag_is_no_release(tmp_path: Path) -> None:
    folder = commit(tmp_path)
    git(folder, "tag", "-d", "v1.2.0")

    with pytest.raises(DeliveryError, match=r"version 1\.2\.0, and HEAD has no tag"):
        agreed(folder)
    git(folder, "tag", "v1.1.0")
    with pytest.raises(DeliveryError, match=r"HEAD has the tag v1\.1\.0: tag the commit"):
        agreed(folder)


def test_a_file_that_is_not_as_committed_is_named(tmp_path: Path) -> None:
    folder = commit(tmp_path)
    (folder / "LICENSE").write_text("another\n")

    with pytest.raises(DeliveryError, match="are not as they were committed, LICENSE among"):
        agreed(folder)


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    folder, out = commit(tmp_path / "clone"), tmp_path / "dist"
    out.mkdir()
    (out / "older.tgz").touch()

    with pytest.raises(DeliveryError, match="is not empty: name a new folder"):
        write(folder, agreed(folder), out)
    assert [one.name for one in out.iterdir()] == ["older.tgz"]


def test_the_packages_archive_holds_all_that_the_package_needs(tmp_path: Path) -> None:
    """Unpacked alone, it answers the schema that the repository keeps."""
    for name in PACKAGE:
        source = REPO_ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name)
    ask = "from components.package_host import PackageHost; print(PackageHost().schema)"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    done = subprocess.run(
        [sys.executable, "-c", ask],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.stderr == ""
    kept = json.loads((REPO_ROOT / "components" / "schema.json").read_text())
    assert json.loads(done.stdout) == kept
