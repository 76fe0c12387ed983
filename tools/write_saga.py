"""Writes docs/saga.md, the saga's states as a Mermaid diagram. Run by ``make pictures``.

The diagram follows the definition that the program generates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from local.plan import plan_stage
from local.preview_saga import definitions
from policy.rules.states_language import caught_states, next_states

REPO_ROOT = Path(__file__).resolve().parents[1]
TARGET = REPO_ROOT / "docs" / "saga.md"
COLOURS = {"Notify": "#e6f6ec", "Report": "#fdf1d8", "Recover": "#f1eafd", "Commit": "#e8f1ff",
           "Confirm": "#e8f1ff", "Fence": "#e8f1ff"}  # fmt: skip
"""Prefix of a state's name -> colour of its box."""
BOX = "stroke:#3c6fd1,color:#1b2733"
CAUGHT = "-.->"
TEXT = """\
# The checkout saga

`make pictures` writes this file from the generated definition; a test holds it up to date. A solid
arrow leads to the next state, a dashed arrow to where a caught error leads. `make preview` prints
the definition itself.

```mermaid
{diagram}
```
"""


def diagram(definition: Mapping[str, Any]) -> str:
    """The definition as a Mermaid flowchart."""
    states = definition["States"]
    found = [("start((start))", "-->", definition["StartAt"]), *arrows(states)]
    caught = [str(number) for number, (_, arrow, _) in enumerate(found) if arrow == CAUGHT]
    lines = [
        "flowchart TD",
        *(f"  {source} {arrow} {target}" for source, arrow, target in found),
        f"  linkStyle {','.join(caught)} stroke:#c2483c",
        f"  classDef default fill:#ffffff,{BOX}",
    ]
    for prefix, colour in COLOURS.items():
        members = [name for name in states if name.startswith(prefix)]
        if members:
            lines.append(f"  classDef {prefix.lower()} fill:{colour},{BOX}")
            lines.append(f"  class {','.join(members)} {prefix.lower()}")
    return "\n".join(lines)


def arrows(states: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Source, Mermaid's arrow and target of every transition."""
    for name, state in states.items():
        for target in next_states(state):
            yield name, "-->", target
        for target in dict.fromkeys(caught_states(state)):
            yield name, CAUGHT, target


def document() -> str:
    """The content of docs/saga.md."""
    resources = plan_stage(REPO_ROOT, "dev").resources
    return TEXT.format(diagram=diagram(dict(definitions(resources))["checkout-saga-machine"]))


if __name__ == "__main__":
    TARGET.write_text(document())
