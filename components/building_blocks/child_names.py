"""How long a component's name may be: it is the beginning of its children's names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from components.building_blocks.args_errors import ArgsError, NameTooLongError
from components.building_blocks.autonaming import (
    AS_BY_DEFAULT,
    physical_name,
    stage_pattern,
    written_pattern,
)

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")


@dataclass(frozen=True, order=True)
class Kind:
    """A kind of resource whose physical name AWS limits."""

    type: str
    most: int
    """Characters that its service allows. The source is the service's API reference."""


FUNCTION = Kind("aws:lambda/function:Function", 64)
PERMISSION = Kind("aws:lambda/permission:Permission", 100)
ROLE = Kind("aws:iam/role:Role", 64)
ROLE_POLICY = Kind("aws:iam/rolePolicy:RolePolicy", 128)
LOG_GROUP = Kind("aws:cloudwatch/logGroup:LogGroup", 512)
ALARM = Kind("aws:cloudwatch/metricAlarm:MetricAlarm", 255)
EVENT_RULE = Kind("aws:cloudwatch/eventRule:EventRule", 64)
EVENT_TARGET = Kind("aws:cloudwatch/eventTarget:EventTarget", 64)
"""Its ``targetId``, which Pulumi makes of the name. It would go beyond what EventBridge takes."""
EVENT_BUS = Kind("aws:cloudwatch/eventBus:EventBus", 256)
QUEUE = Kind("aws:sqs/queue:Queue", 80)
TABLE = Kind("aws:dynamodb/table:Table", 255)
STATE_MACHINE = Kind("aws:sfn/stateMachine:StateMachine", 80)
API = Kind("aws:apigatewayv2/api:Api", 128)
USER_POOL = Kind("aws:cognito/userPool:UserPool", 128)
USER_POOL_CLIENT = Kind("aws:cognito/userPoolClient:UserPoolClient", 128)

KINDS = (FUNCTION, PERMISSION, ROLE, ROLE_POLICY, LOG_GROUP, ALARM, EVENT_RULE, EVENT_TARGET,
         EVENT_BUS, QUEUE, TABLE, STATE_MACHINE, API, USER_POOL, USER_POOL_CLIENT)  # fmt: skip
"""Layers and authorizers are not among them: their names are given, and far from their limits."""

Children = Mapping[Kind, Sequence[str]]
"""Kind -> what the names of a component's children of that kind add to the component's name. The
longest of each kind is enough."""


def function_children(modules: Iterable[str]) -> Children:
    """The children of a component that has functions, by their modules."""
    names = [function_name("", module) for module in modules]
    return {
        FUNCTION: [f"{name}-function" for name in names],
        ROLE: [f"{name}-role" for name in names],
        ROLE_POLICY: [f"{name}-policy" for name in names],
        LOG_GROUP: [f"{name}-logs" for name in names],
    }


def function_name(component: str, module: str) -> str:
    """The name of the function of ``functions/<family>/<module>.py`` in a component."""
    return f"{component}-{module.replace('_', '-')}"


def joined(*parts: Children) -> Children:
    """All of the children."""
    kinds = dict.fromkeys(kind for part in parts for kind in part)
    return {kind: [suffix for part in parts for suffix in part.get(kind, ())] for kind in kinds}


def inside(suffix: str, children: Children) -> Children:
    """The children of a component inside another one, which adds ``suffix`` to the outer's name."""
    return {kind: [f"{suffix}{one}" for one in suffixes] for kind, suffixes in children.items()}


def check_name(component: str, name: str, children: Children) -> None:
    """Raise ``ArgsError`` for a name that AWS would refuse as part of a child's name, and of its
    kinds ``NameTooLongError`` for one that is too long."""
    most, tightest, kind = min(
        (kind.most - len(physical_name(kind.type, suffix)), suffix, kind)
        for kind, suffixes in children.items()
        for suffix in suffixes
    )
    if _NAME.fullmatch(name) and len(name) <= most:
        return
    problem = (
        f"must be letters, digits and hyphens, {max(most, 0)} characters at most (AWS "
        f"allows {kind.most} for {name + tightest!r}, and Pulumi adds "
        f"{len(physical_name(kind.type, ''))}), got {name!r} with {len(name)}{_way_out(kind)}"
    )
    if len(name) > most:
        raise NameTooLongError(component, problem, len(name) - most, written_pattern(kind.type))
    raise ArgsError(component, "name", problem)


def _way_out(kind: Kind) -> str:
    pattern = stage_pattern(kind.type)
    if pattern == AS_BY_DEFAULT:
        return ""
    return (
        f"; shorten the name, or the pattern of pulumi:autonaming for {kind.type}, which is "
        f"{pattern!r} here"
    )
