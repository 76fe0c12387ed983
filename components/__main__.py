"""Hosts the components for programs in any Pulumi language: ``pulumi package add <path>``.

Pulumi starts this file by its path, so Python cannot import the package yet.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pulumi.provider.experimental import component_provider_host

from components import VERSION, CheckoutSaga, RealtimeNotifier, Saga, UserDirectory

NAME = "realtime"
COMPONENTS = [RealtimeNotifier, CheckoutSaga, Saga, UserDirectory]

if __name__ == "__main__":
    component_provider_host(name=NAME, version=VERSION, components=COMPONENTS)
