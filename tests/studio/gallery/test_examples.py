"""Every picture that visuals offers is drawn by a few lines: inside the frame, and so that it can be read."""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path
from typing import Any

import manim
import numpy as np
import pytest

import visuals
from studio.check.letters import Reader
from studio.check.look import Look
from studio.check.sight.words import many_words, outside, small_letters, words_over_words
from studio.gallery.drawing import stage_after
from studio.gallery.entries import Entry, read_entries
from tests.visuals.screening import small_frames
from visuals.lecture import Lecture

ENTRIES = {each.name: each for each in read_entries()}
FEWEST = 12  # pixels of a small frame that a picture changes; a hiker is not large
DRAW_NOTHING = {"Dial", "Light", "Zoom"}  # themselves: others follow them


def test_every_picture_that_is_offered_has_its_lines() -> None:
    offered = {name: getattr(visuals, name) for name in visuals.__all__}
    pictures = {
        name
        for name, value in offered.items()
        if isinstance(value, type) and issubclass(value, manim.Mobject)
    }
    assert len(pictures) > 50
    assert pictures <= ENTRIES.keys()


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=lambda entry: entry.name)
def test_an_entry_says_what_a_newcomer_asks(entry: Entry) -> None:
    thing = getattr(visuals, entry.name)
    if callable(thing):
        assert entry.purpose == inspect.getdoc(thing).split("\n\n")[0].replace("\n", " ")
    assert entry.purpose
    assert entry.keywords
    assert len(entry.lines.splitlines()) <= 10 + 3 * ("class " in entry.lines)
    if isinstance(thing, type) and "__init__" in vars(thing):
        assert all(f"{name}:" in entry.signature for name in list(inspect.signature(thing).parameters)[:1])


def drawn(entry: Entry) -> Lecture:
    """The stage after the lines of an entry, run from their text as a newcomer would paste them."""
    body = "".join(f"    {line}\n" for line in entry.lines.splitlines())
    names: dict[str, Any] = {}
    exec(compile(f"{entry.imports}\n\ndef lines(self):\n{body}", entry.file, "exec"), names)
    return stage_after(names["lines"])


def without(stage: Lecture, kind: type) -> None:
    """Take all pictures of a kind off the stage, wherever they are part of."""
    family = {id(part): part for top in stage.mobjects for part in top.get_family()}.values()
    for part in family:
        part.submobjects = [each for each in part.submobjects if not isinstance(each, kind)]
    stage.mobjects = [each for each in stage.mobjects if not isinstance(each, kind)]


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=lambda entry: entry.name)
def test_its_lines_draw_it_and_can_be_read(tmp_path: Path, entry: Entry) -> None:
    with small_frames(tmp_path):
        manim.config.dry_run = True
        stage = drawn(entry)
        look = Look(0.0, "", None, runs=Reader().read(stage.mobjects, {}), rests=True)
        rules = (many_words, outside, small_letters, words_over_words)
        assert [fault for rule in rules for fault in rule(look)] == []
        still = stage.still().astype(int)
        kind = getattr(visuals, entry.name)
        if isinstance(kind, type) and entry.name not in DRAW_NOTHING and issubclass(kind, manim.Mobject):
            without(stage, kind)
        else:
            stage.mobjects = []
        changed = np.abs(still - stage.still()).max(axis=2) > 12
        assert changed.sum() > FEWEST


def test_the_function_and_the_text_that_is_shown_are_the_same() -> None:
    for entry in ENTRIES.values():
        module = importlib.import_module(f"visuals.gallery.{entry.room}")
        shown = [line.strip() for line in entry.lines.splitlines()]
        source = inspect.getsource(getattr(module, entry.function))
        written = [
            re.sub(r" *# (type: ignore|noqa|fmt:).*", "", line).strip() for line in source.splitlines()
        ]
        assert written[-len(shown) :] == shown
