"""One CloudWatch dashboard of several components: do buyers hear of their orders?"""

# No `from __future__ import annotations`: Pulumi's analyser reads annotations unevaluated.

import json
import re
from typing import Any

import pulumi
import pulumi_aws as aws

from components.building_blocks.account import region
from components.building_blocks.args_errors import Place
from components.building_blocks.args_resolution import resolve
from components.building_blocks.common_args import DashboardSettings
from components.building_blocks.component_tag import tagged
from components.building_blocks.deletion_protection import (
    DeletionProtection,
    Descendants,
)
from components.typed_args import StageDashboardArgs

NAME = "StageDashboard"
WIDTH, HEIGHT, COLUMNS = 12, 6, 2
"""Of a widget, in CloudWatch's grid of 24 columns, and how many stand side by side."""


class StageDashboard(pulumi.ComponentResource):
    """A dashboard named ``<project>-<stack>-<name>``.

    CloudWatch takes $3 a month for a dashboard; three of an account with up to 50 metrics each are
    free (November 2026).
    """

    dashboard_name: pulumi.Output[str]
    """The dashboard's name in CloudWatch."""

    def __init__(
        self,
        name: str,
        args: StageDashboardArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        settings = resolve(DashboardSettings, Place(NAME, name=name), args)
        children = Descendants()
        opts = children.collected(tagged(NAME, name, opts))
        super().__init__("realtime:index:StageDashboard", name, None, opts)
        body = pulumi.Output.all(region(self), *settings.widgets).apply(
            lambda known: dashboard_body(known[0], known[1:])
        )
        dashboard = aws.cloudwatch.Dashboard(
            f"{name}-dashboard",
            # All Regions of an account share the names of dashboards, and Pulumi chooses none.
            dashboard_name=_physical_name(name),
            dashboard_body=body,
            opts=pulumi.ResourceOptions(parent=self),
        )
        DeletionProtection(name, settings.deletion_protection, children, parent=self)
        self.dashboard_name = dashboard.dashboard_name
        self.register_outputs({"dashboard_name": self.dashboard_name})


def dashboard_body(region_name: str, widgets: list[str]) -> str:
    """The body, as CloudWatch takes it. Each of ``widgets`` is a component's list as JSON."""
    graphs: list[dict[str, Any]] = [one for text in widgets for one in json.loads(text)]
    placed = [
        {
            "type": "metric",
            "x": number % COLUMNS * WIDTH,
            "y": number // COLUMNS * HEIGHT,
            "width": WIDTH,
            "height": HEIGHT,
            "properties": {**graph, "region": region_name},
        }
        for number, graph in enumerate(graphs)
    ]
    return json.dumps({"widgets": placed})


def _physical_name(name: str) -> str:
    full = f"{pulumi.get_project()}-{pulumi.get_stack()}-{name}"
    return re.sub("[^A-Za-z0-9_-]", "-", full)[:255]
