"""Loads a lecture's new text into a running process: only what changed is defined anew."""

from __future__ import annotations

import sys
import types
from collections.abc import Container
from pathlib import Path


def define(path: Path, text: str) -> types.ModuleType:
    """Execute a lecture's text as a module, under a name of its own."""
    module = types.ModuleType(f"lecture_{path.stem}")
    module.__file__ = str(path)
    sys.modules[module.__name__] = module
    exec(compile(text, str(path), "exec"), module.__dict__)
    return module


def redefine(scene: object, module: types.ModuleType, text: str, changed: Container[str]) -> types.ModuleType:
    """Give `scene` the methods of the new text, keep its attributes, and return the new module.

    Names that are not in `changed` (which changed, or mention a name that did) keep their former objects,
    because mobjects on the stage were made from them.
    """
    class_name = type(scene).__name__
    fresh = define(Path(module.__file__ or ""), text)
    for name, value in vars(module).items():
        if name in vars(fresh) and name not in changed and name != class_name and name[:2] != "__":
            setattr(fresh, name, value)
    scene.__class__ = getattr(fresh, class_name)
    return fresh
