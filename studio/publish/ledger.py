"""What is in a site and what it was made from: its own record, `site.json`, and whether it is true."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from studio.errors import AlreadyThere, StudioError
from studio.places import readable
from studio.publish.names import FORMAT, LEDGER


@dataclass(frozen=True)
class Ledger:
    """Checksums: of what the whole site and each of its bundles were made from, and of every file."""

    key: str
    bundles: Mapping[str, str]  # by slug
    files: Mapping[str, Mapping[str, Any]]  # by path: bytes and sha256

    def text(self) -> str:
        """As it is written, the same for the same site."""
        known = {"format": FORMAT, **asdict(self)}
        return json.dumps(known, indent=1, sort_keys=True, ensure_ascii=False) + "\n"

    def holds(self, site: Path, below: str = "") -> bool:
        """Whether every file (or those `below` a folder) is there, with the size that it was written with."""
        known = {path: facts for path, facts in self.files.items() if path.startswith(below)}
        try:
            return all((site / path).stat().st_size == facts["bytes"] for path, facts in known.items())
        except OSError:
            return False


NOTHING = Ledger("", {}, {})


def read_ledger(site: Path) -> Ledger:
    """The record of the site at `site`; NOTHING where that is no folder yet, or an empty one.

    Raises AlreadyThere for a folder that holds something else, StudioError for a record that cannot be read.
    """
    path = site / LEDGER
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
        if known["format"] != FORMAT:
            raise StudioError(
                f"{readable(site)} was published by another version of Compass.",
                hint="Choose another folder with --out DIR, or remove that one.",
            )
        return Ledger(known["key"], known["bundles"], known["files"])
    except FileNotFoundError:
        pass
    except NotADirectoryError as error:
        raise AlreadyThere(
            f"{readable(site)} is a file.", hint="Choose another folder with --out DIR."
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise StudioError(
            f"{readable(path)} is broken.", hint="Remove that folder, or choose another one with --out DIR."
        ) from error
    if site.is_dir() and any(site.iterdir()):
        raise AlreadyThere(
            f"{readable(site)} holds files that Compass did not put there.",
            hint="Choose an empty or a new folder with --out DIR.",
        )
    return NOTHING
