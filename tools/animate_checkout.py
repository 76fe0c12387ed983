"""Records a checkout that is accepted and then refunded, as one animated GIF."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image
from selenium import webdriver

from tools.chromium import SECONDS, click

FRAME_SECONDS = 0.5
FRAMES_BEFORE = 2
MOST_FRAMES_BETWEEN = 6
"""A slow machine records more frames of the pending order. The picture keeps the last ones."""
FRAMES_AFTER = 7
WIDTH = 800
COLOURS = 128


def record(browser: webdriver.Chrome, product_id: str) -> list[Image.Image]:
    """Check the product out and record the page until it says that the order was refunded."""
    frames = [frame_of(browser) for _ in range(FRAMES_BEFORE)]
    click(browser, f'article[data-product-id="{product_id}"] button[data-action="checkout"]')
    between = _frames_until(browser, lambda: bool(browser.execute_script(IS_CORRECTED)))
    after = _frames_of_seconds(browser, FRAMES_AFTER)
    return [*frames, *between[-MOST_FRAMES_BETWEEN:], *after]


IS_CORRECTED = "return Boolean(document.querySelector('#correction.filled'))"


def frame_of(browser: webdriver.Chrome) -> Image.Image:
    """The page as it is, ``WIDTH`` pixels wide."""
    shot = Image.open(io.BytesIO(browser.get_screenshot_as_png())).convert("RGB")
    height = round(shot.height * WIDTH / shot.width)
    return shot.resize((WIDTH, height), Image.Resampling.LANCZOS)


def write(frames: Sequence[Image.Image], file: Path) -> None:
    """Write the frames with one palette, so that what stands still costs nothing."""
    palette = _stacked(frames).quantize(COLOURS)
    drawn = [one.quantize(palette=palette, dither=Image.Dither.NONE) for one in frames]
    drawn[0].save(
        file, save_all=True, append_images=drawn[1:], duration=int(FRAME_SECONDS * 1000), loop=0,
        optimize=True,
    )  # fmt: skip


def _frames_until(browser: webdriver.Chrome, is_over: Callable[[], bool]) -> list[Image.Image]:
    frames = []
    end = time.monotonic() + SECONDS
    while not is_over():
        if time.monotonic() > end:
            raise TimeoutError("the order was never shown as refunded")
        frames += _frames_of_seconds(browser, 1)
    return frames


def _frames_of_seconds(browser: webdriver.Chrome, count: int) -> list[Image.Image]:
    frames = []
    for _ in range(count):
        began = time.monotonic()
        frames.append(frame_of(browser))
        time.sleep(max(0.0, FRAME_SECONDS - (time.monotonic() - began)))
    return frames


def _stacked(images: Sequence[Image.Image]) -> Image.Image:
    """The images as one, whose palette suits them all."""
    whole = Image.new("RGB", (images[0].width, sum(one.height for one in images)))
    top = 0
    for one in images:
        whole.paste(one, (0, top))
        top += one.height
    return whole
