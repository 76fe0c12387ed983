"""The outcome function of a saga that is given none: it keeps how each order ended itself."""

from __future__ import annotations

import pulumi

from components.building_blocks.common_args import FunctionSettings
from components.building_blocks.dependency_layer import dependency_layer
from components.building_blocks.dynamodb import on_demand_table
from components.building_blocks.function_family import FunctionFamily, FunctionRow, Supplies
from components.saga.args import SagaSettings
from contract.metrics import CHECKOUT
from contract.tables import ORDERS_KEY

COMMIT_OUTCOME = FunctionRow(
    module="commit_outcome",
    tables={"orders": ("GetItem", "PutItem", "UpdateItem")},
    variables=("KEEP_ORDERS",),
)


def own_outcomes(
    name: str, settings: SagaSettings, *, parent: pulumi.Resource
) -> tuple[pulumi.Output[str], pulumi.Output[str]]:
    """Register the table and the function. Returns the function's ARN and the table's name."""
    table = on_demand_table(
        f"{name}-outcomes",
        key=ORDERS_KEY,
        expires=True,
        deletion_protection=settings.deletion_protection,
        parent=parent,
    )
    layer_arn = settings.layer_arn or dependency_layer(name, parent=parent).arn
    family = FunctionFamily(
        name,
        CHECKOUT,
        FunctionSettings(
            log_level=settings.log_level,
            log_retention_days=settings.log_retention_days,
            metrics_namespace=settings.metrics_namespace,
            xray_tracing=settings.xray_tracing,
        ),
        layer_arn,
        parent,
    )
    supplies = Supplies(tables={"orders": table}, variables={"KEEP_ORDERS": "true"})
    return family.create(COMMIT_OUTCOME, supplies).arn, table.name
