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

    @property
    def unread(self) -> tuple[str, ...]:
        """Settings with secrets that the program was run without."""
        return self.settings.unread if self.settings else ()


Outcome = Side | Failed | None
"""None: the commit has no such stage."""


@dataclass(frozen=True)
class Stage:
    """One stage, at both commits."""

    name: str
    before: Outcome
    after: Outcome

    @property
    def not_readable(self) -> bool:
        """Whether the program may have failed at what stood for a secret, for all that is known.

        The change has failed if the base runs through with the same in its place.
        """
        if not isinstance(self.after, Failed) or not self.after.unread:
            return False
        known = self.before.unread if isinstance(self.before, Side) else ()
        return not {*self.after.unread} <= {*known}

    @property
    def fails(self) -> bool:
        """Whether the change is why this stage cannot be compared."""
        return isinstance(self.after, Failed) and not self.not_readable

    @property
    def sides(self) -> tuple[Side | None, Side | None] | None:
        """What the sections compare; None where a program failed."""
        if isinstance(self.before, Failed) or isinstance(self.after, Failed):
            return None
        return self.before, self.after
