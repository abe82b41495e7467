"""Publishes rendered films as a site; only changed parts are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from studio.course.catalog import Catalog
from studio.course.lecture import CREDITS, Lecture
from studio.course.spelling import to_type
from studio.embed.clip import read_clip
from studio.embed.names import bundle_of
from studio.errors import StudioError
from studio.places import readable
from studio.publish.docs import docs_key
from studio.publish.ingredients import Options, bundle_key, site_key
from studio.publish.ledger import LOST, NOTHING, Ledger, MadeWith, read_ledger
from studio.publish.rendered import Rendered
from studio.publish.staging import put_back
from studio.render.description import read_description
from studio.render.jobs import letter_of
from studio.render.plan import Film, damage
from studio.render.workspace import WORKSPACE, workspace
from studio.system.checksums import Checksums
from studio.system.private_folders import locked, sweep

Ends = Mapping[str, tuple[str, ...]]  # by slug: addresses without a target from now on


@dataclass(frozen=True)
class Published:
    """The result of publishing: paths that were written and removed, and the number of unchanged ones.

    `kept_back`: lectures that stay as published because addresses would end; `ended`: addresses that ended.
    """

    site: Path
    lectures: int
    written: tuple[str, ...]
    removed: tuple[str, ...]
    kept: int
    kept_back: Ends = field(default_factory=dict)
    ended: Ends = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """The plan of a site: its content, its former record, and whether anything has to be done."""

    catalog: Catalog
    site: Path  # the folder itself, links followed
    options: Options
    slugs: tuple[str, ...]  # of all lectures in the site
    rendered: Mapping[str, Rendered]  # by slug: the films that are published now
    former: Ledger
    damaged: frozenset[str]  # files of the former site
    coming: Ledger  # the new record, still without files
    kept_back: Ends
    ended: Ends

    @property
    def is_done(self) -> bool:
        """Whether the site exists, is made from the same, and is undamaged."""
        same = self.former not in (NOTHING, LOST) and self.former.key == self.coming.key
        return same and not self.damaged

    def stays(self, slug: str) -> bool:
        """Whether a bundle is taken over: it was not asked for, or would be the same."""
        if slug not in self.rendered:
            return True
        same = self.former.bundles.get(slug) == self.coming.bundles[slug]
        return same and not self.is_damaged(slug) and read_clip(self.site / bundle_of(slug)) is not None

    def is_damaged(self, slug: str) -> bool:
        """Whether a file of a bundle has changed since it was published."""
        return any(path.startswith(bundle_of(slug) + "/") for path in self.damaged)


def publish(
    catalog: Catalog,
    films: Iterable[Film],
    site: Path,
    options: Options,
    tell: Callable[[str], None] = lambda words: None,
    *,
    drop: bool = False,
    checksums: Checksums | None = None,
) -> Published:
    """Update the site with these rendered films; lectures not named stay as they are.

    The former site stays whole until the new one takes its place in one step. `tell` gets
    each step. A lecture stays as it is published where an address of its would end, unless `drop`. Raises
    AlreadyThere for a folder that holds something else, StudioError for a film that is missing or damaged.
    """
    checksums = checksums or Checksums()
    chosen = tuple(films)
    rendered = [as_rendered(catalog, film, checksums) for film in chosen]
    real = real_folder(site)
    real.parent.mkdir(parents=True, exist_ok=True)
    with locked(real.parent):
        put_back(real)
        sweep(real.parent, WORKSPACE)
        made_with = MadeWith(quality=quality_of(chosen), url=options.url, scorm=options.scorm)
        plan = plan_site(catalog, rendered, real, options, made_with, drop, checksums)
        if plan.is_done:
            count = len(plan.former.files)
            return Published(site, len(plan.slugs), (), (), count, plan.kept_back, plan.ended)
        with workspace(real.parent, real.name) as private:
            return _build(plan, private / "site", site, tell)


def plan_site(
    catalog: Catalog,
    films: Iterable[Rendered],
    site: Path,
    options: Options,
    made_with: MadeWith,
    drop: bool,
    checksums: Checksums,
) -> Plan:
    """The plan of publishing these films; nothing is written.

    Raises StudioError where a lecture that is not among them cannot be taken over.
    """
    rendered = {each.lecture.slug: each for each in films}
    former = read_ledger(site)
    damaged = former.damaged(site, checksums)
    there = {each.slug: each for each in catalog}
    ends = ending(former, there, rendered)
    kept_back: Ends = {} if drop else ends
    for slug in kept_back:
        rendered.pop(slug, None)
    keys = {slug: key for slug, key in former.bundles.items() if slug in there or slug in kept_back}
    keys |= {slug: bundle_key(each, options) for slug, each in rendered.items()}
    slugs = (*(slug for slug in there if slug in keys), *(slug for slug in keys if slug not in there))
    bundles = {slug: keys[slug] for slug in slugs}
    coming = Ledger(
        site_key(catalog, bundles, options, docs_key(catalog.course, former)), bundles, {}, made_with
    )
    plan = Plan(
        catalog, site, options, slugs, rendered, former, damaged, coming, kept_back, ends if drop else {}
    )
    _refuse_what_cannot_stay(plan)
    return plan


def ending(
    former: Ledger, there: Mapping[str, Lecture], films: Mapping[str, Rendered | None]
) -> dict[str, tuple[str, ...]]:
    """By lecture, the published addresses that would have no target: of removed lectures, and of beats of
    `films` that neither have nor had that name. A film that is None is not rendered yet.
    """
    found = {}
    for slug in former.bundles:
        stills = bundle_of(slug) + "/stills"  # one for each beat, under every name that leads to it
        places = [PurePosixPath(path) for path in former.files]
        before = list(dict.fromkeys(each.stem for each in places if str(each.parent) == stills))
        if slug not in there:
            found[slug] = (slug, *(f"{slug}#{name}" for name in before))
        elif slug in films:
            film, lecture = films[slug], there[slug]
            if film is not None:
                now = [each["name"] for each in film.told["beats"]]
            else:
                now = [*(each.name for each in lecture.beats), CREDITS]
            kept = {*now, *(old for each in lecture.beats if each.name in now for old in each.was)}
            found[slug] = tuple(f"{slug}#{name}" for name in before if name not in kept)
    return {slug: ended for slug, ended in found.items() if ended}


def real_folder(site: Path) -> Path:
    """The folder that the site links to, where it is a link; the link stays."""
    try:
        return site.resolve()
    except (OSError, RuntimeError) as error:  # links in a circle
        raise StudioError(
            f"{readable(site)} is a link that leads nowhere.", hint="Choose another folder with --out DIR."
        ) from error


def quality_of(films: Sequence[Film]) -> str:
    """The letter of the films' quality."""
    return letter_of(films[0].job.options.quality) if films else ""


def _refuse_what_cannot_stay(plan: Plan) -> None:
    course = plan.catalog.course
    if plan.former is LOST:
        there = [slug for each in plan.catalog if (plan.site / bundle_of(slug := each.slug)).is_dir()]
        if any(slug not in plan.rendered for slug in there):
            raise StudioError(
                f"The record of {readable(plan.site)} is broken, so it is not known what else is in it.",
                hint=f"Publish everything again: {to_type(course, 'publish', site=plan.site)}",
            )
    for slug in plan.slugs:
        place = plan.site / bundle_of(slug)
        if slug not in plan.rendered and (plan.is_damaged(slug) or read_clip(place) is None):
            words = [slug, "--drop"] if slug in plan.kept_back else [slug]
            raise StudioError(
                f"{readable(place)} is not as it was published.",
                hint=f"Publish it again, too: {to_type(course, 'publish', *words, site=plan.site)}",
            )


def _build(plan: Plan, folder: Path, site: Path, tell: Callable[[str], None]) -> Published:
    from studio.publish.bundle import write_bundle  # slow to load: only where something is new
    from studio.publish.site import write_pages
    from studio.publish.staging import Staging

    staging = Staging(folder, plan.site, plan.former, plan.damaged)
    clips = {}
    for slug in plan.slugs:
        place = folder / bundle_of(slug)
        if plan.stays(slug):
            staging.keep(bundle_of(slug))
            clip = read_clip(place)
            assert clip is not None, slug  # that is why it stays
            clips[slug] = clip
        else:
            tell(f"{plan.rendered[slug].lecture.label}: stills, words and pages")
            clips[slug] = write_bundle(plan.rendered[slug], place, plan.options)
    write_pages(plan.catalog, clips, staging, plan.options)
    former, files = plan.former.files, staging.facts()
    same = {path for path, facts in files.items() if former.get(path) == facts and path not in plan.damaged}
    written = tuple(path for path in files if path not in same)
    removed = tuple(path for path in former if path not in files)
    staging.record(Ledger(plan.coming.key, plan.coming.bundles, files, plan.coming.made_with))
    staging.keep_foreign()
    staging.take_the_place()
    return Published(site, len(clips), written, removed, len(same), plan.kept_back, plan.ended)


def as_rendered(catalog: Catalog, film: Film, checksums: Checksums) -> Rendered:
    """A film for publishing. Raises StudioError for one that is missing or damaged."""
    told, course = read_description(film.folder, film.job.stem), catalog.course
    words = (film.lecture.slug, "-q", quality_of([film]))
    if told is None:
        raise StudioError(f"{readable(film.path)} is not there.", hint=to_type(course, "render", *words))
    if harm := damage(film.folder, film.job.stem, told, checksums):
        raise StudioError(f"{readable(film.folder)}: {harm}.", hint=to_type(course, "render", *words))
    return Rendered(film.lecture, film.folder, told, catalog.said)
