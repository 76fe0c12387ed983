"""The functions of one family within one component: what all of them share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi

from components.building_blocks import iam
from components.building_blocks.lambda_function import PythonFunction


class FunctionFamily:
    """Makes functions of ``functions/<family>``, named after their modules."""

    def __init__(
        self,
        name: str,
        family: str,
        settings: Mapping[str, Any],
        *,
        layer_arn: pulumi.Input[str],
        parent: pulumi.Resource,
    ) -> None:
        self._name, self._family = name, family
        self._parent = parent
        self._shared: dict[str, Any] = {
            "layer_arn": layer_arn,
            "log_retention_days": settings["log_retention_days"],
            "metrics_namespace": settings["metrics_namespace"],
        }

    def new(
        self,
        module: str,
        environment: Mapping[str, Any],
        *statements: iam.Statement,
        **more: Any,
    ) -> PythonFunction:
        """The function of one module; ``more`` are its time-out and memory."""
        return PythonFunction(
            f"{self._name}-{module.replace('_', '-')}",
            family=self._family,
            module=module,
            environment=environment,
            statements=statements,
            parent=self._parent,
            **self._shared,
            **more,
        )
