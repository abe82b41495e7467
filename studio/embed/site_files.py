"""What publishing asks of the embedding room: the files by which other pages show a clip."""

from __future__ import annotations

from pathlib import Path

from studio.embed import page
from studio.embed.address import OEMBED, SCRIPT, SOUND
from studio.embed.clip import Clip
from studio.embed.page import discovery
from studio.embed.scripts import script
from visuals.course import Course

__all__ = ["bundle_files", "discovery", "site_files", "write_scorm"]

HERE = Path(__file__).parent
EXTENSION = HERE.parent / "sphinx.py"  # for Sphinx: people name it studio.sphinx, hence its place
SPHINX = "compass_sphinx.py"
QUARTO = "compass-quarto.zip"


def site_files() -> dict[str, bytes]:
    """What all clips share, by its name in `clips/`: the element, and what Sphinx and Quarto take along."""
    from studio.embed.archive import zipped

    quarto = {f"_extensions/compass/{each.name}": each.read_bytes() for each in (HERE / "quarto").iterdir()}
    return {
        SCRIPT: script(HERE / SCRIPT),
        SOUND: script(HERE / SOUND),
        SPHINX: EXTENSION.read_bytes(),
        QUARTO: zipped(quarto),
    }


def bundle_files(clip: Clip, url: str | None, course: Course) -> dict[str, bytes]:
    """What a bundle holds for others: embed.html, and oembed.json where the site's address is known."""
    files = {clip["embed"]: page.embed_page(clip, url, course).encode()}
    if url is not None:
        files[OEMBED] = page.oembed(clip, url, course).encode()
    return files


def write_scorm(clip: Clip, bundle: Path, target: Path) -> None:
    """Write the lecture in `bundle` as a SCORM 1.2 package; the same bundle gives the same bytes."""
    from studio.embed.scorm import package

    target.write_bytes(package(clip, bundle))
