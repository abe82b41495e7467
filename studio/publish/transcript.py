"""The transcript of a film as plain text; its page is made from a template."""

from __future__ import annotations

from textwrap import fill

from studio.embed.clip import Clip, voice_credit
from studio.system.columns import clock

COLUMNS = 88


def transcript_text(clip: Clip) -> str:
    """Title, chapters and words, each beat with the time it begins at."""
    parts = [clip["title"], "=" * len(clip["title"])]
    if clip["goal"]:
        parts += ["", fill(clip["goal"], COLUMNS)]
    for chapter in clip["chapters"]:
        parts += ["", f"{chapter['name']} ({clock(chapter['start'])})", ""]
        said = [each for each in clip["beats"] if chapter["start"] <= each["start"] < chapter["end"]]
        for beat in said:
            time = f"{clock(beat['start']):>7}  "
            parts.append(fill(beat["words"], COLUMNS, initial_indent=time, subsequent_indent=" " * len(time)))
    parts += ["", f"{clip['licence']['attribution']}: {clip['licence']['url']}"]
    if voice := voice_credit(clip):
        parts.append(fill(voice, COLUMNS))
    for source in clip["sources"]:
        parts.append(fill(f"Data: {source['credit']} ({source['licence']})", COLUMNS))
    return "\n".join(parts) + "\n"
