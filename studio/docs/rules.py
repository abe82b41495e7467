"""The critic's rules as a page: what each asks, how to mend it, and a scene that breaks it, as was seen."""

from __future__ import annotations

import ast
import json
import textwrap
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from PIL import Image, ImageDraw
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from studio.called import typed
from studio.docs.gallery import raw
from studio.places import CHECKOUT, STUDIO

SHOWN = "_rules"  # where the frames go in the built pages
FOUND = "found.json"  # what the critic said of the scenes, beside its frames
BOX = "#FFD866"
SCENES = CHECKOUT / "docs" / "critic" / "scenes"
log = logging.getLogger(__name__)


class Rules(SphinxDirective):
    """`{rules} sight`: the rules of one group of the critic's."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """A section for each rule."""
        from studio.check import watching  # noqa: F401 (the rules stand in the modules that it loads)
        from studio.check.rule import RULES
        from studio.check.verdict import EXCUSES

        told: list[nodes.Node] = []
        folder = rules_of(self.env.app)
        found = findings(folder)
        for path in (
            *SCENES.rglob("*.py"),
            *(STUDIO / "check").glob("*.py"),
            *([folder / FOUND] if folder else []),
        ):
            self.env.note_dependency(str(path))
        for rule in (*RULES.values(), EXCUSES):
            if rule.group != self.arguments[0]:
                continue
            section = nodes.section(ids=[rule.name], names=[rule.name])
            self.state.document.note_explicit_target(section, section)
            section += nodes.title("", rule.name)
            section += nodes.paragraph("", f"{rule.asks} {rule.mend}")
            if rule.severity == "warning":
                section += nodes.paragraph("", "A warning: the check does not fail by it alone.")
            if rule.name in found:
                section += self._broken(found[rule.name])
            told.append(section)
        return told

    def _broken(self, finding: Mapping[str, Any]) -> list[nodes.Node]:
        home = self.env.app.builder.get_relative_uri(self.env.docname, "index")
        shown = home.removesuffix("index.html").removesuffix("index") + SHOWN
        told: list[nodes.Node] = []
        if finding["frame"]:
            told.append(
                raw(
                    f'<figure class="frame"><img src="{shown}/{finding["rule"]}.png" width="640" height="360"'
                    f' loading="lazy" alt="A frame that breaks {finding["rule"]}, the place boxed"></figure>'
                )
            )
        said = nodes.paragraph("", "The critic says: ")
        said += nodes.emphasis("", finding["what"])
        lines = scene(finding["beat"])
        return [*told, said, nodes.literal_block(lines, lines, language="python")]


def rules_of(app: Sphinx) -> Path | None:
    """The folder in which the critic left its frames of the scenes; None where pages are to be without."""
    told = str(app.config.compass_rules)
    return (Path(app.confdir) / told).resolve() if told else None


def findings(folder: Path | None) -> dict[str, dict[str, Any]]:
    """By rule, what the critic said of the beat that breaks it."""
    if folder is None:
        return {}
    if not (folder / FOUND).is_file():
        log.warning(
            "The critic has not looked at the scenes that break its rules: %s", typed("docs"), type="compass"
        )
        return {}
    known: dict[str, dict[str, Any]] = json.loads((folder / FOUND).read_text(encoding="utf-8"))
    return known


@cache
def _scenes() -> tuple[str, ast.Module]:
    path = next(SCENES.rglob("l*_*.py"))
    text = path.read_text(encoding="utf-8")
    return text, ast.parse(text)


def scene(beat: str) -> str:
    """The lines of the beat that breaks a rule."""
    text, tree = _scenes()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == beat:
            lines = text.splitlines()[node.lineno - 1 : node.end_lineno]
            kept = [line for line in lines if line.strip() != "self.clear_stage()"]
            mark = ast.unparse(node.decorator_list[0])
            return f"@{mark}\n" + textwrap.dedent("\n".join(kept))
    raise LookupError(f"no beat {beat} among the scenes that break rules")


def take_along(app: Sphinx, failed: Exception | None) -> None:
    """Put the critic's frames beside the pages, with the places that it names boxed."""
    folder = rules_of(app)
    if failed or folder is None or app.builder.format != "html":
        return
    target = Path(app.outdir) / SHOWN
    target.mkdir(exist_ok=True)
    for name, finding in findings(folder).items():
        if finding["frame"]:
            with Image.open(folder / finding["frame"]) as frame:
                boxed(frame.convert("RGB"), finding["boxes"]).save(target / f"{name}.png", optimize=True)


def boxed(frame: Image.Image, boxes: list[list[float]]) -> Image.Image:
    """A frame with boxes (left, top, right, bottom in shares of it) drawn around places."""
    pen = ImageDraw.Draw(frame)
    for left, top, right, bottom in boxes:
        place = (
            left * frame.width - 3,
            top * frame.height - 3,
            right * frame.width + 3,
            bottom * frame.height + 3,
        )
        pen.rectangle(place, outline=BOX, width=2)
    return frame
