"""``make release OUT=dist``: what a tag of the repository is released with, as files in a folder.

The component package for `pulumi package add`, the policy pack, the client's tarball, the
changelog's section, and the digests of the archives. The same commit gives the same bytes with the
same git, npm and zlib. Nothing is written unless the tag, the versions of program, client and pack,
and the changelog agree. Exits 0 when the files are written, 2 when something does not.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from tools.delivery.command import run
from tools.delivery.stack import REPO_ROOT, DeliveryError

NAME = "realtime-checkout"
PACKAGE = ("LICENSE", "components", "contract", "functions")
"""What Pulumi needs of the repository to start the package and what its components deploy."""
POLICY = ("LICENSE", "policy")
UNRELEASED = "Unreleased"


@dataclass(frozen=True)
class Release:
    """A version of which all places that name it agree. ``notes``: its section of the changelog."""

    version: str
    notes: str


def agreed(folder: Path) -> Release:
    """The release that the folder's commit is. ``DeliveryError`` says what does not agree."""
    if changed := _git(folder, "status", "--porcelain").splitlines():
        raise DeliveryError(
            f"{len(changed)} files are not as they were committed, {changed[0][3:]} among them: a "
            "release is made of a commit. Commit or stash them"
        )
    source = (folder / "components" / "__init__.py").read_text(encoding="utf-8")
    (version,) = re.findall(r'^VERSION = "([^"]+)"$', source, re.MULTILINE)
    tags = _git(folder, "tag", "--points-at", "HEAD").split()
    if f"v{version}" not in tags:
        raise DeliveryError(
            f"components/__init__.py has the version {version}, and HEAD has "
            f"{'the tag ' + ', '.join(tags) if tags else 'no tag'}: tag the commit of the version "
            f"with: git tag -a v{version}"
        )
    client = json.loads((folder / "client" / "package.json").read_text(encoding="utf-8"))["version"]
    if client != version:
        raise DeliveryError(
            f"client/package.json has the version {client}, and components/__init__.py has "
            f"{version}: program, package and client have one version"
        )
    pack = folder / "policy" / "PulumiPolicy.yaml"
    said = yaml.safe_load(pack.read_text(encoding="utf-8"))["version"]
    if said != version:
        raise DeliveryError(f"policy/PulumiPolicy.yaml has the version {said}, not {version}")
    changelog = (folder / "CHANGELOG.md").read_text(encoding="utf-8")
    return Release(version, _notes(changelog, version))


def write(folder: Path, release: Release, out: Path) -> list[Path]:
    """Write the release's files into the folder ``out``, which must be empty or not be there."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise DeliveryError(f"OUT={out} is not empty: name a new folder, or remove what is in it")
    out.mkdir(parents=True, exist_ok=True)
    stem = f"{NAME}-{{}}-{release.version}"
    archives = [
        _archive(folder, PACKAGE, out, stem.format("package")),
        _archive(folder, POLICY, out, stem.format("policy")),
        _client(folder, out),
    ]
    sums = [f"{hashlib.sha256(one.read_bytes()).hexdigest()}  {one.name}\n" for one in archives]
    (out / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    (out / "notes.md").write_text(release.notes, encoding="utf-8")
    return [*archives, out / "SHA256SUMS", out / "notes.md"]


def _notes(changelog: str, version: str) -> str:
    heads = re.split(r"^## \[([^\]]+)\](.*)$", changelog, flags=re.MULTILINE)
    sections = {heads[at]: (heads[at + 1], heads[at + 2]) for at in range(1, len(heads), 3)}
    date, text = sections.get(version, ("", ""))
    if not re.fullmatch(r" - \d{4}-\d\d-\d\d", date) or not text.strip():
        raise DeliveryError(
            f"CHANGELOG.md has no dated section of {version}, a line such as "
            f"## [{version}] - 2026-01-31 with the changes below it"
        )
    if sections.get(UNRELEASED, ("", ""))[1].strip():
        raise DeliveryError(
            f"CHANGELOG.md has changes under {UNRELEASED}, which this commit holds: move them to "
            f"the section of {version}"
        )
    return text.strip() + "\n"


def _archive(folder: Path, paths: Sequence[str], out: Path, stem: str) -> Path:
    """The committed files below the paths, in a folder of the archive's name."""
    tar = subprocess.run(
        ["git", "-c", "tar.umask=0022", "archive", f"--prefix={stem}/", "HEAD", *paths],
        cwd=folder, capture_output=True, check=True,
    ).stdout  # fmt: skip
    file = out / f"{stem}.tar.gz"
    file.write_bytes(gzip.compress(tar, mtime=0))
    return file


def _client(folder: Path, out: Path) -> Path:
    """The tarball that npm install takes. npm gives every file in it the same date."""
    subprocess.run(
        ["npm", "pack", "--silent", "--offline", "--pack-destination", out.resolve(), "./client"],
        cwd=folder, capture_output=True, check=True,
    )  # fmt: skip
    (tarball,) = out.glob("*.tgz")
    return tarball


def _git(folder: Path, *command: str) -> str:
    return subprocess.run(
        ["git", *command], cwd=folder, capture_output=True, text=True, check=True
    ).stdout


def main(arguments: Sequence[str]) -> int:
    """Run the command; its exit code."""
    (out,) = map(Path, arguments)

    def work() -> int:
        release = agreed(REPO_ROOT)
        for file in write(REPO_ROOT, release, out):
            print(f"{file.stat().st_size:>9,} bytes  {file}")
        return 0

    return run(work)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
