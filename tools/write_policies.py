"""Writes docs/policies.md: our rules, and what became of others'. Run by ``make policies``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from policy.outside_rules import (
    CDK_NAG,
    CHECKOV,
    READ_CDK_NAG,
    READ_CHECKOV,
    TYPES_READ,
    OutsideRule,
    ReadList,
)
from policy.rules import GROUPS, RULES, Rule, Severity

REPO_ROOT = Path(__file__).resolve().parents[1]
PAGE = REPO_ROOT / "docs" / "policies.md"
MANDATORY = sum(rule.severity == Severity.MANDATORY for rule in RULES)
HEAD = f"""# Policies

What must hold of a stage, as {len(RULES)} rules over the resources that its program registers.
{MANDATORY} are mandatory: a stage that breaks one must not reach AWS. The others are advisory:
somebody should look. `make policies` writes this page from `policy/rules` and
`policy/outside_rules`. [ADR 19](adr/0019-one-set-of-rules.md) says why the rules are ours.

## Where the rules speak

| command | asks | mandatory | advisory |
|---|---|---|---|
| `make policy`, in `make check` | every stage; no cloud, no CLI | make fails | a line |
| `make policy STAGE=prod` | one stage | make fails | a line |
| `make policy PROJECT=folder` | another program, in Python | make fails | a line |
| `make preview` | one stage | a refusal | a warning |
| `make up` | the local stage, before it is made and afterwards | a refusal | a warning |

`policy/` is a pack for Pulumi's engine, too. There a rule may need a value that a preview does not
know. Rules that speak *alone* look at one resource's own inputs, which the preview mostly knows.
Rules that speak *together* look at what refers to what, by ids and ARNs that AWS chooses. In the
preview of a new stage such a rule is silent; in `pulumi up` it speaks. No rule guesses.
`make policy` runs the program against placeholders, so that ids and ARNs are known. What a look-up
such as `aws.ec2.get_vpc` answers is not.

Rules of *production* hold for two kinds of stages. One is protected: its program registers
something with Pulumi's option `protect`, as `deletionProtection: true` does. The other is named
`prod`, `production`, `prod-…` or `production-…`. The line of a stage says whether it is production.

The rules look at most types of resources that this project's components make, and at policies that
stand beside them. At the end the report names the types of a program that no rule looks at.

## Write a waiver

A waiver is a written exception. It stands in `policy-waivers.yaml` beside the program's
`Pulumi.yaml`:

```yaml
waivers:
  - rule: alarm-has-topic
    resource: checkout-*
    reason: Nobody is on call for this stage before its first sale.
    dated: 2026-11-27
    until: 2027-03-31
```

`resource` is a pattern of resources' names, as in a shell. `until` is the last day on which the
waiver waives, by the date of the machine that asks; without it the waiver has no end. An entry is
refused without a reason or a date, for a rule that does not exist, or when it repeats another.
Two advisory findings are about waivers. `waiver-in-force`: it has run out, and waives nothing.
`waiver-in-use`: no stage needs it; only a `make policy` of all stages can tell.

## Our rules

*Speaks* says when: *alone* from the preview on, *together* where ids are known. AWS encrypts every
table and log group by itself, so no rule asks for that.
"""
OTHERS = f"""
## Rules of others

Public lists of rules were read for the {len(TYPES_READ)} types that the program registers. Each of
their rules became one of ours, or says here why not; an entry with both says where ours ask for
less. A rule for another type is not in the tables. A test compares the types with every stage, so
that the lists are read again for a new one.
"""
COLUMNS = "| id | severity | what holds | remedy | speaks | source |\n|---|---|---|---|---|---|\n"


def page() -> str:
    """The page's text."""
    ours = "".join(
        f"\n### {title}\n\n{COLUMNS}" + "".join(map(_row, rules)) for title, rules in GROUPS.items()
    )
    others = _list(READ_CHECKOV, CHECKOV) + _list(READ_CDK_NAG, CDK_NAG)
    return HEAD + ours + OTHERS + others


def _row(rule: Rule) -> str:
    speaks = "alone" if rule.alone else "together"
    where = f"{speaks}, production" if rule.production else speaks
    cells = (f"`{rule.id}`", rule.severity, rule.holds, rule.remedy, where, rule.source)
    return "| " + " | ".join(cells).replace("<", "&lt;") + " |\n"


def _list(read: ReadList, rules: Sequence[OutsideRule]) -> str:
    became = sum(bool(rule.ours) for rule in rules)
    where = ", ".join(f"`{one}`" for one in read.where)
    head = (
        f"\n### {read.name}\n\n{read.name} {read.version}, commit `{read.commit[:12]}`, read on "
        f"{read.read_on} in {where}. Of {len(rules)} rules for our types {became} became ours, and "
        f"{len(rules) - became} did not.\n\n| rule | asks for | ours | why not, or why less |\n"
        "|---|---|---|---|\n"
    )
    return head + "".join(
        f"| {rule.id} | {rule.asks} | {', '.join(f'`{one}`' for one in rule.ours) or 'none'} | "
        f"{rule.why_not} |\n"
        for rule in rules
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
