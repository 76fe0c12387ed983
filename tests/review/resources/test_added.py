"""What is added: first what lets somebody in, rings, or costs; many of a type in one line."""

from __future__ import annotations

from typing import Any

import pytest

from review.resources.facts import facts, few
from review.resources.resources_changed import resources
from review.side import Side
from review.text.markdown import TIMES
from tests.support.sides import resource, side_of

ALARM, QUEUE = "aws:cloudwatch/metricAlarm:MetricAlarm", "aws:sqs/queue:Queue"
HASH = "68c793eb27d1e6ba80edc49c1df65b5f3a2167b89592bf138b6fa3b9153c473a"


def added(*planted: Any) -> list[str]:
    return [*resources(side_of(), side_of(*planted)).lines]


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        ({"tags": {"team": "shop"}, "off": False, "none": None, "empty": [], "n": 0}, "`n` 0"),
        ({"name": "jobs", "limits": {"most": 3}}, "`limits.most` 3, `name` `jobs`"),
        ({"code": {"archive": f"sha256:{HASH}"}}, "`code.archive` is set"),
        ({"policy": '{"Statement": []}', "definition": "{}", "assumeRolePolicy": "{}"}, ""),
        ({"body": '{"a": 1}'}, "`body` is set"),
        ({"list": [1, "a"]}, "`list` 1, `a`"),
        ({"list": [*"abcde"]}, "`list` `a`, `b`, `c` and 2 more"),
        ({"list": [HASH]}, "`list` is set"),
        ({"rules": [{"port": 1}, {"port": 2}]}, "`rules[0].port` 1, `rules[1].port` 2"),
        ({"rules": [{"port": 1}, "x"]}, "`rules[0].port` 1, `rules[1].` `x`"),
        ({name: 1 for name in "abcdefgh"} | {"threshold": 5},
         "`threshold` 5, `a` 1, `b` 1, `c` 1, `d` 1, `e` 1 and 3 more"),
    ],
    ids=str,
)  # fmt: skip
def test_a_property_is_told_or_named_or_counted(inputs: dict[str, Any], told: str) -> None:
    assert few(facts(inputs)) == told


def test_an_open_port_stands_before_a_description() -> None:
    opened = {"protocol": "tcp", "fromPort": 22, "toPort": 22, "cidrBlocks": ["0.0.0.0/0"]}

    assert added(
        resource(
            "aws:ec2/securityGroup:SecurityGroup", "sg", ingress=[opened], description="Managed"
        )
    ) == [
        "- **added** `sg` (`ec2.SecurityGroup`): `ingress[].cidrBlocks` `0.0.0.0/0`, "
        "`ingress[].fromPort` 22, `ingress[].protocol` `tcp`, `ingress[].toPort` 22, "
        "`description` `Managed`"
    ]


def test_equal_additions_are_one_line_and_different_ones_are_apart() -> None:
    assert added(
        resource(QUEUE, "a", delaySeconds=1),
        resource(QUEUE, "b", delaySeconds=1),
        resource(QUEUE, "c", delaySeconds=2),
    ) == [
        f"- **added** 2 {TIMES} `sqs.Queue` (`a`, `b`): `delaySeconds` 1",
        "- **added** `c` (`sqs.Queue`): `delaySeconds` 2",
    ]


def alarms(count: int, **same: Any) -> Side:
    return side_of(
        *(
            resource(ALARM, f"a{n:03}", threshold=n, metricName=f"m{n}", **same)
            for n in range(count)
        )
    )


def test_of_many_of_a_type_the_common_properties_are_told_and_which_differ() -> None:
    (line,) = resources(side_of(), alarms(900, period=60)).lines

    assert line.startswith(
        f"- **added** 900 {TIMES} `cloudwatch.MetricAlarm`: `period` 60; different in "
        "`threshold`, `metricName` <details>"
    )
    assert line.endswith("`a059` and 840 more</details>")


def test_many_of_a_type_that_have_nothing_in_common_are_one_line() -> None:
    (line,) = resources(side_of(), alarms(7)).lines
    assert ": different in `threshold`, `metricName`" in line
