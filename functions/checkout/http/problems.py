"""Problem documents (RFC 9457): the only way an error reaches an HTTP client.

The texts of ``ProblemError`` and ``RefusedOrderError`` are written for the client. Any other
exception becomes a plain 500, and its text never leaves the function.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus

from functions.checkout.domain.wire import RefusedOrderError
from functions.common.lambda_types import ApiResponse, LambdaEvent
from functions.common.token_claims import refusal_of


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
    retry_after_seconds
        When to try again. 1 for a 503 that does not say it; other problems say nothing then.
    members
        Further members of the problem document (RFC 9457, 3.2), for the client to act on.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        retry_after_seconds: int | None = None,
        members: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        if retry_after_seconds is None and status == HTTPStatus.SERVICE_UNAVAILABLE:
            retry_after_seconds = 1
        self.retry_after_seconds = retry_after_seconds
        self.members = members or {}


def json_response(status: int, body: Mapping[str, object]) -> ApiResponse:
    """A JSON answer for one buyer. No cache may keep it."""
    return _response(status, "application/json", body)


def public_response(body: Mapping[str, object], cached_seconds: int) -> ApiResponse:
    """A 200 that is the same for everyone. Caches may keep it for ``cached_seconds``."""
    # API Gateway's CORS headers differ by origin: a cache must not hand one page another's.
    headers = {"cache-control": f"public, max-age={cached_seconds}", "vary": "origin"}
    return _response(200, "application/json", body, headers)


def problem_response(problem: ProblemError) -> ApiResponse:
    """The problem as ``application/problem+json``, with Retry-After where it is worth waiting."""
    body = {
        "type": f"urn:problem:checkout:{problem.code}",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
        "code": problem.code,
        **problem.members,
    }
    wait = problem.retry_after_seconds
    retry = {} if wait is None else {"retry-after": str(wait)}
    return _response(problem.status, "application/problem+json", body, retry)


def to_http_response(
    act: Callable[[], ApiResponse],
    on_defect: Callable[[], None],
    is_passing: Callable[[Exception], bool] = lambda _: False,
) -> ApiResponse:
    """Run ``act``; map every exception to a problem document.

    ``on_defect`` is called while an unforeseen exception is handled, to log it in full for
    operators; the client learns only that it happened. One that ``is_passing`` is a 503.
    """
    try:
        return act()
    except ProblemError as problem:
        return problem_response(problem)
    except RefusedOrderError as refused:
        return problem_response(ProblemError(422, refused.code, refused.detail))
    except Exception as error:  # the outermost boundary: the client gets a plain 500
        on_defect()
        if is_passing(error):
            return problem_response(
                ProblemError(
                    503,
                    "temporarily-unavailable",
                    "The shop could not answer in time. Repeat the request in a moment, an order "
                    "with the same Idempotency-Key.",
                )
            )
        return problem_response(
            ProblemError(500, "internal", "Something failed on our side. Try again in a moment.")
        )


def caller_of(event: LambdaEvent) -> str:
    """The buyer's id: ``sub`` of the token that the API's JWT authorizer verified.

    ``ProblemError`` 401 without a verified token, and for one that may not enter: the authorizer
    checks signature, issuer, audience and times, and no more.
    """
    claims: object = event
    for part in ("requestContext", "authorizer", "jwt", "claims"):
        claims = claims.get(part) if isinstance(claims, Mapping) else None
    if not isinstance(claims, Mapping) or not claims.get("sub"):
        raise ProblemError(
            401, "unauthenticated", "Sign in: the request carries no verified token."
        )
    if refusal_of(claims):
        raise ProblemError(
            401,
            "unauthenticated",
            "This token cannot be used here. Sign in again and send the access token.",
        )
    return str(claims["sub"])


def _response(
    status: int,
    content_type: str,
    body: Mapping[str, object],
    headers: Mapping[str, str] | None = None,
) -> ApiResponse:
    return {
        "statusCode": status,
        "headers": {"content-type": content_type, "cache-control": "no-store", **(headers or {})},
        "body": json.dumps(body, separators=(",", ":")),
    }
