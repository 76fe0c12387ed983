"""The animated picture: as long as what was recorded, and still where nothing moves."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageSequence

from tools.animate_checkout import COLOURS, FRAME_SECONDS, WIDTH, write


def test_it_lasts_as_long_as_was_recorded_and_is_repeated(tmp_path: Path) -> None:
    plain, other = (Image.new("RGB", (WIDTH, 10), colour) for colour in ("#f7f5f1", "#0b6b53"))
    file = tmp_path / "checkout.gif"
    write([plain, plain, other, plain], file)

    picture = Image.open(file)
    frames = [frame.info["duration"] for frame in ImageSequence.Iterator(picture)]
    assert sum(frames) == 4 * FRAME_SECONDS * 1000
    assert len(frames) == 3  # the first two are one that lasts longer
    assert picture.info["loop"] == 0


def test_what_stands_still_has_the_same_colours_in_every_frame(tmp_path: Path) -> None:
    gradient = Image.linear_gradient("L").convert("RGB").resize((WIDTH, 256))
    changed = gradient.copy()
    changed.paste("#a3261f", (0, 0, 50, 50))
    file = tmp_path / "checkout.gif"
    write([gradient, changed], file)

    first, second = (frame.convert("RGB") for frame in ImageSequence.Iterator(Image.open(file)))
    rest = (50, 50, WIDTH, 256)
    assert list(first.crop(rest).getdata()) == list(second.crop(rest).getdata())
    assert len(set(first.getdata()) | set(second.getdata())) <= COLOURS
