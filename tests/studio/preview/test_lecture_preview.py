"""A save is followed by its picture, and only what it may have changed is played again."""

from __future__ import annotations

import pytest

from tests.studio.courses import wait_until
from tests.studio.preview.writing import SLUG, Author


@pytest.mark.parametrize("by_rename", [False, True])
def test_a_save_shows_the_edited_beat_and_plays_nothing_before_it(author: Author, by_rename: bool) -> None:
    before = {beat["name"]: beat for beat in author.timeline()["beats"]}
    stood = author.played.state.waiting[1].process
    shown = author.picture(author.look("move"))
    author.forget()
    author.save("shift(3 * RIGHT)", "shift(3 * LEFT)", by_rename=by_rename)
    event = author.hear("picture")
    assert (event["beat"], event["reason"]) == ("move", "edited")
    assert author.picture(event) != shown
    after = {beat["name"]: beat for beat in author.timeline()["beats"]}
    assert after["show"]["stamp"] == before["show"]["stamp"]
    assert after["move"]["stamp"] != before["move"]["stamp"]
    assert author.played.state.waiting[1].process == stood


def test_the_numbers_of_a_beat_come_with_their_calls(author: Author) -> None:
    (number,) = next(beat for beat in author.timeline()["beats"] if beat["name"] == "measure")["numbers"]
    assert (number["text"], number["function"]) == ("3.00", "calc_core.derivatives.one_variable.derivative")
    assert number["call"].startswith("derivative(f=square, x=1.5")


def test_data_that_has_not_changed_is_not_computed_again(author: Author) -> None:
    author.save("radius=0.5", "radius=0.6")
    assert author.hear("picture")["computed"] == 0.0
    author.save("derivative(square, 1.5)", "derivative(square, 2.5)")
    author.hear("picture")
    assert author.played.ends.computed > 0.0  # the event rounds


def test_a_stage_set_anew_shows_what_a_fresh_process_shows(author: Author) -> None:
    """All beats on the way to the picture are passed without a stop, and played again afterwards."""
    author.look("measure")
    author.save("radius=0.5", "radius=0.7")
    passed = author.picture(author.hear("picture", lambda event: event["reason"] == "renewed"))
    wait_until(lambda: sorted(author.played.state.waiting) == [0, 1, 2, 3, 4])
    filled = author.picture(author.look("move"))
    author.preview.server.course.lectures.pop(SLUG).close()  # the next one begins with the fork server
    author.forget()
    assert author.picture(author.look("measure")) == passed
    assert author.picture(author.look("move")) == filled


def test_after_a_failure_on_the_way_all_beats_before_it_can_be_looked_at(author: Author) -> None:
    author.look("measure")
    author.save("radius=0.5", "radius=0.7", then=("self.play(self.dot", "self.play(self.nobody"))
    assert author.hear("error")["beat"] == "move"
    wait_until(lambda: sorted(author.played.state.waiting) == [0, 1])
    assert author.look("show")["beat"] == "show"
    frame = f"{author.timeline()['beats'][0]['frames']}3.png"
    assert author.client.get(frame).status_code == 200
    author.mend()
    author.hear("clear")


def test_a_lecture_that_is_moved_is_gone_on_with(author: Author) -> None:
    elsewhere = author.lecture.parents[1] / "step2_later" / author.lecture.name.replace("l01", "l02")
    elsewhere.parent.mkdir()
    author.lecture.rename(elsewhere)
    try:
        wait_until(lambda: author.where == elsewhere)
        assert author.timeline()["number"] == 2
        assert author.timeline()["error"] is None
    finally:
        elsewhere.rename(author.lecture)
        elsewhere.parent.rmdir()
        wait_until(lambda: author.where == author.lecture)


def test_a_new_lecture_joins_the_syllabus(author: Author) -> None:
    other = author.lecture.with_name("l77_other.py")
    other.write_text(author.text.replace("WalkingDot", "Other"))
    try:
        author.hear("lectures")
        slugs = [each["slug"] for each in author.client.get("/api/lectures").json()["steps"][0]["lectures"]]
        assert slugs == [SLUG, "other"]
    finally:
        other.unlink()
        author.hear("lectures")


def test_a_colour_of_the_courses_own_shows_at_once_and_a_mistake_in_it_is_told(author: Author) -> None:
    """The course's file is watched as its lectures are, and what stands on its theme is played again."""
    before = author.picture(author.look("move"))
    said = author.lecture.parents[2] / "compass.toml"
    try:
        said.write_text('title = "Dots"\n[theme]\nground = "#402010"\n')
        coloured = author.picture(author.hear("picture", lambda event: event["reason"] == "renewed"))
        assert coloured != before
        said.write_text('title = "Dots"\n[theme]\nground = "brown"\n')
        told = author.hear("error")
        assert 'theme.ground is "brown"; it is to be a colour' in told["message"]
    finally:
        said.unlink()
    author.hear("clear")
    wait_until(lambda: author.picture(author.look("move")) == before)


def test_a_module_beside_the_lecture_is_watched(author: Author) -> None:
    beside = author.lecture.with_name("widths.py")
    beside.write_text("WIDE = 0.5\n")
    try:
        author.look("move")
        author.save("radius=0.5", "radius=__import__('widths').WIDE")
        before = author.picture(author.hear("picture"))
        author.forget()
        beside.write_text("WIDE = 0.9\n")
        assert author.picture(author.hear("picture")) != before
    finally:
        author.mend()
        beside.unlink()
