"""Shows that nothing of a user is left: reads every table of the stage as a whole."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from contract import tables
from operations.forget_user.held import find_user, rows_of
from operations.forget_user.stage import StageToForgetIn


def remains(stage: StageToForgetIn, user_id: str) -> Iterator[tuple[str, bool]]:
    """A line for each place that was searched, and whether it names the user.

    A row names the user if the id stands anywhere in it, whatever the attribute, but not as a part
    of a longer word.
    """
    wanted = re.compile(rf"(?<![\w-]){re.escape(json.dumps(user_id)[1:-1])}(?![\w-])")
    for table, key in (
        (stage.orders_table, tables.ORDERS_KEY),
        (stage.connections_table, tables.CONNECTIONS_KEY),
        (stage.events_table, tables.EVENTS_KEY),
        (stage.allowances_table, tables.ALLOWANCES_KEY),
        (stage.payments_table, tables.PAYMENTS_KEY),
        (stage.steps_table, tables.STEPS_KEY),
        (stage.products_table, tables.PRODUCTS_KEY),
    ):
        rows = found = 0
        for row in rows_of(stage, table, key).all():
            rows += 1
            found += wanted.search(json.dumps(row, default=str)) is not None
        yield f"{table}: {rows} rows, {found} name the user", bool(found)
    if stage.user_pool_id:
        user_name = find_user(stage, user_id)
        yield f"{stage.user_pool_id}: {'1 user' if user_name else 'no user'}", bool(user_name)
