"""Courses to try the studio on: an empty one for each test, a rendered one for all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.studio.checkouts import WHOLE, Checkout
from tests.studio.courses import Course, compass


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """An empty course."""
    (tmp_path / "scenes").mkdir()
    return Course(tmp_path)


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course of two lectures, both rendered at low quality: not to be changed."""
    made = Course(tmp_path_factory.mktemp("rendered"))
    data = made.folder / "assets" / "data" / "five.txt"
    data.parent.mkdir(parents=True)
    data.write_text("5\n")
    made.add(1, "quiet_dot", stage=f'self.five = open("{data}").read()')
    made.add(2, "other_dot", start=2)
    done = compass(made, "render", "-q", "l", "-j", 2)
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path, "checkout")


@pytest.fixture
def ready(checkout: Checkout) -> Checkout:
    """A checkout that is set up."""
    assert checkout.run("list")[0] == 0
    assert checkout.installed() == WHOLE
    return checkout


@pytest.fixture
def syllabus(course: Course) -> Course:
    course.add(1, "tiny_nudges")
    course.add(9, "gradient_compass")
    return course
