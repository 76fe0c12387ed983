"""What a program in YAML or TypeScript asks Pulumi for.

The TypeScript programs keep to what JavaScript has too. So Node runs them, with packages in place
of Pulumi's that note what they ask for.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import yaml

from tests.examples.package_inputs import schema

FAKES = Path(__file__).parent / "typescript"
OURS = re.compile(r"realtime:(\w+)")
Resources = dict[str, tuple[str, dict[str, Any]]]
"""Name in the program -> its type and its inputs."""


def yaml_resources(text: str) -> Resources:
    """The resources of a program in YAML."""
    program = yaml.safe_load(text)
    return {name: (one["type"], one["properties"]) for name, one in program["resources"].items()}


def typescript_resources(source: str) -> Resources:
    """The resources of a program in TypeScript. It must import the package by its name."""
    ours = f"@{schema()['namespace']}/{schema()['name']}"
    assert f'from "{ours}"' in source
    for package, fake in (("@pulumi/aws", "aws"), ("@pulumi/pulumi", "pulumi"), (ours, "realtime")):
        source = source.replace(f'"{package}"', json.dumps((FAKES / f"{fake}.mjs").as_uri()))
    noted = FAKES.joinpath("noted.mjs").as_uri()
    node = shutil.which("node")
    assert node, "node is not installed"
    ran = subprocess.run(
        [node, "--input-type=module"],
        input=f'{source}\nimport {{ print }} from "{noted}";\nprint();\n',
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert not ran.returncode, ran.stderr
    return {f"{kind} {one}": (kind, given) for kind, one, given in json.loads(ran.stdout)}
