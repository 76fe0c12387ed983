"""Sides of a review: those of our own stages, and small ones that a test plants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from local.aws_provider import RecordedProgram, RecordedResource
from local.program import stage_config
from local.record_program import recorded
from planning import unit_counts
from review.side import Side
from tests.support.plans import stage_plan
from tests.support.repository import REPO_ROOT

STAGES = ("dev", "local", "prod", "staging")


@cache
def stage_side(stage: str) -> Side:
    """One of our stages as it is."""
    config, planned = stage_config(REPO_ROOT, stage, {}), stage_plan(stage)
    return Side(
        stage,
        recorded(planned.resources, REPO_ROOT, config.masked),
        config.shown(),
        tuple(planned.exports["quota_notes"]),
        counts=unit_counts.load(),
    )


def urn(resource_type: str, name: str) -> str:
    """A URN of the test's program."""
    return f"urn:pulumi:dev::shop::{resource_type}::{name}"


def resource(resource_type: str, name: str, /, **inputs: Any) -> dict[str, RecordedResource]:
    """One resource by its URN."""
    return {urn(resource_type, name): RecordedResource(resource_type, inputs)}


def side_of(*resources: Mapping[str, RecordedResource], **fields: Any) -> Side:
    """A side of these resources."""
    return Side("dev", RecordedProgram({k: v for one in resources for k, v in one.items()}),
                **fields)  # fmt: skip


def with_inputs(side: Side, name: str, /, **inputs: Any) -> Side:
    """The side with other inputs of the one resource of that name; ``None`` removes an input."""
    (found,) = [one for one in side.record.resources if one.endswith(f"::{name}")]
    was = side.record.resources[found]
    now = {key: value for key, value in {**was.inputs, **inputs}.items() if value is not None}
    resources = {**side.record.resources, found: replace(was, inputs=now)}
    return replace(side, record=RecordedProgram(resources))


def without(side: Side, *names: str) -> Side:
    """The side without the resources of these names."""
    kept = {one: resource for one, resource in side.record.resources.items()
            if one.rpartition("::")[2] not in names}  # fmt: skip
    assert len(kept) < len(side.record.resources), names
    return replace(side, record=RecordedProgram(kept))
