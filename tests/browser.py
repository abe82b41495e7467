"""The browser that tests of pages are driven in: Debian's Chromium, or what goes under its names."""

from __future__ import annotations

import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")  # ./compass looks for the same ones
MACOS = Path("/Applications/Chromium.app/Contents/MacOS/Chromium")
QUIETLY = [  # no sandbox, as tests may run as root; and nothing is looked up on the internet
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--autoplay-policy=no-user-gesture-required",
]


def chromium() -> str:
    """The path of Chromium; raises RuntimeError where there is none."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    if MACOS.exists():
        return str(MACOS)
    raise RuntimeError("Chromium is missing: ./compass test installs it, or says how")
