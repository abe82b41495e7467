"""Whatever a lecture dies of, its author's own line is what is shown."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from studio.errors import LectureFailed
from studio.render import failures, playing
from studio.render.engine.forks import ForkFailed, Forks
from studio.render.jobs import QUALITIES, Job, Options
from tests.studio.courses import Course, compass
from tests.visuals.screening import small_frames
from visuals.lecture import LectureError, Passing

BAD = "class Bad(Exception):\n    def __str__(self): raise {what}\n\n\nraise Bad  # here"
DEATHS = {
    "a long message": ('raise ValueError("x" * 200_000)', "ValueError: xxx"),
    "a long one in other letters": ('raise ValueError("Größe Δ 山 🏔 " * 20_000)', "ValueError: Größe Δ 山 🏔"),
    "half a character": (r'raise ValueError("\ud83d and more")', r"ValueError: \ud83d and more"),
    "an exception that cannot speak": (BAD.format(what="KeyError(1)"), "__str__ raised KeyError"),
    "one that gives up speaking": (BAD.format(what="SystemExit(3)"), "__str__ raised SystemExit"),
    "an exit without a word": ("import os; os._exit(0)", "os._exit(0) ended"),
    "an exit that looks like a failure": ("import os; os._exit(1)", "os._exit(1) ended"),
    "an exit with a code": ("import os; os._exit(7)", "os._exit(7) ended"),
    "an interrupt of its own": ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    "a syntax error": ("import ast; compile('1 +', 'other.py', 'exec')  # here", "SyntaxError"),
}


def job_of(path: Path) -> Job:
    return Job(
        "film", path.parent, path, "Dot", "dot", 1, "steps", None, Options(QUALITIES["l"]), path.parent
    )


@pytest.mark.parametrize("painters", [1, 2])
@pytest.mark.parametrize("death", DEATHS)
def test_the_authors_line_is_shown(tmp_path: Path, death: str, painters: int) -> None:
    code, words = DEATHS[death]
    path = tmp_path / "l01_dot.py"
    path.write_text(f"# {'—' * 30_000}\n{code}\n", encoding="utf-8")
    line = next(n for n, text in enumerate(code.splitlines(), start=2) if "# here" in text or text == code)
    job = job_of(path)

    def paint(number: int) -> dict[str, object]:
        exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), {"__name__": "lecture"})
        return {}

    forks = Forks(
        painters, lambda error: failures.describe_failure(error, job),
        lambda tell: failures.tell_of_exits(tell, job),
    )  # fmt: skip
    for _ in range(painters):
        forks.begin(paint)
    with pytest.raises(ForkFailed) as caught:
        forks.end()
    shown = str(failures.as_error(caught.value.facts, job, "the log"))
    place = "other.py:1" if death == "a syntax error" else f"l01_dot.py:{line}"
    assert shown.startswith(place) or f"/{place}" in shown.splitlines()[0]
    assert words in shown
    assert len(shown) < 10_000


MISTAKES = {  # whose trace has no line of the lecture, or not the one to mend
    "a layer of no picture": ("layers = ''", "layers = 'dto'  # here", "did you mean 'dot'"),
    "a poster of no beat": ("poster = 'show'", "poster = 'shwo'  # here", "names no beat"),
    "what fails after a beat's last line": ("@beat", "@beat  # here", "no attribute '__code__'"),
    "an idiom below the class": ("return 1", "return np.random.rand()  # here", "random numbers"),
}
LECTURE = """
import numpy as np
from manim import Dot
from visuals.lecture import Lecture, beat
from visuals.lecture.beats import place_of


class Tried(Lecture):
    title = 'Tried'
    layers = ''
    poster = 'show'

    def set_stage(self):
        self.dot = Dot()

    @beat
    def show(self):
        'Words that are said.'
        self.add(self.dot)
        self.dot.add_updater(place_of)


def some_number():
    return 1
"""


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_line_to_mend_is_shown_though_no_call_there_failed(tmp_path: Path, mistake: str) -> None:
    """The trace has lines of visuals alone, or that of the class."""
    was, becomes, words = MISTAKES[mistake]
    path = tmp_path / "l01_tried.py"
    path.write_text(LECTURE.replace(was, becomes))
    job = replace(job_of(path), class_name="Tried")
    with small_frames(tmp_path), pytest.raises((LectureError, AttributeError)) as caught:
        playing.load(path, "Tried")(player=Passing()).construct()
    shown = str(failures.as_error(failures.describe_failure(caught.value, job), job, "the log"))
    line = next(n for n, text in enumerate(path.read_text().splitlines(), start=1) if "# here" in text)
    assert shown.startswith(f"l01_tried.py:{line}\n")
    assert words in shown


def test_a_process_that_a_lecture_forks_may_end_as_it_likes(tmp_path: Path) -> None:
    def paint(number: int) -> dict[str, object]:
        if (child := os.fork()) == 0:
            os._exit(0)
        return {"ended": os.waitpid(child, 0)[1]}

    job = job_of(tmp_path / "l01_dot.py")
    forks = Forks(1, lambda error: {}, lambda tell: failures.tell_of_exits(tell, job))
    forks.begin(paint)
    forks.end()
    assert forks.found == [{"ended": 0}]


def test_a_render_says_so(course: Course) -> None:
    path = course.add(1, "quiet_dot", first='raise ValueError("Größe Δ 山 " * 20_000)')
    done = compass(course, "render", 1, "-q", "l", "--beat", "show")
    assert done.returncode == 1
    line = path.read_text().splitlines().index('        raise ValueError("Größe Δ 山 " * 20_000)') + 1
    assert f"{path.name}:{line}\n" in done.stderr
    assert "ValueError: Größe Δ 山" in done.stderr
    assert "JSONDecodeError" not in done.stderr


def test_a_sheet_says_so_too(course: Course) -> None:
    path = course.add(1, "quiet_dot", first="import os; os._exit(0)")
    done = compass(course, "sheet", 1)
    assert done.returncode == 1
    line = path.read_text().splitlines().index("        import os; os._exit(0)") + 1
    assert f"{path.name}:{line}\n" in done.stderr
    assert "os._exit(0) ended" in done.stderr


def test_a_failure_without_any_line_still_is_one(tmp_path: Path) -> None:
    facts = failures.describe_failure(ValueError("alone"), job_of(tmp_path / "l01_dot.py"))
    error = failures.as_error(facts, job_of(tmp_path / "l01_dot.py"), "the log")
    assert isinstance(error, LectureFailed)
    assert "ValueError: alone" in str(error)


def test_too_little_memory_to_load_a_module_is_told_in_a_sentence(tmp_path: Path) -> None:
    """numpy tells of it in sixty lines of advice, and of the cause in the exception below."""
    job = job_of(tmp_path / "l01_dot.py")
    try:
        try:
            raise ImportError("_multiarray.so: failed to map segment from shared object")
        except ImportError:
            raise ImportError("IMPORTANT: PLEASE READ THIS\n" * 60)  # noqa: B904
    except ImportError as error:
        told = str(failures.as_error(failures.describe_failure(error, job), job, "the log"))
    assert "may not have the memory" in told
    assert len(told.splitlines()) == 2
