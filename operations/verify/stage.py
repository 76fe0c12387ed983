"""What the command needs of a stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from operations.deployed_stage import DeployedStage


@dataclass(frozen=True, kw_only=True)
class StageToVerify(DeployedStage):
    """The stage's outputs. A stage with an issuer of its own has no user pool."""

    stage: str
    allowed_origins: Sequence[str]
    websocket_url: str
    http_url: str
    event_bus_arn: str
    push_dead_letter_queue_url: str
    products_table: str
    orders_table: str
    steps_table: str
    payments_table: str
    allowances_table: str
    connections_table: str
    events_table: str
    oidc_issuer: str
    user_pool_id: str = ""
    user_pool_client_id: str = ""
    deletion_protection: bool = False
    region: str = ""
