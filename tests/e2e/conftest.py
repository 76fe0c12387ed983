"""One local stage for all end-to-end tests of a worker, and its buyers.

The tests of the group "pages", which use a browser, and those of "stage" can run in two workers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from local.local_stage import LocalStage
from local.trials.buyer import Buyer
from local.trials.throwaway_stage import MANY_CHECKOUTS
from tests.components.test_custom_domain import DOMAINS
from tests.support.chromium import shared_chromium
from tests.support.folder_server import hosted
from tests.support.relay import Relay
from tests.support.repository import REPO_ROOT
from tests.support.shared_chromium import SharedChromium

__all__ = ["shared_chromium"]  # a fixture


@dataclass(frozen=True)
class OwnPage:
    """A page of a developer's own, on a port of its own."""

    port: int

    @property
    def origin(self) -> str:
        """No name of this machine: it must be let in by what the stage was told."""
        return f"http://shop.test:{self.port}"


@pytest.fixture(scope="session")
def own_page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnPage]:
    """Its server. The stage is told of its origin, as by ``make up ORIGIN=``."""
    folder = tmp_path_factory.mktemp("own-page")
    (folder / "index.html").write_text("<!doctype html><title>A page of one's own</title>")
    with hosted(folder, {}) as port:
        yield OwnPage(port)


@pytest.fixture(scope="session")
def said_at_start() -> list[str]:
    """What the stage says while it starts."""
    return []


@pytest.fixture(scope="session")
def stage(
    tmp_path_factory: pytest.TempPathFactory, own_page: OwnPage, said_at_start: list[str]
) -> Iterator[LocalStage]:
    """A stage of its own on free ports; its outputs file is not the developer's."""
    outputs_file = tmp_path_factory.mktemp("stage") / "outputs.json"
    with LocalStage(
        REPO_ROOT,
        storefront_port=0,
        outputs_file=outputs_file,
        settings={**MANY_CHECKOUTS, **DOMAINS},
        more_origins=[own_page.origin],
        say=said_at_start.append,
    ) as running:
        yield running


@pytest.fixture
def outputs(stage: LocalStage, tmp_path: Path) -> str:
    """The file that the operators' commands take."""
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps(stage.outputs))
    return str(file)


@pytest.fixture(scope="session")
def relay(stage: LocalStage) -> Iterator[Relay]:
    with Relay(stage.emulator.port) as running:
        yield running


@pytest.fixture
def network(relay: Relay) -> Iterator[Relay]:
    """The way to the stage, which can be cut. No connection outlives its test."""
    yield relay
    relay.cut()
    relay.restore()


@pytest.fixture(scope="session")
def chromium_behind_relay(stage: LocalStage, relay: Relay) -> Iterator[SharedChromium]:
    """Everything that its pages say to the stage goes through the relay, under its own address."""
    shared = SharedChromium(
        [f"--host-resolver-rules=MAP 127.0.0.1:{stage.emulator.port} 127.0.0.1:{relay.port}"]
    )
    yield shared
    shared.close()


@pytest.fixture
def ada(stage: LocalStage) -> Buyer:
    """The first demo buyer, signed in."""
    return Buyer(stage.outputs, stage.outputs["demo_buyers"][0]).sign_in()


@pytest.fixture
def grace(stage: LocalStage) -> Buyer:
    """The second demo buyer, signed in."""
    return Buyer(stage.outputs, stage.outputs["demo_buyers"][1]).sign_in()
