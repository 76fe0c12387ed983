"""Each rule as one policy of the pack, and the policy that reads the pack's settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policy.rules import Finding, Rule, Severity
from policy.rules.findings import WAIVER_IN_FORCE, raised_at

from . import settings
from .judge import Judge

Report = Callable[[str, str | None], None]
"""Takes a message, and the URN that it is about."""


@dataclass(frozen=True)
class Policy:
    """One policy, in Pulumi's words but without its classes."""

    id: str
    description: str
    level: str
    remedy: str
    validate: Callable[[Any, Report], None]
    alone: bool
    """It is asked before each resource is made; else once, at the end, about all of them."""
    config: Mapping[str, Any] | None = None


def policies(judge: Judge, shell_folder: str | None) -> Sequence[Policy]:
    """All policies. The settings come first: the others need them.

    ``shell_folder``: the folder that the shell was in when it started ``pulumi``.
    """
    return [
        _settings(judge, shell_folder),
        *(_before(judge, rule) for rule in judge.rules if _judged_alone(rule)),
        *(_at_the_end(judge, rule) for rule in judge.rules if not _judged_alone(rule)),
        _waivers(judge),
    ]


def _judged_alone(rule: Rule) -> bool:
    """Before each resource. Which stage is production is certain at the end only."""
    return rule.alone and not rule.production


def _before(judge: Judge, rule: Rule) -> Policy:
    def validate(args: Any, report: Report) -> None:
        _say(judge, lambda: judge.of_resource(rule, args), report, args.urn)

    return _policy(rule, validate, alone=True)


def _at_the_end(judge: Judge, rule: Rule) -> Policy:
    def validate(args: Any, report: Report) -> None:
        _say(judge, lambda: judge.of_stack(rule, args.resources), report, None)

    return _policy(rule, validate, alone=False)


def _waivers(judge: Judge) -> Policy:
    def validate(_args: Any, report: Report) -> None:
        _say(judge, judge.of_waivers, report, None)

    return _policy(WAIVER_IN_FORCE, validate, alone=False)


def _policy(rule: Rule, validate: Callable[[Any, Report], None], *, alone: bool) -> Policy:
    return Policy(
        rule.id, f"{rule.holds} Remedy: {rule.remedy}.", rule.severity.value, rule.remedy,
        validate, alone,
    )  # fmt: skip


def _say(
    judge: Judge, find: Callable[[], Sequence[Finding]], report: Report, urn: str | None
) -> None:
    """Report what is found. That a rule itself fails is reported, too, without any value."""
    try:
        found = find()
    except Exception as error:
        where = raised_at(error)
        report(f"the rule itself failed: {where}. Tell who keeps the pack; disable the rule.", urn)
        return
    for one in found:
        report(judge.secrets.hidden(f"{one.name}: {one.problem}."), one.urn or None)


def _settings(judge: Judge, shell_folder: str | None) -> Policy:
    heard = False

    def validate(args: Any, report: Report) -> None:
        nonlocal heard
        judge.see(args)
        if heard:
            return
        heard = True
        project = args.urn.split("::")[1]
        try:
            judge.settings = settings.settings_of(args.get_config(), shell_folder, project)
        except settings.SettingsError as error:
            report(str(error), None)

    return Policy(
        settings.ID, "The settings of the pack and the waivers can be used.",
        Severity.MANDATORY.value, "mend the setting that the message names", validate, True,
        settings.CONFIG,
    )  # fmt: skip
