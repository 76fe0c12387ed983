"""Every input of every component, in each form in which Pulumi's wire brings a value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi
import pytest
from google.protobuf import json_format, struct_pb2
from pulumi.errors import InputPropertyError
from pulumi.provider.experimental.util import camel_case
from pulumi.provider.server import ProviderServicer
from pulumi.runtime.proto import provider_pb2
from pulumi.runtime.rpc import UNKNOWN

from components.building_blocks.args_errors import ArgsError, Place
from components.building_blocks.args_fields import (
    ArgField,
    arg_fields,
    may_be_output,
    takes_outputs,
)
from components.building_blocks.args_resolution import resolve
from components.package_host import PackageHost, as_input_error
from components.package_schema import RESOURCES
from components.realtime_notifier.args import NotifierSettings
from components.saga.args import resolve_args
from tests.support.recorded_program import record

HOST = PackageHost()
SIGNATURE = "4dabf18193072939515e22adb298388d"
OUTPUT, SECRET = "d0e6a833031e9bbcd3f4e8bde6ca49a4", "1b47061264138c4ac30d75fd1eb44270"
"""The marks of the wire: sdk/go/common/resource/sig in pulumi/pulumi."""
URN = "urn:pulumi:dev::shop::aws:sqs/queue:Queue::q"
SAMPLES: Mapping[str, Any] = {
    "allowed_origins": ["https://shop.example.com"],
    "allowed_headers": ["traceparent"],
    "alarm_topic_arns": ["arn:aws:sns:us-east-1:123456789012:alarms"],
    "oidc_issuer": "https://login.example.com",
    "oidc_jwks_url": "https://login.example.com/keys",
    "authorizer": "AWS_IAM",
    "websocket_domain_name": "ws.example.com",
    "http_domain_name": "api.example.com",
    "certificate_arn": "arn:aws:acm:us-east-1:123456789012:certificate/"
    "12345678-1234-1234-1234-123456789012",
    "hosted_zone_id": "Z0123456789ABCDEFGHIJ",
    "routes": {"note": "arn:aws:lambda:us-east-1:123456789012:function:note"},
    "widgets": ["[]"],
    "push_queue_concurrency": 2.0,
    "subscription_check_minutes": 20.0,
    "log_level": "DEBUG",
    "log_retention_days": 30.0,
    "steps": [{"name": "pack", "functionArn": "arn:f", "retry": {"maxAttempts": 2.0}}],
}
FIELDS = [(name, field) for name, one in RESOURCES.items() for field in arg_fields(one)]


def sample(field: str, one: ArgField) -> Any:
    """A value as the wire has it: numbers are doubles."""
    by_kind: Mapping[type, Any] = {int: 7.0, bool: True, str: "text"}
    return SAMPLES.get(field, by_kind.get(one.kind))


def wired(component: str, field: str, value: Any, depends_on: str | None = None) -> Any:
    """The Args that the component's constructor is handed, through the host's own reader."""
    required = {
        camel_case(name): sample(name, one)
        for name, one in arg_fields(RESOURCES[component]).items()
        if one.required
    }
    struct = struct_pb2.Struct()
    json_format.ParseDict({**required, camel_case(field): value}, struct)
    urns = provider_pb2.ConstructRequest.PropertyDependencies(urns=filter(None, [depends_on]))

    async def read() -> Any:
        return await ProviderServicer._construct_inputs(struct, {camel_case(field): urns})

    definition = HOST._component_defs[component]
    return read, lambda inputs: HOST.map_inputs(inputs, definition)


def resolved(component: str, field: str, value: Any, depends_on: str | None = None) -> Any:
    """What the component makes of the field, with its value if that is known."""
    found: list[Any] = []

    async def program() -> None:
        read, mapped = wired(component, field, value, depends_on)
        settings: Any = resolve(RESOURCES[component], Place(component), mapped(await read()))
        one = getattr(settings, field)
        output = pulumi.Output.from_input(one)
        found.append((await output.future(with_unknowns=True), await output.is_known()))
        urns = {await of.urn.future() for of in await output.resources()}
        found.append((await output.is_secret(), urns))

    record(lambda: pulumi.Output.from_input(program()))
    return found


def plain(value: Any) -> Any:
    """The sample as Python has it."""
    return int(value) if isinstance(value, float) else value


@pytest.mark.parametrize(("component", "field"), FIELDS)
def test_a_plain_value_is_taken_and_a_double_is_a_whole_number(component: str, field: str) -> None:
    one = arg_fields(RESOURCES[component])[field]
    (value, _), _ = resolved(component, field, sample(field, one))

    if field == "steps":
        assert value[0]["function_arn"] == "arn:f"
        assert value[0]["retry"] == {"max_attempts": 2.0}
    else:
        assert value == plain(sample(field, one))
        assert type(value) is type(plain(sample(field, one)))


@pytest.mark.parametrize("form", ["output", "secret output", "secret", "with dependencies"])
@pytest.mark.parametrize(("component", "field"), FIELDS)
def test_a_value_of_another_resource_is_taken_or_refused_by_name(
    component: str, field: str, form: str
) -> None:
    one = arg_fields(RESOURCES[component])[field]
    value = sample(field, one)
    marked = {
        "output": {SIGNATURE: OUTPUT, "value": value, "dependencies": [URN]},
        "secret output": {SIGNATURE: OUTPUT, "value": value, "secret": True},
        "secret": {SIGNATURE: SECRET, "value": value},
        "with dependencies": value,
    }[form]
    depends_on = URN if form == "with dependencies" else None
    if field == "steps":
        return  # the next test
    if not takes_outputs(one.args_type) and form.startswith("secret"):
        with pytest.raises(ArgsError, match="must be known before anything is deployed") as caught:
            resolved(component, field, marked, depends_on)
        assert caught.value.field == field
        return
    (taken, known), (secret, urns) = resolved(component, field, marked, depends_on)

    assert taken == plain(value)
    assert type(taken) is type(plain(value))
    assert known
    assert secret == form.startswith("secret")
    if form in ("output", "with dependencies") and takes_outputs(one.args_type):
        assert urns == {URN}


@pytest.mark.parametrize(("component", "field"), FIELDS)
def test_what_a_preview_does_not_know_stays_unknown(component: str, field: str) -> None:
    one = arg_fields(RESOURCES[component])[field]
    unknown = {SIGNATURE: OUTPUT, "dependencies": [URN]}
    if not may_be_output(one.args_type):
        with pytest.raises(ArgsError, match="must be known before anything is deployed"):
            resolved(component, field, unknown)
        return
    (_, known), _ = resolved(component, field, unknown)

    assert not known
    assert UNKNOWN


@pytest.mark.parametrize("value", [0.0, 1.5, "24", True])
def test_a_wrong_number_of_another_stack_ends_in_the_same_sentence(value: Any) -> None:
    late = {SIGNATURE: OUTPUT, "value": value, "dependencies": [URN]}

    with pytest.raises(InputPropertyError) as caught:
        resolved("RealtimeNotifier", "replay_window_hours", late)

    assert caught.value.property_path == "replayWindowHours"
    assert caught.value.reason.startswith("must be a whole number from 1 to 168, got ")


def test_in_a_python_program_it_ends_in_the_sentence_without_a_traceback() -> None:
    def program() -> Any:
        args = {**SAMPLES, "oidc_audience": "a", "replay_window_hours": pulumi.Output.secret(0)}
        known = {name: args[name] for name in args if name in arg_fields(NotifierSettings)}
        return resolve(NotifierSettings, Place("N"), known).replay_window_hours

    with pytest.raises(pulumi.RunError, match="N: replay_window_hours must be a whole number"):
        record(program)


def test_a_list_may_hold_values_of_other_resources() -> None:
    late = {SIGNATURE: OUTPUT, "value": "https://b.example.com", "dependencies": [URN]}
    (value, _), _ = resolved("CheckoutSaga", "allowed_origins", ["https://a.example.com", late])

    assert value == ["https://a.example.com", "https://b.example.com"]


@pytest.mark.parametrize(
    ("error", "path", "says"),
    [
        (
            ArgsError("N", "replay_window_hours", "must be a whole number, got 0"),
            "replayWindowHours",
            "must be a whole number, got 0",
        ),
        (
            ArgsError(
                "Saga",
                "steps['pack_it'].retry.max_attempts",
                "must be 'a_b', and more than interval_seconds",
            ),
            "steps['pack_it'].retry.maxAttempts",
            "must be 'a_b', and more than intervalSeconds",
        ),
    ],
)
def test_an_error_names_the_input_as_the_users_program_has_it(
    error: ArgsError, path: str, says: str
) -> None:
    found = as_input_error(error)

    assert (found.property_path, found.reason) == (path, says)


@pytest.mark.parametrize("secret", [False, True])
def test_a_step_may_hold_secrets_and_its_dependencies_may_come_separately(secret: bool) -> None:
    arn = {SIGNATURE: SECRET, "value": "arn:f"} if secret else "arn:f"
    steps = [{"name": "pack", "functionArn": arn, "timeoutSeconds": 20.0}]
    found: list[Any] = []

    async def program() -> None:
        read, mapped = wired("Saga", "steps", steps, URN)
        settings = resolve_args(mapped(await read()))
        step = settings.steps[0]
        one = pulumi.Output.from_input(step.function_arn)
        found.extend((step.name, step.timeout_seconds, await one.future(), await one.is_secret()))
        found.append({await of.urn.future() for of in await one.resources()})

    record(lambda: pulumi.Output.from_input(program()))

    assert found == ["pack", 20, "arn:f", secret, {URN}]


def test_a_misspelt_input_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(InputPropertyError) as caught:
        HOST.construct(
            "n", "realtime:index:RealtimeNotifier", {"replayWindowHour": 3, "oidcAudience": "a"}
        )

    assert caught.value.property_path == "replayWindowHour"
    assert "did you mean replayWindowHours?" in caught.value.reason
