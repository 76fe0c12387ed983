"""The package's Python SDK without the engine: ``import pulumi_realtime`` on the local stage.

`pulumi package add` generates a module of this name for programs that Pulumi's engine runs. There
the components run in a process of their own. Here they run in the program, so that a program that
uses the SDK can be previewed and tried where no engine is. The calls are the same.
"""

from __future__ import annotations

from typing import Unpack

import pulumi

import components
from components import (
    CheckoutSagaArgs,
    RealtimeNotifierArgs,
    Retry,
    SagaArgs,
    SagaStep,
    StageDashboardArgs,
    UserDirectoryArgs,
)

RetryArgs, RetryArgsDict = dict, Retry
SagaStepArgs, SagaStepArgsDict = dict, SagaStep
Options = pulumi.ResourceOptions | None


def _options(given: Options) -> Options:
    """The options; a mapping in their place is refused, as the generated SDK refuses it."""
    if isinstance(given, dict):
        raise pulumi.RunError(
            "inputs come as keywords, as in the package's SDK: "
            'RealtimeNotifier("notifier", allowed_origins=[...]), not as a mapping'
        )
    return given


class RealtimeNotifier(components.RealtimeNotifier):
    def __init__(
        self, resource_name: str, opts: Options = None, **args: Unpack[RealtimeNotifierArgs]
    ) -> None:
        super().__init__(resource_name, args, _options(opts))


class CheckoutSaga(components.CheckoutSaga):
    def __init__(
        self, resource_name: str, opts: Options = None, **args: Unpack[CheckoutSagaArgs]
    ) -> None:
        super().__init__(resource_name, args, _options(opts))


class Saga(components.Saga):
    def __init__(self, resource_name: str, opts: Options = None, **args: Unpack[SagaArgs]) -> None:
        super().__init__(resource_name, args, _options(opts))


class UserDirectory(components.UserDirectory):
    def __init__(
        self, resource_name: str, opts: Options = None, **args: Unpack[UserDirectoryArgs]
    ) -> None:
        super().__init__(resource_name, args, _options(opts))


class StageDashboard(components.StageDashboard):
    def __init__(
        self, resource_name: str, opts: Options = None, **args: Unpack[StageDashboardArgs]
    ) -> None:
        super().__init__(resource_name, args, _options(opts))
