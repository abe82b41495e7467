"""Captions keep their words and times in both formats."""

from __future__ import annotations

import re
from itertools import pairwise

import srt
from hypothesis import given
from hypothesis import strategies as st

from studio.render.captions import subrip, web_vtt

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20)


@st.composite
def cue_lists(draw: st.DrawFn) -> list[dict[str, object]]:
    times = sorted(draw(st.lists(st.integers(0, 8_000_000), min_size=2, max_size=12, unique=True)))
    return [
        {"start": a / 1000, "end": b / 1000, "text": "\n".join(draw(st.lists(WORDS, min_size=1, max_size=2)))}
        for a, b in pairwise(times)
    ]


@given(cue_lists())
def test_subrip_reads_back_as_it_was(cues: list[dict[str, object]]) -> None:
    back = list(srt.parse(subrip(cues)))
    assert [(each.start.total_seconds(), each.end.total_seconds(), each.content) for each in back] == [
        (cue["start"], cue["end"], cue["text"]) for cue in cues
    ]


@given(cue_lists())
def test_webvtt_has_one_block_for_each_cue_and_no_bare_markup(cues: list[dict[str, object]]) -> None:
    head, *blocks = web_vtt(cues).split("\n\n")
    assert head == "WEBVTT"
    assert len(blocks) == len(cues)
    for block, cue in zip(blocks, cues, strict=True):
        number, times, *text = block.rstrip("\n").split("\n")
        assert re.fullmatch(r"\d\d:[0-5]\d:[0-5]\d\.\d{3} --> \d\d:[0-5]\d:[0-5]\d\.\d{3}", times)
        assert number.isdigit()
        written = "\n".join(text)
        assert not set("<>") & set(written)
        back = written.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        assert back == cue["text"]


def test_a_time_that_rounds_up_never_shows_sixty_seconds() -> None:
    assert "00:01:00,000 --> 01:00:00,000" in subrip([{"start": 59.9996, "end": 3599.9999, "text": "late"}])
