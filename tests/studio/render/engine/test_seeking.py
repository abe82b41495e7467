"""A film that the engine joined plays as any other: a browser that seeks shows what decoding shows."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page

from studio.render.engine.encoder import GROUP, STILL, StretchEncoder
from studio.render.engine.joining import join
from studio.render.engine.pixels import Picture
from studio.render.engine.timing import Timing

WIDTH, HEIGHT, RATE = 640, 360, 30
RUNS = (17, 3 * STILL, 1, GROUP + 25, 40, STILL - 8, 19, STILL)  # frames that move, and stand, in turn
TIMES = 20
LIKE = 3.0  # levels, root mean square: another matrix of colour in the browser, and its rounding
COARSE = 5  # pixels; which of all frames is the nearest can be seen on fewer, the block is eight of these
PATIENCE = 20

PAGE = """<!doctype html><style>body {{ margin: 0 }} video {{ display: block }}</style>
<video src="{film}" width="{width}" height="{height}" muted preload="auto"></video>"""
SEEK = """async (seconds) => {
  const film = document.querySelector("video");
  await new Promise((done) => {
    film.addEventListener("seeked", done, { once: true });
    film.currentTime = seconds;
  });
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""


def scenery() -> Iterator[np.ndarray]:
    """Pictures on which a bright block has gone ever farther, so that no two are alike."""
    for k in count():
        pixels = np.full((HEIGHT, WIDTH, 4), (14, 17, 22, 255), dtype=np.uint8)
        across, down = divmod(24 * k, HEIGHT - 40)
        pixels[down : down + 40, 25 * across : 25 * across + 40, :3] = (86, 180, 233)
        yield pixels


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of several stretches, moving and standing in turn."""
    path = tmp_path_factory.mktemp("seeking") / "film.mp4"
    pictures, stretches = scenery(), []
    for moving, still in zip(RUNS[::2], RUNS[1::2], strict=True):
        encoder = StretchEncoder(Picture(WIDTH, HEIGHT), RATE, Timing())
        for _ in range(moving):
            encoder.add(next(pictures))
        encoder.add(next(pictures), repeat=still)
        stretches.append(encoder.finish())
    join(stretches, path)
    return path


@pytest.fixture(scope="module")
def decoded(film: Path) -> list[np.ndarray]:
    with av.open(str(film)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def test_seeking_shows_the_frame_that_decoding_shows(film, decoded, browser):
    borders = np.cumsum(RUNS)[:-1]
    rng = np.random.default_rng(4)
    beside = [frame for border in borders for frame in (border - 1, border)]
    wanted = [*beside, *rng.integers(0, len(decoded), TIMES - len(beside))]
    assert len(wanted) == TIMES
    page_file = film.with_name("page.html")
    page_file.write_text(PAGE.format(film=film.name, width=WIDTH, height=HEIGHT))
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT})
    page = context.new_page()
    page.goto(page_file.as_uri())
    page.wait_for_function("document.querySelector('video').readyState >= 3")
    assert page.evaluate("document.querySelector('video').duration") == pytest.approx(
        sum(RUNS) / RATE, abs=1e-3
    )
    coarse = np.stack(decoded)[:, ::COARSE, ::COARSE].astype(np.float32)
    for number in rng.permutation(wanted):
        page.evaluate(SEEK, (number + 0.5) / RATE)
        shown = _picture(page)
        for _ in range(PATIENCE):  # a busy machine may paint later than it says
            if _apart(shown, decoded[number]) < LIKE:
                break
            page.wait_for_timeout(200)
            shown = _picture(page)
        nearest = int(((coarse - shown[::COARSE, ::COARSE]) ** 2).mean(axis=(1, 2, 3)).argmin())
        alike = _apart(decoded[nearest].astype(float), decoded[number])  # frames of one still moment are
        assert alike < LIKE / 3, f"{number} shows {nearest}"
        assert _apart(shown, decoded[number]) < LIKE
    context.close()


def _picture(page: Page) -> np.ndarray:
    return np.array(Image.open(io.BytesIO(page.screenshot())).convert("RGB")).astype(float)


def _apart(shown: np.ndarray, truth: np.ndarray) -> float:
    """Root mean square of what differs, in levels."""
    return float(np.sqrt(np.mean((shown - truth) ** 2)))
