"""How the inner loops are compiled: once, kept on disk, one thread, the same bits every time."""

from __future__ import annotations

from typing import Any, Final

FAST: Final[dict[str, Any]] = {
    "cache": True,
    "error_model": "numpy",  # a division by zero gives inf instead of a branch
    "fastmath": {"contract", "arcp", "nsz", "reassoc"},
}
