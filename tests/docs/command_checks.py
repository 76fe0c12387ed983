"""What is wrong with a command that a page tells a person to type, without running it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import yaml

from tests.docs.aws_cli import wrong_command
from tests.docs.shell_commands import Command
from tests.support.repository import REPO_ROOT

MAKEFILE = (REPO_ROOT / "Makefile").read_text(encoding="utf-8")
CLONE = re.compile(r"^\.{1,2}/realtime-checkout/?")
"""The clone as somebody beside or above it names it."""
STAGE = {"-s", "--stack"}
GH = {
    ("api",): {"--method", "--input", "--jq", "-f"},
    ("attestation", "verify"): {"--repo"},
    ("variable", "set"): {"--repo", "--body"},
}
"""Sub-command of the GitHub CLI -> its options, from its manual."""
PULUMI: Mapping[tuple[str, ...], tuple[set[str], int]] = {
    ("cancel",): (set(), 0),
    ("config", "set"): ({"--path", "--secret"}, 2),
    ("destroy",): (
        {"--skip-preview", "--continue-on-error", "--exclude-protected", "--ignore-protect"}, 0,
    ),
    ("install",): (set(), 0),
    ("login",): (set(), 1),
    ("new",): ({"--generate-only"}, 1),
    ("package", "add"): (set(), 1),
    ("policy", "analyze"): ({"--policy-pack"}, 0),
    ("preview",): ({"--diff", "--expect-no-changes", "--policy-pack"}, 0),
    ("refresh",): (set(), 0),
    ("stack", "export"): ({"--file"}, 0),
    ("stack", "import"): ({"--file"}, 0),
    ("stack", "init"): ({"--secrets-provider"}, 1),
    ("stack", "output"): ({"--json", "--show-secrets"}, 1),
    ("stack", "rename"): (set(), 1),
    ("stack", "rm"): (set(), 1),
    ("state", "unprotect"): ({"--all"}, 0),
    ("up",): ({"--skip-preview", "--plan", "--policy-pack"}, 0),
}  # fmt: skip
"""Sub-command -> its options and its largest number of arguments, from Pulumi's reference."""
WITH_VALUE = {"-s", "--stack", "--file", "--secrets-provider", "--policy-pack"}


def wrong(command: Command) -> list[str]:
    """What is wrong with the command; nothing when it is right."""
    check = CHECKS.get(command.words[0])
    return check(command) if check else [f"no page uses {command.words[0]} so far"]


@cache
def recipe(target: str) -> str | None:
    """The target's recipe in the Makefile, None when there is no such target."""
    found = re.search(rf"^{re.escape(target)}:.*\n((?:\t.*\n)*)", MAKEFILE, re.MULTILINE)
    return found[0] if found else None


def _make(command: Command) -> list[str]:
    words = [*command.words[1:]]
    if "-C" in words:
        folder = words.index("-C")
        if CLONE.sub("", words[folder + 1]):
            return [f"make runs in {words[folder + 1]}, which is no clone"]
        del words[folder : folder + 2]
    options = [word.partition("=")[0] for word in words if "=" in word]
    targets = [word for word in words if "=" not in word and word != "-s"]
    if len(targets) != 1 or recipe(targets[0]) is None:
        return [f"make has no target {' '.join(targets)}"]
    reads = re.findall(r"\b[A-Z_]{3,}\b", recipe(targets[0]) or "")
    return [f"make {targets[0]} reads no {one}" for one in options if one not in reads]


@cache
def settings() -> set[str]:
    """Keys that ``pulumi config set`` may name: the project's and the examples'."""
    known = {"aws:region"}
    for project in (REPO_ROOT / "Pulumi.yaml", *REPO_ROOT.glob("examples/*/Pulumi.yaml")):
        known |= yaml.safe_load(project.read_text(encoding="utf-8")).get("config", {}).keys()
        template = yaml.safe_load(project.read_text(encoding="utf-8")).get("template", {})
        known |= template.get("config", {}).keys()
    return known | {key.partition(":")[2] for key in known}


@cache
def outputs() -> set[str]:
    """Names that the programs export, and the other texts in them that look like one."""
    programs = ("__main__.py", "stage.py", "examples/python/__main__.py")
    text = "".join((REPO_ROOT / program).read_text(encoding="utf-8") for program in programs)
    return {*re.findall(r'"([a-z]+(?:_[a-z]+)+)"', text)}


def _pulumi(command: Command) -> list[str]:
    words = command.words[1:]
    known = [sub for sub in PULUMI if words[: len(sub)] == sub]
    if not known:
        return [f"pulumi has no {' '.join(words[:2])}"]
    options, most = PULUMI[known[0]]
    rest = [*words[len(known[0]) :]]
    for option in [one for one in rest if one in WITH_VALUE]:
        del rest[rest.index(option) + 1]
    arguments = [one for one in rest if not one.startswith("-")]
    problems = [f"no option {one}" for one in {*rest} - {*arguments} - options - STAGE]
    if len(arguments) > most:
        problems.append(f"takes {most} arguments, got {arguments}")
    if known[0] == ("config", "set") and arguments:
        key = arguments[0].partition("[")[0]
        problems += [f"no setting {key}"] if key not in {*settings(), "PLACEHOLDER"} else []
    if known[0] == ("stack", "output"):
        problems += [f"no output {one}" for one in arguments if one not in outputs()]
    return problems


def _jq(command: Command) -> list[str]:
    *options, program, file = command.words[1:] if command.words[-1].endswith(".json") else (
        *command.words[1:], "",
    )  # fmt: skip
    unknown = [one for one in options if one.startswith("-") and one not in ("-r", "-c", "--arg")]
    problems = [f"no option {one}" for one in unknown]
    problems += [
        f"unbalanced {a}{b}" for a, b in ("()", "[]", "{}") if program.count(a) != program.count(b)
    ]
    if file == "outputs.json" and program.lstrip(".") not in outputs():
        problems.append(f"no output {program}")
    return problems


def _gh(command: Command) -> list[str]:
    words = command.words[1:]
    known = [one for one in GH if words[: len(one)] == one]
    if not known:
        return [f"gh has no {' '.join(words[:2])}"]
    given = {one for one in words if one.startswith("-")}
    return [f"no option {one}" for one in sorted(given - GH[known[0]])]


def _npm(command: Command) -> list[str]:
    _, verb, *rest = command.words
    if verb not in ("install", "pack"):
        return [f"npm {verb} is not known"]
    version = json.loads((REPO_ROOT / "client" / "package.json").read_text())["version"]
    packed = f"./realtime-notifier-client-{version}.tgz"
    folders = {one: REPO_ROOT / CLONE.sub("", one) for one in rest if one != packed}
    return [
        f"{name} is no package"
        for name, at in folders.items()
        if not (at / "package.json").exists()
    ]


def _python(command: Command) -> list[str]:
    flag, module, *rest = command.words[1:]
    if flag != "-m":
        return ["python runs modules: -m"]
    if module in ("http.server", "pytest"):
        missing = [one for one in rest if module == "pytest" and not (REPO_ROOT / one).exists()]
        return [f"no {one}" for one in missing]
    path = REPO_ROOT / Path(*module.split("."))
    there = path.with_suffix(".py").exists() or (path / "__main__.py").exists()
    return [] if there else [f"no module {module}"]


def _with_options(*known: str) -> Callable[[Command], list[str]]:
    def check(command: Command) -> list[str]:
        given = [one for one in command.words[1:] if one.startswith("-")]
        return [f"no option {one}" for one in given if one not in known]

    return check


CHECKS: Mapping[str, Callable[[Command], list[str]]] = {
    ".venv/bin/python": _python,
    "apt-get": _with_options(),
    "aws": lambda command: wrong_command(command.words, command.whole),
    "cat": _with_options(),
    "cd": _with_options(),
    "curl": _with_options("-sI"),
    "gh": _gh,
    "git": _with_options("--depth", "--branch", "-a", "-m"),
    "grep": _with_options("-i"),
    "jq": _jq,
    "make": _make,
    "mkdir": _with_options(),
    "node": _with_options("--test"),
    "npm": _npm,
    "openssl": _with_options("-sha256", "-binary"),
    "pipx": _with_options(),
    "printf": _with_options(),
    "pulumi": _pulumi,
    "python3": _python,
    "sed": _with_options("-n"),
    "sort": _with_options("-u"),
}
