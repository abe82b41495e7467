"""Writes a bundle's media: under a name with the content's checksum, and under a stable one."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import Any

from studio.embed.names import checksum, hashed, kind

MEDIA = "media"


class Media:
    """The media of one bundle, written below `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / MEDIA).mkdir(parents=True, exist_ok=True)

    def hashed(self, name: str, content: bytes) -> dict[str, Any]:
        """Write `content` under its hashed name alone."""
        sha256 = checksum(content)
        file = hashed(f"{MEDIA}/{name}", sha256)
        (self.folder / file).write_bytes(content)
        return {"file": file, "type": kind(file), "bytes": len(content), "sha256": sha256}

    def both(self, name: str, stable: str, content: bytes, **more: Any) -> dict[str, Any]:
        """Write `content` under its hashed name and under a stable one."""
        return self._stable(self.hashed(name, content), stable) | more

    def film(self, name: str, stable: str, made: Path) -> dict[str, Any]:
        """Give a film that was made in this folder both its names, without reading it into memory."""
        with made.open("rb") as opened:
            sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
        file = hashed(f"{MEDIA}/{name}", sha256)
        made.replace(self.folder / file)
        size = (self.folder / file).stat().st_size
        return self._stable({"file": file, "type": kind(file), "bytes": size, "sha256": sha256}, stable)

    def alias(self, facts: dict[str, Any], name: str) -> None:
        """Give a file one more stable name."""
        same_bytes(self.folder / facts["file"], self.folder / name)

    def plain(self, name: str, content: bytes) -> dict[str, Any]:
        """Write text under its stable name alone."""
        (self.folder / name).write_bytes(content)
        facts = {"type": kind(name), "bytes": len(content), "sha256": checksum(content)}
        return {"file": name, "stable": name} | facts

    def _stable(self, facts: dict[str, Any], stable: str) -> dict[str, Any]:
        same_bytes(self.folder / facts["file"], self.folder / stable)
        return facts | {"stable": stable}


def same_bytes(source: Path, target: Path) -> None:
    """Make `target` a hard link to `source` where the file system can, else a copy."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
