"""``make plan PEAK=1000000``: the quotas that a load needs, and what it costs beside other ways."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from planning import unit_counts
from planning.load import LoadError, load_of
from planning.picture import draw
from planning.report import report
from planning.stage_settings import SettingsError, settings_of

PROJECT = Path(__file__).resolve().parents[1]
PICTURES = PROJECT / "docs" / "planning"
WRONG = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the plan and draw its picture; the exit code."""
    parser = argparse.ArgumentParser(prog="make plan", description=__doc__)
    parser.add_argument("--peak", default="", help="connections at the peak")
    parser.add_argument("--orders", default="", help="orders a day")
    parser.add_argument("--connects", default="", help="connects a second at the peak")
    parser.add_argument("--stage", default="dev", help="whose settings are in force")
    parser.add_argument("--out", default="", help="the folder of the picture")
    given = parser.parse_args(arguments)
    try:
        settings = settings_of(PROJECT, given.stage)
        load = load_of(
            given.peak, given.orders, given.connects, settings.subscription_check_minutes
        )
        counts = unit_counts.load()
        folder = Path(given.out).expanduser() if given.out else PICTURES
        print(report(load, counts, given.stage, settings.connect_rate_limit))
        written = draw(load, counts, folder)
    except (LoadError, SettingsError) as error:
        print(error, file=sys.stderr)
        return WRONG
    except OSError as error:
        print(f"cannot write the picture into {given.out}: {error.strerror}", file=sys.stderr)
        return WRONG
    print("\nThe picture: " + ", ".join(str(path) for path in written))
    return 0


if __name__ == "__main__":
    sys.exit(main())
