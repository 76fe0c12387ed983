"""Which actions a team's own routes may have. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from components.building_blocks.addresses import FUNCTION_ARN
from components.building_blocks.api_routes import route_slug
from components.building_blocks.args_errors import Place
from components.building_blocks.args_fields import is_plain
from components.building_blocks.child_names import PERMISSION, Children
from contract.frames import ACTIONS

MOST_ROUTES = 50
"""API Gateway takes 300 routes for an API (developer guide, quotas). Kinds of messages beyond
these can stand in a message's body."""
_ACTION = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,39}")


def check_routes(place: Place, routes: object) -> None:
    """Raise ``ArgsError`` for actions that are no routes of a team, or no function's ARN."""
    if not isinstance(routes, Mapping):
        raise place.error(
            "must map actions to ARNs of Lambda functions, with the actions known before anything "
            f"is deployed, got {routes!r}"
        )
    if len(routes) > MOST_ROUTES:
        raise place.error(f"must have at most {MOST_ROUTES} actions, got {len(routes)}")
    slugs: dict[str, str] = {}
    for action, function_arn in routes.items():
        if action in ACTIONS:
            raise place.error(f"has the action {action!r}, which the protocol uses; choose another")
        if not isinstance(action, str) or not _ACTION.fullmatch(action):
            raise place.error(
                f"has the action {action!r}; an action must begin with a letter and have letters, "
                "digits, '_', '.' and '-', 40 at most ($connect, $disconnect and $default are the "
                "notifier's own)"
            )
        other = slugs.setdefault(route_slug(action), action)
        if other != action:
            raise place.error(
                f"has the actions {other!r} and {action!r}, which differ in case or punctuation "
                "only; name one otherwise"
            )
        if is_plain(function_arn) and not FUNCTION_ARN.fullmatch(str(function_arn)):
            raise place.of(action).error(
                f"must be the ARN of a Lambda function, got {function_arn!r}"
            )


def route_children(routes: Mapping[str, object]) -> Children:
    """What the routes' children add to the notifier's name."""
    return {PERMISSION: [f"-action-{route_slug(action)}-permission" for action in routes]}
