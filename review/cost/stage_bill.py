"""The bill of one stage at its expected load, as far as its program is known. Pure.

Our own program was counted: every order and every page. Of a program of somebody else's that uses
our components we know the notifier's pages, the checkout's orders and a saga's transitions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from functools import cache

from local.aws_provider import RecordedProgram
from planning import prices, unit_counts
from planning.bill import Line, connected, idle_pages, monthly, orders_and_saga, stage_alone
from planning.load import Load, load_of, with_usual_visits
from planning.program_counts import on_x86_64, program_counts
from planning.unit_counts import Counts
from review.cost.components import NOTIFIER, is_ours, uses
from review.cost.unpriced import unpriced
from review.reckoned_with import CHECKOUT, load_of_side, with_transitions
from review.sagas.machines import machines
from review.sagas.transitions import is_outdated, of_success
from review.side import Side
from review.text.markdown import code

ASSUMED_PEAK = "1000"
"""The shop of docs/costs.md, for a stage whose settings name no load."""


@dataclass(frozen=True)
class StageBill:
    """A month of one stage."""

    lines: tuple[Line, ...]
    load: Load
    is_assumed: bool
    """Whether the settings name no load."""
    unpriced: Counter[str]
    """What is in no line, by type."""
    is_counted: bool = True
    """Whether it is the program whose orders and pages were counted."""
    is_outdated: bool = False
    """Whether an order was counted with another definition than the stage's saga has."""

    @property
    def is_partial(self) -> bool:
        """Whether it is a program of somebody else's, with parts that nobody counted."""
        return not self.is_counted and bool(self.unpriced)

    @property
    def total(self) -> float:
        """Dollars."""
        return sum(line.cost for line in self.lines)


def bill_of(side: Side, counts: Counts | None) -> StageBill:
    """The bill by these counts; without them, of what is known of any program."""
    load = load_of_side(side)
    used = with_usual_visits(load or load_of(ASSUMED_PEAK))
    lines = monthly(used, _own(side, counts)) if counts else [*_of_components(side, used)]
    known = (counts or our_counts()).memory_mib.keys() if counts or _has_ours(side.record) else ()
    return StageBill(
        tuple(lines),
        used,
        load is None,
        unpriced(side.record, known, _priced_machines(side, counts)),
        counts is not None,
        any(is_outdated(one, counts) for one in machines(side.record).values()),
    )


def _has_ours(record: RecordedProgram) -> bool:
    return any(map(is_ours, record.resources))


def _priced_machines(side: Side, counts: Counts | None) -> set[str]:
    """Those whose transitions have a line: all of a program that is not counted as a whole."""
    return {
        urn
        for urn, machine in machines(side.record).items()
        if machine.is_standard
        if CHECKOUT in urn or (counts is None and of_success(machine, None))
    }


@cache
def our_counts() -> Counts:
    """Those of this project: they belong to the components, as their code does."""
    return unit_counts.load()


def _own(side: Side, counts: Counts) -> Counts:
    """The counts, with what the stage's resources tell instead of those of the counted stage."""
    own = asdict(program_counts(side.record.resources.values()))
    memory = {**counts.memory_mib, **own.pop("memory_mib")}
    x86_64 = on_x86_64(side.record.resources.values())
    return replace(counts, memory_mib=memory, x86_64=x86_64, **own)


def _of_components(side: Side, load: Load) -> Iterator[Line]:
    ours = _only_components(side)
    counts = _own(ours, with_transitions(ours, our_counts()))
    alone = program_counts(side.record.resources.values())
    yield from stage_alone(
        replace(counts, alarms=alone.alarms, alarm_metrics=alone.alarm_metrics,
                dashboards=alone.dashboards)
    )  # fmt: skip
    if uses(side.record, CHECKOUT):
        yield from orders_and_saga(load, counts)
    if uses(side.record, NOTIFIER):
        yield from idle_pages(load, counts)
        yield from connected(load, counts)
    for urn, machine in machines(side.record).items():
        known = of_success(machine, None) if machine.is_standard and CHECKOUT not in urn else None
        if known:
            most = known.most or known.fewest
            yield Line(
                f"saga {code(machine.name)}: state transitions", load.orders * most,
                prices.TRANSITION,
                f"{load.orders_a_day:,} a day x 30 days x {most}"
                + ("" if known.most == known.fewest else f" (of {known})"),
            )  # fmt: skip


def _only_components(side: Side) -> Side:
    """Without the program's own functions: their memory and logs are none of our counts'."""
    kept = {urn: one for urn, one in side.record.resources.items() if is_ours(urn)}
    return replace(side, record=RecordedProgram(kept))
