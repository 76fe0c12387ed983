"""Reusable Pulumi components: realtime notifications and a checkout saga.

Public names are the components and their Args; modules that start with an underscore are
private and may change without notice.
"""

from components.checkout_saga import CheckoutSaga, CheckoutSagaArgs
from components.quotas import QUOTAS, Quota
from components.realtime_notifier import RealtimeNotifier, RealtimeNotifierArgs
from components.saga import Saga, SagaArgs, SagaStep
from components.user_directory import UserDirectory, UserDirectoryArgs

__all__ = [
    "QUOTAS",
    "CheckoutSaga",
    "CheckoutSagaArgs",
    "Quota",
    "RealtimeNotifier",
    "RealtimeNotifierArgs",
    "Saga",
    "SagaArgs",
    "SagaStep",
    "UserDirectory",
    "UserDirectoryArgs",
]
