"""Writes the pages around the bundles: home, lectures, code, and files for hosts and other pages."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from studio.course.catalog import Catalog
from studio.embed.clip import Clip
from studio.embed.names import CLIPS, CODE, HOME, MISSING, SCHEMA, bundle_of, page_of, scorm_name
from studio.embed.site_files import discovery, site_files
from studio.places import CHECKOUT, STUDIO
from studio.publish import pages
from studio.publish.code import Places
from studio.publish.docs import DOCS, MADE, take_docs
from studio.publish.ingredients import Options
from studio.publish.numbers import grouped, modules
from studio.publish.roadmap import stages
from studio.publish.staging import Staging, files_below


def write_pages(catalog: Catalog, clips: Mapping[str, Clip], staging: Staging, options: Options) -> None:
    """Write every page into the staged site, where the bundles of `clips` are (by slug, in order)."""
    take_docs(catalog.course, staging)
    around = pages.Surroundings(options.url, catalog.said, (staging.folder / DOCS / MADE).is_file())
    places = Places(CHECKOUT, catalog.course)
    for path, content in pages.assets(catalog.said.icon).values():
        staging.write(path, content)
    for name, content in site_files().items():
        staging.write(f"{CLIPS}/{name}", content)
    staging.write(f"{CLIPS}/{SCHEMA}", (STUDIO / "embed" / SCHEMA).read_bytes())
    staging.write(HOME, pages.home_page(stages(catalog, clips), around).encode())
    staging.write(MISSING, pages.missing_page(clips.values(), around).encode())
    named: set[str] = set()
    order = [clips[each.slug] for each in catalog if each.slug in clips]
    for clip in clips.values():
        bundle = staging.folder / bundle_of(clip["slug"])
        groups = grouped(places, json.loads((bundle / "numbers.json").read_text(encoding="utf-8")))
        named |= modules(groups)
        neighbours = _neighbours(clip, order)
        scorm = scorm_name(clip["slug"])
        extras = {
            "discovery": Markup(discovery(clip, options.url)),
            "scorm": scorm if (bundle / scorm).exists() else None,
        }
        text = pages.lecture_page(clip, groups, neighbours, extras, around)
        staging.write(page_of(clip["slug"]), text.encode())
    for module in sorted(named):
        staging.write(f"{CODE}/{module}.html", pages.code_page(places, module, around).encode())
    staging.write("_headers", pages.headers_file(files_below(staging.folder)).encode())


def _neighbours(clip: Clip, order: Sequence[Clip]) -> tuple[Clip | None, Clip | None]:
    """The clips before and after one in the course; none of one that has left it."""
    if clip not in order:
        return None, None
    place = order.index(clip)
    return order[place - 1] if place else None, order[place + 1] if place + 1 < len(order) else None
