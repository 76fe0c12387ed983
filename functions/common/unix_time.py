"""Points in time that others hand over. Pure."""

from __future__ import annotations

LATEST_SECONDS = 253_402_300_799
"""The end of the year 9999. DynamoDB takes no number of more than 38 digits, and ``datetime`` no
later year."""


def unix_seconds(value: object) -> int | None:
    """The whole Unix seconds of a number, or of a text that holds one. ``None`` for no point in
    time: another type, NaN, a negative number, anything after the year 9999.

    API Gateway hands a token's numbers over as texts.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        seconds = float(value)
    except (ValueError, OverflowError):
        return None
    return int(seconds) if 0 <= seconds <= LATEST_SECONDS else None
