"""Terrain in an ordinary scene: it moves when it moves, freezes when it rests, keeps its drawing order."""

import numpy as np
import pytest
from manim import FadeIn, FadeOut, Scene, Square, Wait, tempconfig

from tests.visuals.hills import hill
from visuals.drawing.camera import StageCamera
from visuals.drawing.dial import Dial
from visuals.terrain import Lamps, Light, Marks, Trail

SMALL = {
    "pixel_width": 320,
    "pixel_height": 180,
    "frame_rate": 15,
    "background_color": "#0E1116",
    "disable_caching": True,
    "progress_bar": "none",
    "verbosity": "ERROR",
    "write_to_movie": False,
}


@pytest.fixture
def scene(tmp_path):
    with tempconfig({**SMALL, "media_dir": str(tmp_path)}):
        yield Scene(camera_class=StageCamera, skip_animations=True)


def moving(scene, *animations):
    scene.compile_animation_data(*animations)
    scene.begin_animations()
    return scene.moving_mobjects


def still(scene):
    scene.renderer.static_image = None
    scene.renderer.update_frame(scene)
    return scene.renderer.get_frame()


def test_the_hill_moves_exactly_when_one_of_its_dials_is_turned(scene):
    land, square = hill(), Square()
    scene.add(land, square)
    assert land in moving(scene, land.azimuth.animate.set_value(40))
    assert land not in moving(scene, square.animate.shift([1, 0, 0]))
    assert square in scene.moving_mobjects
    assert scene.mobjects == [land, square]  # no dial has crept onto the stage


def test_still_moments_are_frozen_frames(scene):
    land = hill()
    scene.add(land, Trail(np.array([[0, 0], [1, 1.0]]), on=land))
    scene.compile_animation_data(Wait(1.0))
    scene.begin_animations()
    assert scene.is_current_animation_frozen_frame()


def test_a_walking_lamp_moves_the_ground_that_it_lights(scene):
    land = hill(daylight=0.0)
    light = land.shine(Light(np.array([[0.0, 0.0], [1.0, 1.0]]), radius=0.5))
    scene.add(land)
    assert land in moving(scene, light.at.animate.set_value(1.0))


def test_turning_the_dials_in_a_play_ends_at_their_values(scene):
    land = hill()
    scene.add(land)
    scene.play(*land.look(azimuth=60, tilt=1.0, zoom=1.5), run_time=0.2)
    assert (land.azimuth.get_value(), land.tilt.get_value(), land.zoom.get_value()) == (60, 1.0, 1.5)
    with pytest.raises(ValueError, match="no dial 'twist'"):
        land.look(twist=3)


def test_fading_in_ends_whole_and_fading_out_leaves_the_stage_empty(scene):
    land = hill()
    trail = Trail(np.array([[0, 0], [1, 1.0]]), on=land)
    scene.play(FadeIn(land), FadeIn(trail), run_time=0.2)
    assert (land.opacity.get_value(), trail.opacity.get_value()) == (1.0, 1.0)
    assert scene.mobjects == [land, trail]
    scene.play(FadeOut(land), FadeOut(trail), run_time=0.2)
    assert scene.mobjects == []
    assert (land.opacity.get_value(), trail.opacity.get_value()) == (1.0, 1.0)


def test_a_fade_leaves_alone_a_dial_that_another_animation_turns(scene):
    land, at = hill(), Dial(0.0)
    trail = Trail(np.array([[0, 0], [1, 1.0], [2, 2.0]]), on=land, at=at)
    scene.add(land)
    for order in (0, 1):
        at.set_value(0.0)
        both = [at.animate.set_value(2.0), FadeIn(trail)]
        scene.play(*(both if order else both[::-1]), run_time=0.2)
        assert at.get_value() == 2.0


def test_vector_mobjects_are_drawn_over_and_under_it_in_the_order_of_the_stage(scene):
    land = hill(tilt=1.0)
    square = Square(side_length=2, fill_opacity=1, color="#FF0000", stroke_width=0)
    scene.add(square, land)
    assert tuple(still(scene)[90, 160, :3]) != (255, 0, 0)
    scene.add(square)  # brings it to the front
    assert tuple(still(scene)[90, 160, :3]) == (255, 0, 0)
    scene.remove(square)
    assert tuple(still(scene)[90, 160, :3]) != (255, 0, 0)


def test_a_copy_lies_on_the_same_ground_and_shares_its_data(scene):
    land = hill()
    marks = Marks(np.array([[0.0, 0.0]]), on=land)
    assert marks.copy().terrain is land
    assert land.copy().ground is land.ground


def test_a_dial_keeps_its_value_when_its_picture_is_moved():
    land = hill()
    land.zoom.set_value(1.7)
    land.shift([3, 2, 0]).scale(2)
    assert land.zoom.get_value() == 1.7
    np.testing.assert_allclose(land.width, 16.0)


def test_the_stock_camera_is_refused_with_a_hint(tmp_path):
    with tempconfig({**SMALL, "media_dir": str(tmp_path)}):
        scene = Scene(skip_animations=True)
        scene.add(hill())
        with pytest.raises(TypeError, match="camera_class=StageCamera"):
            scene.renderer.update_frame(scene)


def test_what_shares_a_dial_with_the_hill_may_come_and_go_without_taking_it_along(scene):
    land, at = hill(daylight=0.0), Dial(0.0)
    walk = np.array([[0.0, 0.0], [1.0, 1.0]])
    shared, own = land.shine(Light(walk, radius=0.5, at=at)), land.shine(Light(walk, radius=0.5))
    things = [
        Trail(walk, on=land, at=at),
        Lamps(shared, on=land),
        Lamps(own, on=land),
        Trail(walk, on=land, at=own.at),
    ]
    scene.add(land)
    for thing in things:
        scene.add(thing)
        assert scene.mobjects == [land, thing]
        assert land in moving(scene, at.animate.set_value(1.0))
        assert thing in moving(scene, at.animate.set_value(0.0), own.at.animate.set_value(0.5))
        scene.remove(thing)
        assert [each for each in scene.mobjects if each is not at] == [land]
        scene.remove(at)


def test_a_copy_follows_the_same_shared_dial():
    land, at = hill(), Dial(0.0)
    trail = Trail(np.array([[0.0, 0.0], [1.0, 1.0]]), on=land, at=at)
    assert trail.copy().at is at
