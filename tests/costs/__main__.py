"""``python -m tests.costs [--write]``: the bills of one order and of connections, as JSON.

``--write`` writes them to planning/unit_counts.json, from which a month is planned.
"""

from __future__ import annotations

import argparse
import json
from typing import Any

from contract.limits import SUBSCRIPTION_CHECK_SECONDS
from contract.quotas import HEARTBEAT_SECONDS
from tests.costs.bill import Counted
from tests.costs.logs import Log
from tests.costs.meter import Meter
from tests.costs.outcomes import OUTCOMES
from tests.costs.program import counted_program
from tests.support.repository import REPO_ROOT

FILE = REPO_ROOT / "planning" / "unit_counts.json"
SECONDS_PER_HOUR = 3600
PING_SECONDS, PING_A_MINUTE_SECONDS = HEARTBEAT_SECONDS, 60
"""How often an idle page pings, and how often on a line that ends idle connections sooner."""
RESUME_SECONDS = SUBSCRIPTION_CHECK_SECONDS
"""How often an idle page resumes to prove that its connection has its row, by default."""
CONNECTION_HOURS = 2


def idle_hour(resume: Counted, ping_seconds: int) -> dict[str, Any]:
    """An hour of a connection that hears nothing."""
    pings = SECONDS_PER_HOUR // ping_seconds
    resumes = SECONDS_PER_HOUR // RESUME_SECONDS
    told = resume.told()
    return {
        "pings": pings,
        "resumes": resumes,
        "messages": 2 * pings + resumes * resume.messages,
        "connection_minutes": 60,
        "invocations": resumes * told["all_invocations"],
        "read_units": resumes * told["all_read_units"],
        "write_units": resumes * told["all_write_units"],
    }


def bills(log: Log) -> dict[str, Any]:
    """Each bill by its name."""
    meter = Meter(log)
    resume = meter.resume(2)
    orders = {
        name: meter.order(outcome, f"key-{number}").told()
        for number, (name, outcome) in enumerate(OUTCOMES.items())
    }
    read = meter.read_order()
    meter.connect()
    meter.disconnect()
    opened = meter.bill()
    return {
        "orders": orders,
        "one status read": read.told(),
        "one resume that missed nothing": resume.told(),
        "one idle connection-hour": idle_hour(resume, PING_SECONDS),
        "one idle connection-hour with a ping a minute": idle_hour(resume, PING_A_MINUTE_SECONDS),
        "one handshake above the limit": meter.one_too_many().told(),
        f"one connection of {CONNECTION_HOURS} hours, opened and closed": opened.told(),
    }


def main() -> None:
    """Print the bills, or write them."""
    parser = argparse.ArgumentParser(prog="python -m tests.costs", description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"write {FILE.name}")
    write = parser.parse_args().write
    program = counted_program()
    log = Log()
    with log.taken():
        counted = {"program": program, "bills": bills(log)}
    text = json.dumps(counted, indent=1)
    if write:
        FILE.write_text(text + "\n")
        print(f"Wrote {FILE.relative_to(REPO_ROOT)}")
    else:
        print(text)


if __name__ == "__main__":
    main()
