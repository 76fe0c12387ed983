"""What the command needs of a stage."""

from __future__ import annotations

from dataclasses import dataclass

from operations.deployed_stage import DeployedStage


@dataclass(frozen=True, kw_only=True)
class StageToForgetIn(DeployedStage):
    """The stage's outputs. A stage with an issuer of its own has no user pool."""

    stage: str
    push_function_arn: str
    orders_table: str
    payments_table: str
    steps_table: str
    products_table: str
    allowances_table: str
    connections_table: str
    events_table: str
    attention_queue_url: str
    lost_ends_queue_url: str
    saga_start_dlq_url: str
    announcement_dlq_url: str
    push_dead_letter_queue_url: str
    oidc_issuer: str
    user_pool_id: str = ""
    deletion_protection: bool = False
    region: str = ""

    @property
    def queues(self) -> dict[str, str]:
        """The queues that keep messages for a person: an output's name -> its address."""
        names = ("attention_queue_url", "lost_ends_queue_url", "saga_start_dlq_url",
                 "announcement_dlq_url", "push_dead_letter_queue_url")  # fmt: skip
        return {name: getattr(self, name) for name in names}
