"""The epoch of a replay log: which table its numbers belong to.

A table that was restored to an earlier time gives numbers again that pages have seen already. A
page can tell by the epoch. It is made of the table's id, which DynamoDB gives each table anew, also
under an old name. An item could not tell: the restore would bring it along.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any

from contract.frames import EPOCH_DIGITS


@cache
def table_epoch(client: Any, table_name: str) -> str:
    """The epoch of the table: 16 hexadecimal digits. Raises what DescribeTable raises.

    DescribeTable is called once for each process. Threads that begin together may each call it, and
    after a failure the next push calls it again. An account may make 2,500 such calls a second.
    """
    table_id: str = client.describe_table(TableName=table_name)["Table"]["TableId"]
    return hashlib.sha256(table_id.encode()).hexdigest()[:EPOCH_DIGITS]
