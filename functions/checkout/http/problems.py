"""RFC 9457 problem documents: the only way an error reaches an HTTP client.

A ``ProblemError`` carries a text written for the client, and so does a ``PricingError``, which
becomes a 422. Any other exception becomes a plain 500: its text never leaves the function.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from functions.checkout.domain.pricing import PricingError

HttpResponse = dict[str, Any]
"""What an HTTP API (payload 2.0) takes: statusCode, headers, body."""


class ProblemError(Exception):
    """A refusal with a text for the client.

    Parameters
    ----------
    status
        HTTP status, 400..599.
    code
        Stable kebab-case name of the kind of problem; the client may branch on it.
    detail
        One sentence for the person or program that called: what is wrong and what to do.
    """

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail


def json_response(status: int, body: Mapping[str, Any]) -> HttpResponse:
    """A JSON answer that no cache may keep: stock and order status change by the second."""
    return {
        "statusCode": status,
        "headers": {"content-type": "application/json", "cache-control": "no-store"},
        "body": json.dumps(body, separators=(",", ":")),
    }


def problem_response(problem: ProblemError) -> HttpResponse:
    """The problem as ``application/problem+json``; 503 also says when to come back."""
    headers = {"content-type": "application/problem+json", "cache-control": "no-store"}
    if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["retry-after"] = "1"
    body = {
        "type": f"urn:problem:checkout:{problem.code}",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
        "code": problem.code,
    }
    return {
        "statusCode": problem.status,
        "headers": headers,
        "body": json.dumps(body, separators=(",", ":")),
    }


def to_http_response(
    act: Callable[[], HttpResponse], on_defect: Callable[[], None]
) -> HttpResponse:
    """Run ``act``; map every exception to a problem document.

    ``on_defect`` is called inside the handling of an unforeseen exception, to log it in full
    where operators see it; the client learns only that it happened.
    """
    try:
        return act()
    except ProblemError as problem:
        return problem_response(problem)
    except PricingError as refused:
        return problem_response(ProblemError(422, refused.code, refused.detail))
    except Exception:  # the outermost boundary: nothing may pass it but a plain 500
        on_defect()
        return problem_response(
            ProblemError(500, "internal", "Something failed on our side. Try again in a moment.")
        )


def caller_of(event: Mapping[str, Any]) -> str:
    """The buyer's id: ``sub`` of the token that the API's JWT authorizer verified."""
    authorizer = event.get("requestContext", {}).get("authorizer", {})
    subject = authorizer.get("jwt", {}).get("claims", {}).get("sub")
    if not isinstance(subject, str) or not subject:
        raise ProblemError(
            401, "unauthenticated", "Sign in: the request carries no verified token."
        )
    return subject
