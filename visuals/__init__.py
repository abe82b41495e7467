"""Pictures: Manim mobjects that draw finished calc_core results. Loaded when first asked for.

What is offered is in `__init__.pyi` beside this file, a line a name: editors and mypy read it as it is, and
here the same lines say where each name is taken from. To import them all would load Manim for a mere colour.
"""

import ast
from importlib import import_module
from pathlib import Path
from typing import Any

_OFFERED = {
    alias.name: str(line.module)
    for line in ast.parse(Path(__file__).with_suffix(".pyi").read_text(encoding="utf-8")).body
    if isinstance(line, ast.ImportFrom)
    for alias in line.names
}

__all__ = sorted(_OFFERED, key=lambda name: (not name.isupper(), name))  # as ruff sorts them


def __getattr__(name: str) -> Any:
    if name not in _OFFERED:
        raise AttributeError(f"visuals offers no {name!r}; it offers {', '.join(__all__)}")
    value = globals()[name] = getattr(import_module(_OFFERED[name]), name)
    return value


def __dir__() -> list[str]:
    return [*__all__, *globals()]
