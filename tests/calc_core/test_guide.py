"""Every line of calc_core's guide runs as it stands, and every file it points to is there."""

import re
from pathlib import Path

import pytest

import calc_core

ROOM = Path(calc_core.__file__).parent
GUIDE = (ROOM / "README.md").read_text(encoding="utf-8")
PREAMBLE, *BLOCKS = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split("\n")[0][:48])
def test_a_line_of_the_guide_runs(block, capsys):
    exec(PREAMBLE + block, {})
    assert capsys.readouterr().out.strip()


def test_the_guide_has_a_line_for_every_lecture():
    lectures = re.findall(r"^\*\*(\d\d) ", GUIDE, re.MULTILINE)
    assert lectures == [f"{number:02d}" for number in range(27)]
    assert len(BLOCKS) == len(lectures)


def test_the_files_that_the_guide_points_to_are_there():
    for target in re.findall(r"\]\(([^)]+)\)", GUIDE):
        assert (ROOM / target).exists(), target
