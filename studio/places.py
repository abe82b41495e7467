"""Where things are: the checkout, the films, and what each of a film's files is called."""

from __future__ import annotations

import os
from pathlib import Path

STUDIO = Path(__file__).resolve().parent
CHECKOUT = STUDIO.parent
PROJECT = "compass-course"  # as pip calls it
SITE_ASSETS = STUDIO / "publish" / "assets"  # letters, icon and style of all pages
SITE_TEMPLATES = STUDIO / "publish" / "templates"  # head.html begins all pages, the bare ones too

# A film's files, by what follows its stem. The description comes last: it vouches for the others.
FILM, CAPTIONS, SUBTITLES = ".mp4", ".vtt", ".srt"
NUMBERS, SERIES, POSTER, DESCRIPTION = ".numbers.json", ".data.csv", ".poster.png", ".json"
SUFFIXES = (FILM, CAPTIONS, SUBTITLES, NUMBERS, SERIES, POSTER, DESCRIPTION)
LOG = ".log"
FORMAT = 1  # of the description; a reader refuses a number that it does not know


def in_checkout() -> bool:
    """Whether the project runs in its checkout, and not installed from a wheel."""
    return (CHECKOUT / "pyproject.toml").is_file()


def version() -> str:
    """Which Compass this is, as its checkout says; failing that, as it was installed."""
    import tomllib
    from importlib import metadata

    try:
        with (CHECKOUT / "pyproject.toml").open("rb") as file:
            return str(tomllib.load(file)["project"]["version"])
    except OSError:
        return metadata.version(PROJECT)


def readable(path: Path) -> str:
    """A path as one would type it here: relative where that is shorter."""
    relative = os.path.relpath(path)
    return relative if len(relative) < len(str(path)) else str(path)
