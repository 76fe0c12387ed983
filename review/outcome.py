"""What became of one stage at both commits: a side each, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from review.side import Side


@dataclass(frozen=True)
class Failed:
    """A stage whose program did not run through."""

    reason: str
    """In one line."""
    details: str
    """All that the program said, as it said it."""
    settings: Side | None = None
    """With the settings alone, if they could be read."""


Outcome = Side | Failed | None
"""None: the commit has no such stage."""


@dataclass(frozen=True)
class Stage:
    """One stage, at both commits."""

    name: str
    before: Outcome
    after: Outcome

    @property
    def sides(self) -> tuple[Side | None, Side | None] | None:
        """What the sections compare; None where a program failed."""
        if isinstance(self.before, Failed) or isinstance(self.after, Failed):
            return None
        return self.before, self.after
