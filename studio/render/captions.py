"""A lecture's cues as WebVTT and as SubRip text."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from typing import Any

Cue = Mapping[str, Any]  # start and end in seconds, text of one or two lines


def web_vtt(cues: Iterable[Cue]) -> str:
    """WebVTT (W3C), as browsers read it."""
    blocks = [
        f"{number}\n{_clock(cue['start'], '.')} --> {_clock(cue['end'], '.')}\n{_escaped(cue['text'])}\n"
        for number, cue in enumerate(cues, start=1)
    ]
    return "\n".join(["WEBVTT\n", *blocks])


def subrip(cues: Iterable[Cue]) -> str:
    """SubRip (.srt), as players and editors read it."""
    blocks = [
        f"{number}\n{_clock(cue['start'], ',')} --> {_clock(cue['end'], ',')}\n{cue['text']}\n"
        for number, cue in enumerate(cues, start=1)
    ]
    return "\n".join(blocks)


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _clock(seconds: float, point: str) -> str:
    """`00:01:02.345`, rounded before it is split, so that no minute has 60 seconds."""
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    minutes, whole = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{whole:02d}{point}{thousandths:03d}"
