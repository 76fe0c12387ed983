"""The HTTP API by schemathesis: requests that docs/openapi.yaml allows, and others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import hypothesis
import requests
import schemathesis
from hypothesis import HealthCheck, Phase
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from tests.fuzz.handlers import LEAKS
from tests.fuzz.parts import Progress
from tests.support.documents import load

load_all_checks()
CHECKED = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance",
    "response_headers_conformance", "response_schema_conformance",
)  # fmt: skip
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
SECONDS = 60


@dataclass
class HttpRun:
    """The requests of one run."""

    address: str
    token: str
    products: tuple[str, ...]
    """Ids of products that exist: no schema knows them."""
    progress: Progress
    total: int
    done: int = 0
    accepted: set[str] = field(default_factory=set)
    """Orders that were answered with 202: as many rows may be new."""
    faults: list[str] = field(default_factory=list)


def fuzz_http(run: HttpRun, seed: int, requests_per_operation: int) -> HttpRun:
    """Send requests to every operation, and check each answer against the document."""
    schema = schemathesis.openapi.from_dict(load("openapi.yaml"))
    with requests.Session() as session:
        session.trust_env = False  # the stage is on loopback
        for found in schema.get_all_operations():
            operation: Any = found.ok()  # type: ignore[union-attr]
            for mode in MODES:
                attempt = _attempt(run, operation, mode, session)
                cases = operation.as_strategy(generation_mode=mode)
                name = f"{operation.label} ({mode.value})"
                _run(run, attempt, cases, seed, requests_per_operation // len(MODES), name)
    return run


def _run(
    run: HttpRun, attempt: Callable[[Any], None], cases: Any, seed: int, most: int, name: str
) -> None:
    settings = hypothesis.settings(
        max_examples=most,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
        report_multiple_bugs=False,
    )
    given: Any = hypothesis.given(cases)
    test: Any = hypothesis.seed(seed)(settings(given(attempt)))
    try:
        test()
    except hypothesis.errors.Unsatisfiable:
        return  # an operation without parameters has no request that its schema forbids
    except (schemathesis.errors.SchemathesisError, AssertionError) as failed:
        run.faults.append(f"{name}: {_told(failed)}")
    except BaseExceptionGroup as group:
        run.faults += [f"{name}: {_told(failed)}" for failed in group.exceptions]


def _attempt(
    run: HttpRun, operation: Any, mode: GenerationMode, session: requests.Session
) -> Callable[[Any], None]:
    checks = [CHECKS.get_one(name) for name in CHECKED]

    def attempt(case: Any) -> None:
        if mode is GenerationMode.POSITIVE:
            _choose_products(case.body, run.products)
        answer = case.call(
            base_url=run.address,
            session=session,
            headers={"Authorization": f"Bearer {run.token}"},
            timeout=SECONDS,
        )
        run.done += 1
        run.progress(run.done, run.total, len(run.faults))
        text = answer.text
        if answer.status_code == 202:
            run.accepted.add(answer.json()["orderId"])
        leak = LEAKS.search(text)
        if leak and leak[0] not in repr((case.body, case.path_parameters, case.headers)):
            raise AssertionError(f"the answer tells the client {leak[0]!r}: {text[:300]}")
        if run.token in text:
            raise AssertionError("the answer holds the token")
        case.validate_response(answer, checks=checks)

    return attempt


def _choose_products(body: Any, products: tuple[str, ...]) -> None:
    """Ask for products that exist, and mostly leave the amount to the shop: so orders are placed.

    What is done follows from the body alone, or the same request could not be sent again.
    """
    if not isinstance(body, dict):
        return
    if body.get("amountMinor", 1) % 4:
        body.pop("amountMinor", None)
        body.pop("currency", None)
    lines = body.get("lines")
    if isinstance(lines, list):
        del lines[len(products) :]
        for line, product in zip(lines, products, strict=False):
            if isinstance(line, dict):
                line["productId"] = product


def _told(failed: BaseException) -> str:
    return " | ".join(line.strip() for line in str(failed).splitlines() if line.strip())[:900]
