"""No property of a resource is dropped in silence, inside objects too."""

from __future__ import annotations

import pytest

from local.provisioners import UnhandledPropertyError
from local.provisioners.inputs import Inputs


def test_a_property_inside_an_object_that_nobody_took_is_named_with_its_path() -> None:
    values = {"filterCriteria": {"filters": [{"pattern": "{}"}, {"unheardOf": 1}]}}
    inputs = Inputs("aws:x/y:Y", "jobs", values)
    for each in inputs.nested("filterCriteria").nested_list("filters"):
        each.take("pattern")

    with pytest.raises(UnhandledPropertyError, match=r"sets filterCriteria\.filters\[1\]\.unheard"):
        inputs.finish()


def test_a_property_that_nobody_took_is_an_error_that_names_it() -> None:
    inputs = Inputs("aws:sqs/queue:Queue", "jobs", {"name": "jobs", "fifoQueue": True})
    inputs.take("name")

    with pytest.raises(UnhandledPropertyError, match="'jobs' sets fifoQueue"):
        inputs.finish()


@pytest.mark.parametrize("value", [{"a": 1}, [{"a": 1}]])
def test_an_object_cannot_be_taken_as_a_whole(value: object) -> None:
    with pytest.raises(UnhandledPropertyError, match="sets box, which is an object"):
        Inputs("t", "x", {"box": value}).take("box")


def test_a_mapping_may_have_any_keys() -> None:
    inputs = Inputs("t", "x", {"dimensions": {"service": "checkout"}})

    assert inputs.mapping("dimensions") == {"service": "checkout"}
    inputs.finish()


def test_physical_names_are_the_logical_ones_with_seven_random_digits() -> None:
    first, second = (Inputs("t", "jobs", {}).physical_name() for _ in range(2))

    assert first.startswith("jobs-")
    assert len(first) == len("jobs-") + 7
    assert first != second


def test_a_given_name_or_prefix_is_kept() -> None:
    assert Inputs("t", "jobs", {"name": "exact"}).physical_name() == "exact"
    assert Inputs("t", "jobs", {"namePrefix": "/aws/x-"}).physical_name().startswith("/aws/x-")
