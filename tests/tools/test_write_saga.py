"""The saga's diagram follows the definition that the program generates."""

from __future__ import annotations

from tools.write_saga import TARGET, arrows, diagram, document

STATES = {
    "Charge": {"Next": "Check", "Catch": [{"Next": "Refund"}, {"Next": "Refund"}]},
    "Check": {"Choices": [{"Next": "Notify"}], "Default": "Refund"},
    "Refund": {"End": True},
    "Notify": {"End": True},
}


def test_the_diagram_is_up_to_date() -> None:
    assert TARGET.read_text() == document(), "run: make pictures"


def test_every_transition_is_an_arrow_and_a_catch_is_a_dashed_one() -> None:
    assert list(arrows(STATES)) == [
        ("Charge", "-->", "Check"),
        ("Charge", "-.->", "Refund"),
        ("Check", "-->", "Notify"),
        ("Check", "-->", "Refund"),
    ]


def test_boxes_are_coloured_by_what_the_states_name_begins_with() -> None:
    assert "  class Notify notify" in diagram({"StartAt": "Charge", "States": STATES})
