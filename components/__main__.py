"""Hosts the components for programs in any Pulumi language: ``pulumi package add <path>``.

Pulumi starts this file by its path, so the folder that holds the package is not importable yet.
"""

import sys
import tomllib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pulumi.provider.experimental import component_provider_host

from components import CheckoutSaga, RealtimeNotifier, Saga, UserDirectory

PROJECT_FILE = Path(__file__).resolve().parents[1] / "pyproject.toml"
NAME = "realtime"
VERSION = tomllib.loads(PROJECT_FILE.read_text())["project"]["version"]
COMPONENTS = [RealtimeNotifier, CheckoutSaga, Saga, UserDirectory]

if __name__ == "__main__":
    component_provider_host(name=NAME, version=VERSION, components=COMPONENTS)
