"""What the hosted page reads about its stage."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from operations.hosted_page import page_config, page_files
from operations.outputs import OutputsError
from tests.support.hosted_page import OF_AWS, OF_THE_LOCAL_STAGE


def test_the_fake_server_of_the_client_is_not_hosted(tmp_path: Path) -> None:
    for name in ("realtime.js", "internal/frames.js", "testing/index.js", "types/realtime.d.ts"):
        file = tmp_path / "client" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()

    assert list(page_files(tmp_path)) == ["/client/internal/frames.js", "/client/realtime.js"]


def test_a_stage_on_aws_signs_in_at_its_regions_cognito() -> None:
    assert page_config(OF_AWS) == {
        "websocketUrl": "wss://abc.execute-api.eu-west-1.amazonaws.com/dev",
        "httpUrl": "https://def.execute-api.eu-west-1.amazonaws.com",
        "userPoolClientId": "4client",
        "region": "eu-west-1",
        "cognitoEndpoint": "https://cognito-idp.eu-west-1.amazonaws.com",
    }


def test_a_local_stage_signs_in_at_its_emulator_and_shows_its_demo_buyers() -> None:
    assert page_config(OF_THE_LOCAL_STAGE) == {
        "websocketUrl": "ws://127.0.0.1:4566/dev",
        "httpUrl": "http://127.0.0.1:4566/http",
        "userPoolClientId": "4client",
        "region": "us-east-1",
        "cognitoEndpoint": "http://127.0.0.1:4566",
        "demoBuyers": [{"email": "ada@example.com", "password": "made-up"}],
    }


@pytest.mark.parametrize(
    ("whole", "lost"),
    [
        (OF_AWS, ("websocket_url",)),
        (OF_AWS, ("http_url", "user_pool_id")),
        (OF_AWS, ("user_pool_client_id",)),
        (OF_THE_LOCAL_STAGE, ("region", "demo_buyers")),
    ],
)
def test_each_output_that_is_missing_is_named(
    whole: Mapping[str, Any], lost: tuple[str, ...]
) -> None:
    rest = {name: value for name, value in whole.items() if name not in lost}

    with pytest.raises(OutputsError, match=f"the outputs lack {', '.join(lost)};"):
        page_config(rest)


def test_a_stage_with_its_own_identity_provider_gets_an_error_of_its_own() -> None:
    own = {"oidc_issuer": "https://login.example.com"}
    outputs = {name: value for name, value in OF_AWS.items() if "pool" not in name} | own

    with pytest.raises(OutputsError, match="can sign in only at a Cognito user pool"):
        page_config(outputs)


def test_a_pool_id_without_its_region_is_refused() -> None:
    with pytest.raises(OutputsError, match=re.escape("<region>_<id>, got 'pool'")):
        page_config(OF_AWS | {"user_pool_id": "pool"})
