"""The figure client: its rows, and the peers that it installs."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.client.bundles import ENTRIES, HERE, OURS, Size, bundle, size
from benchmarks.figures.client import memory_row, size_rows, time_rows
from tests.support.repository import REPO_ROOT


def test_each_peer_is_a_row_for_each_compression_and_only_reconnecting_has_no_goal() -> None:
    sizes = {name: Size(300, 100, 90) for name in ENTRIES} | {OURS: Size(200, 50, 45)}
    rows = size_rows(sizes)

    assert [(row.peer_name, row.unit, row.ratio) for row in rows] == 2 * [
        (name, "bytes", 0.5) for name in ENTRIES if name != OURS
    ]
    assert {row.peer_name for row in rows if row.goal is None} == {"reconnecting-websocket"}


def test_without_the_registry_ours_is_compared_with_no_client_and_with_itself_only() -> None:
    assert size_rows({OURS: Size(200, 50, 45)}) == ()
    (only,) = time_rows({"ours": [4.0, 6.0, 8.0], "bare": [1.0, 2.0, 4.0]})
    assert (only.peer_name, only.ours, only.ratio, only.spread) == ("no client", 6, 3, (2, 4))
    heaps = {"before": [2.0**20, 2.0**20], "after": [2.0**20, 2.0**21]}
    assert (memory_row(heaps).ratio, memory_row(heaps).met) == (1.5, False)


def test_the_peers_have_exact_versions_and_digests_and_are_no_dependencies_of_the_project() -> None:
    wanted = json.loads((HERE / "peers" / "package.json").read_text())["dependencies"]
    lock = json.loads((HERE / "peers" / "package-lock.json").read_text())["packages"]
    mine = json.loads((REPO_ROOT / "package-lock.json").read_text())["packages"]

    for name, version in wanted.items():
        assert lock[f"node_modules/{name}"]["version"] == version
        assert f"node_modules/{name}" not in mine
    others = {key: package for key, package in lock.items() if key}
    assert all(package["integrity"].startswith("sha512-") for package in others.values())
    assert not any("resolved" in package for package in others.values())


def test_our_bundle_is_as_large_as_the_readme_says(tmp_path: Path) -> None:
    ours = size(bundle(tmp_path, OURS))
    minified, gzip = (-(-count // 500) / 2 for count in (ours.minified, ours.gzip))
    said = f"Bundled and minified it is {minified:g} kB, {gzip:g} kB with gzip."
    assert said in " ".join((REPO_ROOT / "client" / "README.md").read_text().split()), said
