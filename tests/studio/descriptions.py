"""Descriptions of films that were never rendered, whole as the reader wants them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from studio.places import DESCRIPTION, FORMAT, SUFFIXES

BEATS = [
    {"name": "show", "chapter": "All", "words": "A dot.", "line": 1, "start": 0.0, "end": 1.0, "cues": []},
    {"name": "move", "chapter": "All", "words": "It moves.", "line": 2, "start": 1.0, "end": 9.0, "cues": []},
]


def description(files: dict[str, Any], **facts: Any) -> dict[str, Any]:
    """What a description may tell, with other `facts` where they matter."""
    return {
        "format": FORMAT,
        "slug": "first",
        "number": 1,
        "step": "first steps",
        "title": "First",
        "goal": "",
        "part": None,
        "captions": "beside",
        "width": 854,
        "height": 480,
        "frame_rate": 15,
        "frame_count": 135,
        "seconds": 9.0,
        "chapters": [{"name": "All", "start": 0.0, "end": 9.0}],
        "beats": BEATS,
        "sources": [],
        "licence": "CC BY 4.0",
        "versions": {},
        "fingerprint": "",
        "made_from": {"files": {}, "versions": {}, "options": {}},
        "files": files,
    } | facts


def describe(film: Path, **facts: Any) -> Path:
    """Write the description of a film's files as they lie there, beside them; where it is."""
    stem = film.name.removesuffix(".mp4")
    there = {suffix: film.with_name(stem + suffix) for suffix in SUFFIXES if suffix != DESCRIPTION}
    files = {
        suffix: {"bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for suffix, path in there.items()
        if path.exists()
    }
    told = film.with_name(stem + DESCRIPTION)
    told.write_text(json.dumps(description(files, **facts)), encoding="utf-8")
    return told
