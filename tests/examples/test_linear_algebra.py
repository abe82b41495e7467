"""The example of a course of one's own: true mathematics, clean lectures, pages of its own."""

from __future__ import annotations

import importlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from studio.course.catalog import read_catalog
from studio.publish import pages
from studio.publish.code import Places, find_code
from studio.publish.roadmap import stages
from tests.studio.courses import CHECKOUT, environment

EXAMPLE = CHECKOUT / "examples" / "linear-algebra"
STEP = EXAMPLE / "scenes" / "step1_matrices"
ENTRY = st.floats(-3, 3).map(lambda value: round(value, 3))
MATRICES = st.tuples(ENTRY, ENTRY, ENTRY, ENTRY).map(lambda four: np.array(four).reshape(2, 2))


@pytest.fixture(scope="module")
def matrices() -> Iterator[Any]:
    """The module that both lectures share."""
    sys.path.insert(0, str(STEP))
    yield importlib.import_module("matrices")
    sys.path.remove(str(STEP))
    sys.modules.pop("matrices")


@given(matrix=MATRICES)
def test_along_its_eigenvectors_a_matrix_only_stretches(matrices: Any, matrix: np.ndarray) -> None:
    half = (matrix[0, 0] + matrix[1, 1]) / 2
    assume(half**2 - np.linalg.det(matrix) > 1e-3)
    found = matrices.eigen(matrix)
    assert np.allclose(np.linalg.norm(found.direction, axis=1), 1)
    for direction, stretch in zip(found.direction, found.stretch, strict=True):
        assert np.allclose(matrix @ direction, stretch * direction, atol=1e-9)
    assert found.stretch[0] > found.stretch[1]
    assert np.allclose(sorted(found.stretch), sorted(np.linalg.eigvals(matrix).real), atol=1e-9)


@given(angle=st.floats(0.05, 3.0))
def test_a_rotation_has_no_line_of_its_own(matrices: Any, angle: float) -> None:
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    with pytest.raises(ValueError, match="only stretch"):
        matrices.eigen(turn)


@given(matrix=MATRICES, degrees=st.floats(-180, 180))
def test_an_image_is_where_the_matrix_sends_it(matrices: Any, matrix: np.ndarray, degrees: float) -> None:
    sent = matrices.image_of(matrix, degrees)
    assert np.hypot(*sent.x) == pytest.approx(1)
    assert sent.stretch == pytest.approx(np.linalg.norm(matrix @ sent.x), abs=1e-12)
    assert 0 <= sent.apart <= 180


def test_at_the_eigenvectors_both_arrows_agree_and_nowhere_else(matrices: Any) -> None:
    found = matrices.eigen(matrices.MATRIX)
    assert found.stretch == pytest.approx([2, 1])
    assert [matrices.image_of(matrices.MATRIX, each).apart for each in found.angle] == pytest.approx(
        [0, 0], abs=1e-6
    )
    others = [each for each in range(180) if min(abs(found.angle - each)) > 2]
    assert min(matrices.image_of(matrices.MATRIX, each).apart for each in others) > 0.5


def test_each_time_an_arrow_leans_twice_as_near_to_the_line_that_stretches_most(matrices: Any) -> None:
    """In skew coordinates the part along the other line falls by the ratio of the stretches, 1 : 2."""
    found = matrices.eigen(matrices.MATRIX)
    angle = matrices.powers(matrices.MATRIX, 24, 8).angle
    tips = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    parts = np.linalg.solve(found.direction.T, tips[..., None])[..., 0]
    share = parts[..., 1] / parts[..., 0]
    assert np.allclose(share[1:], share[:-1] / 2, rtol=1e-6, atol=1e-9)
    assert np.abs(np.diff(angle, axis=0)).max() < np.pi, "no arrow jumps round"


def test_powers_are_read_between_two_of_them(matrices: Any) -> None:
    powers = matrices.powers(matrices.MATRIX, 5, 3)
    assert np.array_equal(powers.at(2.0), powers.angle[2])
    assert np.array_equal(powers.at(3.0), powers.angle[3])
    assert np.allclose(powers.at(1.5), (powers.angle[1] + powers.angle[2]) / 2)


def test_what_the_first_lecture_says_of_areas_is_so(matrices: Any) -> None:
    assert np.linalg.det(matrices.MATRIX) == pytest.approx(2), "its area is twice that of the square"


def test_the_pages_are_the_courses_own() -> None:
    catalog = read_catalog(EXAMPLE)
    assert [each.problem for each in catalog] == [None, None]
    road = stages(catalog, {})
    assert [(stage.name, len(stage.stops)) for stage in road] == [
        ("Matrices you can see", 2),
        ("Many dimensions", 2),
    ]
    page = pages.home_page(road, pages.Surroundings(None, catalog.said))
    assert "<h1>Straight lines stay</h1>" in page
    assert "A plane of squares, leaning over" in page
    assert "rucksack" not in page
    assert "mountain" not in page
    assert "multivariate" not in page
    assert "“The authors of Compass”" in page
    icon = next(
        content for path, content in pages.assets(catalog.said.icon).values() if path.endswith(".svg")
    )
    assert icon == (EXAMPLE / "assets" / "icon.svg").read_bytes()


def test_the_code_beside_the_lectures_is_shown_with_their_numbers() -> None:
    code = find_code(Places(CHECKOUT, EXAMPLE), "matrices.image_of")
    assert code is not None
    assert code.source.startswith("@recorded\ndef image_of(")
    assert find_code(Places(CHECKOUT), "matrices.image_of") is None
    assert find_code(Places(CHECKOUT, EXAMPLE), "calc_core.derivatives.gradients.directional") is not None


def test_the_critic_finds_nothing(tmp_path: Path) -> None:
    course = tmp_path / "lines"
    shutil.copytree(EXAMPLE, course, ignore=shutil.ignore_patterns("media", "site", "__pycache__"))
    done = subprocess.run(
        [sys.executable, "-P", "-m", "studio", "check", "--json"],
        cwd=course, env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert [each["slug"] for each in told["lectures"]] == ["what-a-matrix-does", "why-eigenvectors-stay"]
