"""What each function imports: a cold start pays for every module. The counts are exact.

A new module of ours is all right if it is needed: raise the count. Another library is a decision:
docs/adr/0017 says what each one costs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from typing import Any

import pytest

from components.building_blocks.code_archive import FUNCTIONS
from tests.support.repository import REPO_ROOT

OURS = {
    "checkout.announce_outcome": 23,
    "checkout.charge_payment": 31,
    "checkout.commit_outcome": 28,
    "checkout.get_order": 30,
    "checkout.list_products": 31,
    "checkout.refund_payment": 29,
    "checkout.release_stock": 28,
    "checkout.reserve_stock": 28,
    "checkout.start_checkout": 41,
    "checkout.start_saga": 25,
    "realtime.authorize_connection": 26,
    "realtime.close_connection": 31,
    "realtime.open_connection": 37,
    "realtime.push_event": 42,
    "realtime.push_queued_events": 43,
    "realtime.resume_events": 45,
}
"""Function -> how many modules of ours it imports, itself and its packages among them."""
AWS = {"botocore", "dateutil", "jmespath", "six", "urllib3"}
"""botocore, and what botocore imports."""
NEVER = {
    "boto3", "s3transfer", "aws_lambda_powertools", "jwt", "typing_extensions", "requests",
    "multiprocessing", "asyncio", "unittest", "pdb", "pydantic", "http.server", "xmlrpc"
}  # fmt: skip
"""Heavy, and needed by none. With each of these a cold start would take longer."""
IMPORT_EACH = """
import importlib, json, os, sys
for name in json.loads(sys.argv[1]):
    read, write = os.pipe()
    if not os.fork():  # so that each one is the first to import
        before = set(sys.modules)
        importlib.import_module(name)
        with open(write, "w") as told:
            json.dump(sorted(set(sys.modules) - before), told)
        os._exit(0)
    os.close(write)
    with open(read) as told:
        print(told.read(), flush=True)
    os.wait()
"""


def functions() -> list[str]:
    """Every function's module."""
    return sorted(
        ".".join(path.relative_to(FUNCTIONS.parent).with_suffix("").parts)
        for path in FUNCTIONS.glob("*/*.py")
        if "\ndef handler(" in path.read_text()
    )


@cache
def imported() -> dict[str, set[str]]:
    """Function -> the modules that are imported with it, in a process that has none of them."""
    ran = subprocess.run(
        [sys.executable, "-S", "-c", IMPORT_EACH, json.dumps(functions())],
        cwd=REPO_ROOT, capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(REPO_ROOT), *sys.path])},
    )  # fmt: skip
    lines: list[Any] = [json.loads(line) for line in ran.stdout.splitlines()]
    return dict(zip(functions(), map(set, lines), strict=True))


def libraries(name: str) -> set[str]:
    """Packages that are neither ours nor Python's."""
    packages = {module.split(".")[0] for module in imported()[name]}
    return packages - sys.stdlib_module_names - {"functions", "contract", "tests"}


@pytest.mark.parametrize("name", functions())
def test_a_function_imports_as_many_modules_of_ours_as_it_did(name: str) -> None:
    ours = [one for one in imported()[name] if one.startswith(("functions", "contract"))]

    assert len(ours) == OURS[name.removeprefix("functions.")]


@pytest.mark.parametrize("name", functions())
def test_a_function_imports_no_library_but_botocore_and_the_authorizer_not_even_that(
    name: str,
) -> None:
    if name.endswith("authorize_connection"):
        assert libraries(name) == {"cryptography", "_cffi_backend", "_openssl"}
    else:
        assert libraries(name) - {"certifi"} == AWS  # urllib3 takes certifi where it is installed


@pytest.mark.parametrize("name", functions())
def test_what_is_heavy_is_never_imported(name: str) -> None:
    assert imported()[name] & NEVER == set()


def test_an_import_makes_no_client() -> None:
    """The clients are made on Lambda, while it initialises, and otherwise at first use."""
    script = (
        "import functions.checkout.start_checkout as f, functions.common.dynamodb as d\n"
        "print(len(f.aws_clients.client._made), len(d.table_client._made))"
    )
    for variable, made in (("NOTHING", "0 0"), ("AWS_LAMBDA_INITIALIZATION_TYPE", "1 1")):
        ran = subprocess.run(
            [sys.executable, "-c", script], cwd=REPO_ROOT, capture_output=True, text=True,
            check=True, env={**os.environ, "AWS_DEFAULT_REGION": "us-east-1", variable: "yes"},
        )  # fmt: skip
        assert ran.stdout.strip() == made
