"""What `./compass publish` does: renders what is missing, then brings the site up to date."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from studio.catalog import Catalog
from studio.errors import DiskFull, StudioError
from studio.jobs import Options, Quality
from studio.places import films_folder, readable
from studio.plan import Film, plan_films
from studio.publish import ingredients
from studio.publish.publishing import Published, publish


def publish_course(
    catalog: Catalog,
    names: Iterable[str],
    quality: Quality,
    site: Path,
    options: ingredients.Options,
    *,
    cores: int,
    tell: Callable[[str], None],
) -> Published:
    """Publish the lectures called `names` (none: all); what is not rendered yet is rendered first.

    Raises what made a film fail, before anything of the site is touched.
    """
    films = plan_films(catalog, names, Options(quality), films_folder(catalog.course, quality))
    if not films:
        raise StudioError("There are no lectures to publish.", hint="./compass new NAME begins one.")
    _render(films, catalog.course, cores, tell)
    try:
        return publish(catalog, films, site, options, tell)
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


def outcome(published: Published) -> str:
    """What was done, in a line or two."""
    site, lectures = readable(published.site), published.lectures
    about = f"{site}: {lectures} lecture{'s' if lectures != 1 else ''}"
    if not published.written and not published.removed:
        return f"{about}, {published.kept} files, up to date: nothing was written."
    return (
        f"{about}; {len(published.written)} files written, {len(published.removed)} removed, "
        f"{published.kept} as before.\nLook at it with: ./compass serve"
    )


def site_address(url: str | None) -> str | None:
    """The address that a site will have, with a slash at its end; StudioError for what is none."""
    if url is None:
        return None
    if not url.startswith(("https://", "http://")) or len(url.split("//", 1)[1]) < 1:
        raise StudioError(
            f"{url!r} is no address of a site.", hint="Write it whole: --url https://example.org/course/"
        )
    return url.rstrip("/") + "/"


def _render(films: Sequence[Film], course: Path, cores: int, tell: Callable[[str], None]) -> None:
    """Render what is due; raise the first film's error if one fails."""
    broken = [film.lecture for film in films if film.lecture.problem is not None]
    if not broken and not any(film.is_due for film in films):
        return
    from studio.forecast import Pace  # slow to load, and mostly nothing is due
    from studio.progress import display
    from studio.render import announcement, render

    pace = Pace(course)
    tell(announcement(films, pace, cores, cores))
    outcomes = render(films, workers=cores, cores=cores, display=display, pace=pace)
    errors = [each.error for each in outcomes if each.error is not None]
    if errors:
        errors[0].hint = f"{errors[0].hint}\nNothing was published."
        raise errors[0]
