"""The functions of one family: a table of rows, and what a component gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from components.building_blocks import iam
from components.building_blocks.child_names import function_name
from components.building_blocks.common_args import FunctionSettings
from components.building_blocks.lambda_function import PythonFunction


@dataclass(frozen=True, kw_only=True)
class FunctionRow:
    """One function: its module, what it may do, its environment variables, and its route."""

    module: str
    """Its entry point: ``functions/<family>/<module>.py``. The function's name in Pulumi follows
    from it: renaming a module replaces the function."""
    tables: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The component's short name of a table, such as ``orders`` -> the DynamoDB actions that the
    function may do on it. The function gets the physical name as ``ORDERS_TABLE``."""
    variables: Sequence[str] = ()
    """Its other environment variables, by name. With those of the tables they are the module's
    ``ENVIRONMENT``."""
    grants: Sequence[str] = ()
    """What else it may do, by the names that the component gives its IAM statements."""
    route: str | None = None
    """The API's route that invokes it. ``None`` when no route does."""
    authorizes: bool = False
    """Whether it is the API's authorizer: browsers' requests invoke it without a route."""
    signed_in: bool = False
    """Whether API Gateway authorizes each request on the route. A WebSocket API authorizes on
    ``$connect`` only; its other routes belong to the connection that was authorized there."""
    answers: bool = False
    """WebSocket only: whether API Gateway sends what the function returns to the client."""
    timeout_seconds: int = 10
    memory_mib: int = 256


@dataclass(frozen=True)
class Supplies:
    """What a component gives its functions, by the names that its rows use."""

    tables: Mapping[str, aws.dynamodb.Table] = field(default_factory=dict)
    variables: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    grants: Mapping[str, iam.Statement] = field(default_factory=dict)


@dataclass(frozen=True)
class FunctionFamily:
    """Makes functions of ``functions/<family>``, named after their modules."""

    component: str
    """Name of the component that the functions belong to."""
    family: str
    settings: FunctionSettings
    layer_arn: pulumi.Input[str]
    parent: pulumi.Resource

    def create(self, row: FunctionRow, supplies: Supplies) -> PythonFunction:
        """The row's function. ``KeyError`` for a name in the row that ``supplies`` lacks."""
        tables = {table: supplies.tables[table] for table in row.tables}
        names = {f"{table.upper()}_TABLE": found.name for table, found in tables.items()}
        variables = {variable: supplies.variables[variable] for variable in row.variables}
        statements = [
            iam.table_access(found.arn, *row.tables[table]) for table, found in tables.items()
        ]
        browsers = row.route is not None or row.authorizes
        return PythonFunction(
            function_name(self.component, row.module),
            family=self.family,
            module=row.module,
            settings=self.settings,
            layer_arn=self.layer_arn,
            environment=names | variables,
            statements=[*statements, *(supplies.grants[grant] for grant in row.grants)],
            timeout_seconds=row.timeout_seconds,
            memory_mib=row.memory_mib,
            reserved_concurrency=self.settings.reserved_concurrency if browsers else 0,
            parent=self.parent,
        )

    def create_all(
        self, rows: Sequence[FunctionRow], supplies: Supplies
    ) -> dict[str, PythonFunction]:
        """The rows' functions by module."""
        return {row.module: self.create(row, supplies) for row in rows}


def whole_number_text(number: pulumi.Input[int]) -> pulumi.Output[str]:
    """A number as an environment variable has it.

    Pulumi's wire format has no integers: 24 from another stack arrives as 24.0.
    """
    return pulumi.Output.from_input(number).apply(lambda known: str(int(known)))
