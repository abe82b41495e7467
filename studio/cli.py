"""The command line: reads arguments, calls one function, prints. What is slow is imported when needed."""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from studio.called import CALLED, called, typed
from studio.cluster.cli import choose_cluster, crew_at, need_store, scheduler, worker
from studio.course.cli import new_course
from studio.course.finding import described, find_course
from studio.errors import StudioError, told
from studio.places import version
from studio.system.conditions import need_clock, need_docstrings
from studio.system.cores import cores
from studio.system.terminal import WIDEST, Commands, open_outlets
from studio.voice.cli import voice

if TYPE_CHECKING:
    from studio.course.catalog import Catalog
    from studio.render.plan import Film

INTERRUPTED = 130
NO_ROOM = "failed to map segment"  # in memory, of a compiled module: so the system's loader says it
COURSELESS = ("doctor", "new-course", "test")  # the commands that need no course
PLAY = ("check", "pictures", "preview", "publish", "render", "sheet")  # the commands that play lectures


def main() -> None:
    """Run what the arguments say and end with 0, 1, 2 or 130, as studio.errors draws it."""
    os.environ.setdefault(CALLED, called())  # worker processes say it, too
    _end_like_an_interrupt()
    out, _ = open_outlets()
    code = _run()
    if sys.stdout is not None:
        sys.stdout.flush()
    if out is not None and out.failure is not None:
        click.echo(f"compass: standard output cannot be written to: {out.failure.strerror}.", err=True)
        code = code or 1
    sys.exit(code)


def _run() -> int:
    """Run what the arguments say; the exit code, once the mistake is told, if there was one."""
    try:
        need_docstrings()
        return compass.main(prog_name="compass", standalone_mode=False) or 0
    except StudioError as error:
        click.echo(f"compass: {error}", err=True)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("\ncompass: interrupted; what was there before is untouched.", err=True)
        return INTERRUPTED
    except (MemoryError, ImportError) as error:
        if isinstance(error, ImportError) and NO_ROOM not in str(error):
            raise
        click.echo("compass: this process may not have the memory that this takes.", err=True)
        return StudioError.exit_code
    except OSError as error:
        if error.errno == errno.ENOMEM:
            click.echo("compass: this machine has not the memory that this takes.", err=True)
            return StudioError.exit_code
        if not error.filename:  # the machine's own trouble names a file; what does not is a mistake of ours
            raise
        click.echo(f"compass: {told(error)}.", err=True)
        return StudioError.exit_code


class Place(click.Path):
    """A path to write to, refused before the work and not after it if no file could ever be called so."""

    def __init__(self, **kinds: bool) -> None:
        super().__init__(path_type=Path, **kinds)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path as a Path; click.BadParameter if the system refuses such a name."""
        path = Path(os.path.abspath(value))
        near = next(each for each in path.parents if os.path.isdir(each))
        for name in path.relative_to(near).parts:  # of those that are still to be made, each
            try:
                os.lstat(near / name)
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError as error:
                self.fail(f"{value}: {error.strerror}", param, ctx)
        return super().convert(value, param, ctx)


choose_quality = click.option(
    "-q",
    "--quality",
    "letter",
    type=click.Choice(["l", "m", "h", "k"]),
    default="h",
    help="480p15, 720p30, 1080p60 (default) or 2160p60.",
)


@click.group(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": WIDEST}
)
@click.option(
    "--course",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of a course (default: this one, or the nearest above it, that has a compass.toml).",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda context, _, asked: _show_version(context) if asked else None,
    help="Say which Compass this is.",
)
@click.pass_context
def compass(context: click.Context, course: Path | None) -> None:
    """Compass: courses of mathematics, animated.

    A LECTURE is a name from the list, its number (9, 09 or l09), or the beginning of its name.
    """
    if context.invoked_subcommand not in COURSELESS:
        context.obj = find_course(course)
        described(context.obj)  # a broken compass.toml is told of before any work
    else:
        context.obj = course
    if context.invoked_subcommand in PLAY:
        need_clock()


@compass.command("list")
@click.option("--json", "as_json", is_flag=True, help="For tools: everything the lectures' text tells.")
@click.pass_obj
def list_lectures(course: Path, as_json: bool) -> None:
    """Show all lectures, in teaching order."""
    from studio.course.catalog import read_catalog
    from studio.tables import catalog_json, catalog_text

    catalog = read_catalog(course)
    click.echo(catalog_json(catalog) if as_json else catalog_text(catalog))


@compass.command()
@click.argument("lectures", nargs=-1, metavar="[LECTURE ...]")
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
    from studio.places import films_folder
    from studio.render.films import HERE, announcement, render, share
    from studio.render.forecast import Pace, spoken
    from studio.render.jobs import QUALITIES, Options
    from studio.render.plan import plan_films
    from studio.render.progress import display
    from studio.tables import outcome_table, outcomes_json, plan_json, plan_table, spent_table

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
        click.echo(f"{count} orders are in {orders}; {typed('worker FILE')} carries one out.")
        return 0
    if dry_run:
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
        click.echo(announcement(films, pace, workers, size), err=True)
        outcomes = render(films, workers=workers, cores=size, display=display, pace=pace, crew=crew or HERE)
    for remark in (remark for each in outcomes for remark in each.remarks):
        click.echo(f"compass: {remark}", err=True)
    click.echo(outcomes_json(outcomes) if as_json else outcome_table(outcomes))
    if verbose and not as_json:
        click.echo(spent_table(outcomes))
    if open_it:
        _open([each.film.path for each in outcomes if each.error is None])
    return max((each.error.exit_code for each in outcomes if each.error is not None), default=0)


@compass.command()
@click.argument("lecture")
@click.option("--out", type=Place(dir_okay=False), help="The picture's name (.png).")
@click.option("--open", "open_it", is_flag=True, help="Show the picture when done.")
@click.pass_obj
def sheet(course: Path, lecture: str, out: Path | None, open_it: bool) -> None:
    """Draw one picture of a lecture: the last frame of every beat, with its time, name and words."""
    from studio.course.catalog import read_catalog
    from studio.places import readable
    from studio.sheet import draw_sheet

    path = draw_sheet(course, read_catalog(course).find(lecture), out)
    click.echo(readable(path))
    if open_it:
        _open([path])


@compass.command()
@click.argument("names", nargs=-1, metavar="[NAME ...]")
@click.option("--list", "list_them", is_flag=True, help="Draw nothing: say which pictures there are.")
@click.option("--out", type=Place(file_okay=False), help="Where they go (default: media/pictures).")
@click.option("--open", "open_it", is_flag=True, help="Show the page when done; the still, if it is one.")
@click.pass_obj
def pictures(course: Path, names: tuple[str, ...], list_them: bool, out: Path | None, open_it: bool) -> int:
    """Draw the gallery: every picture that visuals offers, with the lines that draw it.

    A NAME is a picture (SlopeRose, slope-rose) or a room of pictures (map). A page to search and a contact
    sheet are written; what has not changed is not drawn again.
    """
    from studio.gallery.entries import choose, read_entries
    from studio.places import readable

    if list_them:
        click.echo("\n".join(f"{each.name:16}{each.purpose}" for each in choose(read_entries(), names)))
        return 0
    from studio.gallery.pictures import draw_gallery

    gallery = draw_gallery(course, names, out, cores=cores(), tell=lambda words: click.echo(words, err=True))
    for failure in gallery.failures:
        click.echo(f"compass: {failure}", err=True)
    click.echo(gallery.outcome)
    click.echo(f"{readable(gallery.page)}\n{readable(gallery.sheet)}")
    if open_it:
        one = gallery.still(gallery.chosen[0]) if len(gallery.chosen) == 1 else gallery.page
        _open([one])
    return max((each.exit_code for each in gallery.failures), default=0)


@compass.command()
@click.argument("lectures", nargs=-1, metavar="[LECTURE ...]")
@choose_quality
@click.option("--out", type=Place(), help="Where the site goes (default: site).")
@click.option("--url", metavar="URL", help="The address that the site will have: links and oEmbed need it.")
@click.option("--scorm", is_flag=True, help="Packages for learning platforms (SCORM 1.2), too.")
@click.option("--dry-run", is_flag=True, help="Do nothing: say what would be rendered and written.")
@click.option("--no-render", is_flag=True, help="Publish the films that are there, as they are.")
@click.option("--drop", is_flag=True, help="Let published addresses end that lead nowhere any more.")
@click.option("--check", "check_it", is_flag=True, help="Publish nothing: verify the site that is there.")
@choose_cluster
@click.pass_obj
def publish(
    course: Path,
    lectures: tuple[str, ...],
    letter: str,
    out: Path | None,
    url: str | None,
    scorm: bool,
    dry_run: bool,
    no_render: bool,
    drop: bool,
    check_it: bool,
    address: str | None,
    store: str | None,
    trust_network: bool,
) -> int:
    """Write the course site and its clips, ready for any web server; render what is missing.

    What has not changed is not written again. Lectures that are not named stay as they are published, and so
    does one of whose published addresses some would end; it is named, and the command then ends with 1.
    """
    from studio.course.catalog import read_catalog
    from studio.publish.command import Wish, foresee, outcome, publish_course, site_address
    from studio.publish.ingredients import Options
    from studio.render.jobs import QUALITIES

    site = course / "site" if out is None else out.absolute()
    if check_it:
        from studio.publish.inspection import inspect_site, verdict

        findings = inspect_site(site, course)
        click.echo(verdict(site, findings, course))
        return 1 if findings else 0
    wish = Wish(site, QUALITIES[letter], Options(site_address(url), scorm), drop, no_render)
    catalog = read_catalog(course)
    if dry_run:
        click.echo(foresee(catalog, lectures, wish))
        return 0
    with crew_at(address, store, course, trust_network=trust_network) as crew:
        published = publish_course(
            catalog, lectures, wish, tell=lambda words: click.echo(words, err=True),
            cores=cores() if crew is None else crew.size, crew=crew,
        )  # fmt: skip
    click.echo(outcome(published, course))
    return 1 if published.kept_back else 0


@compass.command()
@click.option("--out", type=Place(), help="Where the site is (default: site).")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8020, help="8020 unless told otherwise; 0: any."
)
@click.option("--open", "open_it", is_flag=True, help="Show it in a browser.")
@click.pass_obj
def serve(course: Path, out: Path | None, port: int, open_it: bool) -> None:
    """Show the published site on this machine, until Ctrl-C."""
    from studio.publish.serving import serve_site

    site = course / "site" if out is None else out.absolute()
    serve_site(site, course, port, open_it=open_it, tell=click.echo)


@compass.command()
@click.argument("lectures", nargs=-1, metavar="[LECTURE ...]")
@click.option("--beat", metavar="BEAT", help="This beat of one lecture alone.")
@click.option("--json", "as_json", is_flag=True, help="For tools: everything that was found.")
@click.option("--open", "open_it", is_flag=True, help="Show the page with the pictures when done.")
@click.pass_obj
def check(course: Path, lectures: tuple[str, ...], beat: str | None, as_json: bool, open_it: bool) -> int:
    """Watch lectures as a careful viewer would, and say what is wrong, where, with a picture.

    All of them unless some are named. Ends with 0 if they are clean, with 1 if something is to be mended.
    """
    from studio.check import critic, page, report
    from studio.course.catalog import read_catalog
    from studio.places import readable

    catalog = read_catalog(course)
    chosen = critic.choose(catalog, lectures, beat)
    folder = critic.folder_of(course, chosen, beat)
    found = critic.check(catalog, chosen, beat, cores=cores(), folder=folder)
    shown = page.write(found, folder)
    click.echo(report.as_json(found, folder) if as_json else report.as_text(found))
    if not as_json:
        click.echo(f"With pictures: {readable(shown)}")
    if open_it:
        _open([shown])
    return 0 if all(each.is_clean for each in found) else 1


@compass.command()
@click.argument("name")
@click.pass_obj
def new(course: Path, name: str) -> None:
    """Begin a lecture of one's own called NAME, ready to render."""
    from studio.course.catalog import read_catalog
    from studio.course.new import begin_lecture
    from studio.places import readable
    from studio.publish.spelling import to_type

    lecture = begin_lecture(read_catalog(course), name)
    click.echo(f"{readable(lecture.path)} is ready. Look at it with:")
    click.echo(f"  {to_type(course, 'render', lecture.slug, '-q', 'l', '--open')}")


@compass.command()
@click.argument("lecture")
@click.option("--beat", metavar="BEAT", help="This beat alone; LECTURE#BEAT says the same.")
@click.option("--start", metavar="TIME", help="From here: seconds, or 1:15.")
@click.option("--end", metavar="TIME", help="Up to here.")
@click.option("--loop", is_flag=True, help="Play by itself, again and again, without sound.")
@click.option("--html", "form", flag_value="html", default=True, help="A script and an element (default).")
@click.option("--markdown", "form", flag_value="markdown", help="The picture with a link.")
@click.option("--iframe", "form", flag_value="iframe", help="For places that take frames, but no scripts.")
@click.option("--gif", "form", flag_value="gif", help="Write an animated GIF, from the rendered film.")
@click.option("--width", default="", metavar="LENGTH", help="How wide: 640, 40rem, 80% (a GIF: pixels).")
@click.option("--caption", default="", help="What stands under the film instead of its title (HTML only).")
@click.option("--captions", is_flag=True, help="What is said stands below the pictures (GIF only).")
@click.option("--url", metavar="ADDRESS", help="Where the site is; else what publish was told.")
@click.option("--out", type=Place(dir_okay=False), help="The GIF's name.")
@click.pass_obj
def embed(
    course: Path,
    lecture: str,
    beat: str | None,
    start: str | None,
    end: str | None,
    loop: bool,
    form: str,
    width: str,
    caption: str,
    captions: bool,
    url: str | None,
    out: Path | None,
) -> None:
    """Print the lines that show a LECTURE, or a beat of it, on another page."""
    from studio.embed.address import Wish
    from studio.embed.offer import address, moment, snippet, write_gif

    wish = Wish("", beat, moment(start) if start else None, moment(end) if end else None, loop)
    site = address(url) if url else None
    if form == "gif":
        offer = write_gif(course, lecture, wish, out, width, captions=captions)
    else:
        offer = snippet(course, lecture, wish, form, url=site, width=width, caption=caption)
    click.echo(offer.text)
    if offer.remark:
        click.echo(f"compass: {offer.remark}", err=True)


@compass.command()
@click.argument("lecture", required=False)
@click.option("--port", type=click.IntRange(0, 65535), default=8765, help="Or the next one that is free.")
@click.option("--host", default="127.0.0.1", help="Another address to listen on; the link then has a token.")
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
@click.option("--patience", type=click.FloatRange(min=1), default=30.0, help="Seconds after which it hangs.")
@click.pass_obj
def preview(course: Path, lecture: str | None, port: int, host: str, no_open: bool, patience: float) -> None:
    """Write a line, see the frame: a page that shows every save at once."""
    from studio.course.catalog import read_catalog
    from studio.preview.serving import preview

    slug = None if lecture is None else read_catalog(course).find(lecture).slug

    def say(link: str) -> None:
        click.echo(f"The preview is at {link}\nCtrl-C ends it.")
        if not no_open:
            click.launch(link)

    preview(course, slug, host=host, port=port, patience=patience, say=say)


for each in (new_course, voice, scheduler, worker):
    compass.add_command(each)


@compass.command(context_settings={"ignore_unknown_options": True})
@click.argument("pytest_args", nargs=-1, metavar="[PYTEST ARGS]", type=click.UNPROCESSED)
@click.option(
    "--faults",
    type=click.IntRange(min=1),
    is_flag=False,
    flag_value=1000,
    metavar="[N]",
    help="Inject N faults instead (1000, over half an hour), and judge what becomes of them.",
)
def test(pytest_args: tuple[str, ...], faults: int | None) -> int:
    """Check everything: format, lint, types and tests; with PYTEST ARGS, those tests alone.

    \b
      ./compass test
      ./compass test tests/scenes
      ./compass test -k captions -x
      ./compass test --faults 200
      ./compass test -- --help

    The last line shows pytest's own options. The first use installs what the tests need on top.
    """
    from studio.checks import check_everything, inject_faults, run_pytest

    if faults is not None:
        return inject_faults(faults)
    return run_pytest(pytest_args) if pytest_args else check_everything()


@compass.command()
@click.pass_obj
def doctor(course: Path | None) -> int:
    """Say what is installed, what is missing, and what to type."""
    from studio.doctor import examine, findings_text

    findings = examine(course)
    click.echo(findings_text(findings))
    return 0 if all(each.is_well for each in findings) else 1


def _show_version(context: click.Context) -> None:
    click.echo(f"Compass {version()}")
    context.exit()


def _end_like_an_interrupt() -> None:
    """Whoever ends us, the workers are taken along; under nohup, a terminal that closes is nobody."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.unraisablehook = _interrupt_again
    for ending in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(ending) is not signal.SIG_IGN:
            signal.signal(ending, signal.default_int_handler)


def _interrupt_again(told: Any) -> None:
    """An interrupt that comes while Python cleans something up would be printed, and lost."""
    if told.exc_type is KeyboardInterrupt:
        threading.Timer(0.01, os.kill, (os.getpid(), signal.SIGINT)).start()
    else:
        sys.__unraisablehook__(told)


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


def _open(paths: list[Path]) -> None:
    """Show a file, or where several of them are."""
    if not paths:
        return
    shown: Any = paths[0] if len(paths) == 1 else paths[0].parent
    if click.launch(str(shown)):
        click.echo(f"compass: nothing here could open {shown}.", err=True)
