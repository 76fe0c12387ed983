"""The text of one setting -> a value for the components' Args, or an error that mends itself.

Pulumi hands every value over as a text, a list or an object as JSON. The texts of the errors are
the same under Pulumi and on the local stage: both come from here.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pulumi
from pulumi.runtime import config as configured

HIDDEN = "[secret]"
SHORTEST_HIDDEN = 3
"""A shorter secret is hidden in quotes only: elsewhere it would make a text unreadable."""


class SettingError(pulumi.RunError, ValueError):
    """A setting of the stage is wrong; the text says which, what is allowed, and how to mend it.

    Pulumi prints the text of a ``RunError`` alone, without a traceback.
    """


@dataclass(frozen=True)
class Key:
    """A key of the stage's configuration."""

    field: str
    """The field of that name, in each component's Args, gets the key's value."""
    read: Callable[[Key, str, str], object]
    """Takes this, the key and its text. Answers the value."""
    example: str
    """A value that is allowed (an entry, for a list), for the command in errors."""
    text: str = ""
    """Replaces the field's own text in Pulumi.yaml and docs/settings.md, unless it is empty."""
    secret: bool = False
    """Whether its value may be a secret: the field takes outputs, and nothing shows it in clear."""


def text(one: Key, key: str, given: str) -> object:
    """A text. An empty one counts as omitted."""
    if _parsed(given) is not None:
        raise refused(one, key, f"must be a text, got {given!r}")
    return given or None


def whole_number(_one: Key, _key: str, given: str) -> object:
    """A whole number. Another text goes on as it is: the component knows which numbers it takes."""
    return int(given) if re.fullmatch(r"[+-]?[0-9]+", given) else given


def flag(one: Key, key: str, given: str) -> object:
    """True or false."""
    if given not in ("true", "false"):
        raise refused(one, key, f"must be true or false, got {given!r}")
    return given == "true"


def listing(one: Key, key: str, given: str) -> object:
    """A list of texts."""
    value = _parsed(given)
    if not isinstance(value, list):
        raise refused(one, key, f"must be a list, got {given!r}")
    for entry in value:
        if not isinstance(entry, str):
            raise refused(one, key, f"holds {entry!r}; each entry must be a text")
    return value


def is_secret(key: str) -> bool:
    """Whether the configured value of the key is a secret, or holds one."""
    return configured.is_config_secret(pulumi.Config().full_key(key))


def refuse_secret(one: Key, key: str) -> None:
    """Refuse a secret for a key whose value would stand in clear in the state."""
    if is_secret(key) and not one.secret:
        where = f"--path '{key}[0]'" if one.read is listing else key
        raise SettingError(
            f"{key} must be no secret, got {HIDDEN}: warnings, exports or resources show its value "
            f"in clear. Remove it with: pulumi config rm {key}, and set it with: pulumi config set "
            f"{where} {one.example} -s {pulumi.get_stack()}"
        )


def refused(one: Key, key: str, problem: str) -> SettingError:
    """``<key> <problem>``, then the command that sets the key. The value of a secret is hidden."""
    value = _parsed(pulumi.Config().get(key))
    entries = value if isinstance(value, list) else []
    secret = "--secret " if is_secret(key) else ""
    wrong = [index for index, entry in enumerate(entries) if f"holds {entry!r}" in problem]
    where = f"--path '{key}[{wrong[0] if wrong else 0}]'" if one.read is listing else key
    if secret:
        problem = re.sub(r"(?<=, got ).*", HIDDEN, problem, flags=re.DOTALL)
        for entry in sorted(map(str, [pulumi.Config().get(key), *entries]), key=len, reverse=True):
            for shown in (repr(entry), *([entry] if len(entry) >= SHORTEST_HIDDEN else [])):
                problem = problem.replace(shown, HIDDEN)
    return SettingError(
        f"{key} {problem}. Set it with: pulumi config set {secret}{where} {one.example} "
        f"-s {pulumi.get_stack()}"
    )


def unknown(key: str, known: Iterable[str]) -> SettingError:
    """A key that nothing reads, with the known key that is nearest."""
    by_letters = {_letters(one): one for one in known}
    near = difflib.get_close_matches(_letters(key), by_letters, n=1)
    hint = f"; did you mean {by_letters[near[0]]}?" if near else "."
    return SettingError(
        f"unknown setting {key}{hint} Remove it with: pulumi config rm {key}. The settings are "
        f"{', '.join(by_letters.values())}"
    )


def _letters(key: str) -> str:
    return re.sub("[^a-z0-9]", "", key.lower())


def _parsed(given: str | None) -> object:
    """The list or object that the text is, else ``None``."""
    try:
        value: object = json.loads(given or "")
    except ValueError:
        return None
    return value if isinstance(value, list | dict) else None
