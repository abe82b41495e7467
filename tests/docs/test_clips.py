"""Pictures of the gallery in motion: every clip shows a dial that moves something."""

from __future__ import annotations

import importlib
from pathlib import Path

import av
import manim
import numpy as np
import pytest

from studio.docs import clips
from studio.docs.clips import draw_clips, moves
from studio.docs.moving import FRAMES, HELD, dials_of, frames
from studio.docs.turns import Turn
from studio.gallery.drawing import stage_after
from studio.gallery.entries import choose, read_entries
from studio.gallery.pictures import draw_gallery

SMALL = {"pixel_width": 320, "pixel_height": 180, "frame_rate": 15, "dry_run": True}
ROOMS = list(dict.fromkeys(each.room for each in read_entries()))


@pytest.mark.parametrize("room", ROOMS)
def test_what_moves_has_its_dial_on_stage_and_looks_another_when_it_is_turned(room: str) -> None:
    lines = importlib.import_module(f"visuals.gallery.{room}")
    for entry in (each for each in read_entries() if each.room == room and moves(each)):
        with manim.tempconfig(SMALL):
            stage = stage_after(getattr(lines, entry.function))
            turned = list(dials_of(stage, entry.name))
            assert turned, entry.name
            seen = []
            for share in (0.0, 0.5, 1.0):
                for dial, begin, end in turned:
                    dial.set_value(begin + (end - begin) * share)
                stage.update_mobjects(0)
                seen.append(np.array(stage.still()))
        assert not (np.array_equal(seen[0], seen[1]) and np.array_equal(seen[1], seen[2])), entry.name


def test_a_clip_eases_from_one_end_to_the_other() -> None:
    lines = importlib.import_module("visuals.gallery.map")
    with manim.tempconfig(SMALL):
        stage = stage_after(lines.draw_arm)
        (one,) = dials_of(stage, "Arm")
        values = [one[0].get_value() for _ in frames(stage, "Arm")]
    assert (values[0], values[-1], len(values)) == (one[1], one[2], FRAMES)
    steps = np.diff(values)
    assert (steps > 0).all()
    assert steps[0] < steps[len(steps) // 2] > steps[-1]


def test_clips_are_drawn_once_and_again_when_their_picture_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (entry,) = choose(read_entries(), ["Listing"])
    draw_gallery(tmp_path, ["Listing"], tmp_path, cores=1, tell=lambda words: None)
    told: list[str] = []
    assert draw_clips([entry], tmp_path, cores=1, tell=told.append) == []
    assert told == ["1 of 1: Listing in motion"]
    clip = tmp_path / clips.CLIPS / "Listing.mp4"
    with av.open(str(clip)) as film:
        assert film.streams.video[0].codec_context.name == "h264"
        assert sum(1 for _ in film.decode(video=0)) == FRAMES + HELD
    draw_clips([entry], tmp_path, cores=1, tell=told.append)
    assert len(told) == 1
    monkeypatch.setattr(clips, "turn_of", lambda name, dials: Turn("typed", 0.0, 3.0))
    draw_clips([entry], tmp_path, cores=1, tell=told.append)
    assert len(told) == 2
