"""Domain names of a team's own for both APIs: what is registered, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import pulumi
import pytest

from components import CheckoutSaga, RealtimeNotifier
from components.building_blocks.component_tag import COMPONENT_TAG
from local.program import Program
from local.provisioners import Planner
from tests.components.test_bad_settings import GOOD_CHECKOUT, GOOD_NOTIFIER, changed, refused
from tests.support.recorded_program import DEV_CONFIG, Recording, record, record_stage
from tests.support.repository import REPO_ROOT

CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"
DOMAINS = {
    "realtime-checkout:websocketDomainName": "ws.example.com",
    "realtime-checkout:httpDomainName": "api.example.com",
    "realtime-checkout:certificateArn": CERTIFICATE,
    "realtime-checkout:hostedZoneId": "Z0123456789",
}
NEW_TYPES = ("aws:apigatewayv2/domainName:DomainName", "aws:apigatewayv2/apiMapping:ApiMapping",
             "aws:route53/record:Record")  # fmt: skip


class WithTargets(Recording):
    """Answers what API Gateway adds to a domain name."""

    def new_resource(self, args: Any) -> tuple[str | None, dict[str, Any]]:
        made, outputs = super().new_resource(args)
        if args.typ == NEW_TYPES[0]:
            added = {"targetDomainName": "d-1.aws.example.com", "hostedZoneId": "ZREGIONAL"}
            outputs["domainNameConfiguration"] = {**args.inputs["domainNameConfiguration"], **added}
        return made, outputs


@lru_cache
def with_domains() -> Recording:
    return record_stage({**DEV_CONFIG, **DOMAINS}, WithTargets())


@pytest.mark.parametrize(
    ("component", "domain", "api_stage"),
    [("notifier", "ws.example.com", "live"), ("checkout", "api.example.com", "$default")],
)
def test_a_domain_name_is_mapped_to_the_api_stage_and_has_a_record(
    component: str, domain: str, api_stage: str
) -> None:
    made = with_domains()
    made_by = {"notifier": "RealtimeNotifier", "checkout": "CheckoutSaga"}[component]

    assert made.named(f"{component}-domain").inputs == {
        "domainName": domain,
        "domainNameConfiguration": {
            "certificateArn": CERTIFICATE, "endpointType": "REGIONAL", "securityPolicy": "TLS_1_2",
        },
        "tags": {COMPONENT_TAG: f"{made_by}/{component}"},
    }  # fmt: skip
    assert made.named(f"{component}-domain-mapping").inputs == {
        "apiId": f"{component}-api-id", "domainName": domain, "stage": api_stage,
    }  # fmt: skip
    assert made.named(f"{component}-domain-record").inputs == {
        "zoneId": "Z0123456789", "name": domain, "type": "A",
        "aliases": [
            {"name": "d-1.aws.example.com", "zoneId": "ZREGIONAL", "evaluateTargetHealth": False}
        ],
    }  # fmt: skip


def test_callbacks_stay_on_the_api_s_own_address_which_stays_open() -> None:
    function = with_domains().named("notifier-push-event-function").inputs
    api = with_domains().named("notifier-api").inputs

    endpoint = function["environment"]["variables"]["MANAGEMENT_ENDPOINT"]
    assert endpoint == "https://notifier-api.example.com/live"
    assert "disableExecuteApiEndpoint" not in api


def test_nothing_of_it_is_made_without_a_domain_name_and_no_record_without_a_zone() -> None:
    zoneless = {k: v for k, v in DOMAINS.items() if not k.endswith("hostedZoneId")}

    assert not any(record_stage().of_type(kind) for kind in NEW_TYPES)
    assert not record_stage({**DEV_CONFIG, **zoneless}).of_type(NEW_TYPES[2])


def test_the_plan_shows_the_domain_names_as_addresses() -> None:
    with Program(REPO_ROOT, "dev", DOMAINS) as program:
        planner = Planner("us-east-1", REPO_ROOT)
        exports = program.run(planner).exports

    assert exports["websocket_url"] == "wss://ws.example.com"
    assert exports["http_url"] == "https://api.example.com"
    assert ".execute-api." in exports["management_endpoint"]
    assert (planner.limits, planner.refusals) == ([], [])


def test_a_certificate_of_another_region_is_refused_in_one_sentence() -> None:
    other = CERTIFICATE.replace("us-east-1", "eu-west-1")
    args = changed(
        GOOD_NOTIFIER, {"websocket_domain_name": "ws.example.com", "certificate_arn": other}
    )

    with pytest.raises(
        pulumi.RunError, match="certificate_arn must be a certificate of the API's Region, us-east"
    ):
        record(lambda: RealtimeNotifier("n", args) and None)
    with pytest.raises(pulumi.RunError, match=r"certificateArn must be a .* us-east-1, got 'arn"):
        record_stage({**DEV_CONFIG, **DOMAINS, "realtime-checkout:certificateArn": other})


def test_a_domain_name_without_a_certificate_is_refused_before_anything_exists() -> None:
    notifier = changed(GOOD_NOTIFIER, {"websocket_domain_name": "ws.example.com"})
    checkout = changed(GOOD_CHECKOUT, {"http_domain_name": "api.example.com"})

    builds: tuple[Callable[[], object], ...] = (
        lambda: RealtimeNotifier("n", notifier),
        lambda: RealtimeNotifier.check(notifier),
    )
    for build in builds:
        assert "certificate_arn is required with websocket_domain_name" in refused(build)
    builds = (lambda: CheckoutSaga("c", checkout), lambda: CheckoutSaga.check(checkout))
    for build in builds:
        assert "certificate_arn is required with http_domain_name" in refused(build)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        *(
            ("websocket_domain_name", wrong)
            for wrong in ("wss://ws.example.com", "WS.example.com", "*.example.com", "localhost",
                          "ws.example.com:443", "ws.example.com/live", "ws.example.com.",
                          "-a.example.com", "127.0.0.1", f"{'a' * 64}.example.com")
        ),
        ("certificate_arn", "arn:aws:iam::123456789012:server-certificate/x"),
        ("certificate_arn", CERTIFICATE.replace(":acm:us-east-1:", ":acm::")),
        ("hosted_zone_id", "/hostedzone/Z0123456789"),
        ("hosted_zone_id", "example.com"),
    ],
)  # fmt: skip
def test_values_that_aws_would_refuse_are_refused(field: str, wrong: str) -> None:
    good = {"websocket_domain_name": "ws.example.com", "certificate_arn": CERTIFICATE}
    args = changed(GOOD_NOTIFIER, {**good, field: wrong})

    assert f"{field} must be " in refused(lambda: RealtimeNotifier("n", args))


def test_a_stage_refuses_one_name_for_both_apis_and_a_certificate_for_none() -> None:
    def said(changes: dict[str, str]) -> str:
        with pytest.raises(ValueError) as caught:  # noqa: PT011 - the caller checks the text
            record_stage({**DEV_CONFIG, **changes})
        return str(caught.value)

    same = {**DOMAINS, "realtime-checkout:httpDomainName": "ws.example.com"}
    assert "is 'ws.example.com', and so is websocketDomainName" in said(same)
    assert "certificateArn is for websocketDomainName and httpDomainName" in said(
        {"realtime-checkout:certificateArn": CERTIFICATE}
    )
    assert "hostedZoneId is for" in said({"realtime-checkout:hostedZoneId": "Z1"})


def test_one_domain_name_alone_is_fine() -> None:
    certificate = {"realtime-checkout:certificateArn": CERTIFICATE}
    name = {"realtime-checkout:httpDomainName": "api.example.com"}

    made = record_stage({**DEV_CONFIG, **certificate, **name}, WithTargets())

    assert [one.name for one in made.of_type(NEW_TYPES[0])] == ["checkout-domain"]
