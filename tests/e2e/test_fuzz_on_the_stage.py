"""A small part of ``make fuzz`` in every run: frames, handshakes and requests to the stage."""

from __future__ import annotations

import pytest

from local.local_stage import LocalStage
from tests.fuzz.parts import silent
from tests.fuzz.stage_runs import connections_part, http_part

pytestmark = pytest.mark.xdist_group("stage")
SEED, CONNECTION_INPUTS, REQUESTS = 1, 160, 24


def test_no_frame_or_handshake_is_unanswered_leaks_or_leaves_a_row(stage: LocalStage) -> None:
    assert connections_part(stage, SEED, CONNECTION_INPUTS, silent).faults == []


def test_no_request_has_an_answer_that_the_document_does_not_know(stage: LocalStage) -> None:
    assert http_part(stage, SEED, REQUESTS, silent).faults == []
