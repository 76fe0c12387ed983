"""Our client and its peers as a page would load them: bundled and minified by the same tool."""

from __future__ import annotations

import json
import shutil
import subprocess
import zlib
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import PROJECT

HERE = Path(__file__).parent
ESBUILD = PROJECT / "node_modules" / ".bin" / "esbuild"
OURS = "ours"
ENTRIES = {
    OURS: f'export * from "{(PROJECT / "client" / "realtime.js").as_posix()}"',
    "reconnecting-websocket": 'export { default } from "reconnecting-websocket"',
    "centrifuge": 'export { Centrifuge } from "centrifuge"',
    "pusher-js": 'export { default } from "pusher-js"',
    "ably, modular": 'export * from "./ably_modular.js"',
    "ably": 'export { Realtime } from "ably"',
}
"""What a page imports of each."""
ABLY_MODULAR = 'export { BaseRealtime, WebSocketTransport, FetchRequest } from "ably/modular"'
"""The least that connects and subscribes."""


class PeersMissingError(Exception):
    """npm could not install the peers."""


@dataclass(frozen=True)
class Size:
    """Bytes of one bundle."""

    minified: int
    gzip: int
    brotli: int


def install_peers(folder: Path) -> None:
    """Install the peers' exact versions into the folder: each file's digest is in the lock."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / "peers" / name, folder)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=120, check=False
        )
    except (FileNotFoundError, subprocess.TimeoutExpired) as error:
        raise PeersMissingError(f"npm could not install the peers: {error}") from error
    if done.returncode:
        raise PeersMissingError(f"npm could not install the peers: {done.stderr.strip()[:300]}")


def bundle(folder: Path, name: str) -> Path:
    """Write the bundle of one of the entries into the folder."""
    (folder / "ably_modular.js").write_text(ABLY_MODULAR)
    stem = name.replace(", ", "_")
    entry, target = folder / f"{stem}.entry.js", folder / f"{stem}.bundle.mjs"
    entry.write_text(ENTRIES[name])
    subprocess.run(
        [ESBUILD, entry, "--bundle", "--minify", "--format=esm", "--platform=browser",
         "--target=es2022", "--legal-comments=none", "--log-level=error", f"--outfile={target}"],
        check=True,
    )  # fmt: skip
    return target


def size(bundled: Path) -> Size:
    """How many bytes it is, as it is and compressed as well as can be."""
    content = bundled.read_bytes()
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)  # 31: with gzip's header
    packed = packer.compress(content) + packer.flush()
    return Size(len(content), len(packed), _brotli(bundled))


def _brotli(bundled: Path) -> int:
    """By node: Python has no brotli of its own."""
    script = (
        'const { brotliCompressSync } = require("node:zlib");'
        'const { readFileSync } = require("node:fs");'
        "console.log(JSON.stringify(brotliCompressSync(readFileSync(process.argv[1])).length));"
    )
    done = subprocess.run(
        ["node", "-e", script, bundled], capture_output=True, text=True, check=True
    )
    return int(json.loads(done.stdout))
