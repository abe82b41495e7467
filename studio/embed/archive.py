"""Zip archives that are the same bytes whenever they are made from the same files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say
SQUEEZED = (".jpg", ".mp4", ".zip")  # packing these again gains nothing


def zipped(files: Mapping[str, bytes]) -> bytes:
    """An archive of `files`, by their names in it, sorted."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # Unix, on every machine
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(SQUEEZED) else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return packed.getvalue()
