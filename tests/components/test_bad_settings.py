"""Wrong settings end in a ValueError that teaches, before any resource exists."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pulumi
import pytest

from components import CheckoutSaga, RealtimeNotifier, Saga, UserDirectory
from components.building_blocks.args_errors import ArgsError
from tests.support.recorded_program import (
    DEV_CONFIG,
    Recording,
    record,
    record_stage,
)

GOOD_NOTIFIER: Any = {
    "allowed_origins": ["https://shop.example.com"],
    "oidc_issuer": "https://login.example.com",
    "oidc_audience": "shop",
}
GOOD_CHECKOUT: Any = {
    **GOOD_NOTIFIER,
    "push_function_arn": "arn:aws:lambda:us-east-1:1:function:push",
}
STEP: Any = {"name": "charge_payment", "function_arn": "arn:a"}
UNDONE = {**STEP, "compensation_name": "refund", "compensation_arn": "arn:r"}
GOOD_SAGA: Any = {"steps": [STEP], "outcome_function_arn": "arn:o", "push_function_arn": "arn:p"}


def changed(good: Any, changes: Any) -> Any:
    """``good`` with the changes: ``Any``, for the tests give what the types forbid."""
    return {**good, **changes}


def refused(build: Callable[[], Any]) -> str:
    """The error's text, after checking that it names the field and nothing was registered."""
    recording = Recording()
    pulumi.runtime.set_mocks(recording, project="realtime-checkout", stack="dev", preview=False)
    with pytest.raises(ArgsError) as caught:
        build()
    assert recording.resources == []
    error = caught.value
    named = f" {error.name!r}" if error.name else ""
    assert str(error) == f"{error.component}{named}: {error.field} {error.problem}"
    return str(error)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"allowed_origins": []}, "allowed_origins is required"),
        ({"allowed_origins": ["*"]}, "allowed_origins holds '*'"),
        ({"allowed_origins": ["https://shop.example.com/"]}, "no path"),
        ({"allowed_origins": "https://shop.example.com"}, "must be a list"),
        ({"oidc_issuer": "http://login.example.com"}, "oidc_issuer must be the https address"),
        ({"oidc_issuer": ""}, "RealtimeNotifier 'n': oidc_issuer is required but is empty"),
        ({"oidc_audience": None}, "oidc_audience is required but was not given; add it, or"),
        ({"oidc_jwks_url": "http://x"}, "oidc_jwks_url must be the https address"),
        ({"authorizer": "aws_iam"}, "authorizer must be 'AWS_IAM' or the ARN"),
        ({"max_connections_per_user": 101}, "from 1 to 100, got 101"),
        ({"alarm_topic_arns": ["arn"] * 6}, "alarm_topic_arns must be a list of 5"),
        ({"alarm_topic_arns": "arn"}, "alarm_topic_arns must be a list of 5"),
        ({"reserved_concurrency": -1}, "must be 0, or a whole number from 1 to 1000, got -1"),
        ({"reserved_concurrency": False}, "got False"),
        ({"push_queue_concurrency": 1}, "must be 0, or a whole number from 2 to 1000, got 1"),
        ({"replay_window_hours": 0}, "from 1 to 168, got 0"),
        ({"replay_window_hours": 1.5}, "must be a whole number from 1 to 168, got 1.5"),
        ({"replay_window_hours": True}, "got True"),
        ({"throttling_rate_limit": 10_001}, "from 1 to 10000, got 10001"),
        ({"expected_peak_connections": -1}, "expected_peak_connections must be"),
        ({"metrics_namespace": "AWS/Lambda"}, "metrics_namespace must be 1 to 255"),
        ({"log_retention_days": 8}, "log_retention_days must be one of [1, 3, 5"),
        (
            {"replay_window": 3},
            "replay_window is not a field; did you mean replay_window_hours?",
        ),
        ({"allowed_origins": ["https://Shop.example.com"]}, "no capitals"),
        (
            {"allowed_origins": ["https://shop.example.com:443"]},
            "default port must be left out",
        ),
        ({"allowed_origins": ["https://shop.example.com:99999"]}, "holds 'https://shop"),
        (
            {"alarm_topic_arns": ["nope"]},
            "holds 'nope'; each entry must be the ARN",
        ),
        *(
            ({"allowed_origins": [wrong]}, f"holds '{wrong}'; each entry must be an exact origin")
            for wrong in (
                "capacitor://*",
                "capacitor://localhost/",
                "tauri://LOCALHOST",
                "ionic://",
                "chrome-extension://*",
                "chrome-extension://abc",
                "moz-extension://nope",
                "file://x",
                "ws://shop.example.com",
                "http://[::1]:80",
                "http://[0:0::1]",
                "http://[::1",
                "http://[1.2.3.4]",
                "null",
            )
        ),
        ({"manage_api_gateway_account": "no"}, "must be true or false, got 'no'"),
        ({"deletion_protection": 1}, "must be true or false, got 1"),
    ],
)
def test_the_notifier_refuses(change: dict[str, Any], says: str) -> None:
    assert says in refused(lambda: RealtimeNotifier("n", changed(GOOD_NOTIFIER, change)))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"push_function_arn": ""}, "CheckoutSaga 'c': push_function_arn is required but is empty"),
        ({"allowed_origins": ["ftp://x"]}, "allowed_origins holds 'ftp://x'"),
        ({"throttling_burst_limit": 0}, "from 1 to 5000, got 0"),
        ({"allowed_headers": ["*"]}, "allowed_headers holds '*'"),
        ({"allowed_headers": ["Traceparent"]}, "lower case"),
        ({"allowed_headers": ["a b"]}, "allowed_headers holds 'a b'"),
        ({"allowed_headers": "traceparent"}, "allowed_headers must be a list of 20"),
        ({"allowed_headers": ["x"] * 21}, "allowed_headers must be a list of 20"),
        ({"checkouts_per_minute": 0}, "from 1 to 1000, got 0"),
    ],
)
def test_the_checkout_refuses(change: dict[str, Any], says: str) -> None:
    assert says in refused(lambda: CheckoutSaga("c", changed(GOOD_CHECKOUT, change)))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"steps": []}, "steps is required but is empty"),
        ({"steps": [{**STEP, "name": "Charge"}]}, "steps['Charge'].name must be snake case"),
        ({"steps": [STEP, STEP]}, "'charge_payment' is used twice"),
        ({"steps": [{**STEP, "compensation_name": "refund_payment"}]}, "lacks compensation_arn: "),
        ({"steps": [STEP, STEP]}, "Saga 's': steps['charge_payment'].name"),
        ({"steps": [{**STEP, "timeout_seconds": 0}]}, "from 1 to 900, got 0"),
        ({"steps": [{**STEP, "retry": {"max_attempts": 21}}]}, "from 0 to 20, got 21"),
        ({"steps": [{**STEP, "business_errors": {"No": "FINALIZED"}}]}, "allowed statuses are"),
        (
            {"steps": [{**STEP, "timeout": 3}]},
            "steps['charge_payment'].timeout is not a field; did you mean",
        ),
        (
            {
                "steps": [
                    {**STEP, "name": name, "parallel_group": group}
                    for name, group in (("a", "g"), ("b", "h"), ("c", "g"))
                ]
            },
            "not neighbours",
        ),
        ({"steps": [STEP], "commit_name": "charge_payment"}, "'charge_payment' is used twice"),
        ({"steps": [{**STEP, "name": "fence_finalize"}]}, "make two states called"),
        (
            {
                "steps": [
                    {**STEP, "parallel_group": "g"},
                    {**STEP, "name": "commit_undone", "parallel_group": "g"},
                ]
            },
            "two states",
        ),
        ({"steps": [{**STEP, "retry": {"interval_seconds": 10}}]}, "max_delay_seconds (10) must"),
        (
            {"steps": [{**STEP, "retry": {"backoff": 2}}]},
            "steps['charge_payment'].retry.backoff is not a field",
        ),
        ({"steps": [{**STEP, "business_errors": {"States.ALL": "DECLINED"}}]}, "must name errors"),
        ({"steps": [{**STEP, "retry_on": ["States.TaskFailed"]}]}, "must name errors"),
        (
            {"steps": [{**STEP, "business_errors": {"States.Timeout": "DECLINED"}}]},
            "cannot be a business error",
        ),
        ({"steps": [{**UNDONE, "ambiguous": ["No"], "retry_on": ["No"]}]}, "one class only"),
        ({"steps": [{**STEP, "ambiguous": ["Slow"]}]}, "the step has no compensation"),
        (
            {
                "steps": [
                    {**STEP, "business_errors": {"No": "DECLINED"}},
                    {**STEP, "name": "b", "business_errors": {"No": "REFUNDED"}},
                ]
            },
            "one error has one",
        ),
        ({"steps": [{**STEP, "input": {"amount": "$.amount"}}]}, "path of names into the order"),
        ({"steps": [{**STEP, "input": {"amount": "$.order..x"}}]}, "path of names into the order"),
        ({"steps": {"a": 1}}, "steps must be a list of steps"),
        ({"steps": ["charge"]}, "steps[0] must be a mapping of its fields, got 'charge'"),
        ({"steps": [STEP, {"name": "pack"}]}, "Saga 's': steps['pack'].function_arn is"),
        ({"steps": [{**STEP, "retry_on": "Busy"}]}, "retry_on must be a list of error names"),
        ({"steps": [{**UNDONE, "ambiguous": "Slow"}]}, "ambiguous must be a list of error names"),
        (
            {"steps": [{**STEP, "business_errors": ["No"]}]},
            "business_errors must be a mapping of error names",
        ),
        ({"steps": [{**STEP, "input": ["$.order.x"]}]}, "input must be a mapping of names"),
        (
            {"steps": [{**STEP, "retry": 5}]},
            "['charge_payment'].retry must be a mapping of its fields, got 5",
        ),
        ({"steps": [{**STEP, "parallel_group": 1}]}, "parallel_group must be a text, got 1"),
        ({"steps": [{**STEP, "retry_on": [["E"]]}]}, "retry_on must hold texts, got ['E']"),
        (
            {"steps": [{**STEP, "retry_on": [pulumi.Output.from_input("E")]}]},
            "retry_on must be a list of error names, known before",
        ),
        ({"steps": [{**STEP, "input": {"x": 5}}]}, "input must be a mapping of names"),
        ({"event_source": "my returns"}, "event_source must be a URI-reference of 1 to 256"),
        ({"event_source": "x" * 257}, "event_source must be a URI-reference of 1 to 256"),
        ({"log_retention_days": 15}, "log_retention_days must be one of"),
        ({"alarm_topic_arns": ["nope"]}, "must be the ARN of an SNS topic"),
        ({"steps": [{**STEP, "retry": {"max_attempts": "3"}}]}, "retry.max_attempts must be"),
    ],
)
def test_the_saga_refuses(change: dict[str, Any], says: str) -> None:
    assert says in refused(lambda: Saga("s", changed(GOOD_SAGA, change)))


@pytest.mark.parametrize(
    ("component", "args"),
    [(RealtimeNotifier, GOOD_NOTIFIER), (CheckoutSaga, GOOD_CHECKOUT), (Saga, GOOD_SAGA),
     (UserDirectory, {})],
)  # fmt: skip
@pytest.mark.parametrize("name", ["My shop", "9th", ""])
def test_a_name_that_aws_would_refuse_in_a_childs_is_refused(
    component: Any, args: Any, name: str
) -> None:
    assert "letters, digits and hyphens" in refused(partial(component, name, args))


@pytest.mark.parametrize("component", [RealtimeNotifier, CheckoutSaga, Saga, UserDirectory])
def test_arguments_that_are_none_are_refused_by_name(component: Any) -> None:
    assert "args must be a mapping of its fields, got None" in refused(lambda: component("n", None))


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (None, "args must be a mapping of its fields, got None"),
        ({"typo": 1}, "typo is not a field. The fields are"),
        ({"replay_window_hours": 0}, "from 1 to 168, got 0"),
        ({"allowed_origins": []}, "allowed_origins is required"),
    ],
)
def test_a_check_refuses_what_the_constructor_would(args: Any, says: str) -> None:
    assert says in refused(lambda: RealtimeNotifier.check(args))


def test_the_checkouts_check_refuses_what_its_constructor_would() -> None:
    said = refused(lambda: CheckoutSaga.check(changed({}, {"throttling_burst_limit": 0})))
    assert "from 1 to 5000, got 0" in said


@pytest.mark.parametrize("component", [RealtimeNotifier, CheckoutSaga])
def test_a_check_lets_fields_be_missing(component: Any) -> None:
    component.check({"allowed_origins": ["https://shop.example.com"]})


@pytest.mark.parametrize(
    "field", ["deletion_protection", "manage_api_gateway_account", "max_connections_per_user"]
)
def test_an_empty_text_is_no_number_and_no_flag(field: str) -> None:
    said = refused(lambda: RealtimeNotifier("n", changed(GOOD_NOTIFIER, {field: ""})))

    assert f"{field} must be" in said


def test_what_is_none_is_as_good_as_omitted() -> None:
    nothing = dict.fromkeys(
        (
            "compensation_name",
            "compensation_arn",
            "timeout_seconds",
            "retry",
            "business_errors",
            "input",
        )
    )
    made = record(
        lambda: Saga("s", changed(GOOD_SAGA, {"steps": [changed(STEP, nothing)]})) and None
    )

    assert made.named("s-machine")


APP_ORIGINS = [
    "capacitor://localhost", "ionic://localhost", "tauri://localhost",
    "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
    "moz-extension://d653180d-24ac-49fe-8951-892c9ead1d63",
    "safari-web-extension://D653180D-24AC-49FE-8951-892C9EAD1D63",
]  # fmt: skip
WEB_ORIGINS = ["https://shop.example.org", "http://[::1]:8080", "http://tauri.localhost"]


def test_apps_may_connect_and_cors_gets_only_what_it_takes() -> None:
    origins = json.dumps([*APP_ORIGINS, *WEB_ORIGINS])
    made = record_stage({**DEV_CONFIG, "realtime-checkout:allowedOrigins": origins})

    socket = made.named("notifier-authorize-connection-function").inputs["environment"]
    assert socket["variables"]["ALLOWED_ORIGINS"].split(",") == [*APP_ORIGINS, *WEB_ORIGINS]
    cors = made.named("checkout-api").inputs["corsConfiguration"]
    assert cors["allowOrigins"] == WEB_ORIGINS
    (warning,) = [one for one in made.warnings if "CORS takes http and https only" in one]
    assert all(origin in warning for origin in APP_ORIGINS)


def test_a_placeholder_among_the_origins_is_warned_of_and_a_real_one_is_not() -> None:
    def warned(*origins: str) -> list[str]:
        made = record_stage({**DEV_CONFIG, "realtime-checkout:allowedOrigins": json.dumps(origins)})
        return [one for one in made.warnings if "an example's address" in one]

    (warning,) = warned("https://shop.your-company.com", "https://shop.example.com")
    assert "pulumi config set --path 'realtime-checkout:allowedOrigins[1]'" in warning
    assert warning.endswith(" -s dev")
    assert len(warned("https://example.net:8443", "https://shop.example")) == 2
    assert warned("https://my-example.com", "https://example.com.shop.io", APP_ORIGINS[0]) == []


ORIGINS_WITHOUT_TLS = ["http://shop.lan:8080", "http://192.168.1.4", "http://[fd00::2]:8080",
                       "http://localhost.example.org", "http://127.example.org"]  # fmt: skip
TRUSTED_ORIGINS = ["https://shop.example.org", "http://localhost:8080", "http://127.0.0.1:8080",
                   "http://127.1.2.3", "http://[::1]:8080", "http://tauri.localhost",
                   *APP_ORIGINS]  # fmt: skip


def plain_http_warnings(recording: Recording) -> list[str]:
    return [one for one in recording.warnings if "comes over plain http" in one]


@pytest.mark.parametrize(
    ("component", "args"), [(RealtimeNotifier, GOOD_NOTIFIER), (CheckoutSaga, GOOD_CHECKOUT)]
)
def test_each_origin_without_tls_is_warned_of_and_what_browsers_trust_is_not(
    component: Any, args: Any
) -> None:
    def made(origins: Any) -> Recording:
        return record(lambda: component("n", changed(args, {"allowed_origins": origins})) and None)

    warnings = plain_http_warnings(made([*TRUSTED_ORIGINS, *ORIGINS_WITHOUT_TLS]))
    named = [one.split()[2].rstrip(":") for one in warnings]
    assert named == ORIGINS_WITHOUT_TLS
    for part in ("passwords and tokens", "crypto.randomUUID", "Serve the page with TLS"):
        assert all(part in one for one in warnings)

    assert plain_http_warnings(made(TRUSTED_ORIGINS)) == []
    later = pulumi.Output.from_input(ORIGINS_WITHOUT_TLS[:1])
    assert plain_http_warnings(made(later)) == warnings[:1]


def test_a_stage_warns_of_an_origin_without_tls_once_for_each_of_its_apis() -> None:
    origins = json.dumps(["https://shop.your-company.com", "http://shop.lan"])
    made = record_stage({**DEV_CONFIG, "realtime-checkout:allowedOrigins": origins})

    assert len(plain_http_warnings(made)) == 2
    assert plain_http_warnings(record_stage(DEV_CONFIG)) == []


def notifier_with_window(hours: int) -> Recording:
    args = changed(GOOD_NOTIFIER, {"replay_window_hours": pulumi.Output.from_input(hours)})
    return record(lambda: RealtimeNotifier("n", args) and None)


def test_an_output_is_checked_when_it_is_known() -> None:
    function = notifier_with_window(100).named("n-push-event-function")
    assert function.inputs["environment"]["variables"]["REPLAY_WINDOW_HOURS"] == "100"

    with pytest.raises(pulumi.RunError, match=r"replay_window_hours must be .*, got 10000"):
        notifier_with_window(10_000)


@pytest.mark.parametrize("field", ["metrics_namespace", "expected_peak_connections"])
def test_an_output_is_refused_where_a_value_must_be_known_before_the_deployment(field: str) -> None:
    args = changed(GOOD_NOTIFIER, {field: pulumi.Output.from_input("later")})

    assert f"{field} must be known before anything is deployed" in refused(
        lambda: RealtimeNotifier("n", args)
    )


def test_a_stage_with_its_own_issuer_creates_no_user_pool() -> None:
    config = {
        **DEV_CONFIG,
        "realtime-checkout:oidcIssuer": "https://login.example.com/",
        "realtime-checkout:oidcAudience": "shop",
    }

    recording = record_stage(config)

    assert recording.of_type("aws:cognito/userPool:UserPool") == []
    variables = recording.named("notifier-authorize-connection-function").inputs["environment"][
        "variables"
    ]
    assert variables["OIDC_JWKS_URL"] == "https://login.example.com/.well-known/jwks.json"


def test_a_planned_load_over_a_default_quota_is_warned_of() -> None:
    config = {**DEV_CONFIG, "realtime-checkout:expectedConnectsPerSecond": json.dumps(800)}

    warnings = record_stage(config).warnings

    assert len([w for w in warnings if "Raise L-9ED1E49A" in w and "at least 800 (+300)" in w]) == 1
