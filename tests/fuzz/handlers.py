"""Runs inputs through one handler and collects faults: unhandled, leaked, written in part."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import re
import traceback
from dataclasses import dataclass, replace
from functools import cache
from random import Random
from types import ModuleType
from typing import Any

from awslambdaric.lambda_runtime_marshaller import to_json

from functions.checkout import start_checkout
from functions.common.observability import logger
from functions.realtime import authorize_connection, push_event
from tests.fuzz import inputs, issuer
from tests.fuzz.aws import MARK, TABLES, Aws, Rows
from tests.fuzz.choices import SECRET
from tests.fuzz.doors import DOORS, Door
from tests.fuzz.judges import Invocation, refused
from tests.fuzz.mutation import Change, Path, changed, paths, random_changes, smallest, weight
from tests.support.checkout_shop import CONTEXT
from tests.support.notifier_on_moto import an_event

CASES_PER_CONNECTION = 40
"""Fewer than the frames that one connection may send in a minute."""
SECRETS = (SECRET, "tok_ok")
LEAKS = re.compile(
    rf'Traceback|File "|\.py\b|{MARK}|arn:aws|botocore|boto3|\bfunctions\.|<class |object at 0x'
    r"|NoneType|\bself\.|[A-Z][a-z]+(Error|Exception)\b|_TABLE\b|OIDC_|codec can't|\bsimplejson"
)
"""Texts that tell a client about our inside."""


@dataclass(frozen=True)
class Fault:
    """One kind of fault of one handler, with its smallest input so far."""

    row: int
    """The door's place among the doors."""
    kind: str
    case: int
    changes: tuple[Change, ...]
    count: int = 1

    def __str__(self) -> str:
        what = "; ".join(map(str, self.changes)) or "the valid input itself"
        name = DOORS[self.row].name
        return f"{name}: {self.kind} ({self.count} inputs, such as case {self.case})\n    {what}"


class World:
    """One process's account and issuer, and the rows that are there before each input."""

    def __init__(self) -> None:
        issuer_address = {
            "OIDC_ISSUER": issuer.ISSUER,
            "OIDC_AUDIENCE": issuer.AUDIENCE,
            "OIDC_JWKS_URL": f"{issuer.ISSUER}/keys",
        }
        door: Any = authorize_connection  # its import is replaced
        door.fetch_key_set = lambda _: issuer.key_set().encode()
        self.aws = Aws(issuer_address)
        self.logs = io.StringIO()
        handler: Any = logger.registered_handler  # a StreamHandler, whose stream is replaced
        handler.setStream(self.logs)
        for product_id, price, currency in (
            ("lamp", 1299, "EUR"), ("mug", 850, "EUR"), ("kite", 2000, "USD")
        ):  # fmt: skip
            product = {"productId": product_id, "name": product_id, "description": "", "stock": 5,
                       "unitPriceMinor": price, "currency": currency}  # fmt: skip
            self.aws.put("PRODUCTS", product)
        self._order_and_push()
        self.aws.save()
        self._connection = ""
        self.rows: Rows = {}

    def _order_and_push(self) -> None:
        """An order and a log, as the handlers themselves store them."""
        stored = inputs.render_http(inputs.checkout(inputs.STORED_KEY))
        with contextlib.redirect_stdout(self.logs):
            for number in range(3):
                event = an_event(f"before-{number}", source="returns", type="return.received")
                push_event.handler({"userId": "ada", "event": event}, CONTEXT)
            answer = start_checkout.handler(stored, CONTEXT)
        if answer["statusCode"] != 202:
            raise AssertionError(f"the suite's own order is refused: {answer}\n{_tail(self.logs)}")

    def prepare(self, case: int) -> str:
        """The rows as they are before this case's input; the case's connection."""
        connection = f"conn-{case // CASES_PER_CONNECTION}"
        self.aws.restore()
        if connection != self._connection:
            if self._connection:
                key = {"userId": "ada", "connectionId": self._connection}
                self.aws.client.delete_item(TableName=TABLES["CONNECTIONS"], Key=key)
            for user_id, name in (("ada", connection), ("grace", inputs.LOST_CONNECTION)):
                row = {"userId": user_id, "connectionId": name, "openedAtMs": 1_700_000_000_000,
                       "authorizedUntil": 1_900_000_000, "expiresAt": 1_900_000_000}  # fmt: skip
                self.aws.put("CONNECTIONS", row)
            self.aws.open_connections = {connection, inputs.LOST_CONNECTION}
            self._connection = connection
            self.aws.save()
            self.rows = self.aws.rows()
            self.aws.effects.wrote = False
        return connection


@cache
def world() -> World:
    """The process's world, made at first use."""
    return World()


def changes_of(door: Door, seed: int, case: int) -> tuple[Any, tuple[Change, ...]]:
    """The valid input and the changes of one case. Case 0 and its like are the valid inputs."""
    rng = Random(f"{seed}/{door.name}/{case}")  # noqa: S311 - nothing secret
    template = door.examples[case % len(door.examples)]()
    if case < len(door.examples):
        return template, ()
    everywhere = list(paths(template))
    theirs = [path for path in everywhere if _within(path, door.theirs)]
    if not theirs or rng.random() < 0.05:
        theirs = [path for path in everywhere if path]
    return template, random_changes(rng, template, theirs, door.raw, door.choices)


def run_case(door: Door, seed: int, case: int) -> list[Fault]:
    """The faults of one case, each with changes as small as they were found to be."""
    template, changes = changes_of(door, seed, case)
    return [
        Fault(DOORS.index(door), kind, case, changes)
        for kind in kinds_of(door, template, changes, case)
    ]


def minimized(door: Door, seed: int, fault: Fault) -> Fault:
    """The fault with the smallest changes that still show it."""
    template, _ = changes_of(door, seed, fault.case)

    def fails(changes: tuple[Change, ...]) -> bool:
        return fault.kind in kinds_of(door, template, changes, fault.case)

    return replace(fault, changes=smallest(fault.changes, fails))


def merged(faults: list[Fault]) -> dict[tuple[int, str], Fault]:
    """One fault of each kind: how many inputs had it, and the smallest of them."""
    found: dict[tuple[int, str], Fault] = {}
    for fault in faults:
        known = found.get((fault.row, fault.kind))
        best = fault if known is None or weight(fault.changes) < weight(known.changes) else known
        count = fault.count + (known.count if known else 0)
        found[fault.row, fault.kind] = replace(best, count=count)
    return found


def kinds_of(
    door: Door, template: Any, changes: tuple[Change, ...], case: int, module: Any = None
) -> list[str]:
    """What is wrong with the handler's outcome."""
    here = world()
    connection = here.prepare(case)
    given = changed(template, changes)
    try:
        # As the runtime hands it over: through JSON. What it cannot read never reaches a handler.
        event = json.loads(json.dumps(door.render(changed(template, changes))))
    except (ValueError, RecursionError, AttributeError, TypeError, KeyError):
        return []
    context = event.get("requestContext") if isinstance(event, dict) else None
    if isinstance(context, dict) and context.get("connectionId") == "conn-1":
        context["connectionId"] = connection
    ours = any(not _within(change.path, door.theirs) for change in changes)
    here.logs.seek(0)
    here.logs.truncate()
    answer: Any = None
    error, where, said = "", "", ""
    with contextlib.redirect_stdout(here.logs):
        try:
            answer = (module or _module(door)).handler(event, CONTEXT)
            to_json(answer).encode()
        except Exception as raised:  # whatever it is, the judge decides
            error, where, said = type(raised).__name__, _place(raised), str(raised)
            answer = None if error in door.errors else answer
    unhandled = bool(error) and error not in door.errors
    after = here.aws.rows() if here.aws.effects.wrote else here.rows
    one = Invocation(given, event, answer, error, here.aws.effects, after != here.rows)
    found = _leaks(one, said) + _writes(door, one, here.rows, after, unhandled)
    if unhandled:
        return found + ([] if ours else [f"unhandled {error} in {where}"])
    try:
        return found + ([] if ours else door.judge(one))
    except (KeyError, TypeError, AttributeError, IndexError, ValueError) as unreadable:
        return [*found, f"the answer has not its shape ({type(unreadable).__name__})"]


def _leaks(one: Invocation, said: str) -> list[str]:
    seen = "" if one.answer is None else json.dumps(one.answer, ensure_ascii=False)
    seen += "".join(text for _, text in one.effects.frames)
    is_client = isinstance(one.answer, dict) and "statusCode" in one.answer
    sent = json.dumps(one.event, ensure_ascii=False)
    found = []
    if is_client or one.effects.frames:
        leaks = [match[0] for match in LEAKS.finditer(seen) if match[0] not in sent]
        found += [f"tells the client {leaks[0]!r}"] if leaks else []
    elsewhere = json.dumps(_without_tokens(one.template), ensure_ascii=False)
    tokens = [secret for secret in SECRETS if secret not in elsewhere]
    for name, text in (
        ("answer", seen if is_client else ""),
        ("error", said),
        ("logs", world().logs.getvalue()),
        ("parked message", json.dumps(one.effects.sent)),
    ):
        if any(secret in text for secret in tokens):
            found.append(f"a token is in the {name}")
    return found


def _without_tokens(value: Any) -> Any:
    """What of an input is no secret. A change may have put a token where nobody looks for one."""
    if isinstance(value, list):
        return [_without_tokens(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {name: _without_tokens(v) for name, v in value.items() if name != "paymentToken"}


def _writes(door: Door, one: Invocation, before: Rows, after: Rows, unhandled: bool) -> list[str]:
    if not one.changed:
        return []
    touched = {key[0] for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    foreign = touched - {TABLES[name] for name in door.tables if name in TABLES}
    found = [f"writes to {_named(foreign)}"] if foreign else []
    if unhandled or (refused(one) and one.error not in door.unclear):
        why = one.error or one.answer["statusCode"]
        found.append(f"refuses with {why} and wrote to {_named(touched)}")
    return found


def _named(names: set[str]) -> str:
    return ", ".join(sorted(name.removeprefix(f"{MARK}-") for name in names))


def _tail(logs: io.StringIO) -> str:
    return logs.getvalue()[-2000:]


def _within(path: Path, parts: tuple[Path, ...]) -> bool:
    return any(path[: len(part)] == part for part in parts)


def _place(error: BaseException) -> str:
    """The last place of our own code, without its line: lines move."""
    frames = [
        one for one in traceback.extract_tb(error.__traceback__) if "/functions/" in one.filename
    ]
    if not frames:
        return "the runtime"
    return f"{frames[-1].filename.rsplit('/', 1)[1]}:{frames[-1].name}"


def _module(door: Door) -> ModuleType:
    return importlib.import_module(f"functions.{door.module}")
