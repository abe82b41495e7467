"""What the files of a site are called, and what kind of thing each is."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath

HOME = "index.html"
MISSING = "404.html"  # hosts show it for an address that does not exist
LEDGER = "site.json"  # what is in the site, and what it was made from
CLIPS, LECTURES, CODE, ASSETS = "clips", "lectures", "code", "assets"
CLIP = "clip.json"
SCHEMA = "clip.schema.json"
FORMAT = 1  # of clip.json and of site.json

HASH = 12  # digits of a checksum that a name carries
KINDS = {
    ".css": "text/css",
    ".csv": "text/csv",
    ".html": "text/html",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mp4": "video/mp4",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".vtt": "text/vtt",
    ".webp": "image/webp",
    ".zip": "application/zip",
}


def bundle_of(slug: str) -> str:
    """The folder of a lecture's clip bundle."""
    return f"{CLIPS}/{slug}"


def page_of(slug: str) -> str:
    """A lecture's page; spelled out, as a folder's address shows no page when it is opened from disk."""
    return f"{LECTURES}/{slug}/{HOME}"


def scorm_name(slug: str) -> str:
    """What a bundle's package for learning platforms is called."""
    return f"{slug}-scorm12.zip"


def hashed(name: str, sha256: str) -> str:
    """`film.mp4` as `film.3f2a9c1b77de.mp4`: a name that never stands for other bytes."""
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}.{sha256[:HASH]}{path.suffix}"))


def is_hashed(path: str) -> bool:
    """Whether a name carries its content's checksum, so that it may be cached for ever."""
    digits = PurePosixPath(path).stem.rpartition(".")[2]
    return "." in PurePosixPath(path).stem and len(digits) == HASH and set(digits) <= set("0123456789abcdef")


def kind(path: str) -> str:
    """The media type of a file, by its ending."""
    return KINDS.get(PurePosixPath(path).suffix, "application/octet-stream")


def checksum(content: bytes) -> str:
    """SHA-256, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
