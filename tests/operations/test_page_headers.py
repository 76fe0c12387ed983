"""The response headers of the page: what its policy allows, and how CloudFront takes them."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.stub import Stubber

from operations.cloudfront_headers import MAX_VALUE_CHARACTERS, response_headers_policy
from operations.hosted_page import page_config
from operations.outputs import OutputsError
from operations.page_headers import (
    POLICY_MARK,
    connect_sources,
    inline_script_hashes,
    page_headers,
    with_policy,
)
from tests.support.hosted_page import OF_AWS, OF_THE_LOCAL_STAGE, directives
from tests.support.repository import REPO_ROOT

PAGE = (REPO_ROOT / "storefront" / "index.html").read_text()
AWS = connect_sources(page_config(OF_AWS))
POLICY = "Content-Security-Policy"


def hash_of(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def test_the_page_may_talk_to_itself_and_to_its_stage_and_to_nothing_else() -> None:
    policy = directives(page_headers(PAGE, AWS)[POLICY])

    assert policy["default-src"] == ["'none'"]
    assert policy["connect-src"] == [
        "'self'",
        "https://def.execute-api.eu-west-1.amazonaws.com",
        "wss://abc.execute-api.eu-west-1.amazonaws.com",
        "https://cognito-idp.eu-west-1.amazonaws.com",
    ]
    assert "*" not in "".join(page_headers(PAGE, AWS).values())
    for name in ("frame-ancestors", "base-uri", "form-action"):  # default-src is not theirs
        assert policy[name] == ["'none'"]
    assert policy["require-trusted-types-for"] == ["'script'"]


def test_the_policy_allows_the_import_map_by_its_hash_and_no_other_inline_script() -> None:
    (import_map,) = re.findall(r'<script type="importmap">(.*?)</script>', PAGE, re.DOTALL)

    script = directives(page_headers(PAGE, AWS)[POLICY])["script-src"]
    assert script == ["'self'", f"'{hash_of(import_map)}'"]


@pytest.mark.parametrize(
    ("page", "texts"),
    [
        ("<script src=app.js></script><script>one()</script>", ["one()"]),
        ("<script>a &amp; b</script><SCRIPT type=module>'<b>'</SCRIPT>", ["a &amp; b", "'<b>'"]),
        ("<script>\r\n {}\r</script>", ["\n {}\n"]),
        ("<script>grüße</script><p>no script</p>", ["grüße"]),
        ("<!-- <script>old()</script> --><p onclick=x()>", []),
    ],
)
def test_a_hash_is_of_what_a_browser_runs(page: str, texts: list[str]) -> None:
    assert inline_script_hashes(page) == [hash_of(text) for text in texts]


def test_a_local_stage_is_named_with_its_ports_and_one_server_once() -> None:
    assert connect_sources(page_config(OF_THE_LOCAL_STAGE)) == [
        "http://127.0.0.1:4566",
        "ws://127.0.0.1:4566",
    ]


@pytest.mark.parametrize(
    "address",
    ["", "nowhere", "https://", "https://a.example; script-src *", "https://[::1]:80/x", "data:,x",
     "https://user@a.example", "https://a.example:port", 'https://a.example"onload="x'],
)  # fmt: skip
def test_an_address_that_no_policy_can_name_is_refused(address: str) -> None:
    config = page_config(OF_AWS) | {"httpUrl": address}

    with pytest.raises(OutputsError, match="httpUrl of the page must be an address such as"):
        connect_sources(config)


def test_only_a_page_of_a_stage_with_tls_is_told_to_stay_on_https() -> None:
    with_tls = page_headers(PAGE, AWS)
    assert with_tls["Strict-Transport-Security"] == "max-age=63072000"
    assert "upgrade-insecure-requests" in directives(with_tls[POLICY])

    for connect in ([], [*AWS, "ws://api.lan"], connect_sources(page_config(OF_THE_LOCAL_STAGE))):
        without = page_headers(PAGE, connect)
        assert with_tls.keys() - without.keys() == {"Strict-Transport-Security"}
        assert "upgrade-insecure-requests" not in directives(without[POLICY])


def test_the_pages_own_policy_allows_what_the_header_allows() -> None:
    (own,) = re.findall(r'<meta http-equiv="' + POLICY + '" content="(.*?)">', written_page())
    header = directives(page_headers(PAGE, AWS)[POLICY])

    assert header.keys() - directives(own).keys() == {
        "frame-ancestors",  # browsers ignore it in a page
        "upgrade-insecure-requests",  # a page can be hosted with plain http
    }
    assert header.items() >= directives(own).items()


def written_page() -> str:
    page = with_policy(PAGE, AWS)
    assert inline_script_hashes(page) == inline_script_hashes(PAGE)
    return page


def test_the_pages_own_policy_stands_before_all_that_it_is_about() -> None:
    head = written_page().partition("http-equiv")[0]

    assert not re.search("<(script|link|style|img)", head)
    assert len(written_page().partition("charset")[0]) < 1024


@pytest.mark.parametrize("page", ["", PAGE.replace(POLICY_MARK, ""), PAGE + POLICY_MARK])
def test_a_page_without_a_place_for_its_policy_is_refused(page: str) -> None:
    with pytest.raises(ValueError, match=r"index\.html must hold this line once"):
        with_policy(page, AWS)


def cloudfront() -> Any:
    return boto3.client(
        "cloudfront",
        config=Config(region_name="us-east-1"),
        aws_access_key_id="none",
        aws_secret_access_key="none",
    )


@pytest.mark.parametrize("outputs", [OF_AWS, OF_THE_LOCAL_STAGE])
def test_cloudfront_takes_every_header_and_no_other(outputs: dict[str, Any]) -> None:
    config = page_config(outputs)
    headers = page_headers(PAGE, connect_sources(config))
    made = response_headers_policy(config["httpUrl"], headers)

    client = cloudfront()
    with Stubber(client) as stub:  # checks the arguments by CloudFront's own model
        stub.add_response(
            "create_response_headers_policy", {}, {"ResponseHeadersPolicyConfig": made}
        )
        client.create_response_headers_policy(ResponseHeadersPolicyConfig=made)
    assert sent_by(made) == headers
    assert all(len(value) <= MAX_VALUE_CHARACTERS for value in headers.values())
    assert re.fullmatch("[A-Za-z0-9_-]{1,128}", made["Name"])
    assert len(made["Comment"]) <= 128


def sent_by(made: dict[str, Any]) -> dict[str, str]:
    """The headers that CloudFront sends for this policy, from its documentation."""
    security, custom = made["SecurityHeadersConfig"], made["CustomHeadersConfig"]
    assert custom["Quantity"] == len(custom["Items"]) <= 10
    assert all(one["Override"] for one in [*security.values(), *custom["Items"]])
    sent = {one["Header"]: one["Value"] for one in custom["Items"]} | {
        POLICY: security["ContentSecurityPolicy"]["ContentSecurityPolicy"],
        "Referrer-Policy": security["ReferrerPolicy"]["ReferrerPolicy"],
        "X-Content-Type-Options": "nosniff",
    }
    assert "ContentTypeOptions" in security
    if transport := security.get("StrictTransportSecurity"):
        sent["Strict-Transport-Security"] = f"max-age={transport['AccessControlMaxAgeSec']}"
        assert not transport["IncludeSubdomains"]
        assert not transport["Preload"]
    return sent


def test_two_stages_of_an_account_have_policies_of_their_own() -> None:
    headers = page_headers(PAGE, AWS)
    names = {
        response_headers_policy(f"https://{api}.execute-api.eu-west-1.amazonaws.com", headers)[
            "Name"
        ]
        for api in ("abc", "def")
    }

    assert names == {"shop-page-abc", "shop-page-def"}
