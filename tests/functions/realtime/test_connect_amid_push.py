"""A page that connects while an event is pushed gets the event, whichever comes first."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations_with_replacement
from typing import Any

import pytest

from tests.support.notifier_on_moto import Realtime, an_event
from tests.support.strict_management_api import StrictManagementApi

MOMENTS = ("before the push", "before the commit", "before the connections are read",
           "before the post", "after the push")  # fmt: skip


class Stops:
    """A client that calls ``arrive`` with a moment's name before the call that follows it."""

    def __init__(self, client: Any, arrive: Callable[[str], None]) -> None:
        self._client, self._arrive = client, arrive

    def __getattr__(self, name: str) -> Any:
        if name == "put_item":
            self._arrive(MOMENTS[1])
        if name == "query":
            self._arrive(MOMENTS[2])
        return getattr(self._client, name)


def resume_event(realtime: Realtime) -> dict[str, Any]:
    token = {"userId": "ada", "tokenExpiresAt": str(realtime.time + 100)}
    context = {"connectionId": "c1", "connectedAt": realtime.now_ms(), "authorizer": token}
    body = json.dumps({"action": "resume", "after": f"{1:020d}"})
    return {"requestContext": context, "body": body}


@pytest.mark.parametrize(("connects", "resumes"), combinations_with_replacement(MOMENTS, 2))
def test_the_connections_are_read_after_the_commit(
    realtime: Realtime, connects: str, resumes: str
) -> None:
    realtime.log.append("ada", an_event("before"), 3600)
    api, happened = StrictManagementApi("c1"), set()

    def arrive(moment: str) -> None:
        if moment in happened:
            return
        happened.add(moment)
        if moment == connects:
            realtime.connect("ada", "c1", seconds_ago=0)
        if moment == resumes:
            realtime.resume(api).answer(resume_event(realtime))

    api.before_post = lambda _: arrive(MOMENTS[3])
    arrive(MOMENTS[0])
    replace(realtime, client=Stops(realtime.client, arrive)).push(api, "ada", an_event("new"))
    for moment in MOMENTS[3:]:  # without a page nothing was posted
        arrive(moment)

    assert "new" in [json.loads(text).get("id") for text in api.received["c1"]]
