"""The picture of the saga is that of the definition which the program generates."""

from __future__ import annotations

from tools.draw_saga import TARGET, checkout_definition, drawing, layout


def test_the_picture_is_up_to_date() -> None:
    assert TARGET.read_text() == drawing(checkout_definition()), "run: make pictures"


def test_every_state_has_a_place_of_its_own() -> None:
    definition = checkout_definition()
    cells = layout(definition)

    assert set(cells) == set(definition["States"])
    assert len(set(cells.values())) == len(cells)
