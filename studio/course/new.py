"""Begins a lecture of one's own: a short whole one, to be rewritten line by line."""

from __future__ import annotations

import keyword
import re

from studio.called import typed
from studio.course.catalog import Catalog, read_catalog
from studio.course.lecture import Lecture
from studio.errors import AlreadyThere, StudioError

LAST = 99  # the greatest number that a lecture can have
FOLDER = "step1_first_steps"  # of a course that has no step yet
TEMPLATE = '''\
"""{title}: a lecture of one's own. Look at it with {render}"""

from calc_core import contours, gradient_descent, hills, sample_grid
from visuals import STAGE, ContourMap, Footsteps, Hiker, Lecture, Number, Page, Walk, Words, beat, read

START = (1.9, 0.2)
RATE = 0.4  # how long the steps are, for each unit of slope
UPPER_RIGHT = Page(STAGE.right, STAGE.top, side="right", plate=True)


class {class_name}(Lecture):
    title = "{title}"
    goal = "Say in a sentence what the viewer will be able to do."
    poster = "walk_down"
    layers = "map steps hiker altimeter"  # what lies over what, from the bottom up

    def set_stage(self) -> None:
        land = hills()
        descent = gradient_descent(land, START, learning_rate=RATE, tol=1e-3)
        self.walk = Walk(descent)
        self.map = ContourMap(sample_grid(land), contours(land, 15), width=STAGE.width)
        self.hiker = Hiker(self.walk, on=self.map)
        self.steps = Footsteps(self.walk, on=self.map)
        height = Number(lambda: read(descent, "f", at=self.walk.now, decimals=2, signed=True))
        self.altimeter = UPPER_RIGHT.write((Words("height"), height))

    @beat(chapter="The question")
    def stand_somewhere(self) -> None:
        """Here we stand. Which way is down?"""
        self.enter(self.map, until="stand")
        self.enter(self.hiker, self.altimeter)

    @beat(chapter="The walk")
    def walk_down(self) -> None:
        """Step against the gradient, look again, and step again, until the ground is level."""
        self.add(self.steps)
        self.play(self.walk.at.to(self.walk.last))
'''


def begin_lecture(catalog: Catalog, name: str) -> Lecture:
    """Write the file of a new lecture called `name`, with the next free number; the lecture as listed.

    Raises StudioError for a name that cannot be one, AlreadyThere for a name that is taken.
    """
    words = re.findall(r"[a-z0-9]+", name.lower())
    class_name = "".join(map(str.capitalize, words))
    if not re.fullmatch(r"[a-z][a-z0-9 _-]*", name.lower()) or keyword.iskeyword(class_name):
        raise StudioError(
            f"A lecture cannot be called {name!r}.",
            hint=f"Use letters, digits and dashes, a letter first: {typed('new my-first-walk')}",
        )
    slug = "-".join(words)
    taken = {each.slug: each for each in catalog}
    if slug in taken:
        raise AlreadyThere(
            f"There is a lecture called {slug} already: {taken[slug].path}.", hint="Choose another name."
        )
    number = _free_number(catalog)
    path = catalog.course / "scenes" / _folder(catalog) / f"l{number:02d}_{'_'.join(words)}.py"
    text = TEMPLATE.format(
        title=" ".join(words).capitalize(), class_name=class_name, render=typed(f"render {slug} -q l --open")
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    return read_catalog(catalog.course).find(slug)


def _free_number(catalog: Catalog) -> int:
    """The first number that is free from where compass.toml says, or after the lecture that comes last."""
    numbers = {each.number for each in catalog}
    course = catalog.said
    first = course.own_first if course.own_folder else max(numbers, default=0) + 1
    number = next((free for free in range(first, LAST + 1) if free not in numbers), None)
    if number is None:
        raise StudioError(
            f"All numbers from {first} to {LAST} are taken.", hint="Free one: rename a lecture."
        )
    return number


def _folder(catalog: Catalog) -> str:
    """The folder of the step that a new lecture belongs to: as compass.toml says, else the last one."""
    course = catalog.said
    if course.own_folder:
        return str(course.own_folder)
    last = max(catalog, key=lambda each: (each.step.number, each.number), default=None)
    if last is not None:
        return last.path.parent.name
    if not course.steps:
        return FOLDER
    step = course.steps[0]
    words = re.findall(r"[a-z0-9]+", step.name.lower())
    return f"step{step.number}_{'_'.join(words) or 'own'}"
