"""The suite finds what it is there for: planted faults, each of another kind."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from random import Random

import pytest

from tests.fuzz import hostile
from tests.fuzz.mutation import GONE, Change, changed, smallest
from tests.support.repository import REPO_ROOT

pytestmark = pytest.mark.xdist_group("teeth")

PLANTED = {
    "unhandled KeyError in planted": 'raise KeyError("amount")',
    "answers 500": 'return {"statusCode": 500, "headers": {}, "body": ""}',
    "tells the client 'KeyError'": (
        'return {"statusCode": 400, "headers": {"content-type": "application/problem+json"},'
        ' "body": \'{"detail": "KeyError"}\'}'
    ),
    "refuses with 422 and wrote to orders": (
        'world().aws.put("ORDERS", {"orderId": "half"})\n'
        '        return {"statusCode": 422, "headers": {"content-type": "a"}, "body": "{}"}'
    ),
    "a token is in the answer": (
        'return {"statusCode": 202, "headers": {"content-type": "application/json"},'
        ' "body": event["body"]}'
    ),
    "writes to products": 'world().aws.put("PRODUCTS", {"productId": "x"})\n        return None',
}
PROGRAM = """
import json
import sys
from types import SimpleNamespace
from tests.fuzz.doors import DOORS
from tests.fuzz.handlers import kinds_of, world

door = next(door for door in DOORS if door.name == "start_checkout")
found = {}
for kind, body in json.load(sys.stdin).items():
    names = {"world": world}
    exec(f"def planted(event, context):\\n        {body}", names)
    module = SimpleNamespace(handler=names["planted"])
    found[kind] = kinds_of(door, door.examples[0](), (), 0, module)
print(json.dumps(found))
"""


@cache
def found_of_planted() -> dict[str, list[str]]:
    """What the suite says of each planted handler, in one process of its own."""
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM], input=json.dumps(PLANTED),
        cwd=REPO_ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-3000:]
    found: dict[str, list[str]] = json.loads(run.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_fault_is_found(kind: str) -> None:
    found = found_of_planted()[kind]
    assert any(kind.split(" in planted")[0] in one for one in found), found


def test_a_failing_input_is_made_small() -> None:
    changes = (
        Change(("a",), 7),
        Change(("b",), ["x", {"bad": "y" * 100}, "z"]),
        Change(("c",), GONE),
    )

    def fails(candidate: tuple[Change, ...]) -> bool:
        return "bad" in json.dumps([change.value for change in candidate])

    assert (
        smallest(changes, fails) == (Change(("b",), {"bad": None}),)
        or len(smallest(changes, fails)) == 1
    )


def test_a_change_whose_place_is_gone_has_no_effect() -> None:
    base = {"a": {"b": 1}}
    changes = (Change(("a",), "text"), Change(("a", "b"), 2))
    assert changed(base, changes) == {"a": "text"}
    assert base == {"a": {"b": 1}}


def test_the_same_seed_gives_the_same_values() -> None:
    def values() -> list[object]:
        rng = Random("1/start_checkout/5")  # noqa: S311 - nothing secret
        return [hostile.any_json(rng) for _ in range(50)] + [hostile.raw_text(rng)]

    assert repr(values()) == repr(values())
