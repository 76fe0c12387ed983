"""Who may call the routes of an API: everybody, or who has a token for an authorizer. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from local.aws_provider import RecordedProgram, RecordedResource, name_of
from review.permissions.arn_words import named
from review.permissions.permission import Condition, Effect, Permission, Test
from review.permissions.principals import EVERYBODY, Who
from review.text.markdown import code

ROUTE, API = "aws:apigatewayv2/route:Route", "aws:apigatewayv2/api:Api"
INVOKE = "execute-api:Invoke"
"""IAM's name for a call."""
CONNECT = "$connect"
"""The one route of a WebSocket API that an authorizer guards: whoever it lets in may use all."""


def routes(record: RecordedProgram) -> Iterator[Permission]:
    """A permission for each route that is called from outside."""
    web_sockets = {
        reference
        for urn, one in record.resources.items()
        if one.type == API and one.inputs.get("protocolType") == "WEBSOCKET"
        for reference in (urn, f"{{{name_of(urn)}}}")
    }
    for _, route in sorted(record.resources.items()):
        if route.type == ROUTE:
            api = {str(route.inputs.get("apiId")), *route.sources.get("apiId", ())}
            key = str(route.inputs.get("routeKey", ""))
            if key == CONNECT or not api & web_sockets:
                yield from _permission(route, key)


def _permission(route: RecordedResource, key: str) -> Iterator[Permission]:
    who = _caller(route)
    what = f"route {code(key)} of API {named(str(route.inputs.get('apiId', '')))}"
    yield Permission(
        who.words, Effect.ALLOW, what, INVOKE.lower(), _scopes(route), who.wide, INVOKE
    )


def _caller(route: RecordedResource) -> Who:
    kind = route.inputs.get("authorizationType", "NONE")
    if kind == "NONE":
        return Who(EVERYBODY, wide=True)
    if kind == "AWS_IAM":
        return Who("whoever has an IAM policy for it")
    return Who(
        f"whoever has a token for authorizer {named(str(route.inputs.get('authorizerId', '')))}"
    )


def _scopes(route: RecordedResource) -> Condition:
    scopes = route.inputs.get("authorizationScopes")
    if not isinstance(scopes, list) or not scopes:
        return ()
    return (Test("has", "scope", tuple(sorted(map(str, scopes)))),)
