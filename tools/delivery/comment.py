"""``make comment``: post a Markdown file as one comment on a pull request, or update the one there.

    python -m tools.delivery.comment realtime-review FILE

A workflow starts it that has the right to comment. The file was written by code of the pull
request, perhaps of a stranger: it is data of a bounded size, whose mentions call nobody. No number
of a pull request is believed: GitHub's API tells the open one whose head is the commit that the
file was made of. Needs nothing but Python, so that the job installs nothing. Exits 0 also when
there is nobody to tell any more, 1 when GitHub refuses, 2 when the file or a variable is wrong.
"""

from __future__ import annotations

import os
import re
import stat
import sys
import urllib.error
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.delivery.github import CommentError, GitHub, Head

BYTES = 60_000
"""GitHub takes 65,536 characters a comment. Some are ours."""
PAGES = 10
PER_PAGE = 100
AUTHOR = "github-actions[bot]"
"""Whom GitHub calls the owner of a workflow's token. Others may write a marker, too."""
CUT = "\n\nThe rest is longer than a comment may be. The run's summary has all of it.\n"
NOTE = "<sub>Written by this pull request's code, of {sha}.</sub>\n\n"
"""A run that fails early leaves the comment as it is: so the comment says of which commit."""
AT_SIGN = r"(?i)(?:@|&#0*64;|&#x0*40;|&commat;)(?=\w)"
"""What a browser shows as a mention's sign."""
UNSEEN = r"[^\n\t\x20-\x7e\xa0-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]"
"""Control characters, and those that turn the direction of writing."""


def comment(github: GitHub, head: Head, marker: str, text: str) -> str:
    """Post or update the comment; what was done, in a sentence."""
    number = pull_request(github, head)
    if number is None:
        return f"No open pull request has {head.sha} as its head: nobody is told"
    mark = f"<!-- {marker} -->\n"
    body = {"body": f"{mark}{NOTE.format(sha=head.sha)}{text.removeprefix(mark)}"}
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
    text = re.sub(AT_SIGN, "@\u2060", text)
    if not text.strip():
        raise CommentError(f"{file} is empty")
    return text[:BYTES] + (CUT if max(len(data), len(text)) > BYTES else "")


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
