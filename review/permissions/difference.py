"""What one program permits and the other one does not. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from review.permissions.arns import ANYTHING
from review.permissions.permission import Permission


@dataclass(frozen=True)
class Changed:
    """The same permission under another condition."""

    before: Permission
    after: Permission


@dataclass(frozen=True)
class Difference:
    """What two programs permit differently. Swapped programs have it swapped, but for ``still``."""

    gained: tuple[Permission, ...]
    lost: tuple[Permission, ...]
    changed: tuple[Changed, ...] = ()
    still: tuple[Permission, ...] = ()
    """What is left of a wider one that is lost."""


def difference(before: Iterable[Permission], after: Iterable[Permission]) -> Difference:
    """The atoms that one of the two has alone. Those that differ in their condition are paired.

    An atom that a wider one of the other program covers is neither gained nor lost.
    """
    old, new = frozenset(before), frozenset(after)
    changed = _paired(old - new, new - old)
    gained = new - old - {one.after for one in changed}
    lost = old - new - {one.before for one in changed}
    gone = [one for one in lost if not _covered(one, new)]
    return Difference(
        tuple(sorted(one for one in gained if not _covered(one, old))),
        tuple(sorted(gone)),
        tuple(changed),
        tuple(sorted(one for one in gained if _covered(one, gone))),
    )


def _paired(lost: Iterable[Permission], gained: Iterable[Permission]) -> list[Changed]:
    by_subject: dict[Permission, list[Permission]] = {}
    for one in sorted(lost):
        by_subject.setdefault(replace(one, condition=()), []).append(one)
    found = []
    for one in sorted(gained):
        candidates = by_subject.get(replace(one, condition=()))
        if candidates:
            found.append(Changed(candidates.pop(0), one))
    return found


def _covered(one: Permission, others: Iterable[Permission]) -> bool:
    return any(
        other is not one
        and (other.who, other.effect) == (one.who, one.effect)
        and other.what in (one.what, ANYTHING)
        and other.condition in (one.condition, ())
        and fnmatchcase(one.action, other.action.replace("[", "[[]"))
        for other in others
        if other != one
    )
