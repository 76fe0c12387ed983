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
from typing import TypeVar, cast

import pulumi

from contract.metrics import METRICS_NAMESPACE

Args = TypeVar("Args")


class SettingError(pulumi.RunError, ValueError):
    """A setting of the stage is wrong; the text says which and what is allowed.

    Pulumi prints the text of a ``RunError`` alone, without a traceback.
    """


@contextmanager
def setting_errors() -> Iterator[None]:
    """Turn a component's ``ValueError`` into a ``SettingError``: the value came from a setting."""
    try:
        yield
    except ValueError as error:
        raise SettingError(str(error)) from error


def _text(config: pulumi.Config, key: str) -> object:
    return config.get(key) or None


def _whole_number(config: pulumi.Config, key: str) -> object:
    try:
        return config.get_int(key)
    except pulumi.ConfigTypeError as error:
        raise SettingError(f"{error.key} must be a whole number, got {error.value!r}") from error


def _flag(config: pulumi.Config, key: str) -> object:
    try:
        return config.get_bool(key)
    except pulumi.ConfigTypeError as error:
        raise SettingError(f"{error.key} must be true or false, got {error.value!r}") from error


def _list(config: pulumi.Config, key: str) -> object:
    try:
        value: object = config.get_object(key)
    except pulumi.ConfigTypeError:
        value = config.get(key)
    if value is not None and not isinstance(value, list):
        full_key = config.full_key(key)
        raise SettingError(
            f"{full_key} must be a list, got {value!r}. Set its first entry with: "
            f"pulumi config set --path '{full_key}[0]' <value>"
        )
    return value


@dataclass(frozen=True)
class Key:
    """A key of the stage's configuration."""

    field: str
    """The field of that name, in each component's Args, gets the key's value."""
    read: Callable[[pulumi.Config, str], object]
    text: str = ""
    """Replaces the field's own text in Pulumi.yaml and docs/settings.md, unless it is empty."""


KEYS = {
    "allowedOrigins": Key("allowed_origins", _list),
    "allowedHeaders": Key("allowed_headers", _list),
    "oidcIssuer": Key(
        "oidc_issuer",
        _text,
        "`iss` of your identity provider's JWTs, an https address. The provider must sign with "
        "RS256 and publish `<oidcIssuer>/.well-known/openid-configuration`: the HTTP API's JWT "
        "check needs both. Empty creates a Cognito user pool.",
    ),
    "oidcAudience": Key(
        "oidc_audience",
        _text,
        "`aud` or `client_id` of your identity provider's JWTs. Comes with `oidcIssuer`.",
    ),
    "oidcJwksUrl": Key(
        "oidc_jwks_url",
        _text,
        "Where the issuer publishes its keys, if not at `<oidcIssuer>/.well-known/jwks.json`. Only "
        "the WebSocket API's authorizer reads it; the HTTP API asks the issuer.",
    ),
    "checkoutsPerMinute": Key("checkouts_per_minute", _whole_number),
    "replayWindowHours": Key("replay_window_hours", _whole_number),
    "maxConnectionsPerUser": Key("max_connections_per_user", _whole_number),
    "subscriptionCheckMinutes": Key("subscription_check_minutes", _whole_number),
    "connectRateLimit": Key("connect_rate_limit", _whole_number),
    "expectedPeakConnections": Key("expected_peak_connections", _whole_number),
    "expectedConnectsPerSecond": Key("expected_connects_per_second", _whole_number),
    "openSignUp": Key("open_sign_up", _flag),
    "manageApiGatewayAccount": Key("manage_api_gateway_account", _flag),
    "reservedConcurrency": Key("reserved_concurrency", _whole_number),
    "pushQueueConcurrency": Key("push_queue_concurrency", _whole_number),
    "alarmTopicArns": Key("alarm_topic_arns", _list),
    "logLevel": Key("log_level", _text),
    "logRetentionDays": Key("log_retention_days", _whole_number),
    "xrayTracing": Key("xray_tracing", _flag),
    "deletionProtection": Key(
        "deletion_protection",
        _flag,
        "Refuse to delete the tables and the user pool. Set it in production.",
    ),
}


@dataclass(frozen=True)
class StageSettings:
    """What differs between stages."""

    fields: Mapping[str, object]
    """Field of the components' Args -> the value that is configured for it."""
    oidc: tuple[str, str] | None
    """Issuer and audience of an identity provider; ``None``: the stage needs its own user pool."""

    @classmethod
    def load(cls) -> StageSettings:
        """Read the current stack's configuration.

        Raises ``SettingError`` for a value of the wrong kind, for a required key that is missing,
        and for one of oidcIssuer, oidcAudience and oidcJwksUrl without the others that it needs.
        """
        config = pulumi.Config()
        read = {key: one.read(config, key) for key, one in KEYS.items()}
        if not read["allowedOrigins"]:
            full_key = config.full_key("allowedOrigins")
            raise SettingError(
                f"{full_key} must hold at least one origin and holds none. Set it with: "
                f"pulumi config set --path '{full_key}[0]' https://shop.example.com"
            )
        _warn_of_placeholders(read["allowedOrigins"], config.full_key("allowedOrigins"))
        fields = {KEYS[key].field: value for key, value in read.items() if value is not None}
        # Each stage has its own namespace, so that metrics of two stages are not summed.
        fields["metrics_namespace"] = f"{METRICS_NAMESPACE}/{pulumi.get_stack()}"
        return cls(fields, _oidc(read))

    def args(self, args_type: type[Args]) -> Args:
        """The settings that feed these Args, a component's ``TypedDict``.

        The component checks ranges and formats. ``load`` has checked kinds, that there is an
        origin, and that the OIDC keys come together.
        """
        known = args_type.__annotations__
        return cast(Args, {name: value for name, value in self.fields.items() if name in known})

    def exports(self) -> dict[str, object]:
        """What commands on the deployed stage have to know of its settings, by export."""
        return {
            "stage": pulumi.get_stack(),
            "allowed_origins": self.fields["allowed_origins"],
            "deletion_protection": self.fields.get("deletion_protection", False),
        }


def is_placeholder(origin: str) -> bool:
    """Whether the origin's host is reserved for documentation (RFC 2606): nobody's page."""
    host = origin.partition("://")[2].partition(":")[0]
    return re.fullmatch(r"(.*\.)?(example\.(com|net|org)|example|invalid)", host) is not None


def _warn_of_placeholders(origins: object, full_key: str) -> None:
    """The stages' files begin with an example's origin, which lets nobody's page in."""
    for number, origin in enumerate(origins if isinstance(origins, list) else []):
        if is_placeholder(str(origin)):
            pulumi.log.warn(
                f"{full_key} holds {origin}, an example's address: no page of yours may use the "
                f"API. Set your shop's with: pulumi config set --path '{full_key}[{number}]' "
                "https://<your shop>"
            )


def _oidc(read: Mapping[str, object]) -> tuple[str, str] | None:
    issuer, audience, key_set = read["oidcIssuer"], read["oidcAudience"], read["oidcJwksUrl"]
    if bool(issuer) != bool(audience):
        raise SettingError(
            "oidcIssuer and oidcAudience come together: "
            f"got oidcIssuer={issuer!r}, oidcAudience={audience!r}. Set both for your own "
            "identity provider, or neither to get a Cognito user pool."
        )
    if key_set and not issuer:
        raise SettingError(
            f"oidcJwksUrl comes with oidcIssuer: got oidcJwksUrl={key_set!r} and no "
            "oidcIssuer. Set oidcIssuer and oidcAudience too, or remove oidcJwksUrl: the "
            "Cognito user pool of a stage without an issuer publishes its own keys."
        )
    return (str(issuer), str(audience)) if issuer else None
