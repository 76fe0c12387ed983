"""How often the rules go through all resources: once, however many questions they ask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from local.program import RegisteredResource
from policy.rules import findings


class Counted(list[RegisteredResource]):
    """Resources that count how often somebody goes through them."""

    passes = 0

    def __iter__(self) -> Iterator[Any]:
        self.passes += 1
        return super().__iter__()


def route(number: int) -> RegisteredResource:
    return RegisteredResource(
        type="aws:apigatewayv2/route:Route",
        name=f"route-{number}",
        urn=f"urn-{number}",
        parent="",
        custom=True,
        inputs={"apiId": "api", "routeKey": f"route-{number}", "target": "integrations/none"},
        dependencies=[],
        outputs={"id": f"route-{number}"},
    )


def test_ten_times_as_many_resources_are_gone_through_no_more_often() -> None:
    few, many = (Counted(map(route, range(count))) for count in (3, 30))

    found = [[one.rule.id for one in findings(some, production=False)] for some in (few, many)]

    assert found == [["route-has-integration"] * 3, ["route-has-integration"] * 30]
    assert many.passes == few.passes == 1
