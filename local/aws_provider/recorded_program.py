"""A program as it was registered, as a file: what two versions of it are compared by.

The file is JSON::

    {"format": 1,
     "resources": {"<URN>": {"type": "aws:sqs/queue:Queue",
                             "inputs": {"visibilityTimeoutSeconds": 720},
                             "from": {"redrivePolicy": ["<URN>"]},
                             "aliases": ["<URN>"]}}}

``inputs`` are the program's, by their camelCase names. ``from`` says which properties come from the
outputs of other resources, ``aliases`` what the resource may have been called before. Secrets are
masked, archives are hashes, and ids and names that AWS or Pulumi chooses are the resources' names
in braces: the same program
gives the same file, whatever the order of registration.
Components are left out: they are nothing on AWS. So is what the program only reads.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

FORMAT = 1
SECRET = "[secret]"
"""Stands for every secret, so that a change of a secret's value is not seen."""


class UnreadableRecordError(Exception):
    """A text that is no recorded program."""


@dataclass(frozen=True)
class RecordedResource:
    """One resource of AWS."""

    type: str
    inputs: Mapping[str, object]
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Property -> URNs of the resources whose outputs it comes from."""
    aliases: tuple[str, ...] = ()
    """URNs that the resource may have had before, by its parents' aliases too."""


@dataclass(frozen=True)
class RecordedProgram:
    """Every resource of one stage, by its URN."""

    resources: Mapping[str, RecordedResource]

    def to_json(self) -> str:
        """The file's text, sorted, so that a change shows as a small difference."""
        resources = {
            urn: {
                "type": resource.type,
                "inputs": resource.inputs,
                "from": {key: sorted(urns) for key, urns in resource.sources.items() if urns},
                "aliases": [*resource.aliases],
            }
            for urn, resource in self.resources.items()
        }
        content = {"format": FORMAT, "resources": resources}
        return json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"

    @staticmethod
    def from_json(text: str) -> RecordedProgram:
        """Read a file's text. Raises ``UnreadableRecordError``, which says what is wrong."""
        try:
            content = json.loads(text)
            if content["format"] != FORMAT:
                raise UnreadableRecordError(
                    f"this record has format {content['format']}, and {FORMAT} is read here: "
                    "write it again with the version that reads it"
                )
            return RecordedProgram(
                {
                    urn: RecordedResource(
                        str(one["type"]),
                        dict(one["inputs"]),
                        {key: tuple(urns) for key, urns in one.get("from", {}).items()},
                        tuple(one.get("aliases", ())),
                    )
                    for urn, one in content["resources"].items()
                }
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UnreadableRecordError(f"this is no recorded program: {error!r}") from error


def name_of(urn: str) -> str:
    """The resource's name in the program."""
    return urn.rpartition("::")[2]
