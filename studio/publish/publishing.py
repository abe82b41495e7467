"""Publishes: from rendered films to a site, writing only what is new."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from studio.catalog import Catalog
from studio.errors import StudioError
from studio.lecture import Lecture
from studio.places import readable
from studio.plan import Film, read_description
from studio.publish.ingredients import Options, bundle_key, site_key
from studio.publish.ledger import NOTHING, Ledger, read_ledger
from studio.publish.names import LEDGER, bundle_of
from studio.publish.rendered import Rendered
from studio.publish.staging import put_back
from studio.workspace import locked, sweep, workspace


@dataclass(frozen=True)
class Published:
    """What became of a site: paths that were written and removed, and how many stayed as they were."""

    site: Path
    lectures: int
    written: tuple[str, ...]
    removed: tuple[str, ...]
    kept: int


@dataclass(frozen=True)
class Plan:
    """What a site is to hold, what it was, and whether anything has to be done."""

    catalog: Catalog
    site: Path
    options: Options
    lectures: tuple[Lecture, ...]
    rendered: Mapping[str, Rendered]  # by slug: the films that were asked for
    former: Ledger
    coming: Ledger  # its files are not known yet

    @property
    def is_done(self) -> bool:
        """Whether the site is there, made from the same, and whole."""
        same = self.former is not NOTHING and self.former.key == self.coming.key
        return same and self.former.holds(self.site)

    def stays(self, slug: str) -> bool:
        """Whether a bundle is taken over: it was not asked for, or would come out the same."""
        if slug not in self.rendered:
            return True
        same = self.former.bundles.get(slug) == self.coming.bundles[slug]
        return same and self.former.holds(self.site, bundle_of(slug) + "/")


def publish(
    catalog: Catalog,
    films: Iterable[Film],
    site: Path,
    options: Options,
    tell: Callable[[str], None] = lambda words: None,
) -> Published:
    """Bring the site up to date with these films, which are rendered; lectures not named stay as they are.

    The former site stays whole until the new one takes its place in one step. `tell` hears what is done.
    Raises AlreadyThere for a folder that holds something else, StudioError for a film that is not there.
    """
    rendered = [_rendered(film) for film in films]
    site.parent.mkdir(parents=True, exist_ok=True)
    with locked(site.parent):
        put_back(site)
        plan = _plan(catalog, rendered, site, options)
        if plan.is_done:
            return Published(site, len(plan.lectures), (), (), len(plan.former.files))
        sweep(site.parent)
        with workspace(site.parent, site.name) as private:
            return _build(plan, private / "site", tell)


def _plan(catalog: Catalog, films: Iterable[Rendered], site: Path, options: Options) -> Plan:
    rendered = {each.lecture.slug: each for each in films}
    former = read_ledger(site)
    keys = {**former.bundles, **{slug: bundle_key(each, options) for slug, each in rendered.items()}}
    lectures = tuple(each for each in catalog if each.slug in keys)
    for slug in (each.slug for each in lectures if each.slug not in rendered):
        if not former.holds(site, bundle_of(slug) + "/"):
            raise StudioError(
                f"{readable(site / bundle_of(slug))} has lost a file since it was published.",
                hint=f"Publish it again, too: ./compass publish {slug}",
            )
    bundles = {each.slug: keys[each.slug] for each in lectures}
    coming = Ledger(site_key(catalog, bundles, options), bundles, {})
    return Plan(catalog, site, options, lectures, rendered, former, coming)


def _build(plan: Plan, folder: Path, tell: Callable[[str], None]) -> Published:
    from studio.publish.bundle import read_clip, write_bundle  # slow to load: only where something is new
    from studio.publish.site import write_pages
    from studio.publish.staging import Staging

    staging = Staging(folder, plan.site, plan.former)
    clips = {}
    for lecture in plan.lectures:
        place = folder / bundle_of(lecture.slug)
        if plan.stays(lecture.slug):
            staging.keep(bundle_of(lecture.slug))
            clips[lecture.slug] = read_clip(place)
        else:
            tell(f"{lecture.label}: stills, words and pages")
            clips[lecture.slug] = write_bundle(plan.rendered[lecture.slug], place, plan.options)
    write_pages(plan.catalog, clips, staging, plan.options)
    former, files = plan.former.files, staging.facts()
    written = tuple(path for path, facts in files.items() if former.get(path) != facts)
    removed = tuple(path for path in former if path not in files)
    staging.write(LEDGER, Ledger(plan.coming.key, plan.coming.bundles, files).text().encode())
    staging.keep_foreign()
    staging.take_the_place()
    return Published(plan.site, len(clips), written, removed, len(files) - len(written))


def _rendered(film: Film) -> Rendered:
    told = read_description(film.folder, film.job.stem)
    if told is None:
        raise StudioError(
            f"{readable(film.path)} is not there.", hint=f"./compass render {film.lecture.slug}"
        )
    return Rendered(film.lecture, film.folder, told)
