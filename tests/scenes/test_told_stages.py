"""What lectures hold can be told by a checksum: else no edit would spare a beat (engine.state)."""

import subprocess
import sys

import pytest

TOLD = """
import sys, tempfile
from manim import tempconfig
from studio.render.engine.state import state_of
from tests.scenes.dry import SMALL, lecture_class
from visuals.lecture import Passing

with tempconfig(SMALL | {"media_dir": tempfile.mkdtemp()}):
    for slug in sys.argv[1:]:
        lecture = lecture_class(slug)(player=Passing())
        lecture.prepare()
        assert state_of(lecture) is not None, slug
"""


@pytest.mark.parametrize(
    "slugs",
    [("tiny-nudges", "rules-as-pictures", "chain-rule"), ("many-knobs", "levenberg-marquardt")],
    ids=lambda slugs: slugs[0],
)
def test_stages_that_hold_functions_and_code_can_be_told(slugs: tuple[str, ...]) -> None:
    """In a process without the checks of shapes, as a film is made in."""
    subprocess.run([sys.executable, "-c", TOLD, *slugs], check=True)
