"""A film's files appear at once or not at all, whatever ends the process that puts them in place."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from studio.course.catalog import read_catalog
from studio.errors import Interrupted
from studio.places import DESCRIPTION, SERIES, SUFFIXES
from studio.render import films as render
from studio.render import pool, workspace
from studio.render.description import read_description
from studio.render.forecast import Pace
from studio.render.jobs import QUALITIES, Options
from studio.render.plan import damage, plan_films
from studio.render.progress import Lines
from studio.system.checksums import Checksums
from tests.studio.courses import Course
from tests.studio.descriptions import describe

STEPS = 40  # more than putting a film's files in place takes
INTERRUPTED = 130


def write(folder: Path, stem: str, what: str, *, without: str = "") -> None:
    """A whole set of files that say `what` they are of."""
    folder.mkdir(exist_ok=True)
    for suffix in SUFFIXES[:-1]:
        if suffix != without:
            (folder / (stem + suffix)).write_text(f"{what} {suffix}")
    describe(folder / f"{stem}.mp4", title=what)


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir() if path.is_file()}


def disturbed(call: Callable[[], None], sent: signal.Signals, after: int) -> int:
    """Run `call` in a process that gets a signal after so many changes to the disk; how the process ended."""
    if (process := os.fork()) != 0:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    steps, code = 0, 0

    def counting(change: Callable[..., object]) -> Callable[..., object]:
        def step(*arguments: object, **options: object) -> object:
            nonlocal steps
            done = change(*arguments, **options)
            steps += 1
            if steps == after:
                os.kill(os.getpid(), sent)
            return done

        return step

    try:
        signal.signal(sent, signal.default_int_handler) if sent != signal.SIGKILL else None
        for name in ("mkdir", "rename", "replace", "unlink"):
            setattr(Path, name, counting(getattr(Path, name)))
        call()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BaseException:
        code = 99
    finally:
        os._exit(code)


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_signal_at_any_moment_leaves_the_old_film_or_the_new_one(
    tmp_path: Path, sent: signal.Signals
) -> None:
    expected = {}
    for what, without in (("old", ""), ("new", SERIES)):
        write(tmp_path / what, "dot", what, without=without)
        expected[what] = contents(tmp_path / what)
    endings, left = set(), set()
    for after in range(1, STEPS):
        films, made = tmp_path / f"films{after}", tmp_path / f"made{after}"
        write(films, "dot", "old")
        write(made, "dot", "new", without=SERIES)
        code = disturbed(lambda made=made, films=films: workspace.publish(made, films, "dot"), sent, after)  # type: ignore[misc]
        endings.add(code)
        if (told := read_description(films, "dot")) is not None:  # whoever looks now believes nothing wrong
            assert damage(films, "dot", told, Checksums()) is None
        if sent != signal.SIGKILL:
            assert contents(films) in expected.values(), after
        workspace.complete(films)
        assert contents(films) in expected.values(), after
        assert not [*films.glob(".*")], after
        left.add(contents(films)["dot" + DESCRIPTION] == expected["new"]["dot" + DESCRIPTION])
    assert endings == {0, -9 if sent == signal.SIGKILL else INTERRUPTED}
    assert left == {True, False}


def test_the_next_plan_completes_what_was_finished_but_not_in_place(course: Course) -> None:
    course.add(1, "first")
    films = course.folder / "films"
    write(films, "first", "old")
    write(films / ".finished-first", "first", "new", without=SERIES)
    (films / "first.json").unlink()
    (planned,) = plan_films(read_catalog(course.folder), (), Options(QUALITIES["l"]), films)
    assert planned.former is not None
    assert planned.former["title"] == "new"
    assert not (films / f"first{SERIES}").exists()
    assert not (films / ".finished-first").exists()


def test_half_a_set_that_lost_its_description_is_thrown_away(tmp_path: Path) -> None:
    write(tmp_path / "films", "dot", "old")
    half = tmp_path / "films" / ".finished-dot"
    write(half, "dot", "new")
    (half / "dot.json").write_text("{")
    workspace.complete(tmp_path / "films")
    assert not half.exists()
    assert set(contents(tmp_path / "films")) == {f"dot{suffix}" for suffix in SUFFIXES}
    assert (tmp_path / "films" / "dot.mp4").read_text() == "old .mp4"


def test_a_folder_in_the_way_is_named_and_nothing_is_moved(tmp_path: Path) -> None:
    films = tmp_path / "films"
    write(films, "dot", "old")
    (films / "dot.srt").unlink()
    (films / "dot.srt").mkdir()
    write(tmp_path / "made", "dot", "new")
    before = contents(films)
    with pytest.raises(IsADirectoryError) as caught:
        workspace.publish(tmp_path / "made", films, "dot")
    assert str(caught.value.filename).endswith("dot.srt")
    assert contents(films) == before


def test_held_signals_come_when_the_block_is_done() -> None:
    done = []
    former = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            with workspace.held(), workspace.held():
                os.kill(os.getpid(), signal.SIGTERM)
                done.append("the block")
            done.append("what follows")
    finally:
        signal.signal(signal.SIGTERM, former)
    assert done == ["the block"]


def test_an_interrupt_says_which_film_is_finished(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    course.add(1, "first")
    course.add(2, "second")
    films = plan_films(read_catalog(course.folder), (), Options(QUALITIES["l"]), course.folder / "films")
    (course.folder / "films").mkdir()
    put = workspace.publish

    def interrupted(*arguments: Path | str) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        put(*arguments)  # type: ignore[arg-type]

    def run(jobs: list[SimpleNamespace], *_: object) -> object:
        for job in jobs:
            made = course.folder / f"made-{job.stem}"
            write(made, job.stem, "new")
            yield pool.Event(job, "started")
            yield pool.Event(job.within(made), "done", {"seconds": 9.0, "frames": 135, "spent": {}})

    monkeypatch.setattr(pool, "run", run)
    monkeypatch.setattr(render, "publish", interrupted)
    with pytest.raises(Interrupted, match="first is finished, the rest is as it was before"):
        render.render(
            films, workers=1, cores=1, pace=Pace(course.folder),
            display=lambda due, counts: Lines(counts, lambda line: print(line, file=sys.stderr)),
        )  # fmt: skip
    assert read_description(course.folder / "films", "first") is not None
    assert read_description(course.folder / "films", "second") is None
