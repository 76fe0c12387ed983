"""The simple commands of a page: what its blocks and its inline code tell a person to type."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from tests.docs.pages import FENCE, fenced

TOOLS = ("apt-get", "make", "pulumi", "aws", "npm", "node", "jq", "pipx", ".venv/bin/python")
"""What inline code begins with when it is a command."""
HEREDOC = re.compile(r"<<(\w+)\n.*?\n\1$", re.MULTILINE | re.DOTALL)
COMMENT = re.compile(r"(^|\s)\s*# .*$", re.MULTILINE)
PLACEHOLDER = re.compile(r"<[a-z_-]+>")
SUBSTITUTION = re.compile(r"\$\(([^()]*)\)")
ENDS = {"|", "||", "&&", ";"}


@dataclass(frozen=True)
class Command:
    """One simple command. ``whole`` is false for inline code, which may leave options out."""

    page: str
    words: tuple[str, ...]
    whole: bool

    def __str__(self) -> str:
        return " ".join(self.words)


def commands(page: str, text: str) -> Iterator[Command]:
    """Each command of the page, those within pipes and ``$(…)`` as well."""
    for block in fenced(text, "console", "sh", "bash"):
        for words in _simple(block):
            yield Command(page, words, whole=True)
    for code in re.findall(r"`([^`]+)`", FENCE.sub("", text)):
        line = " ".join(code.split())
        if line.split()[0] in TOOLS and " " in line:
            for words in _simple(line):
                yield Command(page, words, whole=False)


def _simple(script: str) -> Iterator[tuple[str, ...]]:
    script = COMMENT.sub("", HEREDOC.sub("", script)).replace("\\\n", " ")
    script = re.sub(r"\|\s*\n", "| ", script)
    script = PLACEHOLDER.sub("PLACEHOLDER", script)
    while found := SUBSTITUTION.search(script):
        yield from _simple(found[1])
        script = script.replace(found[0], "SUBSTITUTED", 1)
    lexer = shlex.shlex(script, posix=True, punctuation_chars="|&;<>\n")
    lexer.whitespace, lexer.whitespace_split, lexer.commenters = " \t", True, ""
    yield from _split([";" if not word.strip("\n") else word for word in lexer])


def _split(words: list[str]) -> Iterator[tuple[str, ...]]:
    command: list[str] = []
    redirected = False
    for word in [*words, ";"]:
        if word in ENDS:
            while command and re.match(r"[A-Z_]+=", command[0]):
                command.pop(0)
            if command:
                yield tuple(command)
            command = []
        elif redirected:
            redirected = False
        elif word[0] in "<>":
            redirected = True
        else:
            command.append(word)
