"""The command line: gathers each room's commands, runs one, and ends with its exit code.

A room's commands are in its own `cli.py`: each reads its arguments, calls one function, and prints. What is
slow is imported when a command runs, as --help and list import all of these. What belongs to no room is here.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
from pathlib import Path

import click

from studio.called import CALLED, called
from studio.check.cli import check
from studio.cluster.cli import scheduler, worker
from studio.course.cli import list_lectures, new, new_course
from studio.course.finding import described, find_course
from studio.docs.cli import docs
from studio.embed.cli import embed
from studio.errors import UNTOUCHED, Interrupted, StudioError, lacks_memory, told
from studio.gallery.cli import pictures
from studio.options import Place, name_lecture, open_files
from studio.places import version
from studio.preview.cli import preview
from studio.publish.cli import publish, serve
from studio.render.cli import render
from studio.system.conditions import need_clock, need_docstrings
from studio.system.cores import ONE_THREAD
from studio.system.terminal import WIDEST, Commands, open_outlets
from studio.voice.cli import voice

COURSELESS = ("completion", "docs", "doctor", "new-course", "test")  # the commands that need no course
PLAY = ("check", "docs", "pictures", "preview", "publish", "render", "sheet")  # they play lectures


def main() -> None:
    """Run what the arguments say and end with 0, 1, 2 or 130, as studio.errors draws it."""
    os.environ.setdefault(CALLED, called())  # worker processes say it, too
    for name, value in ONE_THREAD.items():  # OpenBLAS interrupts a process that may have no further thread
        os.environ.setdefault(name, value)
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
        click.echo(f"\ncompass: {UNTOUCHED}", err=True)
        return Interrupted.exit_code
    except (MemoryError, ImportError) as error:
        if isinstance(error, ImportError) and not lacks_memory(error):
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
    if context.invoked_subcommand in COURSELESS:
        context.obj = course
    else:
        context.obj = find_course(course)
        described(context.obj)  # a broken compass.toml is told of before any work
    if context.invoked_subcommand in PLAY:
        need_clock()


COMMANDS = (
    *(list_lectures, new, new_course),
    *(render, scheduler, worker),
    *(publish, serve, embed),
    *(preview, check, voice, pictures, docs),
)
for each in COMMANDS:
    compass.add_command(each)


@compass.command()
@name_lecture
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
        open_files([path])


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
@click.option(
    "--changed",
    is_flag=False,
    flag_value="HEAD",
    metavar="[REV]",
    help="Only the tests that read what changed since REV (HEAD: what is not committed).",
)
def test(pytest_args: tuple[str, ...], faults: int | None, changed: str | None) -> int:
    """Check everything: format, lint, types and tests; with PYTEST ARGS, those tests alone.

    \b
      ./compass test
      ./compass test tests/scenes
      ./compass test -k captions -x
      ./compass test --changed
      ./compass test --changed=main
      ./compass test --faults 200
      ./compass test -- --help

    The last line shows pytest's own options. The first use installs what the tests need on top. What a test
    reads is noted whenever it runs; one that has not run here yet is judged by its imports.
    """
    from studio.checks import check_everything, inject_faults, run_changed, run_pytest

    if faults is not None:
        return inject_faults(faults)
    if changed is not None:
        return run_changed(changed, pytest_args)
    return run_pytest(pytest_args) if pytest_args else check_everything()


@compass.command()
@click.pass_obj
def doctor(course: Path | None) -> int:
    """Say what is installed, what is missing, and what to type."""
    from studio.doctor import examine, findings_text

    findings = examine(course)
    click.echo(findings_text(findings))
    return 0 if all(each.is_well for each in findings) else 1


@compass.command()
@click.option("--dry-run", is_flag=True, help="Remove nothing: say what would go.")
@click.pass_obj
def clean(course: Path, dry_run: bool) -> None:
    """Remove what is of no use any more: films of lectures that are gone, and what killed commands left.

    Never a film of a lecture that is there, nor a file that Compass did not write. What is published stays:
    ./compass publish --drop ends it.
    """
    from studio import clean
    from studio.course.catalog import read_catalog

    catalog = read_catalog(course)
    litter = clean.find_litter(catalog)
    if not dry_run:
        clean.remove(catalog, litter)
    click.echo(clean.told(litter, dry_run=dry_run))


@compass.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what lets a shell complete commands, options and lectures.

    \b
      eval "$(./compass completion bash)"
      eval "$(./compass completion zsh)"
      ./compass completion fish | source

    Such a line belongs into ~/.bashrc, ~/.zshrc or config.fish, with the whole path to ./compass. For zsh and
    fish, compass must be on the PATH: a link in ~/bin will do.
    """
    from click.shell_completion import get_completion_class

    maker = get_completion_class(shell)
    if maker is None:
        raise StudioError(f"This version of click knows no completion for {shell}.")
    script = maker(compass, {}, "compass", "_COMPASS_COMPLETE").source()
    # click's own script for fish would end what is said of a word at its first comma
    click.echo(script.replace('string split "," $completion', 'string split --max 1 "," $completion'))


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


def _interrupt_again(told: sys.UnraisableHookArgs) -> None:
    """An interrupt that comes while Python cleans something up would be printed, and lost."""
    if told.exc_type is KeyboardInterrupt:
        threading.Timer(0.01, os.kill, (os.getpid(), signal.SIGINT)).start()
    else:
        sys.__unraisablehook__(told)
