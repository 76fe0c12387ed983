"""Settings of one stage: the only reader of Pulumi's configuration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pulumi


@dataclass(frozen=True)
class StageSettings:
    """What differs between stages. ``Pulumi.yaml`` describes each and holds its default."""

    name: str
    allowed_origins: list[str]
    tokens: dict[str, str]
    """``token_issuer`` and ``token_audience``, or neither: then the stage has its own user pool."""
    token_jwks_url: str
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

        Raises ``ValueError`` when a token issuer comes without an audience or the other way
        round; ``pulumi.ConfigMissingError`` when a required key is missing.
        """
        config = pulumi.Config()
        issuer, audience = config.get("tokenIssuer"), config.get("tokenAudience")
        if bool(issuer) != bool(audience):
            raise ValueError(
                "tokenIssuer and tokenAudience come together: "
                f"got tokenIssuer={issuer!r}, tokenAudience={audience!r}. Set both for your own "
                "identity provider, or neither to get a Cognito user pool."
            )
        return cls(
            name=pulumi.get_stack(),
            allowed_origins=_required_list(config, "allowedOrigins"),
            tokens={"token_issuer": issuer, "token_audience": audience}
            if issuer and audience
            else {},
            token_jwks_url=config.get("tokenJwksUrl") or "",
            replay_window_hours=_int(config, "replayWindowHours", 24),
            max_connections_per_user=_int(config, "maxConnectionsPerUser", 20),
            expected_peak_connections=_int(config, "expectedPeakConnections", 1000),
            expected_connects_per_second=_int(config, "expectedConnectsPerSecond", 50),
            manage_api_gateway_account=_bool(config, "manageApiGatewayAccount", True),
            alarm_topic_arns=_list(config, "alarmTopicArns"),
            log_retention_days=_int(config, "logRetentionDays", 14),
            deletion_protection=_bool(config, "deletionProtection", False),
        )


def _required_list(config: pulumi.Config, key: str) -> list[str]:
    config.require(key)
    values = _list(config, key)
    if not values:
        raise ValueError(f"{config.full_key(key)} must hold at least one entry, got []")
    return values


def _list(config: pulumi.Config, key: str) -> list[str]:
    value: Any = config.get_object(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise ValueError(f"{config.full_key(key)} must be a list, got {value!r}")
    return [str(entry) for entry in value]


def _int(config: pulumi.Config, key: str, default: int) -> int:
    value = config.get_int(key)
    return default if value is None else value


def _bool(config: pulumi.Config, key: str, default: bool) -> bool:
    value = config.get_bool(key)
    return default if value is None else value
