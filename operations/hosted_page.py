"""The demo shop page as it is hosted: which file is served under which path, and its settings."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from operations.outputs import OutputsError, select_outputs

CONTENT_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
"""Content type of each file of the page, by suffix."""


@dataclass(frozen=True, kw_only=True)
class PageOutputs:
    """What the page needs of a stage."""

    websocket_url: str
    http_url: str
    user_pool_client_id: str
    user_pool_id: str


@dataclass(frozen=True, kw_only=True)
class LocalPageOutputs(PageOutputs):
    """What the page needs of a local stage."""

    emulator_url: str
    region: str
    demo_buyers: Sequence[Mapping[str, str | bool]]
    """``{email, password}`` of each buyer that the page offers. With ``temporary`` the password is
    an administrator's, and the first sign-in asks for a new one."""


def page_files(project_dir: Path) -> dict[str, Path]:
    """URL path -> file, without ``/config.json``, which is made from a stage's outputs."""
    page = _hosted(project_dir / "storefront", "/", CONTENT_TYPES)
    client = _hosted(project_dir / "client", "/client/", {".js"})
    fakes = "/client/testing/"  # for developers' own tests, not for a browser
    return page | {path: file for path, file in client.items() if not path.startswith(fakes)}


def page_config(outputs: Mapping[str, Any]) -> dict[str, Any]:
    """What the page reads at ``/config.json``. Raises ``OutputsError``."""
    has_pool = outputs.get("user_pool_client_id") or outputs.get("user_pool_id")
    if outputs.get("oidc_issuer") and not has_pool:
        raise OutputsError(
            f"this stage's tokens come from {outputs['oidc_issuer']}, and the stage has no "
            "user_pool_id: the demo page can sign in only at a Cognito user pool. Write a page of "
            "your own that signs in at your provider and uses client/"
        )
    if "emulator_url" in outputs:
        local = select_outputs(LocalPageOutputs, outputs)
        return _config(local, local.region, local.emulator_url) | {"demoBuyers": local.demo_buyers}
    stage = select_outputs(PageOutputs, outputs)
    region, found, _ = stage.user_pool_id.partition("_")
    if not found:
        raise OutputsError(f"user_pool_id must be <region>_<id>, got {stage.user_pool_id!r}")
    return _config(stage, region, f"https://cognito-idp.{region}.amazonaws.com")


def _config(stage: PageOutputs, region: str, cognito_endpoint: str) -> dict[str, Any]:
    return {
        "websocketUrl": stage.websocket_url,
        "httpUrl": stage.http_url,
        "userPoolClientId": stage.user_pool_client_id,
        "region": region,
        "cognitoEndpoint": cognito_endpoint,
    }


def _hosted(folder: Path, url: str, suffixes: Container[str]) -> dict[str, Path]:
    """The files of the folder that a browser needs, by their URL paths."""
    return {
        url + file.relative_to(folder).as_posix(): file
        for file in sorted(folder.rglob("*"))
        if file.suffix in suffixes and file.is_file()
    }
