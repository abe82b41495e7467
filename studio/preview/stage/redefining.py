"""Brings a lecture's module up to its new text: what changed is defined anew, all else stays itself."""

from __future__ import annotations

import sys
import types
from collections.abc import Container
from pathlib import Path
from typing import Any


def define(path: Path, text: str) -> types.ModuleType:
    """The module that a lecture's text makes, under a name that nothing else has."""
    module = types.ModuleType(f"lecture_{path.stem}")
    module.__file__ = str(path)
    sys.modules[module.__name__] = module
    exec(compile(text, str(path), "exec"), module.__dict__)
    return module


def redefine(scene: Any, module: types.ModuleType, text: str, changed: Container[str]) -> types.ModuleType:
    """Let `scene` play by the new text, keeping what it holds; the new module.

    What is not among the `changed` names (they changed, or mention something that did) stays the very object
    that it was: what stands on stage was made from it.
    """
    class_name = type(scene).__name__
    fresh = define(Path(module.__file__ or ""), text)
    for name, value in vars(module).items():
        if name in vars(fresh) and name not in changed and name != class_name and name[:2] != "__":
            setattr(fresh, name, value)
    scene.__class__ = getattr(fresh, class_name)
    return fresh
