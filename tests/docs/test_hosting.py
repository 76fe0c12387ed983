"""docs/hosting.md: the AWS CLI's commands and files are as AWS takes them, the headers are ours."""

from __future__ import annotations

import json
import re
import subprocess
from itertools import pairwise
from string import Template
from typing import Any

from botocore.validate import ParamValidator

from operations.cloudfront_headers import MAX_VALUE_CHARACTERS, response_headers_policy
from operations.hosted_page import CONTENT_TYPES, page_config, page_files
from operations.page_headers import connect_sources, page_headers
from tests.docs.aws_cli import S3_COPY, operation
from tests.docs.pages import fenced
from tests.docs.shell_commands import commands
from tests.support.hosted_page import OF_AWS, directives
from tests.support.repository import REPO_ROOT

TEXT = (REPO_ROOT / "docs" / "hosting.md").read_text()
CONSOLE = fenced(TEXT, "console")
FILES = dict(re.findall(r"cat > (\S+) <<EOF\n(.*?)\nEOF", TEXT, re.DOTALL))
PAGE = page_files(REPO_ROOT)["/index.html"].read_text()
HEADERS = page_headers(PAGE, connect_sources(page_config(OF_AWS)))


AWS = [one.words for one in commands("hosting.md", TEXT) if one.words[0] == "aws"]
OPERATIONS = [words for words in AWS if words[1] != "s3"]


def test_these_are_the_commands() -> None:
    assert [words[2] for words in OPERATIONS] == [  # what is within $(…) comes first
        "create-bucket", "create-response-headers-policy", "create-origin-access-control",
        "create-distribution", "put-bucket-policy", "get-response-headers-policy",
        "list-response-headers-policies", "update-response-headers-policy",
    ]  # fmt: skip


def valid(command: str, given: Any) -> None:
    report = ParamValidator().validate(given, operation("cloudfront", command).input_shape)
    assert not report.has_errors(), report.generate_report()


def test_the_distribution_is_one() -> None:
    names = re.findall(r"^([A-Z]+)=", "\n".join(CONSOLE), re.MULTILINE)
    text = Template(FILES[".local/distribution.json"]).substitute(dict.fromkeys(names, "x"))
    config = json.loads(text)

    valid("create-distribution", {"DistributionConfig": config})
    behavior = config["DefaultCacheBehavior"]
    assert behavior["TargetOriginId"] == config["Origins"]["Items"][0]["Id"]
    assert behavior["ResponseHeadersPolicyId"]
    assert behavior["ViewerProtocolPolicy"] == "redirect-to-https"


def test_the_bucket_is_read_by_this_distribution_only() -> None:
    (statement,) = json.loads(FILES[".local/bucket-policy.json"])["Statement"]

    assert statement["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert statement["Action"] == "s3:GetObject"
    assert statement["Condition"] == {"StringEquals": {"AWS:SourceArn": "$DISTRIBUTION"}}


def test_the_access_control_and_the_headers_are_as_cloudfront_takes_them() -> None:
    (given,) = [words[-5] for words in AWS if words[2] == "create-origin-access-control"]
    config = dict(one.split("=") for one in given.split(","))
    valid("create-origin-access-control", {"OriginAccessControlConfig": config})

    policy = response_headers_policy("https://def.example", HEADERS)
    headers = {"ResponseHeadersPolicyConfig": policy}
    valid("create-response-headers-policy", headers)
    valid("update-response-headers-policy", {**headers, "Id": "x", "IfMatch": "x"})


def test_every_file_of_the_page_is_uploaded_once_with_its_type() -> None:
    syncs = [words for words in AWS if words[1:3] == ("s3", "sync")]
    sent = {}
    for words in syncs:
        options = dict(pairwise(words))
        assert {one for one in words if one.startswith("--")} == S3_COPY
        assert (options["--exclude"], options["--cache-control"]) == ("*", "no-cache")
        assert words.index("--exclude") < words.index("--include")  # the later one decides
        sent[options["--include"].lstrip("*")] = options["--content-type"]
    assert sent == {suffix: f"{kind}; charset=utf-8" for suffix, kind in CONTENT_TYPES.items()}

    (config,) = [words for words in AWS if words[1:3] == ("s3", "cp")]
    assert {one for one in config if one.startswith("--")} < S3_COPY
    assert config[-4:] == ("--cache-control", "no-store", "--content-type", "application/json")


def test_each_header_and_each_directive_is_explained_and_no_other() -> None:
    named = re.findall(r"^\| `([A-Z][A-Za-z-]+)(?:: ([^`]+))?`", TEXT, re.MULTILINE)
    assert sorted(name for name, _ in named) == sorted(HEADERS)
    assert all(HEADERS[name] == value for name, value in named if value)

    rows = re.findall(r"^\| ((?:`[a-z-]+(?: [^`]+)?`(?:, )?)+) \|", TEXT, re.MULTILINE)
    explained = [one.split() for one in re.findall("`([^`]+)`", " ".join(rows))]
    policy = directives(HEADERS["Content-Security-Policy"])
    assert sorted(name for name, *_ in explained) == sorted(policy)
    for name, *values in explained:
        if values and values[-1] == "…":
            assert policy[name][0] == values[0]
        elif name != "script-src":
            assert values in ([], policy[name])


def test_the_policy_leaves_room_under_cloudfronts_limit() -> None:
    assert f"{MAX_VALUE_CHARACTERS:,} characters" in TEXT
    assert len(HEADERS["Content-Security-Policy"]) < MAX_VALUE_CHARACTERS / 2


def test_the_lines_for_nginx_hold_every_header() -> None:
    (script,) = re.findall(r"sed -n '(.*)' > page-headers.conf", TEXT)
    printed = "the page is in page\nits headers are in page-headers.json\n" + "".join(
        f"  {name}: {value}\n" for name, value in HEADERS.items()
    )

    lines = subprocess.run(
        ["sed", "-n", script], input=printed, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert lines == [f'add_header {name} "{value}" always;' for name, value in HEADERS.items()]
