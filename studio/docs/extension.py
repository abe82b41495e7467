"""What the pages of docs/ take from the code: the gallery, the command line, the critic's rules, names.

A Sphinx extension. In conf.py: `extensions = ["studio.docs.extension"]`, and `compass_pictures`, the folder
that `./compass pictures` writes, or nothing for pages without pictures.
"""

from __future__ import annotations

import importlib
import inspect
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from studio.docs import commands, gallery, rules
from studio.docs.plain import as_markup, field_list, signature_of


class Nothing(SphinxDirective):
    """`{clip} NAME` where there are no films: nothing."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Nothing."""
        return []


class Names(SphinxDirective):
    """`.. names:: calc_core.maps`: all that a room offers, functions first; shown as `calc_core` offers it.

    With arguments after the room, those names alone.
    """

    required_arguments = 1
    optional_arguments = 100

    def run(self) -> list[nodes.Node]:
        """The names, each as autodoc tells it."""
        module, *chosen = self.arguments
        lines = StringList()
        for line in _told(module, chosen):
            lines.append(line, f"<{module}>")
        inside = nodes.section()
        inside.document = self.state.document
        self.state.nested_parse(lines, self.content_offset, inside)
        return list(inside.children)


def _told(module: str, chosen: Sequence[str]) -> Iterator[str]:
    room = importlib.import_module(module)
    shown = (
        module if module.startswith(("calc_core.fitting", "calc_core.networks", "visuals")) else "calc_core"
    )
    offered = set(importlib.import_module(shown).__all__)
    names = chosen or sorted(room.__all__, key=lambda name: (inspect.isclass(getattr(room, name)), name))
    yield from (f".. currentmodule:: {shown}", "")
    for name in names:
        if name not in offered or inspect.ismodule(getattr(room, name)):
            continue
        if inspect.isclass(getattr(room, name)):
            yield from (f".. autoclass:: {name}", "   :members:", "   :no-show-inheritance:", "")
        else:
            yield from (f".. autofunction:: {name}", "")


def speak_plainly(_app: Sphinx, what: str, _name: str, thing: Any, _options: Any, lines: list[str]) -> None:
    """A docstring becomes markup that shows it as it is; a class tells its fields as well."""
    fields = field_list(thing) if what == "class" else []
    lines[:] = [*as_markup(lines), *fields]


def sign_as_written(
    _app: Sphinx, what: str, _name: str, thing: Any, _options: Any, arguments: str, returned: str
) -> tuple[str, str] | None:
    """A signature as its author wrote it: `x: ArrayLike`, not all that this stands for.

    A result is made by functions, never by hand: its fields are listed, so its arguments need not be.
    """
    if what == "class" and hasattr(thing, "__dataclass_fields__"):
        return "", ""
    maker = thing.__init__ if what == "class" else thing
    return signature_of(maker) if what in ("class", "function", "method", "decorator") else None


def setup(app: Sphinx) -> dict[str, Any]:
    """Sphinx calls this when it loads the extension."""
    app.add_config_value("compass_pictures", "", "env", str)
    app.add_config_value("compass_rules", "", "env", str)
    if "studio.sphinx" not in app.extensions:  # a build without films
        app.add_directive("clip", Nothing)
    app.add_directive("names", Names)
    app.add_directive("gallery", gallery.Gallery)
    app.add_directive("commands", commands.CommandLine)
    app.add_directive("rules", rules.Rules)
    app.connect("autodoc-process-docstring", speak_plainly)
    app.connect("autodoc-process-signature", sign_as_written)
    app.connect("build-finished", gallery.take_along)
    app.connect("build-finished", rules.take_along)
    return {
        "version": "1",
        "env_version": _hand(),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def _hand() -> int:
    """A number of these modules' text: where it is another, Sphinx reads all pages anew."""
    told = "".join(path.read_text(encoding="utf-8") for path in sorted(Path(__file__).parent.glob("*.py")))
    return zlib.crc32(told.encode())
