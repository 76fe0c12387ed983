"""The demo shop page as it is hosted: which file is served under which path, and its settings."""

from __future__ import annotations

from collections.abc import Container, Mapping
from pathlib import Path
from typing import Any

from operations.outputs import OutputsError, require

POOL = ("user_pool_client_id", "user_pool_id")
NEEDED = ("websocket_url", "http_url", *POOL)
NEEDED_OF_A_LOCAL_STAGE = (*NEEDED, "region", "demo_buyers")
CONTENT_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
"""What the page is made of, by suffix."""


def page_files(project_dir: Path) -> dict[str, Path]:
    """URL path -> file, all but ``/config.json``: that one is made from a stage's outputs."""
    page = _hosted(project_dir / "storefront", "/", CONTENT_TYPES)
    client = _hosted(project_dir / "client", "/client/", {".js"})
    return page | client


def page_config(outputs: Mapping[str, Any]) -> dict[str, Any]:
    """What the page reads at ``/config.json``. Raises ``OutputsError``."""
    if outputs.get("oidc_issuer") and not any(outputs.get(name) for name in POOL):
        raise OutputsError(
            f"this stage's tokens come from {outputs['oidc_issuer']}, and it has no user_pool_id: "
            "the demo page signs in at a Cognito user pool only. A page of your own signs in there "
            "and takes client/"
        )
    is_local = "emulator_url" in outputs
    require(outputs, NEEDED_OF_A_LOCAL_STAGE if is_local else NEEDED)
    config = {
        "websocketUrl": outputs["websocket_url"],
        "httpUrl": outputs["http_url"],
        "userPoolClientId": outputs["user_pool_client_id"],
    }
    if is_local:
        return config | {
            "region": outputs["region"],
            "cognitoEndpoint": outputs["emulator_url"],
            "demoBuyers": outputs["demo_buyers"],
        }
    pool = str(outputs["user_pool_id"])
    region, found, _ = pool.partition("_")
    if not found:
        raise OutputsError(f"user_pool_id must be <region>_<id>, got {pool!r}")
    return config | {
        "region": region,
        "cognitoEndpoint": f"https://cognito-idp.{region}.amazonaws.com",
    }


def _hosted(folder: Path, url: str, suffixes: Container[str]) -> dict[str, Path]:
    """Other files in the folder are not for a browser."""
    return {
        url + file.relative_to(folder).as_posix(): file
        for file in sorted(folder.rglob("*"))
        if file.suffix in suffixes and file.is_file()
    }
