"""Defaults of the components, literally: who upgrades keeps them without having set them."""

from __future__ import annotations

from typing import Any

import pytest

from components.building_blocks.args_fields import arg_fields
from components.building_blocks.common_args import DirectorySettings
from components.checkout_saga.args import CheckoutSettings
from components.realtime_notifier.args import NotifierSettings
from components.saga.args import DeclaredStep, SagaSettings
from components.saga.steps import RetryPolicy

COMMON = {
    "alarm_topic_arns": (),
    "deletion_protection": False,
    "log_level": "INFO",
    "log_retention_days": 14,
    "xray_tracing": False,
    "metrics_namespace": "RealtimeCheckout",
    "reserved_concurrency": 0,
}
DEFAULTS: dict[type, dict[str, Any]] = {
    NotifierSettings: {
        **COMMON,
        "connect_rate_limit": 100,
        "expected_connects_per_second": 50,
        "expected_peak_connections": 1000,
        "route_rate_limit": 100,
        "manage_api_gateway_account": True,
        "max_connections_per_user": 20,
        "push_queue_concurrency": 0,
        "replay_window_hours": 24,
        "subscription_check_minutes": 10,
        "throttling_burst_limit": 2000,
        "throttling_rate_limit": 1000,
    },
    CheckoutSettings: {
        **COMMON,
        "allowed_headers": (),
        "checkouts_per_minute": 10,
        "throttling_burst_limit": 1000,
        "throttling_rate_limit": 500,
    },
    SagaSettings: {
        "alarm_topic_arns": (),
        "commit_name": "commit_outcome",
        "deletion_protection": False,
        "event_source": "checkout",
        "log_level": "INFO",
        "log_retention_days": 14,
        "metrics_namespace": "RealtimeCheckout",
        "xray_tracing": False,
    },
    DeclaredStep: {
        "ambiguous": (),
        "retry": RetryPolicy(),
        "retry_on": (),
        "timeout_seconds": 15,
    },
    RetryPolicy: {"interval_seconds": 1, "max_attempts": 3, "max_delay_seconds": 10},
    DirectorySettings: {"deletion_protection": False, "open_sign_up": False},
}


@pytest.mark.parametrize("declaration", DEFAULTS, ids=lambda one: one.__name__)
def test_a_component_keeps_its_defaults(declaration: type) -> None:
    defaults = {
        name: one.default
        for name, one in arg_fields(declaration).items()
        if not one.required and one.default is not None
    }

    assert defaults == DEFAULTS[declaration]
