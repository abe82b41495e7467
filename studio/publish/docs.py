"""The documentation in a site: what ./compass docs left beside the films is taken along, as it is."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TypedDict

from studio.called import typed
from studio.errors import StudioError
from studio.publish.ledger import Ledger
from studio.publish.staging import Staging
from studio.system.checksums import sha256
from studio.system.reading import read_as

DOCS = "docs"  # the folder in a site, and in media/
MADE = "docs.json"  # tells what is in it; written last, so that it vouches for the rest


class Made(TypedDict):
    """What ./compass docs has made: the checksum of every page and picture, by path."""

    files: dict[str, str]


def made_folder(course: Path) -> Path:
    """Where ./compass docs leaves what it makes of a course."""
    return course / "media" / DOCS


def docs_key(course: Path, former: Ledger) -> str:
    """One checksum of the documentation that a site will hold; empty where it will hold none."""
    made = made_folder(course) / MADE
    if made.is_file():
        return sha256(made)
    known = former.files.get(f"{DOCS}/{MADE}")
    return known["sha256"] if known is not None else ""


def take_docs(course: Path, staging: Staging) -> None:
    """Put the documentation into the staged site: what is made, or failing that what was published before.

    A page that was published with the same bytes stays the same file. Raises StudioError for a folder that is
    not as ./compass docs left it.
    """
    folder = made_folder(course)
    made = read_as(folder / MADE, Made)
    if made is None:
        staging.keep(DOCS)
        return
    for name, expected in {**made["files"], MADE: ""}.items():
        path = f"{DOCS}/{name}"
        known = staging.former.files.get(path)
        if known is not None and known["sha256"] == expected and path not in staging.damaged:
            staging.keep_file(path)
            continue
        target = staging.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(folder / name, target)  # never a link: the next ./compass docs writes to its own
        except OSError:
            target.unlink(missing_ok=True)
        if expected and not (target.is_file() and sha256(target) == expected):
            raise StudioError(
                f"{folder / name} is not as it was built.", hint=f"Build it again: {typed('docs')}"
            )
