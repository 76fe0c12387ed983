"""Settings of one stage: the only reader of Pulumi's configuration."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pulumi


class SettingError(pulumi.RunError, ValueError):
    """A setting of the stage is wrong; the text says which and what is allowed.

    Pulumi prints the text of a ``RunError`` alone, without a traceback.
    """


@contextmanager
def setting_errors() -> Iterator[None]:
    """Turn what the components refuse inside into ``SettingError``: their values are settings."""
    try:
        yield
    except ValueError as error:
        raise SettingError(str(error)) from error


@dataclass(frozen=True)
class StageSettings:
    """What differs between stages. ``Pulumi.yaml`` describes each and holds its default."""

    name: str
    allowed_origins: list[str]
    oidc: dict[str, str]
    """``oidc_issuer`` and ``oidc_audience``, or neither: then the stage has its own user pool."""
    oidc_jwks_url: str
    replay_window_hours: int
    max_connections_per_user: int
    expected_peak_connections: int
    expected_connects_per_second: int
    manage_api_gateway_account: bool
    alarm_topic_arns: list[str]
    log_retention_days: int
    deletion_protection: bool

    @property
    def metrics_namespace(self) -> str:
        """The stage's own, so that stages of one account do not add up."""
        return f"RealtimeCheckout/{self.name}"

    @classmethod
    def load(cls) -> StageSettings:
        """Read the current stack's configuration.

        Raises ``SettingError`` for a value of the wrong kind, a required key that is missing, and
        a token issuer without its audience, the other way round, or keys without their issuer.
        """
        config = pulumi.Config()
        issuer, audience = config.get("oidcIssuer"), config.get("oidcAudience")
        key_set = config.get("oidcJwksUrl") or ""
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
        return cls(
            name=pulumi.get_stack(),
            allowed_origins=_origins(config),
            oidc={"oidc_issuer": issuer, "oidc_audience": audience} if issuer and audience else {},
            oidc_jwks_url=key_set,
            replay_window_hours=_int(config, "replayWindowHours", 24),
            max_connections_per_user=_int(config, "maxConnectionsPerUser", 20),
            expected_peak_connections=_int(config, "expectedPeakConnections", 1000),
            expected_connects_per_second=_int(config, "expectedConnectsPerSecond", 50),
            manage_api_gateway_account=_bool(config, "manageApiGatewayAccount", True),
            alarm_topic_arns=_list(config, "alarmTopicArns", "ARNs of SNS topics"),
            log_retention_days=_int(config, "logRetentionDays", 14),
            deletion_protection=_bool(config, "deletionProtection", False),
        )


def _origins(config: pulumi.Config) -> list[str]:
    origins = _list(config, "allowedOrigins", "origins")
    if not origins:
        key = config.full_key("allowedOrigins")
        raise SettingError(
            f"{key} must hold at least one origin and holds none. Set it with: "
            f"pulumi config set --path '{key}[0]' https://shop.example.com"
        )
    return origins


def _list(config: pulumi.Config, key: str, what: str) -> list[str]:
    try:
        value: Any = config.get_object(key)
    except pulumi.ConfigTypeError:
        value = config.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise SettingError(f"{config.full_key(key)} must be a list of {what}, got {value!r}")
    return [str(entry) for entry in value]


def _int(config: pulumi.Config, key: str, default: int) -> int:
    try:
        value = config.get_int(key)
    except pulumi.ConfigTypeError as error:
        raise SettingError(f"{error.key} must be a whole number, got {error.value!r}") from error
    return default if value is None else value


def _bool(config: pulumi.Config, key: str, default: bool) -> bool:
    try:
        value = config.get_bool(key)
    except pulumi.ConfigTypeError as error:
        raise SettingError(f"{error.key} must be true or false, got {error.value!r}") from error
    return default if value is None else value
