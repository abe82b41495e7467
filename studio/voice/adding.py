"""Adds a person's recordings: a folder of WAV or FLAC files, each named after its beat."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np

from studio.course.catalog import Catalog
from studio.course.lecture import Lecture
from studio.errors import NotThere, StudioError
from studio.system.extras import borrow
from studio.voice.alignment import aligned
from studio.voice.keeping import voices
from studio.voice.mastering import heard_span
from studio.voice.phonemes import need_espeak
from studio.voice.recording import Origin, record
from studio.voice.script import read_say
from studio.voice.speaker import Samples, Utterance
from studio.voice.takes import SAY, Take, takes
from visuals.voice.recordings import Recording
from visuals.voice.samples import RATE

SUFFIXES = (".wav", ".flac")


def add(
    catalog: Catalog,
    folder: Path,
    lecture: Lecture | None,
    speaker: str,
    licence: str,
    tell: Callable[[str], None],
) -> int:
    """Keep every recording of a folder; their number.

    All are read before the first is kept. Raises StudioError, in a sentence, for a file that names no beat,
    cannot be read, or is silent: nothing has changed then.
    """
    files = sorted(each for each in folder.iterdir() if each.suffix.lower() in SUFFIXES)
    if not files:
        raise StudioError(f"There are no WAV or FLAC files in {folder}.")
    say = read_say(voices(catalog.course) / SAY)
    known = [take for each in catalog for take in takes(each, catalog.course, say)]
    meant = {file: _beat(file, known, lecture) for file in files}
    for first, second in ((a, b) for a in files for b in files if a < b and meant[a] is meant[b]):
        raise StudioError(f"{first.name} and {second.name} are recordings of the same beat.")
    for file in files:
        _heard(file)
    for file, take in meant.items():
        told, is_aligned = keep_spoken(catalog.course, take, _heard(file), speaker, licence)
        how = "" if is_aligned else "; its words were not found in it, so each has its share by letters"
        tell(f"{take.lecture.label} {take.beat}: {told.seconds:.1f} s, {told.pace:.0f} words a minute{how}")
    return len(files)


def keep_spoken(
    course: Path, take: Take, samples: Samples, speaker: str, licence: str
) -> tuple[Recording, bool]:
    """Keep a person's recording of a beat (mono, 48 kHz); also returns whether its words were found in it.

    Raises ValueError, in a sentence, where it is silent, and StudioError where a tool is missing.
    """
    heard_span(samples)  # before any tool is needed, as silence is the first thing to report
    sphinx = borrow("voice", "pocketsphinx")
    made = f"recorded, words aligned by pocketsphinx {sphinx.__version__} ({need_espeak()})"
    times, is_aligned = aligned(samples, take.script)
    by = Origin(speaker, "person", made, licence)
    folder = voices(course) / take.lecture.slug
    return record(folder, take, Utterance(samples, RATE, times), by), is_aligned


def _beat(file: Path, known: list[Take], lecture: Lecture | None) -> Take:
    """The beat that a file is named after."""
    name = file.stem.replace("-", "_")
    if lecture is not None:
        name = [*(each.name for each in lecture.beats), name][lecture.beat(file.stem)]
    found = [take for take in known if take.beat == name and (lecture is None or take.lecture is lecture)]
    if not found:
        where = f" in {lecture.slug}" if lecture is not None else ""
        raise NotThere(
            f"beat with words{where}",
            file.stem,
            {take.beat for take in known},
            hint=f"So {file} was not added.",
        )
    if len(found) > 1:
        several = " and ".join(take.lecture.slug for take in found)
        raise StudioError(
            f"{file.name} could be of {several}: both have such a beat.", hint="Say which: --lecture LECTURE"
        )
    return found[0]


def _heard(file: Path) -> Samples:
    """A file's samples, mono at 48 kHz. Raises StudioError, in a sentence, where it is silent."""
    try:
        samples = sound_file(file)
        heard_span(samples)
    except (av.FFmpegError, IndexError) as error:
        raise StudioError(f"{file} is no recording that can be read: {error or 'no sound in it'}.") from None
    except ValueError as error:
        raise StudioError(f"{file}: {error}.") from None
    return samples


def sound_file(file: Path) -> Samples:
    """The samples of a file of any rate and number of channels: mono, at 48 kHz."""
    turn = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    parts = [np.zeros(0, np.float32)]
    with av.open(str(file)) as container:
        for frame in [*container.decode(container.streams.audio[0]), None]:
            parts += [each.to_ndarray().ravel() for each in turn.resample(frame)]
    return np.concatenate(parts)
