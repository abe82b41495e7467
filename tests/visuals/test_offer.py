"""What visuals offers is there, for Python and for editors alike, and complete."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import manim
import pytest

import visuals

HOUSE = Path(visuals.__file__).parent
NOT_OFFERED = {
    # parts of other pictures, and what pictures are built of
    "BowlGround",
    "FlatMap",
    "Charted",
    "Climb",
    "CodeRow",
    "Geared",
    "Handle",
    "LookedUp",
    "ManySmall",
    "MapGround",
    "Node",
    "OnGround",
    "Packing",
    "PaintedGround",
    "PixelMobject",
    "PromisedFall",
    "Rim",
    "Rings",
    "Row",
    "SharesDials",
    "StageCamera",
    "StageView",
    "Subtitle",
    "Tag",
    "TimedScene",
    "Tries",
    "Typeset",
    "WalkOnGround",
}


def promised() -> dict[str, str]:
    """Which module what editors read takes each name from."""
    tree = ast.parse((HOUSE / "__init__.pyi").read_text(encoding="utf-8"))
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    return {each.asname or "": node.module or "" for node in imports for each in node.names}


def pictures() -> set[str]:
    """Every public mobject that a module of visuals defines."""
    found = set()
    for path in HOUSE.rglob("*.py"):
        module = importlib.import_module(".".join(path.relative_to(HOUSE.parent).with_suffix("").parts))
        for name, value in vars(module).items():
            if isinstance(value, type) and value.__module__ == module.__name__ and name[0] != "_":
                found |= {name} if issubclass(value, manim.Mobject) else set()
    return found


def test_editors_are_told_what_python_finds() -> None:
    assert sorted(promised()) == sorted(visuals.__all__)
    for name, module in promised().items():
        assert getattr(visuals, name) is getattr(importlib.import_module(module), name)
    assert (HOUSE / "py.typed").exists()


def test_every_picture_is_offered() -> None:
    assert not pictures() - set(visuals.__all__) - NOT_OFFERED
    assert not NOT_OFFERED & set(visuals.__all__)


def test_a_name_that_is_not_there_says_which_are() -> None:
    with pytest.raises(AttributeError, match="visuals offers no 'Kurve'; it offers CORNER, "):
        _ = visuals.Kurve


def test_asking_for_a_colour_loads_no_manim() -> None:
    script = "import sys; from visuals import INK; assert 'manim' not in sys.modules; print(INK.data)"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == visuals.INK.data
