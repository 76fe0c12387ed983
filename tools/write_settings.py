"""Writes what follows from the components' declared Args and the stage's keys: ``make settings``.

The types of the Args (components/typed_args.py), the ``config`` of Pulumi.yaml, and
docs/settings.md. A test fails when one of them differs from its declaration.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from components.building_blocks.args_fields import ArgField, arg_fields
from components.building_blocks.common_args import DashboardSettings, DirectorySettings
from components.checkout_saga.args import CheckoutSettings
from components.realtime_notifier.args import NotifierSettings
from components.saga.args import DeclaredStep, SagaSettings
from components.saga.steps import RetryPolicy
from stage import KEYS

REPO_ROOT = Path(__file__).resolve().parents[1]
ARGS: Mapping[str, tuple[type, str]] = {
    "RealtimeNotifierArgs": (NotifierSettings, "Arguments of ``RealtimeNotifier``."),
    "CheckoutSagaArgs": (CheckoutSettings, "Arguments of ``CheckoutSaga``."),
    "Retry": (RetryPolicy, "How often a task is tried again, with doubling and full jitter."),
    "SagaStep": (DeclaredStep, "One forward step and the compensation that undoes it."),
    "SagaArgs": (SagaSettings, "Arguments of ``Saga``."),
    "UserDirectoryArgs": (DirectorySettings, "Arguments of ``UserDirectory``."),
    "StageDashboardArgs": (DashboardSettings, "Arguments of ``StageDashboard``."),
}
TYPES_HEAD = '''"""Types of the components' Args.

Written by ``make settings`` from the declarations: the components' ``args.py``, ``saga/steps.py``
and ``building_blocks/common_args.py``. Edit those.
"""

# No `from __future__ import annotations`: Pulumi's analyser reads annotations unevaluated.

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi
'''
PAGE_HEAD = """# Settings of a stage

Written by `make settings` from the components' declarations and `stage.py`. A stage's settings
stand in `Pulumi.<stage>.yaml`. `pulumi config set <setting> <value>` writes one, and
`pulumi config set --path '<setting>[0]' <value>` writes the first entry of a list.

A wrong value and a misspelt setting end in one sentence that names the setting, the value, what is
allowed and the command that mends it, before any resource exists: under Pulumi and on the local
stage alike. That is why Pulumi.yaml declares no types: with them the engine would refuse a wrong
value first, without saying the value or what is allowed.

`pulumi config set --secret` encrypts a value. The local stage and `make preview` decrypt it with
the passphrase in PULUMI_CONFIG_PASSPHRASE and never print it. No setting's name makes Pulumi take
its value for a secret.

These settings may be secrets:
{secrets}.
They stay secrets in the state, in diffs and in the record of `make preview RECORD=file`. Outputs
made of them are shown by `--show-secrets`. A secret is refused for every other setting: warnings,
exports or resources show its value in clear.

The local stage refuses the settings of an identity provider of your own: its demo buyers sign in at
its own user pool.

| setting | type | default | allowed | meaning |
|---|---|---|---|---|
"""
KINDS = {str: "string", int: "integer", bool: "boolean", list: "array"}
NAMES = {str: "Text", int: "Whole number", bool: "True or false", list: "List of texts"}
EMPTY: Mapping[type, object] = {str: "", list: []}


def typed_args() -> str:
    """The module with the Args' TypedDicts."""
    classes = [
        f'\n\nclass {name}(TypedDict):\n    """{text}"""\n\n' + "".join(_members(declaration))
        for name, (declaration, text) in ARGS.items()
    ]
    return TYPES_HEAD + "".join(classes)


def pulumi_yaml(present: str) -> str:
    """Pulumi.yaml with its ``config`` written anew."""
    head = present.partition("# Written by")[0].partition("config:\n")[0]
    config: dict[str, object] = {
        key: value for key, value in yaml.safe_load(present)["config"].items() if ":" in key
    }
    for key, declared in declared_fields().items():
        # No type, and a default also where a value is required: otherwise the engine refuses a
        # wrong value itself, and its sentence holds neither the value nor what is allowed.
        config[key] = {"default": _default(declared), "description": _description(key, declared)}
    text: str = yaml.safe_dump({"config": config}, sort_keys=False, width=100, allow_unicode=True)
    return f"{head}# Written by `make settings`, but for the keys with a namespace.\n{text}"


def settings_page() -> str:
    """docs/settings.md."""
    rows = []
    for key, declared in declared_fields().items():
        default = "required" if declared.required else _shown(_default(declared))
        meaning = _meaning(key, declared)
        rows.append(
            f"| `{key}` | {kind_of(declared)} | {default} | {declared.allowed} | {meaning} |\n"
        )
    secrets = ", ".join(f"`{key}`" for key, one in KEYS.items() if one.secret)
    return PAGE_HEAD.replace("{secrets}", secrets) + "".join(rows)


def kind_of(declared: ArgField) -> str:
    """The field's type in JSON Schema's words."""
    return KINDS[declared.kind]


def declared_fields() -> dict[str, ArgField]:
    """Key -> the field that it feeds.

    Raises ``ValueError`` for a key that feeds fields with different defaults or limits: Pulumi
    would hand one component's default to the other.
    """
    declared = {}
    for key, one in KEYS.items():
        fields = [
            found
            for declaration in (NotifierSettings, CheckoutSettings, DirectorySettings)
            if (found := arg_fields(declaration).get(one.field))
        ]
        if len({(field.default, field.allowed) for field in fields}) != 1:
            raise ValueError(f"{key} must feed fields with one default and one range")
        declared[key] = fields[0]
    return declared


def _members(declaration: type) -> Iterable[str]:
    fields = arg_fields(declaration).items()
    for name, declared in sorted(fields, key=lambda one: not one[1].required):
        kind = declared.args_type
        yield f"    {name}: {kind if declared.required else f'NotRequired[{kind}]'}\n"
        sentences = [declared.text, _allowed(declared)]
        if declared.default not in (None, ()) and not declared.nested:
            sentences.append(f"Default {_plain(declared.default)}.")
        text = " ".join(filter(None, sentences)).replace("`", "``")
        docstring = textwrap.wrap(
            f'"""{text}"""', 96, break_long_words=False, break_on_hyphens=False
        )
        yield textwrap.indent("\n".join(docstring), "    ") + "\n"


def _description(key: str, declared: ArgField) -> str:
    kind = f"{NAMES[declared.kind]}{', required' if declared.required else ''}."
    sentences = (kind, _meaning(key, declared), _allowed(declared))
    return " ".join(filter(None, sentences)).replace("`", "")


def _meaning(key: str, declared: ArgField) -> str:
    """The text, with the settings' keys for the Args' names in it."""
    keys = {one.field: other for other, one in KEYS.items()}
    return re.sub(
        r"`([a-z_]+)`",
        lambda found: f"`{keys.get(found[1], found[1])}`",
        KEYS[key].text or declared.text,
    )


def _allowed(declared: ArgField) -> str:
    return f"{declared.allowed[0].upper()}{declared.allowed[1:]}." if declared.allowed else ""


def _default(declared: ArgField) -> object:
    if declared.default not in (None, ()):
        return declared.default
    if declared.kind not in EMPTY:
        raise ValueError("a setting that is a number or a flag needs a default")
    return EMPTY[declared.kind]


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _shown(value: object) -> str:
    return "empty" if value in ("", []) else f"`{_plain(value)}`"


def files() -> dict[Path, str]:
    """Each written file and its content."""
    project = REPO_ROOT / "Pulumi.yaml"
    return {
        REPO_ROOT / "components" / "typed_args.py": typed_args(),
        project: pulumi_yaml(project.read_text(encoding="utf-8")),
        REPO_ROOT / "docs" / "settings.md": settings_page(),
    }


if __name__ == "__main__":
    for path, content in files().items():
        path.write_text(content, encoding="utf-8")
