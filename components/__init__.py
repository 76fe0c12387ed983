"""Reusable Pulumi components: realtime notifications and a checkout saga.

The names in ``__all__`` are public: the components, their Args and the quotas. All other names may
change without notice.
"""

# First: the others cannot be imported by a Python that is too old.
from components import python_version as python_version  # isort: split

from components.checkout_saga.component import CheckoutSaga
from components.realtime_notifier.component import RealtimeNotifier
from components.saga.component import Saga
from components.stage_dashboard import StageDashboard
from components.typed_args import (
    CheckoutSagaArgs,
    RealtimeNotifierArgs,
    Retry,
    SagaArgs,
    SagaStep,
    StageDashboardArgs,
    UserDirectoryArgs,
)
from components.user_directory import UserDirectory
from contract.quotas import QUOTAS, Quota

VERSION = "0.3.0"
"""The version of program, package and client. ``CHANGELOG.md`` has the changes."""

__all__ = [
    "QUOTAS",
    "VERSION",
    "CheckoutSaga",
    "CheckoutSagaArgs",
    "Quota",
    "RealtimeNotifier",
    "RealtimeNotifierArgs",
    "Retry",
    "Saga",
    "SagaArgs",
    "SagaStep",
    "StageDashboard",
    "StageDashboardArgs",
    "UserDirectory",
    "UserDirectoryArgs",
]
