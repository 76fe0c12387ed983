"""A program registers several resources at once: their order changes nothing of what is said."""

from __future__ import annotations

from policy.rules import Waiver, findings, judge
from tests.policy.cases import made
from tests.policy.cases_by_rule import RULE

POLICIES = [made("QueuePolicy", {"queueUrl": "q", "policy": "{}"}, name) for name in "abc"]


def test_of_several_policies_the_same_one_is_named() -> None:
    rules = [RULE["one-policy-per-queue"]]
    (found,) = findings(POLICIES, production=False, rules=rules)

    assert found.name == "a"
    assert findings(POLICIES[::-1], production=False, rules=rules) == [found]


def test_what_is_waived_stands_in_one_order() -> None:
    groups = [made("LogGroup", {}, name) for name in "ab"]
    waivers = [Waiver("log-retention-set", "*", "Kept by law.", "2026-11-27")]

    forwards, backwards = (
        judge(some, production=False, waivers=waivers) for some in (groups, groups[::-1])
    )
    assert forwards.waived == backwards.waived


def test_a_stage_may_come_after_its_routes_by_way_of_a_deployment() -> None:
    route = made("Route", {"apiId": "api", "routeKey": "GET /things"}, "route")
    deployment = made("Deployment", {"apiId": "api"}, "deployment")
    stage = made("Stage", {"apiId": "api", "routeSettings": [{"routeKey": "GET /things"}]})
    rules = [RULE["route-settings-after-route"]]

    assert len(findings([stage, deployment, route], production=False, rules=rules)) == 1

    stage.dependencies.append(deployment.urn)
    deployment.dependencies.append(route.urn)
    assert findings([stage, deployment, route], production=False, rules=rules) == []
