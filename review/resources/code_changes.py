"""Functions that get other code and nothing else: a count for each family. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from local.aws_provider import name_of
from review.resources.update import LAYER, Update
from review.text.markdown import code, counted


def code_lines(update: Update) -> Iterator[str]:
    """The families, and the layers whose new version they take."""
    functions: Counter[str] = Counter()
    layers = []
    for urn in sorted(update.code_only):
        if update.by_urn[urn].type == LAYER:
            layers.append(code(name_of(urn)))
        else:
            functions[family(update.after.resources[urn].inputs.get("handler"))] += 1
    told = [
        f"{code(name)}: {counted(count, 'function')}" for name, count in sorted(functions.items())
    ]
    if layers:
        told.append(f"replaced by a new version: the layer {', '.join(layers)}")
    if told:
        yield f"- **code only** {'; '.join(told)}"


def family(handler: object) -> str:
    """``functions.checkout`` of ``functions.checkout.charge_payment.handler``."""
    parts = str(handler or "").split(".")
    return ".".join(parts[:-2]) or "functions"
