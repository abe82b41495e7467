"""A lecture as a SCORM 1.2 package: one activity that a learning platform can follow."""

from __future__ import annotations

from pathlib import Path

from studio.embed.address import SOUND
from studio.embed.archive import zipped
from studio.embed.clip import Clip, voice_credit
from studio.embed.page import HERE, template
from studio.embed.scripts import script

MANIFEST, START, SCRIPT = "imsmanifest.xml", "index.html", "scorm.js"


def package(clip: Clip, bundle: Path) -> bytes:
    """The package of the lecture whose files lie in `bundle`: film, tracks, poster, words, manifest."""
    media = [clip[name]["stable"] for name in ("film", "poster")]
    media += [clip["tracks"][name]["stable"] for name in ("captions", "chapters")]
    files = {name: (bundle / name).read_bytes() for name in media}
    files[START] = template("scorm.html").render(clip=clip, voice=voice_credit(clip), sound=SOUND).encode()
    files[SCRIPT] = script(HERE / SCRIPT)
    if "sound" in clip:
        files[SOUND] = script(HERE / SOUND)
    files[MANIFEST] = template(MANIFEST).render(clip=clip, files=sorted(files)).encode()
    return zipped(files)
