"""The page of a check: every finding with its frame, the faulty places boxed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from studio.check.critic import Checked
from studio.check.report import moment, recurs, sum_up, told
from studio.places import SITE_TEMPLATES

TEMPLATES = Path(__file__).parent


def write(checked: Sequence[Checked], folder: Path) -> Path:
    """Write `index.html` into the folder that holds the frames; its path."""
    environment = Environment(
        loader=FileSystemLoader((TEMPLATES, SITE_TEMPLATES)), autoescape=True, undefined=StrictUndefined
    )
    environment.filters |= {"moment": moment, "recurs": recurs, "told": told}
    clean = all(each.is_clean for each in checked)
    page = environment.get_template("page.html").render(checked=checked, clean=clean, summary=sum_up(checked))
    path = folder / "index.html"
    path.write_text(page, encoding="utf-8")
    return path
