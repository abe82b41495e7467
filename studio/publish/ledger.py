"""The record of a site, `site.json`: its files, what it was made from, and whether they agree with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import TypedDict

from studio.embed.names import CLIPS, FORMAT, LEDGER, SCHEMA
from studio.errors import AlreadyThere, StudioError
from studio.places import readable
from studio.render.description import FileTold
from studio.system.checksums import Checksums
from studio.system.reading import read_as


class MadeWith(TypedDict):
    """The options that a site was published with, from which the command is known."""

    quality: str  # its letter
    url: str | None
    scorm: bool


class Format(TypedDict):
    """The part that every version of Compass writes."""

    format: int


class Told(Format):
    """The content of `site.json`."""

    key: str
    bundles: dict[str, str]
    files: dict[str, FileTold]


class ToldWithMakings(Told, total=False):
    """The same, with the options; sites of older versions lack them."""

    made_with: MadeWith


@dataclass(frozen=True)
class Ledger:
    """Checksums: of what the whole site and each of its bundles were made from, and of every file."""

    key: str
    bundles: Mapping[str, str]  # by slug
    files: Mapping[str, FileTold]  # by path
    made_with: MadeWith = field(default_factory=lambda: MadeWith(quality="h", url=None, scorm=False))

    def text(self) -> str:
        """The text of the file, the same for the same site."""
        known = {"format": FORMAT, **asdict(self)}
        return json.dumps(known, indent=1, sort_keys=True, ensure_ascii=False) + "\n"

    def damaged(self, site: Path, checksums: Checksums) -> frozenset[str]:
        """The files that are missing, or whose content has changed."""
        return frozenset(
            path
            for path, facts in self.files.items()
            if not checksums.agree(site / path, facts["bytes"], facts["sha256"])
        )


NOTHING = Ledger("", {}, {})  # there is no site
LOST = Ledger("lost", {}, {})  # there is one, but its record cannot be read


def read_ledger(site: Path) -> Ledger:
    """The record of the site at `site`; NOTHING where that is no folder yet, or an empty one; LOST where the
    site is Compass's own, but its record is damaged.

    Raises AlreadyThere for a folder that holds something else, StudioError for a site of another version.
    """
    if site.exists() and not site.is_dir():
        raise AlreadyThere(f"{readable(site)} is a file.", hint="Choose another folder with --out DIR.")
    known = read_as(site / LEDGER, ToldWithMakings)
    if known is not None and known["format"] == FORMAT and all(map(_lies_inside, known["files"])):
        made_with = {"made_with": known["made_with"]} if "made_with" in known else {}
        return Ledger(known["key"], known["bundles"], known["files"], **made_with)
    other = read_as(site / LEDGER, Format)
    if other is not None and other["format"] != FORMAT:
        raise StudioError(
            f"{readable(site)} was published by another version of Compass.",
            hint="Choose another folder with --out DIR, or remove that one.",
        )
    if not site.is_dir() or not any(site.iterdir()):
        return NOTHING
    if (site / CLIPS / SCHEMA).is_file():
        return LOST
    raise AlreadyThere(
        f"{readable(site)} holds files that Compass did not put there.",
        hint="Choose an empty or a new folder with --out DIR.",
    )


def _lies_inside(path: str) -> bool:
    """Whether a path of the record leads to a file inside the site."""
    parts = PurePosixPath(path)
    return not parts.is_absolute() and ".." not in parts.parts and bool(parts.parts)
