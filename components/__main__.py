"""Hosts the components for programs in any Pulumi language: docs/package.md.

Pulumi starts this file by its path, so Python cannot import the package yet.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pulumi
from pulumi.provider import main

try:
    from components.package_host import PackageHost
except pulumi.RunError as error:  # a Python that is too old: components/python_version.py
    sys.exit(f"the package realtime cannot start: {error}")

if __name__ == "__main__":
    main(PackageHost(), sys.argv[1:])
