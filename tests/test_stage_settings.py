"""Every setting with every kind of wrong value: one sentence that says how to mend it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import pulumi
import pytest

from setting_values import SettingError, flag, listing, text, whole_number
from setting_values import refused as refusal
from stage import KEYS
from tests.support.recorded_program import DEV_CONFIG, Recording, record_stage

PROJECT = "realtime-checkout"
WRONG = {
    whole_number: ("abc", "", "1.5", "-1", "999999999999", "true", "[1]", '{"a":1}', "1_0", " 20"),
    flag: ("ja", "", "1", "True", "[true]", '{"a":1}'),
    listing: ("https://shop.example.com", "", "5", '{"a":1}', "[null]", "[5]", '[["a"]]', '[""]',
              '[{"a":1}]'),
    text: ('["a"]', '{"a":1}', "[]"),
}  # fmt: skip
FORMATS = {
    "allowedOrigins": ("[]", '["*"]', '["https://shop.example.com/"]'),
    "allowedHeaders": ('["*"]', '["Traceparent"]', json.dumps(["x"] * 21)),
    "alarmTopicArns": ('["nope"]', json.dumps(["arn:aws:sns:us-east-1:123456789012:a"] * 6)),
    "oidcIssuer": ("http://login.example.com", "login"),
    "oidcJwksUrl": ("http://login.example.com", "keys"),
    "logLevel": ("TRACE", "info"),
    "logRetentionDays": ("8", "0"),
    "replayWindowHours": ("0", "169"),
    "maxConnectionsPerUser": ("0", "101"),
    "pushQueueConcurrency": ("1", "1001"),
}
ISSUER = {"oidcIssuer": "https://login.example.com", "oidcAudience": "shop"}


def refused(settings: Mapping[str, str], secret_keys: list[str] | None = None) -> str:
    """What the program says, after checking that nothing was registered."""
    recording = Recording()
    config = {**DEV_CONFIG, **{f"{PROJECT}:{key}": value for key, value in settings.items()}}
    with pytest.raises(SettingError) as caught:
        record_stage(config, recording, [f"{PROJECT}:{key}" for key in secret_keys or ()])
    assert isinstance(caught.value, pulumi.RunError)  # Pulumi prints it without a traceback
    assert recording.resources == []
    return str(caught.value)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (key, value)
        for key, one in KEYS.items()
        for value in (*WRONG[one.read], *FORMATS.get(key, ()))  # type: ignore[index]
    ],
)
def test_a_wrong_value_is_refused_in_the_users_words(key: str, value: str) -> None:
    said = refused({**ISSUER, key: value})

    assert said.startswith(f"{key} must ") or said.startswith(f"{key} holds ")
    where = rf"--path '{key}\[\d+\]'" if KEYS[key].read is listing else key
    example = re.escape(KEYS[key].example)
    assert re.search(rf"\. Set it with: pulumi config set {where} {example} -s dev$", said)
    assert "\n" not in said
    before = said.partition(". Set it with")[0]
    assert KEYS[key].field not in before
    entries = json.loads(value) if KEYS[key].read is listing and value.startswith("[") else []
    numbers = [value] if re.fullmatch(r"-?\d+", value) else []
    shown = [repr(value), *numbers, *map(repr, [entries, *entries])]
    assert any(one in before for one in shown)


def test_every_example_is_allowed() -> None:
    config = {
        f"{PROJECT}:{key}": json.dumps([one.example]) if one.read is listing else one.example
        for key, one in KEYS.items()
    }

    assert record_stage({**DEV_CONFIG, **config}).resources


def test_the_command_names_the_entry_that_is_wrong() -> None:
    origins = json.dumps(["https://shop.example.com", "https://other.example.com", "*"])

    assert "--path 'allowedOrigins[2]'" in refused({"allowedOrigins": origins})


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"oidcIssuer": "https://login.example.com"}, "oidcAudience is empty, and oidcIssuer and"),
        ({"oidcAudience": "shop"}, "oidcIssuer is empty, and oidcIssuer and oidcAudience come"),
        ({"oidcJwksUrl": "https://x"}, "oidcIssuer is empty, and oidcJwksUrl comes with oidcIss"),
    ],
)
def test_settings_that_come_together_are_missed_by_name(
    settings: dict[str, str], says: str
) -> None:
    said = refused(settings)

    assert says in said
    assert "Set it with: pulumi config set oidc" in said


@pytest.mark.parametrize("key", ["certificateArn", "hostedZoneId"])
def test_what_is_for_a_domain_name_alone_is_refused_as_it_was_written(key: str) -> None:
    assert refused({key: KEYS[key].example}) == (
        f"{key} is for websocketDomainName and httpDomainName, and both are empty. Remove it with: "
        f"pulumi config rm {key}, or set a name with: pulumi config set httpDomainName "
        "api.example.com -s dev"
    )


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("deletionProtecton", "deletionProtection"),
        ("deletion_protection", "deletionProtection"),
        ("MaxConnectionsPerUser", "maxConnectionsPerUser"),
        ("allowedOrigin", "allowedOrigins"),
    ],
)
def test_a_misspelt_setting_is_refused_with_the_nearest_name(key: str, near: str) -> None:
    said = refused({key: "true"})

    assert said.startswith(f"unknown setting {key}; did you mean {near}? Remove it with: ")
    assert f"pulumi config rm {key}." in said


def test_a_setting_that_is_like_no_other_is_refused_with_the_list() -> None:
    said = refused({"colour": "blue"})

    assert said.startswith("unknown setting colour. Remove it with: pulumi config rm colour.")
    assert all(key in said for key in KEYS)
    assert "blue" not in said


def test_other_namespaces_and_what_a_naming_pattern_reads_are_no_misspellings() -> None:
    config = {
        "aws:profile": "shop",
        "pulumi:autonaming": '{"pattern":"${config.team}-${name}-${hex(4)}"}',
        f"{PROJECT}:team": "a",
    }

    assert record_stage({**DEV_CONFIG, **config}).resources


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("alarmTopicArns", "hidden-word"),
        ("alarmTopicArns", '["hidden-word"]'),
        ("alarmTopicArns", json.dumps(["hidden-word"] * 6)),
        ("oidcIssuer", "hidden-word"),
    ],
)
def test_the_value_of_a_secret_setting_is_in_no_error(key: str, value: str) -> None:
    said = refused({**ISSUER, key: value}, [key])

    assert "[secret]" in said
    assert "hidden-word" not in said
    assert "pulumi config set --secret " in said


def test_the_settings_that_may_be_secrets_are_those_that_stay_secrets() -> None:
    """tests/local/test_secret_settings.py looks for each of them in what the program registers."""
    assert {key for key, one in KEYS.items() if one.secret} == {
        "oidcIssuer",
        "oidcAudience",
        "oidcJwksUrl",
        "certificateArn",
        "hostedZoneId",
        "alarmTopicArns",
    }


@pytest.mark.parametrize("key", [key for key, one in KEYS.items() if not one.secret])
def test_a_secret_that_would_not_stay_one_is_refused_by_name(key: str) -> None:
    said = refused({key: "hidden-word"}, [key])

    assert said.startswith(f"{key} must be no secret, got [secret]: ")
    assert "hidden-word" not in said
    assert f"pulumi config rm {key}, and set it with: pulumi config set " in said
    assert "--secret" not in said


def test_pulumi_takes_no_setting_for_a_secret() -> None:
    """The CLI asks for --secret when the key looks like one and the value is hard to guess.

    The value is never looked at while no key holds one of these words (`looksLikeSecret` in
    pkg/cmd/pulumi/config/config.go of pulumi/pulumi v3.260). ARNs, client ids and addresses of key
    sets would be hard to guess.
    """
    words = re.compile("(?i)passwd|pass|password|pwd|secret|token")

    assert [key for key in KEYS if words.search(key)] == []


def test_a_secret_is_hidden_wherever_it_stands_in_an_error() -> None:
    full = pulumi.Config().full_key("certificateArn")
    pulumi.runtime.set_all_config({full: "hidden-word"}, [full])

    error = refusal(KEYS["certificateArn"], "certificateArn", "is 'hidden-word', as hidden-word is")

    assert str(error).startswith("certificateArn is [secret], as [secret] is. Set it with: ")
