"""Hosts the components for programs in any Pulumi language: docs/package.md.

Pulumi starts this file by its path, so Python cannot import the package yet.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pulumi.provider import main

from components.package_host import PackageHost

if __name__ == "__main__":
    main(PackageHost(), sys.argv[1:])
