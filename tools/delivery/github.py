"""What a workflow knows of a commit, and GitHub's API for one repository."""

from __future__ import annotations

import json
import re
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SECONDS = 30


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


def _of(environment: Mapping[str, str], name: str, pattern: str) -> str:
    value = environment.get(name, "")
    if not re.fullmatch(pattern, value):
        got = "another value" if name == "GITHUB_TOKEN" else repr(value[:100])
        raise CommentError(
            f"the variable {name} must match {pattern}, got {got if value else 'none'}"
        )
    return value
