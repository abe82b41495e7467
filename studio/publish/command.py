"""The steps of `./compass publish`: renders missing films, then updates the site."""

from __future__ import annotations

import errno
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from studio.called import typed
from studio.course.catalog import Catalog
from studio.course.spelling import to_type
from studio.errors import DiskFull, LectureFailed, StudioError
from studio.places import readable
from studio.publish import ingredients
from studio.publish.drawings import drawings_of, read_drawing
from studio.publish.ledger import MadeWith
from studio.publish.publishing import (
    Published,
    as_rendered,
    ending,
    plan_site,
    publish,
    quality_of,
    real_folder,
)
from studio.render.jobs import Options, Quality, films_folder
from studio.render.plan import Film, plan_films
from studio.system.checksums import Checksums
from studio.system.columns import counted

if TYPE_CHECKING:  # slow to load, and mostly nothing is due
    from studio.render.films import Crew

SHOWN = 6  # addresses that a line names


@dataclass(frozen=True)
class Wish:
    """Options of publishing: `drop` lets addresses end, `no_render` takes films as they are."""

    site: Path
    quality: Quality
    options: ingredients.Options
    drop: bool = False
    no_render: bool = False


def publish_course(
    catalog: Catalog,
    names: Collection[str],
    wish: Wish,
    *,
    cores: int,
    tell: Callable[[str], None],
    crew: Crew | None = None,
    quiet: bool = False,
) -> Published:
    """Publish the lectures called `names` (none: all); what is not rendered yet is rendered first, by `crew`
    (None: here); `quiet` shows no progress of that.

    Raises the error of a film that fails, before the site is changed.
    """
    checksums = Checksums()  # read anew, as every published file is verified
    films = _planned(catalog, names, wish, checksums)
    if wish.no_render:
        films = tuple(_at_hand(films, catalog, names, tell))
    else:
        _render(films, catalog.course, cores, tell, crew, quiet=quiet)
    site = wish.site
    try:
        return publish(catalog, films, site, wish.options, tell, drop=wish.drop, checksums=checksums)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(
                f"No space is left on the disk to write {readable(site)} to; it is as it was before.",
                hint="Free some, or choose another place with --out DIR.",
            ) from error
        raise StudioError(
            f"{readable(site)} cannot be written: {error.strerror} ({error.filename}).",
            hint="Choose another place with --out DIR.",
        ) from error


def foresee(catalog: Catalog, names: Collection[str], wish: Wish) -> str:
    """Lines on what publishing would do; nothing is rendered or written."""
    checksums = Checksums()
    films = _planned(catalog, names, wish, checksums)
    lines: list[str] = []
    if wish.no_render:
        films = tuple(_at_hand(films, catalog, names, lines.append))
    due = () if wish.no_render else tuple(film for film in films if film.is_due)
    if not wish.no_render:
        _refuse_broken(films)
    ready = [as_rendered(catalog, film, checksums) for film in films if film not in due]
    site = real_folder(wish.site)
    made_with = MadeWith(quality=quality_of(films), url=wish.options.url, scorm=wish.options.scorm)
    plan = plan_site(catalog, ready, site, wish.options, made_with, wish.drop, checksums)
    there = {each.slug: each for each in catalog}
    still_to_come = ending(plan.former, there, {film.lecture.slug: None for film in due})
    for film in due:
        lines.append(f"{film.lecture.label}: would be rendered ({film.reason}), and its bundle written")
    for film in films:
        slug = film.lecture.slug
        if slug in plan.rendered:
            what = "would stay as it is" if plan.stays(slug) else "would be written"
            lines.append(f"{film.lecture.label}: its film is there; its bundle {what}")
    ends = {**plan.kept_back, **plan.ended, **still_to_come}
    lines += _about_ends(ends, {} if wish.drop else ends, would=True)
    if plan.is_done and not due:
        return "\n".join([*lines, f"{readable(wish.site)} is up to date: nothing would be written."])
    return "\n".join([*lines, f"{readable(wish.site)}: nothing was rendered or written (--dry-run)."])


def outcome(published: Published, course: Path) -> str:
    """A few lines on what was done."""
    about = f"{readable(published.site)}: {counted(published.lectures, 'lecture')}"
    lines = _about_ends({**published.kept_back, **published.ended}, published.kept_back)
    if not published.written and not published.removed:
        return "\n".join(
            [*lines, f"{about}, {counted(published.kept, 'file')}, up to date: nothing was written."]
        )
    return "\n".join(
        [
            *lines,
            f"{about}; {counted(len(published.written), 'file')} written, {len(published.removed)} removed, "
            f"{published.kept} as before.",
            f"Look at it with: {to_type(course, 'serve', site=published.site)}",
        ]
    )


def site_address(url: str | None) -> str | None:
    """The address of a site, with a slash at its end. Raises StudioError for a text that is none."""
    if url is None:
        return None
    if not url.startswith(("https://", "http://")) or len(url.split("//", 1)[1]) < 1:
        raise StudioError(
            f"{url!r} is no address of a site.", hint="Write it whole: --url https://example.org/course/"
        )
    return url.rstrip("/") + "/"


def _planned(catalog: Catalog, names: Iterable[str], wish: Wish, checksums: Checksums) -> tuple[Film, ...]:
    for each in drawings_of(catalog.said):
        read_drawing(each)  # what is wrong with one is told of before any work
    folder = films_folder(catalog.course, wish.quality)
    films = plan_films(catalog, names, Options(wish.quality), folder, checksums=checksums)
    if not films:
        raise StudioError("There are no lectures to publish.", hint=f"{typed('new NAME')} begins one.")
    return films


def _at_hand(
    films: Sequence[Film], catalog: Catalog, names: Collection[str], tell: Callable[[str], None]
) -> Iterator[Film]:
    """The existing films, even if older than their lectures; missing ones are reported.

    Raises StudioError for a missing one that was asked for by name.
    """
    found = 0
    for film in films:
        hint = to_type(catalog.course, "render", film.lecture.slug, "-q", quality_of([film]))
        if film.former is None and names:
            raise StudioError(f"{film.lecture.slug} is not rendered.", hint=hint)
        if film.former is None:
            tell(f"{film.lecture.label}: left out, as it is not rendered ({hint})")
            continue
        if film.reason is not None:
            tell(f"{film.lecture.label}: as it was rendered before ({film.reason})")
        found += 1
        yield film
    if not found:
        raise StudioError("None of these lectures is rendered.", hint="Leave out --no-render.")


def _about_ends(
    ends: Mapping[str, tuple[str, ...]], kept_back: Collection[str], *, would: bool = False
) -> list[str]:
    """Lines on the addresses that end, or would, and what to do about it."""
    lines = []
    for slug, addresses in ends.items():
        is_kept = slug in kept_back
        verb = "would end" if is_kept or would else "ended"
        more = f" and {len(addresses) - SHOWN} more" if len(addresses) > SHOWN else ""
        lines.append(f"{slug}: {verb}: {', '.join(addresses[:SHOWN])}{more}.")
        if is_kept and addresses[0] == slug:
            lines.append("  The lecture is gone, and is kept as it is published; --drop takes it away.")
        elif is_kept:
            was = addresses[0].partition("#")[2]
            lines.append(
                f"  So the lecture is kept as it is published. Was the beat renamed? Write "
                f'@beat(was="{was}") at the new one, or let its address end with --drop.'
            )
    return lines


def _refuse_broken(films: Sequence[Film]) -> None:
    for film in films:
        if film.lecture.problem is not None:
            raise LectureFailed(film.lecture.problem, hint="Nothing would be published.")


def _render(
    films: Sequence[Film],
    course: Path,
    cores: int,
    tell: Callable[[str], None],
    crew: Crew | None,
    *,
    quiet: bool,
) -> None:
    """Render the films that are due; raise the first error."""
    broken = [film.lecture for film in films if film.lecture.problem is not None]
    if not broken and not any(film.is_due for film in films):
        return
    from studio.render.films import HERE, announcement, render
    from studio.render.forecast import Pace  # slow to load, and mostly nothing is due
    from studio.render.progress import display, failures_alone

    pace = Pace(course)
    tell(announcement(films, pace, cores, cores, is_here=crew is None))
    shown = failures_alone if quiet else display
    outcomes = render(films, workers=cores, cores=cores, display=shown, pace=pace, crew=crew or HERE)
    errors = [each.error for each in outcomes if each.error is not None]
    if errors:
        errors[0].hint = f"{errors[0].hint}\nNothing was published."
        raise errors[0]
