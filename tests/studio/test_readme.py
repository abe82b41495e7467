"""What the README promises holds when it is typed."""

from __future__ import annotations

import re

from studio.cli import compass as command_line
from tests.studio.courses import CHECKOUT, Course, compass

README = (CHECKOUT / "README.md").read_text(encoding="utf-8")


def test_the_lecture_in_the_readme_renders_as_it_stands(course: Course) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    course.write(50, "first_walk", example)
    done = compass(course, "render", "first-walk", "-q", "l")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (course.folder / "media" / "lectures" / "480p15" / "first-walk.mp4").exists()


def test_the_commands_in_the_readme_exist() -> None:
    typed = set(re.findall(r"^    \./compass ([a-z]+)", README, re.MULTILINE))
    assert typed
    assert typed <= set(command_line.commands)
    assert {f"`{name}`" for name in ("render", "list", "sheet", "new", "test", "doctor")} <= set(
        re.findall(r"`[a-z]+`", (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8"))
    )


def test_every_link_and_picture_of_the_readme_is_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (CHECKOUT / target).exists(), target
