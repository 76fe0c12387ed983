"""``make comment``: post a Markdown file as one comment on a pull request, or update the one there.

    python -m tools.delivery.comment realtime-review FILE

A workflow starts it that has the right to comment. The file was written by code of the pull
request, perhaps of a stranger: it is data of a bounded size, whose mentions call nobody. No number
of a pull request is believed: GitHub's API tells the open one whose head is the commit that the
file was made of. Needs nothing but Python, so that the job installs nothing. Exits 0 also when
there is nobody to tell any more, 1 when GitHub refuses, 2 when the file or a variable is wrong.
"""

from __future__ import annotations

import json
import os
import re
import stat
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BYTES = 60_000
"""GitHub takes 65,536 characters a comment. Some are ours."""
PAGES = 10
PER_PAGE = 100
AUTHOR = "github-actions[bot]"
"""Whom GitHub calls the owner of a workflow's token. Others may write a marker, too."""
SECONDS = 30
CUT = "\n\nThe rest is longer than a comment may be. The run's summary has all of it.\n"
NOTE = "<sub>Written by the code of this pull request.</sub>\n\n"
UNSEEN = r"[^\n\t\x20-\x7e\xa0-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]"
"""Control characters, and those that turn the direction of writing."""


class CommentError(Exception):
    """Its text says what is wrong with the file or the environment."""


@dataclass(frozen=True)
class Head:
    """The commit that the file was made of, and the branch that it is the head of."""

    repository: str
    branch: str
    sha: str

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Head:
        """From the variables that the workflow takes from its event, not from the file."""
        repository = _of(environment, "HEAD_REPOSITORY", r"[\w.-]+/[\w.-]+")
        branch = _of(environment, "HEAD_BRANCH", r"[^\x00-\x1f]+")
        return cls(repository, branch, _of(environment, "HEAD_SHA", r"[0-9a-f]{40}"))


@dataclass(frozen=True)
class GitHub:
    """The API, for one repository."""

    address: str
    repository: str
    token: str

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> GitHub:
        """From the variables that GitHub sets in each job, and the workflow's token."""
        return cls(
            environment.get("GITHUB_API_URL") or "https://api.github.com",
            _of(environment, "GITHUB_REPOSITORY", r"[\w.-]+/[\w.-]+"),
            _of(environment, "GITHUB_TOKEN", r"\S+"),
        )

    def ask(self, method: str, path: str, body: object = None, **query: object) -> Any:
        """The answer to a request below the repository."""
        address = f"{self.address}/repos/{self.repository}/{path}?{urllib.parse.urlencode(query)}"
        request = urllib.request.Request(  # noqa: S310 - the address is GitHub's own variable
            address,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Accept": "application/vnd.github+json",
                "Authorization": f"Bearer {self.token}",
                "X-GitHub-Api-Version": "2022-11-28",
            },
        )
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            return json.loads(answer.read())


def comment(github: GitHub, head: Head, marker: str, text: str) -> str:
    """Post or update the comment; what was done, in a sentence."""
    number = pull_request(github, head)
    if number is None:
        return f"No open pull request has {head.sha} as its head: nobody is told"
    mark = f"<!-- {marker} -->\n"
    body = {"body": f"{mark}{NOTE}{text.removeprefix(mark)}"}
    there = _comment_of(github, number, marker)
    if there is None:
        github.ask("POST", f"issues/{number}/comments", body)
        return f"Commented on pull request {number}"
    github.ask("PATCH", f"issues/comments/{there}", body)
    return f"Updated the comment on pull request {number}"


def pull_request(github: GitHub, head: Head) -> int | None:
    """The number of the one open pull request whose head is the commit, if there is one."""
    owner = head.repository.partition("/")[0]
    branch = f"{owner}:{head.branch}"
    found = github.ask("GET", "pulls", state="open", head=branch, per_page=PER_PAGE)
    numbers = [
        one["number"]
        for one in found
        if one["head"]["sha"] == head.sha
        and ((one["head"].get("repo") or {}).get("full_name") == head.repository)
        and one["base"]["repo"]["full_name"] == github.repository
    ]
    return int(numbers[0]) if len(numbers) == 1 else None


def _comment_of(github: GitHub, number: int, marker: str) -> int | None:
    for page in range(1, PAGES + 1):
        found = github.ask("GET", f"issues/{number}/comments", per_page=PER_PAGE, page=page)
        for one in found:
            if one["user"]["login"] == AUTHOR and one["body"].startswith(f"<!-- {marker} -->"):
                return int(one["id"])
        if len(found) < PER_PAGE:
            break
    return None


def harmless(file: Path) -> str:
    """The file's text: bounded, without control characters, and with mentions that call nobody."""
    try:
        about = file.lstat()
    except OSError as missing:
        raise CommentError(f"{file} cannot be read: {missing.strerror}") from None
    if not stat.S_ISREG(about.st_mode):
        raise CommentError(f"{file} is no plain file")
    with file.open("rb") as stream:
        data = stream.read(BYTES + 1)
    text = data[:BYTES].decode("utf-8", errors="ignore")
    text = re.sub(UNSEEN, "", text)
    text = re.sub(r"@(?=\w)", "@\u2060", text)
    if not text.strip():
        raise CommentError(f"{file} is empty")
    return text + (CUT if len(data) > BYTES else "")


def _of(environment: Mapping[str, str], name: str, pattern: str) -> str:
    value = environment.get(name, "")
    if not re.fullmatch(pattern, value):
        got = "another value" if name == "GITHUB_TOKEN" else repr(value[:100])
        raise CommentError(
            f"the variable {name} must match {pattern}, got {got if value else 'none'}"
        )
    return value


def main(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> int:
    """Run the command; its exit code."""
    marker, file = arguments
    try:
        if not re.fullmatch(r"[a-z][a-z-]*", marker):
            raise CommentError(f"MARKER must be lower-case letters and dashes, got {marker!r}")
        text = harmless(Path(file))
        print(comment(GitHub.of(environment), Head.of(environment), marker, text))
    except CommentError as wrong:
        print(wrong, file=sys.stderr)
        return 2
    except urllib.error.URLError as failed:
        print(f"GitHub did not take the comment: {failed}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
