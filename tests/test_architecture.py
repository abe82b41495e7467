"""The house keeps its shape: knowledge flows one way, and every room says what it offers."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent
ROOMS = ("calc_core", "visuals", "scenes", "studio")
MAY_IMPORT = {
    "calc_core": {"calc_core"},
    "visuals": {"visuals", "calc_core"},
    "scenes": {"visuals", "calc_core"},  # and never another lecture
    "studio": {"studio", "visuals"},
}
VISUALS_STAND_ON = {  # inside visuals: whatever is not named here is a room of pictures
    "course": set(),
    "theme": {"course"},
    "options": set(),
    "letters": {"theme", "letters"},
    "drawing": {"theme", "letters", "drawing"},
    "voice": {"voice"},
    "lecture": {"course", "theme", "letters", "drawing", "voice", "lecture"},
    "gallery": {""},  # what visuals offers, as a lecture imports it
}
# these stand on all of those but lecture
PICTURES = {
    "approximation",
    "area",
    "chain",
    "circle",
    "code",
    "constraint",
    "curvature",
    "curve",
    "data",
    "descent",
    "kit",
    "map",
    "network",
    "solid",
    "terrain",
    "warp",
}
CALC_CORE_STANDS_ON = {"contourpy", "jaxtyping", "numpy", "scipy"}
CALC_CORE_FLOORS: tuple[set[str], ...] = (  # a room stands on itself and on the floors below it
    {"curvatures", "errors", "points", "polylines", "results", "values"},
    {"data", "derivatives", "landscapes"},
    {"approximation", "descent", "maps"},
    {"constraints", "fitting"},
    {"networks"},
    {"__init__"},  # offers them all
)
CALC_CORE_ROOMS = sorted({f"calc_core.{room}" for floor in CALC_CORE_FLOORS[1:-1] for room in floor})
STUDIO_FLOORS: tuple[set[str], ...] = (  # a room, or a file of studio's own, stands on the floors below it
    {"called", "errors", "places"},
    {"system"},
    {"checks", "course"},
    {"options", "voice"},  # recordings, which films are made with
    {"render"},
    {"check", "cluster", "embed", "preview", "sheet"},
    {"doctor", "gallery", "notebook", "publish", "sphinx"},
    {"clean", "docs"},
    {"cli"},  # studio/cli.py, and each room's own cli.py
    {"__init__", "__main__"},
)
TYPES_ALONE = {  # circles in which one module only names the other's type; no third way to write them
    ("visuals.lecture.player", "visuals.lecture.lecture"),  # a lecture has a player, which plays lectures
}
DRAWN_CHECKS = {  # the modules of studio.check that run in a worker
    *("changed_piece", "drawing", "letters", "look", "soundness", "time", "truth", "voice", "watching"),
}
PANGO = {"Text", "MarkupText", "Paragraph", "Title", "BulletedList", "Code"}
LATEX = {"Tex", "MathTex", "SingleStringMathTex", "Variable", "Matrix", "IntegerMatrix", "DecimalMatrix"}
TOP = {  # what a newcomer sees first, and nothing else
    *(".ci", ".gitattributes", ".github", ".gitignore", ".pre-commit-config.yaml", "CHANGELOG.md"),
    *("CITATION.cff", "CONTRIBUTING.md", "LICENSE", "README.md", "SECURITY.md", "assets", "benchmarks"),
    *("calc_core", "compass", "compass.toml", "docs", "examples", "manim.cfg", "pyproject.toml"),
    *("requirements", "scenes", "studio", "tests", "visuals"),
}
WORKERS_ROOMS = (
    "studio/check/sight/",
    "studio/render/engine/",
    "studio/preview/worker/",
)  # what runs there has Manim loaded
LIGHT = ("visuals.course", "visuals.voice", "visuals.drawing.compiled")  # bring no Manim
LONGEST, LONGEST_LECTURE = 400, 500  # lines of a file of code; a lecture is one file, and so is what it draws
NO_NOUN = {"utils", "util", "helpers", "helper", "common", "misc"}


@pytest.fixture(scope="module", autouse=True)
def _trees_are_let_go() -> Iterator[None]:
    """Else whatever collects garbage later looks through millions of nodes."""
    yield
    parsed.cache_clear()
    statements.cache_clear()


def files(room: str) -> list[Path]:
    return sorted((HOUSE / room).rglob("*.py"))


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def statements(path: Path) -> tuple[ast.Import | ast.ImportFrom, ...]:
    """Whatever a file imports with, at its top or anywhere inside: to walk all files takes seconds."""
    return tuple(node for node in ast.walk(parsed(path)) if isinstance(node, ast.Import | ast.ImportFrom))


def tracked() -> list[str]:
    """What git knows, or will know."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=HOUSE, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return listed.stdout.splitlines()


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Every module that a file imports by name, at its top or anywhere inside, with the line."""
    for node in statements(path):
        if isinstance(node, ast.Import):
            yield from ((each.name, node.lineno) for each in node.names)
        elif node.level == 0:
            yield node.module or "", node.lineno
        else:
            room = path.relative_to(HOUSE).parts[0]
            yield f"{room}.{node.module or ''}", node.lineno


def wrong_arrows(room: str) -> list[str]:
    return [
        f"{path.relative_to(HOUSE)}:{line} imports {module}"
        for path in files(room)
        for module, line in imports(path)
        if (top := module.split(".")[0]) in ROOMS and top not in MAY_IMPORT[room]
    ]


@pytest.mark.parametrize("room", ROOMS)
def test_knowledge_flows_one_way(room: str) -> None:
    assert not wrong_arrows(room)


def test_pictures_stand_on_drawing_and_letters_and_nothing_on_the_lecture() -> None:
    wrong = []
    for path in files("visuals"):
        room = path.relative_to(HOUSE).with_suffix("").parts[1]
        if room == "__init__":  # offers them all
            continue
        may = VISUALS_STAND_ON.get(room, PICTURES | {"theme", "options", "letters", "drawing"})
        for module, line in imports(path):
            top, _, inner = module.partition(".")
            if top == "visuals" and inner.split(".")[0] not in may:
                wrong.append(f"{path.relative_to(HOUSE)}:{line} imports {module}")
    assert not wrong
    rooms = {path.relative_to(HOUSE).with_suffix("").parts[1] for path in files("visuals")}
    assert rooms <= {*VISUALS_STAND_ON, *PICTURES, "__init__"}


def test_calc_core_stands_on_numbers_alone() -> None:
    foreign = [
        f"{path.relative_to(HOUSE)}:{line} imports {module}"
        for path in files("calc_core")
        for module, line in imports(path)
        if (top := module.split(".")[0]) not in CALC_CORE_STANDS_ON | {"calc_core", "__future__"}
        and top not in sys.stdlib_module_names
    ]
    assert not foreign


def modules(*rooms: str) -> dict[str, Path]:
    """Every module of some rooms, by its name."""
    return {
        ".".join(path.relative_to(HOUSE).with_suffix("").parts).removesuffix(".__init__"): path
        for room in rooms
        for path in files(room)
    }


def arrows(*rooms: str) -> dict[str, dict[str, int]]:
    """Every module of some rooms, and which others of them it imports, each with the line: at its top, inside
    a function, or for its types alone.
    """
    paths = modules(*rooms)
    found: dict[str, dict[str, int]] = {name: {} for name in paths}
    for name, path in paths.items():
        for node in statements(path):
            if isinstance(node, ast.Import):
                named = [each.name for each in node.names]
            else:  # a name is a module, or what a module offers
                inside = [f"{node.module}.{each.name}" for each in node.names]
                named = [each if each in paths else str(node.module) for each in inside]
            found[name].update({each: node.lineno for each in named if each in paths})
    return found


def wrong_floors(top: str, floors: Sequence[set[str]]) -> list[str]:
    """Imports of another room of the same floor, or of one above. On the lowest floor rooms may lean on each
    other, on the highest not even modules of one room.
    """
    floor = {room: height for height, rooms in enumerate(floors) for room in rooms}
    assert {room_of(module) for module in modules(top)} == set(floor), (
        "floors name other rooms than there are"
    )
    return [
        f"{module}:{line} imports {other}"
        for module, others in arrows(top).items()
        for other, line in others.items()
        if floor[room_of(other)] >= floor[room_of(module)]
        and (room_of(other) != room_of(module) or floor[room_of(module)] == len(floors) - 1)
        and not floor[room_of(module)] == floor[room_of(other)] == 0
    ]


def room_of(module: str) -> str:
    """The room that a module counts to: its command line stands above all rooms of the studio."""
    parts = [*module.split("."), "__init__"]
    return "cli" if parts[0] == "studio" and parts[-2] == "cli" else parts[1]


def test_calc_core_stands_on_floors() -> None:
    assert not wrong_floors("calc_core", CALC_CORE_FLOORS)


def test_studio_stands_on_floors() -> None:
    assert not wrong_floors("studio", STUDIO_FLOORS)


def test_no_modules_import_each_other_in_a_circle() -> None:
    found = arrows("calc_core", "visuals", "studio")
    for module, other in TYPES_ALONE:
        assert found[module].pop(other), "this circle is no more: take it off the list"
        at_its_top = parsed(modules("visuals")[module]).body
        assert other not in {node.module for node in at_its_top if isinstance(node, ast.ImportFrom)}
    try:
        tuple(TopologicalSorter(found).static_order())
    except CycleError as circle:
        pytest.fail(" imports ".join(reversed(circle.args[1])))


def test_importing_the_numbers_does_not_bring_the_pictures() -> None:
    script = "import sys, calc_core; assert 'manim' not in sys.modules and 'visuals' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], cwd=HOUSE, check=True)


def test_reading_recordings_and_compiling_do_not_bring_the_pictures() -> None:
    voice = (f"visuals.voice.{name}" for name in ("recordings", "samples", "words"))
    rooms = ", ".join((LIGHT[0], *voice, LIGHT[2]))
    script = f"import sys, {rooms}; assert 'manim' not in sys.modules and 'visuals.theme' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], cwd=HOUSE, check=True)


def test_only_the_worker_imports_manim() -> None:
    """`--help`, `list` and planning answer at once, as nothing that they import leads to Manim."""
    slow = {
        path.relative_to(HOUSE).as_posix()
        for path in files("studio")
        for module, _ in imports(path)
        if module.split(".")[0] in ("manim", "visuals") and not module.startswith(LIGHT)
    }
    in_workers = {"studio/render/playing.py", "studio/gallery/drawing.py", "studio/docs/moving.py"} | {
        f"studio/check/{name}.py" for name in DRAWN_CHECKS
    }
    assert all(name in in_workers or name.startswith(WORKERS_ROOMS) for name in slow), slow


@pytest.mark.parametrize("room", ["calc_core", *CALC_CORE_ROOMS, "visuals", "studio"])
def test_a_room_lists_what_it_offers_sorted_and_truly(room: str) -> None:
    module = importlib.import_module(room)
    offered = list(module.__all__)
    if room != "calc_core":  # which takes what its rooms offer, room by room
        assert offered == sorted(offered, key=lambda name: (not name.isupper(), name))  # as ruff sorts them
    assert len(set(offered)) == len(offered)
    missing = [name for name in offered if not hasattr(module, name)]
    assert not missing


@pytest.mark.parametrize("room", ["visuals", "scenes"])
def test_letters_come_from_typst_alone(room: str) -> None:
    elsewhere = [
        f"{path.relative_to(HOUSE)}:{node.lineno} takes {each.name}"
        for path in files(room)
        for node in statements(path)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("manim")
        for each in node.names
        if each.name in PANGO | LATEX
    ]
    assert not elsewhere


def test_nobody_starts_latex() -> None:
    words = ('"latex', "'latex", "tex_to_svg", "TexTemplate", "dvisvgm")
    places = [
        f"{path.relative_to(HOUSE)}: {word}"
        for room in ROOMS
        for path in files(room)
        for word in words
        if word in path.read_text(encoding="utf-8")
    ]
    assert not places


def test_a_lecture_imports_names_and_never_everything() -> None:
    stars = [
        f"{path.relative_to(HOUSE)}:{node.lineno}"
        for room in ROOMS
        for path in files(room)
        for node in statements(path)
        if isinstance(node, ast.ImportFrom)
        and any(each.name == "*" for each in node.names)
        and path != HOUSE / "calc_core" / "__init__.py"  # takes what its rooms offer, which each lists
    ]
    assert not stars


def test_importing_a_lecture_computes_nothing() -> None:
    """At a lecture's top stand imports, constants and its class; calls belong into set_stage."""
    working = [
        f"{path.relative_to(HOUSE)}:{node.lineno}"
        for path in files("scenes")
        for node in parsed(path).body
        if isinstance(node, ast.For | ast.While | ast.With | ast.If | ast.Try)
        or (isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant))
    ]
    assert not working


def test_every_module_says_in_a_line_what_it_is() -> None:
    silent = [
        str(path.relative_to(HOUSE))
        for room in ROOMS
        for path in files(room)
        if parsed(path).body and not ast.get_docstring(parsed(path))
    ]
    assert not silent


def test_every_module_has_a_noun_of_its_own() -> None:
    nameless = [name for name in tracked() if Path(name).stem in NO_NOUN and name.endswith(".py")]
    assert not nameless


def test_no_file_of_code_is_long() -> None:
    """Where one grows beyond that, it holds two ideas, and the second one wants a file of its own."""
    bounds = {name: LONGEST_LECTURE if name.startswith("scenes/") else LONGEST for name in tracked()}
    lengths = {
        name: len((HOUSE / name).read_text(encoding="utf-8").splitlines())
        for name in bounds
        if name.endswith((".py", ".pyi")) and (HOUSE / name).is_file()
    }
    assert not {name: lines for name, lines in lengths.items() if lines > bounds[name]}


def test_the_top_of_the_house_is_tidy() -> None:
    assert {name.split("/")[0] for name in tracked()} <= TOP


def test_the_wrapper_can_be_started() -> None:
    modes = subprocess.run(
        ["git", "ls-files", "--stage", "compass", ".ci/run"],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        check=True,
    )
    assert [line.split()[0] for line in modes.stdout.splitlines()] == ["100755", "100755"]


def test_no_test_is_skipped_for_want_of_a_tool() -> None:
    """What a test needs, the set-up brings; only what an operating system lacks for good may be left out."""
    skipping = [
        f"{path.relative_to(HOUSE)}:{node.lineno}"
        for path in files("tests")
        if "skip" in path.read_text(encoding="utf-8")  # to parse all of them takes seconds
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (called := ast.unparse(node.func)).startswith("pytest.")
        and (
            called in ("pytest.skip", "pytest.importorskip", "pytest.mark.skip")
            or (called == "pytest.mark.skipif" and "sys.platform" not in ast.unparse(node.args[0]))
        )
    ]
    assert not skipping
