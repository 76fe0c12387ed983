"""The settings of one stage, as the program reads them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from local.program.project_files import content, section
from local.program.records import ProgramError
from local.program.secret_values import SecretValues

HIDDEN = "[secret]"
SHORTEST_HIDDEN = 3
"""A shorter secret is shown, as by Pulumi: to hide each ``a`` would make every text unreadable."""


@dataclass(frozen=True)
class StageConfig:
    """Every configured key with its namespace, as the texts that Pulumi hands to a program."""

    values: Mapping[str, str]
    secret_keys: frozenset[str] = frozenset()
    """Keys whose value is a secret or holds one."""
    hidden: tuple[str, ...] = ()
    """Texts that are printed as ``[secret]``, the longest first."""
    unread: tuple[str, ...] = ()
    """Keys with a secret that was not read: ``STAND_IN`` is in its place."""

    def shown(self) -> dict[str, str]:
        """The values, for people: those of secrets hidden."""
        return {
            key: HIDDEN if key in self.secret_keys else value for key, value in self.values.items()
        }

    def masked(self, text: str) -> str:
        """The text without the secrets in it."""
        for secret in self.hidden:
            text = text.replace(secret, HIDDEN)
        return text


def project_name(project_dir: Path) -> str:
    """``name`` of Pulumi.yaml."""
    path = project_dir / "Pulumi.yaml"
    name = content(path).get("name")
    if not isinstance(name, str):
        raise ProgramError(f"{path} must hold the project's name as a text, got {name!r}")
    return name


def stage_config(
    project_dir: Path, stage: str, overrides: Mapping[str, object], *, stand_in: bool = False
) -> StageConfig:
    """The configuration of a stage, its secrets decrypted.

    Order of precedence: ``overrides``, the stage's file, defaults of the project file's schema.
    A key without a namespace is the project's own. Whether a key is known is the program's own
    decision, as it is under Pulumi. With ``stand_in`` a secret without its key is none to fail for:
    such a stage can be looked at, and must not be made.
    Raises ``ProgramError`` for a file that is no YAML and for a secret that cannot be decrypted.
    """
    name = project_name(project_dir)
    config: dict[str, object] = {}
    for key, schema in section(project_dir / "Pulumi.yaml").items():
        value = (
            schema if not isinstance(schema, dict) else schema.get("value", schema.get("default"))
        )
        if value is not None:
            config[_full(name, str(key))] = value
    file = project_dir / f"Pulumi.{stage}.yaml"
    written = {_full(name, str(key)): value for key, value in section(file).items()}
    secrets = SecretValues(file, content(file), stand_in=stand_in)
    plain = {key: secrets.plain(key, value) for key, value in written.items()}
    config |= plain
    config |= overrides
    secret_keys = {key for key in written if plain[key] != written[key]} - overrides.keys()
    hidden = {form for secret in secrets.texts for form in _forms(secret)}
    return StageConfig(
        {key: _text(value) for key, value in config.items()},
        frozenset(secret_keys),
        tuple(sorted(hidden, key=len, reverse=True)),
        tuple(sorted(secrets.unread - overrides.keys())),
    )


def _full(name: str, key: str) -> str:
    return key if ":" in key else f"{name}:{key}"


def _text(value: object) -> str:
    """As Pulumi writes a value: nothing is an empty text, and 50.0 is 50."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if value is None:
        return ""
    return (
        value
        if isinstance(value, str)
        else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    )


def _forms(secret: str) -> Iterator[str]:
    """How a secret can stand in a text: as it is, quoted, or as an entry of a list."""
    for text in (secret, *_leaves(secret)):
        for form in (text, repr(text)[1:-1], json.dumps(text)[1:-1]):
            if len(form) >= SHORTEST_HIDDEN:
                yield form


def _leaves(secret: str) -> Iterator[str]:
    try:
        open_ = [json.loads(secret)]
    except ValueError:
        return
    while open_:
        match open_.pop():
            case dict() as inner:
                open_.extend(inner.values())
            case list() as inner:
                open_.extend(inner)
            case str() as text:
                yield text
