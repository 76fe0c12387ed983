"""Settings of one stage: the only reader of Pulumi's configuration.

``KEYS`` says which key feeds which field: the field of that name in each component's Args. The
fields' meanings, ranges and defaults stand in the components. ``make settings`` writes the
``config`` of Pulumi.yaml from both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import pulumi
from pulumi.runtime import config as configured

from components.building_blocks.args_errors import NameTooLongError
from contract.metrics import METRICS_NAMESPACE
from setting_values import (
    Key,
    SettingError,
    flag,
    is_secret,
    listing,
    refuse_secret,
    refused,
    text,
    unknown,
    whole_number,
)
from stage_name import check_characters, too_long

Args = TypeVar("Args")
KEYS = {
    "allowedOrigins": Key("allowed_origins", listing, "https://shop.example.com"),
    "allowedHeaders": Key("allowed_headers", listing, "traceparent"),
    "oidcIssuer": Key(
        "oidc_issuer",
        text,
        "https://login.example.com",
        "`iss` of your identity provider's JWTs, an https address. The provider must sign with "
        "RS256 and publish `<oidcIssuer>/.well-known/openid-configuration`: the HTTP API's JWT "
        "check needs both. Empty creates a Cognito user pool.",
        secret=True,
    ),
    "oidcAudience": Key(
        "oidc_audience",
        text,
        "shop",
        "`aud` or `client_id` of your identity provider's JWTs. Comes with `oidcIssuer`.",
        secret=True,
    ),
    "oidcJwksUrl": Key(
        "oidc_jwks_url",
        text,
        "https://login.example.com/keys",
        "Where the issuer publishes its keys, if not at `<oidcIssuer>/.well-known/jwks.json`. Only "
        "the WebSocket API's authorizer reads it; the HTTP API asks the issuer.",
        secret=True,
    ),
    "websocketDomainName": Key("websocket_domain_name", text, "ws.example.com"),
    "httpDomainName": Key("http_domain_name", text, "api.example.com"),
    "certificateArn": Key(
        "certificate_arn",
        text,
        "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012",
        "ARN of the ACM certificate, in the stage's Region, for `websocketDomainName` and "
        "`httpDomainName`. Required with either; no certificate is made.",
        secret=True,
    ),
    "hostedZoneId": Key(
        "hosted_zone_id",
        text,
        "Z0123456789ABCDEFGHIJ",
        "Id of the Route 53 hosted zone that gets an alias record for each domain name. Empty: "
        "point the names at API Gateway yourself.",
        secret=True,
    ),
    "checkoutsPerMinute": Key("checkouts_per_minute", whole_number, "10"),
    "replayWindowHours": Key("replay_window_hours", whole_number, "24"),
    "maxConnectionsPerUser": Key("max_connections_per_user", whole_number, "20"),
    "subscriptionCheckMinutes": Key("subscription_check_minutes", whole_number, "10"),
    "connectRateLimit": Key("connect_rate_limit", whole_number, "100"),
    "expectedPeakConnections": Key("expected_peak_connections", whole_number, "1000"),
    "expectedConnectsPerSecond": Key("expected_connects_per_second", whole_number, "50"),
    "openSignUp": Key("open_sign_up", flag, "false"),
    "manageApiGatewayAccount": Key("manage_api_gateway_account", flag, "true"),
    "reservedConcurrency": Key("reserved_concurrency", whole_number, "0"),
    "pushQueueConcurrency": Key("push_queue_concurrency", whole_number, "0"),
    "alarmTopicArns": Key(
        "alarm_topic_arns", listing, "arn:aws:sns:us-east-1:123456789012:on-call", secret=True
    ),
    "logLevel": Key("log_level", text, "INFO"),
    "logRetentionDays": Key("log_retention_days", whole_number, "14"),
    "xrayTracing": Key("xray_tracing", flag, "false"),
    "deletionProtection": Key(
        "deletion_protection",
        flag,
        "true",
        "Refuse to delete the tables and the user pool. Set it in production.",
    ),
}


@contextmanager
def setting_errors() -> Iterator[None]:
    """Turn a component's ``ValueError`` into a ``SettingError``: the value came from a setting.

    An ``ArgsError`` names its field. The text then names the setting that feeds it. A component's
    name that is too long is the program's own, and right under other stages' names.
    """
    try:
        yield
    except NameTooLongError as error:
        raise too_long(error.over, error.pattern) or SettingError(str(error)) from error
    except ValueError as error:
        field, problem = getattr(error, "field", None), str(getattr(error, "problem", error))
        for key, one in KEYS.items():
            if one.field == field:
                raise _refused(key, problem) from error
        raise SettingError(str(error)) from error


@dataclass(frozen=True)
class StageSettings:
    """What differs between stages."""

    fields: Mapping[str, object]
    """Field of the components' Args -> the value that is configured for it."""
    secret_fields: frozenset[str] = frozenset()
    """Those whose value is a secret."""

    @classmethod
    def load(cls) -> StageSettings:
        """Read the current stack's configuration.

        Raises ``SettingError`` for a key that is not known, a value of the wrong kind, a secret
        that would not stay one, and a required key that is missing. So does one of oidcIssuer,
        oidcAudience and oidcJwksUrl without the others that it needs.
        """
        config = pulumi.Config()
        _refuse_unknown(config)
        check_characters()
        for key, one in KEYS.items():
            refuse_secret(one, key)
        given = {key: config.get(key) for key in KEYS}
        read = {
            key: None if text is None else KEYS[key].read(KEYS[key], key, text)
            for key, text in given.items()
        }
        if not read["allowedOrigins"]:
            raise _refused("allowedOrigins", "must hold at least one origin, got []")
        _check_domains(read)
        _check_oidc(read)
        _warn_of_silent_alarms(read, config.full_key("alarmTopicArns"))
        _warn_of_placeholders(read["allowedOrigins"], config.full_key("allowedOrigins"))
        fields = {KEYS[key].field: value for key, value in read.items() if value is not None}
        # Each stage has its own namespace, so that metrics of two stages are not summed.
        fields["metrics_namespace"] = f"{METRICS_NAMESPACE}/{pulumi.get_stack()}"
        secrets = {one.field for key, one in KEYS.items() if is_secret(key)}
        return cls(fields, frozenset(secrets))

    @property
    def oidc(self) -> tuple[pulumi.Input[str], pulumi.Input[str]] | None:
        """Issuer and audience of an identity provider; ``None``: the stage needs a user pool."""
        if "oidc_issuer" not in self.fields:
            return None
        return self._input("oidc_issuer"), self._input("oidc_audience")

    def check(self, name: str, check: Callable[[Args, str], None], args_type: type[Args]) -> None:
        """A component's own check of its settings, before anything exists: secrets in plain."""
        known = args_type.__annotations__
        plain = {name: value for name, value in self.fields.items() if name in known}
        with setting_errors():
            check(cast(Args, plain), name)

    def args(self, args_type: type[Args]) -> Args:
        """The settings that feed these Args, a component's ``TypedDict``.

        The component checks ranges and formats. ``load`` has checked kinds, that there is an
        origin, and that the OIDC keys come together. A secret stays one: it is an ``Output``.
        """
        known = args_type.__annotations__
        return cast(Args, {name: self._input(name) for name in self.fields if name in known})

    def exports(self) -> dict[str, object]:
        """What commands on the deployed stage have to know of its settings, by export."""
        return {
            "stage": pulumi.get_stack(),
            "allowed_origins": self.fields["allowed_origins"],
            "deletion_protection": self.fields.get("deletion_protection", False),
        }

    def _input(self, field: str) -> pulumi.Input[Any]:
        value = self.fields[field]
        return pulumi.Output.secret(value) if field in self.secret_fields else value


def is_placeholder(origin: str) -> bool:
    """Whether the origin's host is reserved for documentation (RFC 2606): nobody's page."""
    host = origin.partition("://")[2].partition(":")[0]
    return re.fullmatch(r"(.*\.)?(example\.(com|net|org)|example|invalid)", host) is not None


def _refused(key: str, problem: str) -> SettingError:
    return refused(KEYS[key], key, problem)


def _refuse_unknown(config: pulumi.Config) -> None:
    """Refuse a misspelt key of the project's own, which nothing would read.

    A pattern of ``pulumi:autonaming`` may read a key of the project: ``${config.<key>}``.
    """
    everything = {**configured.get_config_env(), **configured.CONFIG.get()}
    read_by_pattern = re.findall(r"\$\{config\.([^}]+)\}", str(everything.get("pulumi:autonaming")))
    for full_key in sorted(everything):
        namespace, _, key = full_key.partition(":")
        if namespace == config.name and key not in KEYS and key not in read_by_pattern:
            raise unknown(key, KEYS)


def _warn_of_placeholders(origins: object, full_key: str) -> None:
    """The stages' files begin with an example's origin, which lets nobody's page in."""
    for number, origin in enumerate(origins if isinstance(origins, list) else []):
        if is_placeholder(str(origin)):
            pulumi.log.warn(
                f"{full_key} holds {origin}, an example's address: no page of yours may use the "
                f"API. Set your shop's with: pulumi config set --path '{full_key}[{number}]' "
                f"https://<your shop> -s {pulumi.get_stack()}"
            )


def _warn_of_silent_alarms(read: Mapping[str, object], full_key: str) -> None:
    """A stage whose data is protected has buyers: somebody should hear of its alarms."""
    if read["deletionProtection"] and not read["alarmTopicArns"]:
        pulumi.log.warn(
            f"{full_key} is empty, and deletionProtection is on: alarms of this stage show in "
            "CloudWatch and notify nobody. Name the SNS topic of who is on call with: "
            f"pulumi config set --path '{full_key}[0]' <the topic's ARN> -s {pulumi.get_stack()}"
        )


def _check_domains(read: Mapping[str, object]) -> None:
    """The components check each name with its certificate; what no single one sees is here."""
    web_socket, http = read["websocketDomainName"], read["httpDomainName"]
    if http and web_socket == http:
        raise _refused(
            "httpDomainName",
            f"is {http!r}, and so is websocketDomainName: API Gateway maps a WebSocket API and an "
            "HTTP API to different names only",
        )
    certificate, region = str(read["certificateArn"] or ""), pulumi.Config("aws").get("region")
    # Another form of ARN is the components' to refuse, and a Region of the environment theirs too.
    if region and certificate.split(":")[3:4] not in ([], [""], [region]):
        raise _refused(
            "certificateArn",
            f"must be a certificate of the stage's Region, {region}, got {certificate!r}",
        )
    for key in ("certificateArn", "hostedZoneId"):
        if read[key] and not (web_socket or http):
            raise SettingError(
                f"{key} is for websocketDomainName and httpDomainName, and both are empty. Remove "
                f"it with: pulumi config rm {key}, or set a name with: pulumi config set "
                f"httpDomainName {KEYS['httpDomainName'].example} -s {pulumi.get_stack()}"
            )


def _check_oidc(read: Mapping[str, object]) -> None:
    issuer, audience, key_set = read["oidcIssuer"], read["oidcAudience"], read["oidcJwksUrl"]
    for key, other in (("oidcIssuer", audience), ("oidcAudience", issuer)):
        if other and not read[key]:
            raise _refused(
                key,
                "is empty, and oidcIssuer and oidcAudience come together: both for your own "
                "identity provider, or neither to get a Cognito user pool",
            )
    if key_set and not issuer:
        raise _refused(
            "oidcIssuer",
            "is empty, and oidcJwksUrl comes with oidcIssuer and oidcAudience: the Cognito user "
            "pool of a stage without an issuer publishes its own keys",
        )
