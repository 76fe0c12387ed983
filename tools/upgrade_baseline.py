"""Records what an upgrade must not replace: URNs, and the inputs whose change replaces a resource.

``make upgrade-baseline`` runs it when a version is released. Until the next release,
tests/upgrades holds the program against the file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from local.aws_provider import ALL, replaced_by
from local.plan import plan_stage
from local.program import RegisteredResource

REPO_ROOT = Path(__file__).resolve().parents[1]
BASELINE = REPO_ROOT / "tests" / "upgrades" / "baseline.json"
CLIENT = REPO_ROOT / "client" / "package.json"
STAGES = ("dev", "staging", "prod")
REFERENCED = ("id", "arn", "name", "url")

Inputs = Mapping[str, object]


@dataclass(frozen=True)
class Baseline:
    """A version's resources: URN, with ``<stage>`` for the stage's name -> replacing inputs.

    A value that another resource made is ``<resource.output>``. Inputs that differ between the
    stages are left out.
    """

    version: str
    resources: Mapping[str, Inputs]


def recorded(project_dir: Path, version: str) -> Baseline:
    """The baseline of the program in the folder."""
    stages = [
        {
            stageless(one.urn): inputs
            for one, inputs in replacing_inputs(plan_stage(project_dir, stage).resources)
        }
        for stage in STAGES
    ]
    alike = {
        urn: {
            path: value
            for path, value in inputs.items()
            if all(other.get(urn, {}).get(path) == value for other in stages)
        }
        for urn, inputs in stages[0].items()
    }
    return Baseline(version, dict(sorted(alike.items())))


def stageless(urn: str) -> str:
    """The URN with ``<stage>`` for the stage's name."""
    return "::".join(["urn:pulumi:<stage>", *urn.split("::")[1:]])


def replacing_inputs(
    resources: Sequence[RegisteredResource],
) -> list[tuple[RegisteredResource, Inputs]]:
    """Each resource with those of its inputs whose change would replace it.

    What any change replaces, a layer's version and a permission, holds nothing: no inputs of it.
    """
    made = {
        value: f"<{one.name}.{output}>"
        for one in resources
        for output in reversed(REFERENCED)
        if isinstance(value := one.outputs.get(output), str) and one.custom
    }

    def inputs(one: RegisteredResource) -> Inputs:
        paths = replaced_by(one.type) if one.custom else frozenset()
        found = {} if paths == ALL else {path: _at(one.inputs, path) for path in sorted(paths)}
        return {
            path: made.get(value, value) if isinstance(value, str) else value
            for path, value in found.items()
            if value is not None
        }

    return [(one, inputs(one)) for one in resources]


def _at(inputs: object, path: str) -> object:
    for key in path.split("."):
        inputs = inputs.get(key) if isinstance(inputs, Mapping) else None
    return inputs


def read() -> Baseline:
    """The recorded baseline."""
    return Baseline(**json.loads(BASELINE.read_text()))


def write(baseline: Baseline) -> None:
    """Record the baseline."""
    BASELINE.write_text(json.dumps(asdict(baseline), indent=1) + "\n")


if __name__ == "__main__":
    # The client has the version of the program and the package.
    write(recorded(REPO_ROOT, json.loads(CLIENT.read_text())["version"]))
