"""Plans the program's resources: the same creators, against an AWS API that creates nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from botocore.exceptions import ParamValidationError

from local.placeholders import ACCOUNT
from local.program import BY_DEFAULT, Created, Naming
from local.provisioners.inputs import RANDOM_DIGITS, Inputs, UnhandledPropertyError
from local.provisioners.invented_answers import InventedAnswers
from local.provisioners.lookups import UnknownLookupError, look_up
from local.provisioners.provisioner import IGNORED_ON_EVERY_TYPE
from local.provisioners.registry import (
    Clients,
    UnknownResourceTypeError,
    creator_of,
    service_of,
)
from operations.emulator_client import emulator_client

CLEAR_BY_THEIR_TEXT = (UnknownResourceTypeError, ValueError)
"""Errors whose text says what is wrong. Of another error, a plan shows the type as well."""


class Planner(Clients):
    """A ``ResourceHandler`` whose resources exist in the plan only.

    Each gets a placeholder id and outputs, by AWS's naming. Names and ids repeat from run to run,
    except where the order of registration changes them.
    """

    def __init__(self, region: str, project_dir: Path, naming: Naming = BY_DEFAULT) -> None:
        super().__init__(region, project_dir, naming)
        self.refusals: list[str] = []
        """Values that AWS's API does not accept, one sentence each."""
        self.limits: list[str] = []
        """What the local stage cannot create or answer, one sentence each."""
        self._answers = InventedAnswers(region)
        self._named: Counter[tuple[str, str]] = Counter()

    def _new_client(self, service: str) -> Any:
        """It checks its parameters and sends nothing."""
        client = emulator_client(service, "http://plan.invalid", self.region)
        self._answers.attach(client)
        return client

    def api_endpoint(self, api_id: str, protocol: str) -> str:
        """The API's address on AWS."""
        scheme = "wss" if protocol == "WEBSOCKET" else "https"
        return f"{scheme}://{api_id}.execute-api.{self.region}.amazonaws.com"

    def create(self, resource_type: str, name: str, inputs: Mapping[str, Any]) -> Created:
        """Plan one resource. If the creator is missing or raises, it gets a name and an ARN."""
        random_part = self._random_part(resource_type, name)
        auto_name = self.naming.name(
            resource_type, name, lambda count: random_part.strip("x").rjust(count, "x")
        )
        given = Inputs(resource_type, name, inputs, random_part=random_part, auto_name=auto_name)
        given.ignore(*IGNORED_ON_EVERY_TYPE)
        created = self._unhandled(resource_type, auto_name)
        try:
            created = creator_of(resource_type)(self, given)
            given.finish()
        except ParamValidationError as error:
            text = " ".join(str(error).split())  # botocore puts each fault on a line of its own
            self._note(self.refusals, f"{resource_type} {name!r}: {text}")
        except UnhandledPropertyError as error:
            self._note(self.limits, str(error))  # it names the resource
        except Exception as error:
            why = str(error) if isinstance(error, CLEAR_BY_THEIR_TEXT) else repr(error)
            self._note(self.limits, f"{resource_type} {name!r}: {why}")
        return created

    def invoke(self, token: str, args: Mapping[str, Any]) -> dict[str, Any]:
        """Answer the provider's functions that look up where the program runs."""
        try:
            return look_up(token, self.region, args=args)
        except UnknownLookupError as error:
            self._note(self.limits, str(error))
            return {"id": token}

    def _unhandled(self, resource_type: str, physical_name: str) -> Created:
        arn = f"arn:aws:{service_of(resource_type)}:{self.region}:{ACCOUNT}:{physical_name}"
        return Created(physical_name, {"arn": arn, "name": physical_name})

    def _random_part(self, resource_type: str, name: str) -> str:
        """Stands for Pulumi's random digits: another text for each resource of the same name."""
        with self._lock:
            number = self._named[resource_type, name]
            self._named[resource_type, name] += 1
        return str(number or "").rjust(RANDOM_DIGITS, "x")

    def _note(self, sentences: list[str], sentence: str) -> None:
        with self._lock:
            sentences.append(sentence)
