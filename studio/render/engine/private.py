"""The only code that depends on what other packages do not promise; tests notice when that changes.

pycairo 1.29: a Context object holds its `cairo_t *` right after the Python object header (pycairo's C API,
`PycairoContext_GET`), and its compiled part is the module `cairo._cairo`.
"""

from __future__ import annotations

import ctypes
import importlib
from typing import Any

HEADER = object.__basicsize__  # reference count and type


def cairo_pointer(context: Any) -> int:
    """The address of the `cairo_t` inside a pycairo context."""
    address = ctypes.c_void_p.from_address(id(context) + HEADER).value
    if not address:
        raise RuntimeError("pycairo keeps its contexts in another way than 1.29 did: use --engine manim")
    return address


def pycairo_library() -> str:
    """The file of pycairo's compiled part, through which the Cairo that it uses can be found."""
    return str(importlib.import_module("cairo._cairo").__file__)
