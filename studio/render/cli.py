"""./compass render: films of lectures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from studio.called import typed
from studio.cluster.cli import choose_cluster, crew_at, need_cluster, need_store
from studio.errors import StudioError
from studio.options import Place, be_quiet, choose_quality, name_lectures, open_files
from studio.system.columns import counted
from studio.system.cores import cores
from studio.system.terminal import Command

if TYPE_CHECKING:
    from studio.course.catalog import Catalog
    from studio.render.plan import Film


@click.command(cls=Command)
@name_lectures
@choose_quality
@click.option("--from", "begin", metavar="BEAT", help="Begin with this beat.")
@click.option("--to", "end", metavar="BEAT", help="End with this beat.")
@click.option("--beat", metavar="BEAT", help="This beat alone.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Films at once (default: one a core).")
@click.option("--out", type=Place(file_okay=False), help="Where the films go.")
@click.option("--force", is_flag=True, help="Render what is up to date, too.")
@click.option("--dry-run", is_flag=True, help="Render nothing: say what would be rendered, and why.")
@click.option("--json", "as_json", is_flag=True, help="For tools: what became of each film, or would.")
@click.option("--open", "open_it", is_flag=True, help="Show the result when done.")
@click.option("-v", "--verbose", is_flag=True, help="End with where the time went.")
@be_quiet
@click.option(
    "--engine",
    type=click.Choice(["compass", "manim"]),
    default="compass",
    help="Draw with the project's own engine, or with plain Manim (slower, the same frames).",
)
@click.option(
    "--voice",
    metavar="none|DIR",
    help="Silence, or the recordings in another folder (default: the course's, assets/voice/en).",
)
@click.option(
    "--captions",
    type=click.Choice(["beside", "burned"]),
    default="beside",
    help="A .vtt and .srt beside the film (always written), or drawn into its lowest eighth as well.",
)
@choose_cluster
@click.option(
    "--orders",
    type=Place(file_okay=False),
    metavar="DIR",
    help="Render nothing: write what is to be drawn into DIR, a file each, for a queue of your own.",
)
@click.pass_obj
def render(
    course: Path,
    lectures: tuple[str, ...],
    letter: str,
    begin: str | None,
    end: str | None,
    beat: str | None,
    jobs: int | None,
    out: Path | None,
    force: bool,
    dry_run: bool,
    as_json: bool,
    open_it: bool,
    captions: Literal["beside", "burned"],
    engine: Literal["compass", "manim"],
    voice: str | None,
    verbose: bool,
    quiet: bool,
    address: str | None,
    store: str | None,
    trust_network: bool,
    orders: Path | None,
) -> int:
    """Render lectures to video, all of them unless some are named.

    What has not changed since it was last rendered is not rendered again: neither films, nor, of an edited
    lecture, beats. The films go to media/lectures/1080p60/ (and so on) with captions, chapters, numbers and a
    poster beside each.
    """
    from studio.course.catalog import read_catalog
    from studio.render.films import HERE, announcement, render, share
    from studio.render.forecast import Pace, spoken
    from studio.render.jobs import QUALITIES, Options, films_folder
    from studio.render.plan import plan_films
    from studio.render.progress import display, failures_alone
    from studio.render.tables import outcome_table, outcomes_json, plan_json, plan_table, spent_table

    need_cluster(address, store, trust_network=trust_network, orders=orders)
    catalog = read_catalog(course)
    options = Options(QUALITIES[letter], *_stretch(catalog, lectures, begin, end, beat), captions, engine)
    folder = films_folder(course, options.quality) if out is None else out.resolve()
    films = plan_films(catalog, lectures, options, folder, force=force, voice=voice)
    workers = jobs or cores()
    pace = Pace(course)
    if (address or orders) is not None and engine != "compass":
        raise StudioError("Only the project's own engine draws on a cluster.", hint="Leave out --engine.")
    if orders is not None and not dry_run:
        from studio.cluster.asking import write_orders

        count = write_orders([film for film in films if film.is_due], need_store(store), orders)
        if not quiet:
            there = f"{counted(count, 'order')} {'is' if count == 1 else 'are'} in {orders}"
            click.echo(f"{there}; {typed('worker FILE')} carries one out.")
        return 0
    if dry_run:
        if not quiet:
            click.echo(announcement(films, pace, workers, cores()), err=True)
        _, painters = share(sum(film.is_due for film in films), workers, cores())

        def needed(film: Film) -> float:
            return pace.total([film], 1, painters)

        click.echo(
            plan_json(films, needed) if as_json else plan_table(films, lambda film: spoken(needed(film)))
        )
        return 1 if any(film.lecture.problem for film in films) else 0
    with crew_at(address, store, course, trust_network=trust_network) as crew:
        size = cores() if crew is None else crew.size
        workers = jobs or size
        if not quiet:
            click.echo(announcement(films, pace, workers, size, is_here=crew is None), err=True)
        shown = failures_alone if quiet else display
        outcomes = render(films, workers=workers, cores=size, display=shown, pace=pace, crew=crew or HERE)
    for remark in (remark for each in outcomes for remark in each.remarks if not quiet):
        click.echo(f"compass: {remark}", err=True)
    if as_json or not quiet:
        click.echo(outcomes_json(outcomes) if as_json else outcome_table(outcomes))
    if verbose and not as_json:
        click.echo(spent_table(outcomes))
    if open_it:
        open_files([each.film.path for each in outcomes if each.error is None])
    return max((each.error.exit_code for each in outcomes if each.error is not None), default=0)


def _stretch(
    catalog: Catalog, lectures: tuple[str, ...], begin: str | None, end: str | None, beat: str | None
) -> tuple[str | None, str | None]:
    """The first and last beat that were asked for."""
    if beat is not None and (begin is not None or end is not None):
        raise StudioError(
            "--beat asks for one beat, --from and --to for a stretch.", hint="Use one of the two."
        )
    if (beat or begin or end) and len({catalog.find(name) for name in lectures}) != 1:
        raise StudioError(
            "Beats belong to one lecture.", hint=f"Name it: {typed('render LECTURE --beat BEAT')}"
        )
    return (beat, beat) if beat is not None else (begin, end)
