"""The demo buyers of a local stage, as its outputs name them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from operations.outputs import OutputsError

DemoBuyer = Mapping[str, str | bool]
"""``email``, ``password``, and ``temporary`` where the first sign-in must choose a password."""


def find_buyer(buyers: Sequence[DemoBuyer], email: str) -> DemoBuyer:
    """The buyer of this address; the first one for an empty address. Raises ``OutputsError``."""
    if not buyers:
        raise OutputsError("the outputs name no demo buyers; start a local stage with: make up")
    found = next((buyer for buyer in buyers if email in ("", buyer["email"])), None)
    if found is None:
        known = ", ".join(str(buyer["email"]) for buyer in buyers)
        raise OutputsError(f"BUYER={email} is no demo buyer of this stage; it has {known}")
    return found
