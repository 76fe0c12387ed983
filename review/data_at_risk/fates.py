"""What becomes of what a resource holds that is replaced or removed. Pure.

As Pulumi's step generator and AWS have it. ``protect`` stops a removal if the resource had it when
it was last updated, and a replacement only if the program still gives it. A replacement is made
first, and deletes the old resource at the end of the update, where AWS asks for *its* protection:
the new program's never reaches it.
"""

from __future__ import annotations

from local.aws_provider import BY_TYPE, Kind
from review.data_at_risk.last_copies import last_copy
from review.resources.update import PROTECT, Update
from review.text.markdown import code

RETAIN, DELETE_FIRST = "retainOnDelete", "deleteBeforeReplace"


def fate_of_data(update: Update, urn: str) -> str:
    """In one sentence: lost, refused by Pulumi or by AWS, or left behind."""
    before, after = update.options_before.get(urn, {}), update.options_after.get(urn, {})
    replaced = update.by_urn[urn].kind is Kind.REPLACE
    protected = before.get(PROTECT) == "true"
    if protected and (not replaced or after.get(PROTECT) == "true"):
        return f"what it holds would be lost; it is protected ({code(PROTECT)}): Pulumi refuses"
    if protected:
        without = f"this change takes its {code(PROTECT)} away, too, so Pulumi replaces it: "
        return without + _unprotected(update, urn, replaced=replaced)
    return _unprotected(update, urn, replaced=replaced)


def _unprotected(update: Update, urn: str, *, replaced: bool) -> str:
    if update.options_before.get(urn, {}).get(RETAIN) == "true":
        stays = f"stays on AWS outside of the stack ({code(RETAIN)})"
        return f"a new, empty one takes its place, and it {stays}" if replaced else f"it {stays}"
    if not _guarded(update, urn):
        held = update.before.resources[urn]
        return last_copy(held.type, held.inputs)
    if not replaced:
        return (
            "its deletion protection is on, so the update ends with AWS's refusal, and it stays "
            "with what it holds"
        )
    if _in_its_way(update, urn):
        return "its deletion protection is on, so AWS refuses, and nothing takes its place"
    return (
        "a new, empty one takes its place; then AWS refuses to delete the old one, whose deletion "
        "protection is on: it stays with what it holds, and nothing uses it"
    )


def _guarded(update: Update, urn: str) -> bool:
    """Whether AWS itself refuses to delete what is there now."""
    held = update.before.resources[urn].inputs
    return bool(held.get("deletionProtectionEnabled")) or (
        held.get("deletionProtection") in ("ACTIVE", True)
    )


def _in_its_way(update: Update, urn: str) -> bool:
    """Whether the old one must be gone before there is a new one."""
    if update.options_after.get(urn, {}).get(DELETE_FIRST) == "true":
        return True
    old, new = update.before.resources[urn], update.after.resources[urn]
    rules = BY_TYPE.get(new.type)
    name = rules.autonamed if rules else ""
    return bool(name and new.inputs.get(name)) and old.inputs.get(name) == new.inputs.get(name)
