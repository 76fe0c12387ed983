"""A team's own actions: each a route to its function, with our bounds; ours cannot be taken."""

from __future__ import annotations

from functools import partial
from typing import Any

import pulumi
import pytest

from components import RealtimeNotifier
from tests.components.test_bad_settings import GOOD_NOTIFIER, changed, refused
from tests.support.recorded_program import Recording, record

ARN = "arn:aws:lambda:us-east-1:123456789012:function:note"


def with_routes(routes: Any, **more: Any) -> Recording:
    args = changed(GOOD_NOTIFIER, {"routes": routes, **more})
    return record(lambda: RealtimeNotifier("n", args) and None)


def test_an_action_leads_to_its_function_which_api_gateway_may_call_for_it_alone() -> None:
    made = with_routes({"note": pulumi.Output.from_input(ARN)})

    route = made.named("n-action-note-route").inputs
    integration = made.named("n-action-note-integration").inputs
    permission = made.named("n-action-note-permission").inputs
    assert route["routeKey"] == "note"
    assert route["target"] == "integrations/n-action-note-integration-id"
    assert "authorizationType" not in route, "a WebSocket API authorizes on $connect only"
    assert "routeResponseSelectionExpression" not in route, "what it returns is not sent"
    assert integration["integrationType"] == "AWS_PROXY"
    assert integration["integrationUri"].endswith(f"/functions/{ARN}/invocations")
    assert permission["function"] == ARN
    assert permission["principal"] == "apigateway.amazonaws.com"
    assert permission["sourceArn"].endswith(":n-api/*/note")


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("qualifier", ["live", "7", None])
def test_an_alias_or_version_is_permitted_as_the_provider_reads_it_back(
    qualifier: str | None, late: bool
) -> None:
    """It reads the function without its qualifier: another text would replace the permission."""
    arn = f"{ARN}:{qualifier}" if qualifier else ARN
    made = with_routes({"note": pulumi.Output.from_input(arn) if late else arn})

    permission = made.named("n-action-note-permission").inputs
    assert (permission["function"], permission.get("qualifier")) == (ARN, qualifier)
    integration = made.named("n-action-note-integration").inputs
    assert integration["integrationUri"].endswith(f"/functions/{arn}/invocations")


def test_its_frames_have_a_bound_of_their_own() -> None:
    made = with_routes({"note": ARN}, route_rate_limit=70)

    limits = {one["routeKey"]: one for one in made.named("n-api-stage").inputs["routeSettings"]}
    assert limits["note"] == {
        **limits["resume"], "routeKey": "note",
        "throttlingRateLimit": 70, "throttlingBurstLimit": 140,
    }  # fmt: skip
    assert limits["resume"]["throttlingRateLimit"] == 100
    assert limits["note"]["throttlingRateLimit"] == 70


def test_an_action_may_be_called_like_a_lifecycle_route_without_its_sign() -> None:
    made = with_routes({"connect": ARN, "default": ARN})

    keys = {one.inputs["routeKey"] for one in made.of_type("aws:apigatewayv2/route:Route")}
    assert {"connect", "default", "$connect", "$default"} <= keys


@pytest.mark.parametrize(
    ("routes", "says"),
    [
        ({"resume": ARN}, "has the action 'resume', which the protocol uses"),
        ({"ping": ARN}, "has the action 'ping', which the protocol uses"),
        *(
            ({action: ARN}, f"has the action {action!r}; an action must begin with a letter")
            for action in ("$connect", "$disconnect", "$default", "", "a b", "a/b", "*", "a" * 41,
                           "1st", "\u00e4")
        ),
        ({"note": "nope"}, "routes.note must be the ARN of a Lambda function, got 'nope'"),
        ({"a-b": ARN, "A_b": ARN}, "has the actions 'a-b' and 'A_b', which differ"),
        ({f"a{number}": ARN for number in range(51)}, "must have at most 50 actions, got 51"),
        (["note"], "must map actions to ARNs of Lambda functions"),
        (pulumi.Output.from_input({"note": ARN}), "must be known before anything is deployed"),
    ],
)  # fmt: skip
def test_what_no_route_can_be_is_refused(routes: Any, says: str) -> None:
    args = changed(GOOD_NOTIFIER, {"routes": routes})

    assert says in refused(partial(RealtimeNotifier, "n", args))
    if not isinstance(routes, pulumi.Output):
        assert says in refused(partial(RealtimeNotifier.check, args))


@pytest.mark.parametrize("wrong", ["note", ""])
def test_a_function_s_name_that_comes_late_is_refused_as_one_that_is_known(wrong: str) -> None:
    with pytest.raises(
        pulumi.RunError, match=rf"routes.note must be the ARN of a Lambda function, got '{wrong}'"
    ):
        with_routes({"note": pulumi.Output.from_input(wrong)})


def test_a_long_action_shortens_the_name_that_the_notifier_may_have() -> None:
    args = changed(GOOD_NOTIFIER, {"routes": {"a" * 40: ARN}})

    assert "characters at most" in refused(partial(RealtimeNotifier, "n" * 45, args))
