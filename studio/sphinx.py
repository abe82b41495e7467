"""The Sphinx directive `clip`: a film of the course, or one beat of it, in anybody's documentation.

This file stands alone: with Compass installed it is the extension `studio.sphinx`; without, every published
site offers it as `clips/compass_sphinx.py`, to be put where conf.py finds it. In conf.py:

    extensions = ["myst_parser", "compass_sphinx"]
    compass_clips = "https://course.example/clips/"   # or a folder, such as "../site/clips"
    compass_url = "https://course.example/"           # with a folder: where the site is, if it is on the web

In a page, the option names being those of the element <compass-clip>:

    ```{clip} gradient-compass
    :beat: see_the_right_angle
    :loop:
    :width: 40rem
    :caption: The gradient stands square on the contour.
    ```

HTML shows the film; PDF, EPUB and all other formats show the picture with a link. A clip or a beat that does
not exist fails the build with the nearest name. A folder without compass_url is copied into the built pages.
"""

from __future__ import annotations

import filecmp
import json
import os
import re
import shutil
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin
from urllib.request import urlopen

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator

FORMAT = 1  # of clip.json
PATIENCE = 20.0  # seconds for an answer from the web
COPIED = "_clips"  # where a folder's bundles go in the built pages
SCRIPT, SOUND = "compass-clip.js", "compass-sound.js"
MOMENT = re.compile(r"(?:(\d+):)?(\d+(?:\.\d+)?)s?")
log = logging.getLogger(__name__)

Clip = dict[str, Any]  # as clip.schema.json has it; this file travels alone


class ClipError(Exception):
    """A clip, beat or time that does not exist: the build fails, naming all of them."""


class clip(nodes.General, nodes.Element):  # docutils names nodes so
    """A film; what stands inside it is shown where films cannot be."""


class Shelf:
    """The published clips, in a folder or on the web; every description is read once a build."""

    def __init__(self, place: str, source: Path) -> None:
        if not place:
            raise ClipError(
                'Where are the clips? Say compass_clips = "https://…/clips/" (or a folder) in conf.py.'
            )
        self.is_remote = bool(re.match(r"https?://", place))
        self.address = place.rstrip("/") + "/"
        self.folder = Path(os.path.normpath(source / place))
        self._read: dict[str, Clip] = {}

    def find(self, slug: str) -> Clip:
        """What clip.json says of a clip. Raises ClipError for one that is not there."""
        if slug not in self._read:
            text = self._text(f"{slug}/clip.json") if re.fullmatch(r"[a-z0-9-]+", slug) else None
            if text is None:
                raise ClipError(f"There is no clip called {slug!r} at {self}.{offer(slug, self._names())}")
            known = json.loads(text)
            if known.get("format") != FORMAT:
                raise ClipError(
                    f"{slug}/clip.json has format {known.get('format')}; this extension reads {FORMAT}."
                )
            self._read[slug] = known
        return self._read[slug]

    def __str__(self) -> str:
        return self.address if self.is_remote else str(self.folder)

    def _names(self) -> list[str]:
        if self.is_remote:
            return list(json.loads(self._text("../site.json") or "{}").get("bundles", ()))
        return [path.parent.name for path in self.folder.glob("*/clip.json")]

    def _text(self, name: str) -> str | None:
        if not self.is_remote:
            path = self.folder / name
            return path.read_text(encoding="utf-8") if path.is_file() else None
        place = urljoin(self.address, name)
        try:
            with urlopen(place, timeout=PATIENCE) as answer:
                return str(answer.read().decode())
        except HTTPError as error:
            if error.code in (404, 410):
                return None
            raise ClipError(f"{place} answered {error.code}.") from error
        except (URLError, TimeoutError) as error:
            raise ClipError(f"{place} did not answer: {error}.") from error


def offer(name: str, known: Iterable[str]) -> str:
    """` Did you mean …?`, if anything is near."""
    near = get_close_matches(name, list(known), n=1, cutoff=0.4)
    return f" Did you mean {near[0]}?" if near else ""


def seconds(text: str) -> float:
    """`75`, `12.5s` or `1:15` in seconds."""
    if not (match := MOMENT.fullmatch(text.strip())):
        raise ValueError(f"{text!r} is no time; write seconds, or 1:15")
    return 60 * int(match[1] or 0) + float(match[2])


def width(text: str) -> str:
    """A length of CSS; a bare number means pixels."""
    return str(directives.length_or_percentage_or_unitless(text, default="px"))


class ClipDirective(SphinxDirective):
    """`{clip} NAME`, or `{clip} NAME#BEAT`."""

    required_arguments = 1
    option_spec = {  # noqa: RUF012 (docutils wants a plain dict)
        "beat": directives.unchanged_required,
        "start": seconds,
        "end": seconds,
        "loop": directives.flag,
        "caption": directives.unchanged,
        "width": width,
    }

    def run(self) -> list[nodes.Node]:
        """The film, with its picture inside for other formats; or an error that fails the build."""
        try:
            return [self._clip()]
        except ClipError as error:
            noted(self.env, "failed").setdefault(self.env.docname, set()).add(str(error))
            self.env.note_reread()  # a page that is not read again would be forgiven
            raise self.error(str(error)) from error

    def _clip(self) -> clip:
        shelf = shelf_of(self.env)
        slug, _, place = self.arguments[0].partition("#")
        known = shelf.find(slug)
        beat = self._beat(known, self.options.get("beat", place))
        self._check_times(known, beat)
        if not shelf.is_remote:
            self.env.note_dependency(str(shelf.folder / slug / "clip.json"))
            noted(self.env, "shown").setdefault(self.env.docname, set()).add(slug)
        caption = self.options.get("caption")
        title = f"{known['title']}: {beat['title']}" if beat else known["title"]
        told = {name: f"{self.options[name]:g}" for name in ("start", "end") if name in self.options}
        if beat:
            told["beat"] = beat["name"]
        if "loop" in self.options:
            told["loop"] = ""
        if caption is not None:
            told["caption"] = caption
        node: clip = clip(
            slug=slug, told=told, beat=beat["name"] if beat else "", width=self.options.get("width", "")
        )
        node.append(self._picture(shelf, known, beat, title if caption is None else caption))
        self.set_source_info(node)
        return node

    def _picture(self, shelf: Shelf, known: Clip, beat: Clip | None, caption: str) -> nodes.figure:
        still = (beat or {}).get("still") or known["poster"]
        file = f"{known['slug']}/{still['stable']}"
        local = os.path.relpath(shelf.folder / file, self.env.srcdir).replace(os.sep, "/")
        image = nodes.image(
            uri=urljoin(shelf.address, file) if shelf.is_remote else f"/{local}", alt=still["alt"]
        )
        image["loading"] = "lazy"
        if "width" in self.options:
            image["width"] = self.options["width"]
        inside: nodes.Element = image
        if target := page_of(self.env, shelf, known, beat):
            inside = nodes.reference("", "", image, refuri=target, internal=False)
        figure = nodes.figure("", inside)
        if caption:
            figure += nodes.caption(caption, caption)
        return figure

    def _beat(self, known: Clip, name: str) -> Clip | None:
        if not name:
            return None
        beats = {name: each for each in known["beats"] for name in (each["name"], *each.get("was", ()))}
        wanted = name.replace("-", "_")
        if wanted not in beats:
            raise ClipError(f"There is no beat called {name!r} in {known['slug']}.{offer(wanted, beats)}")
        found: Clip = beats[wanted]
        return found

    def _check_times(self, known: Clip, beat: Clip | None) -> None:
        whole = beat or {"start": 0.0, "end": known["seconds"]}
        start, end = self.options.get("start", whole["start"]), self.options.get("end", whole["end"])
        if not 0 <= start < end <= known["seconds"]:
            raise ClipError(
                f"{known['slug']} lasts {known['seconds']:g} s: nothing is between {start:g} s and {end:g} s."
            )


def shelf_of(env: BuildEnvironment) -> Shelf:
    """The clips of this build."""
    if env.compass_shelf is None:  # type: ignore[attr-defined]  # ours, kept there
        env.compass_shelf = Shelf(env.config.compass_clips, env.compass_source)  # type: ignore[attr-defined]  # ours, kept there
    shelf: Shelf = env.compass_shelf  # type: ignore[attr-defined]  # ours, kept there
    return shelf


def begin(app: Sphinx) -> None:
    """A build begins: what the one before read of the clips is forgotten; Sphinx kept it with the pages."""
    app.env.compass_source = Path(app.confdir)  # type: ignore[attr-defined]  # ours, kept there
    app.env.compass_shelf = None  # type: ignore[attr-defined]  # ours, kept there


def noted(env: BuildEnvironment, what: str) -> dict[str, set[str]]:
    """By page: which clips it has `shown`, or why it has `failed`; kept between builds."""
    if not hasattr(env, "compass_noted"):
        env.compass_noted = {"shown": {}, "failed": {}}  # type: ignore[attr-defined]  # ours, kept there
    known: dict[str, set[str]] = env.compass_noted[what]  # type: ignore[attr-defined]  # ours, kept there
    return known


def site_of(env: BuildEnvironment) -> str:
    """The course site's address, with its last slash; empty where it is not on the web."""
    shelf = shelf_of(env)
    url: str = env.config.compass_url or (urljoin(shelf.address, "../") if shelf.is_remote else "")
    return url.rstrip("/") + "/" if url else ""


def page_of(env: BuildEnvironment, shelf: Shelf, known: Clip, beat: Clip | None) -> str:
    """Where the picture leads to: the lecture's page on the web; empty where there is none."""
    place = f"#{beat['name']}" if beat else ""
    if site := site_of(env):
        page: str = known["page"] or known["embed"]
        return urljoin(f"{site}clips/{known['slug']}/", page) + place
    if base := str(env.config.html_baseurl):
        return urljoin(base, f"{COPIED}/{known['slug']}/transcript.html") + place
    return ""


def visit_html(self: HTML5Translator, node: clip) -> None:
    """The element, with the picture inside; an EPUB shows the picture alone."""
    if self.builder.name == "epub":
        visit_other(self, node)
        return
    if site := site_of(self.builder.env):
        clips = f"{site}clips/"
    else:
        page = self.builder.get_target_uri(self.builder.current_docname)
        clips = relative_uri(page, f"{COPIED}/")
        if not clips.endswith("/"):
            clips += "/"
    if not getattr(self, "compass_scripted", False):
        self.compass_scripted = True
        self.body.append(f'<script src="{escape(clips + SCRIPT)}" async></script>\n')
    told = {"src": f"{clips}{node['slug']}/"} | node["told"]
    if node["width"]:
        told["style"] = f"max-width: {node['width']}"
    attributes = " ".join(f'{name}="{escape(value)}"' for name, value in told.items())
    self.body.append(f"<compass-clip {attributes}>\n")


def depart_html(self: HTML5Translator, _node: clip) -> None:
    """The element ends."""
    if self.builder.name != "epub":
        self.body.append("</compass-clip>\n")


def visit_other(_translator: object, node: clip) -> None:
    """Other formats show what stands inside: the picture with its link."""
    if not node[0].next_node(nodes.reference):
        log.warning(
            "The picture of %s leads nowhere: say compass_url in conf.py.",
            node["slug"],
            location=node,
            type="compass",
            subtype="link",
        )


def depart_other(_translator: object, _node: clip) -> None:
    """Nothing was opened."""


def finish(app: Sphinx, failed: Exception | None) -> None:
    """A build that misses a clip has failed; one that does not takes its clips along."""
    if failed:
        return
    if noted(app.env, "failed"):
        app.statuscode = 1
    copy_bundles(app)


def copy_bundles(app: Sphinx) -> None:
    """Put the clips that pages show beside them, where they are not on the web."""
    if app.builder.format != "html" or app.builder.name == "epub" or not noted(app.env, "shown"):
        return
    shelf = shelf_of(app.env)
    if shelf.is_remote or site_of(app.env):
        return
    target = Path(app.outdir) / COPIED
    target.mkdir(exist_ok=True)
    for script in (SCRIPT, SOUND):
        if (shelf.folder / script).exists():  # clips of earlier editions lack the second
            shutil.copy2(shelf.folder / script, target / script)
    for slug in sorted(set().union(*noted(app.env, "shown").values())):
        (target / slug).mkdir(exist_ok=True)
        alone = shelf.find(slug) | {"page": None}  # the course's pages do not come along
        for name in files_of(alone):
            _copy(shelf.folder / slug / name, target / slug / name)
        (target / slug / "clip.json").write_text(json.dumps(alone, ensure_ascii=False), encoding="utf-8")


def files_of(part: object) -> set[str]:
    """Every file that a clip.json, or a part of it, names."""
    if isinstance(part, dict):
        own = {part["file"]} if isinstance(part.get("file"), str) else set()
        return own.union(*map(files_of, part.values()))
    return set().union(*map(files_of, part)) if isinstance(part, list) else set()


def _copy(source: Path, target: Path) -> None:
    """Copy a file, unless it is there already."""
    if not target.exists() or not filecmp.cmp(source, target):  # by size and time first
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)


def forget(_app: Sphinx, env: BuildEnvironment, page: str) -> None:
    """A page that is read again, or gone, shows nothing yet."""
    for what in ("shown", "failed"):
        noted(env, what).pop(page, None)


def merge(_app: Sphinx, env: BuildEnvironment, pages: Sequence[str], other: BuildEnvironment) -> None:
    """Bring home what another process read."""
    for what in ("shown", "failed"):
        noted(env, what).update({page: those for page, those in noted(other, what).items() if page in pages})


def setup(app: Sphinx) -> dict[str, object]:
    """Sphinx calls this when it loads the extension."""
    app.add_config_value("compass_clips", "", "env", str)
    app.add_config_value("compass_url", "", "env", str)
    other = (visit_other, depart_other)
    app.add_node(clip, html=(visit_html, depart_html), latex=other, text=other, man=other, texinfo=other)
    app.add_directive("clip", ClipDirective)
    app.connect("builder-inited", begin)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("build-finished", finish)
    return {"version": str(FORMAT), "parallel_read_safe": True, "parallel_write_safe": True}
