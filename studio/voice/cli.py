"""./compass voice: lists, makes, adds and checks recordings."""

from __future__ import annotations

from pathlib import Path

import click

from studio.called import typed
from studio.errors import StudioError
from studio.options import name_lectures
from studio.system.columns import counted
from studio.system.terminal import Commands


@click.group(cls=Commands, invoke_without_command=True)
@click.pass_context
def voice(context: click.Context) -> None:
    """Record what lectures say.

    Alone, it says what is recorded: per lecture, beats that are spoken, stale (their words have changed
    since) and silent. Recordings lie in assets/voice/en/; a film needs nothing else to speak.
    """
    if context.invoked_subcommand is None:
        from studio.course.catalog import read_catalog
        from studio.voice.listing import listing

        click.echo(listing(read_catalog(context.obj)))


@voice.command()
@name_lectures
@click.option("--beat", metavar="BEAT", help="This beat of one lecture alone.")
@click.option("--speaker", metavar="NAME", help="Another synthetic speaker (default: af_heart).")
@click.pass_obj
def speak(course: Path, lectures: tuple[str, ...], beat: str | None, speaker: str | None) -> None:
    """Let a synthetic speaker say every beat that has no recording of its words.

    A beat whose words were recorded by a person is left to them. assets/voice/en/say.json tells what is
    said otherwise than it is written: a beat is spoken again when that changes.
    """
    from studio.course.catalog import read_catalog
    from studio.course.lecture import CREDITS
    from studio.voice.kokoro import SPEAKER, Kokoro
    from studio.voice.speaking import speak

    catalog = read_catalog(course)
    chosen = [catalog.find(name) for name in lectures] or list(catalog)
    if beat is not None:
        if len(chosen) != 1:
            raise StudioError("A beat belongs to one lecture.", hint=typed("voice speak LECTURE --beat BEAT"))
        beat = [*(each.name for each in chosen[0].beats), CREDITS][chosen[0].beat(beat)]
    said = speak(catalog, chosen, beat, Kokoro(speaker or SPEAKER), tell=click.echo)
    click.echo(f"{counted(said, 'beat')} spoken." if said else "Every beat is spoken: nothing to do.")


@voice.command()
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--speaker", metavar="NAME", required=True, help="Who speaks, as the credits name them.")
@click.option("--licence", metavar="TEXT", help="Of the recordings (default: that of the films).")
@click.option("--lecture", metavar="LECTURE", help="Whose beats they are, where two have one of that name.")
@click.pass_obj
def add(course: Path, folder: Path, speaker: str, licence: str | None, lecture: str | None) -> None:
    """Add a person's recordings: WAV or FLAC files in DIR, each named after its beat.

    Silence at both ends is cut away, loudness set to -16 LUFS, and each word found in the sound.
    """
    from studio.course.catalog import read_catalog
    from studio.voice.adding import add

    catalog = read_catalog(course)
    whose = None if lecture is None else catalog.find(lecture)
    added = add(catalog, folder, whose, speaker, licence or catalog.said.licence.films, tell=click.echo)
    click.echo(f"{counted(added, 'recording')} added.")


@voice.command()
@name_lectures
@click.option("--beats", "by_beat", is_flag=True, help="A line a beat, too: pace, silence, loudness.")
@click.pass_obj
def check(course: Path, lectures: tuple[str, ...], by_beat: bool) -> int:
    """Hear the recordings back, and say which words a recogniser mishears.

    Ends with 1 if more than 3 % of a lecture's words are misheard, or if a recording is too fast or slow,
    too loud or soft, clipped, or cut at its end.
    """
    from studio.course.catalog import read_catalog
    from studio.voice import hearing

    catalog = read_catalog(course)
    chosen = [catalog.find(name) for name in lectures] or list(catalog)
    heard = hearing.check(catalog, chosen, hearing.Whisper(), lambda words: click.echo(words, err=True))
    if not heard:
        raise StudioError("Nothing is recorded yet.", hint=typed("voice speak"))
    if by_beat:
        click.echo(hearing.beats(heard))
    click.echo(hearing.table(heard))
    return 0 if hearing.is_well(heard) else 1
