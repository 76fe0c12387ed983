"""Writes docs/provider-rules.md from local/aws_provider/tables. Run by ``make provider-rules``."""

from __future__ import annotations

from pathlib import Path

from local.aws_provider import ALL, BY_TYPE, ResourceRules, replaced_by
from local.aws_provider.rules import READ_ON

REPO_ROOT = Path(__file__).resolve().parents[1]
PAGE = REPO_ROOT / "docs" / "provider-rules.md"
HEAD = f"""# The AWS provider's own rules

Pulumi's AWS provider is a bridge to Terraform's. What it refuses at preview and what it replaces
stands in its Go source, one file for each resource type, below `internal/service` of
hashicorp/terraform-provider-aws. This page is written by `make provider-rules` from
`local/aws_provider/tables`; the sources were read on {READ_ON}. "Read" is the provider's version
whose source was read; Pulumi's provider 7 builds on version 6.

`make preview` and `make up` refuse what is refused here. `make preview RECORD=file` writes what the
program registers; `make preview AGAINST=file` says what the program would create, update, replace
and delete on a stage that was deployed from that record. A secret's value is not in a record, so a
change of it is not seen. A renamed resource is the same one if an alias says so, else a deletion
and a creation. A type without an entry in the tables is passed over by the refusals, and an
announcement says so.

Properties have the names that the program registers: `.` leads into an object, `[]` into each item
of a list. A change inside of a replacing object replaces too.
"""


def page() -> str:
    """The page's text."""
    return HEAD + "".join(map(_section, sorted(BY_TYPE.values(), key=lambda one: one.type)))


def _section(rules: ResourceRules) -> str:
    replacing = replaced_by(rules.type)
    names = ["every property"] if replacing == ALL else [f"`{one}`" for one in sorted(replacing)]
    data = " What it holds is lost then." if rules.keeps_data else ""
    lines = [
        f"\n## {rules.type}\n",
        f"- Source: `{rules.source}`; read: {rules.version}",
        f"- Replaced by: {', '.join(names) or 'nothing'}.{data}",
    ]
    if rules.autonamed:
        lines.append(f"- Named by Pulumi when not set: `{rules.autonamed}`")
    checks = [f"  - `{check.path}`: {check.allowed}" for check in rules.checks]
    lines += ["- Takes:", *checks] if checks else ["- Checks no value"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
