"""Access logs: JSON whatever a request has, and nothing in them that is secret or a person's."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest

from tests.support.recorded_program import record_stage

APIS = ("notifier", "checkout")
ABSENT = "-"
"""What API Gateway writes for a variable that a request does not have."""
REFUSED_HANDSHAKE = {
    "requestId": "IzJrwEZVoAMEtNQ=", "routeKey": "$connect", "status": "401",
    "requestTime": "26/Nov/2026:10:00:00 +0000", "connectionId": "IzJrwcW1IAMCKZg=",
    "eventType": "CONNECT", "error.responseType": "UNAUTHORIZED",
}  # fmt: skip


def settings_of(name: str) -> dict[str, Any]:
    found: dict[str, Any] = record_stage().named(f"{name}-api-stage").inputs["accessLogSettings"]
    return found


def written(log_format: str, values: Mapping[str, str]) -> str:
    """The line that API Gateway writes: variables replaced as they are, absent ones by a hyphen."""
    return re.sub(
        r"\$context\.([A-Za-z.]+)", lambda found: values.get(found[1], ABSENT), log_format
    )


@pytest.mark.parametrize("name", APIS)
@pytest.mark.parametrize("values", [{}, REFUSED_HANDSHAKE], ids=["absent", "present"])
def test_a_line_is_json_with_values_present_and_absent(name: str, values: dict[str, str]) -> None:
    line = json.loads(written(settings_of(name)["format"], values))

    assert line["error"] == values.get("error.responseType", ABSENT)
    assert line["status"] == values.get("status", ABSENT)


@pytest.mark.parametrize("name", APIS)
def test_no_token_query_address_or_user_is_logged(name: str) -> None:
    logged = set(re.findall(r"\$context\.([A-Za-z.]+)", settings_of(name)["format"]))

    assert logged <= {
        "requestId", "routeKey", "status", "requestTime", "integrationLatency",
        "integrationStatus", "connectionId", "eventType", "responseLatency", "responseLength",
        "error.responseType",
    }  # fmt: skip


@pytest.mark.parametrize("name", APIS)
def test_the_log_is_kept_as_long_as_the_functions_logs(name: str) -> None:
    group = record_stage().named(f"{name}-access-logs").inputs

    assert group["retentionInDays"] == 14
