"""pytest's part: listens to what tests read, keeps a map of it, and with --changed leaves the rest out."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from studio.course.catalog import read_catalog
from tests.reach import listening
from tests.reach.imports import Imports
from tests.reach.selection import Heard, Map, Selection, changed_since, merged, parts_of

ROOT = Path(listening.ROOT)
KEPT = "compass/reach"  # in pytest's cache
CHILD = Path(__file__).parent / "child"
WATCHED = "tests/scenes/test_every_lecture.py"
BY_LECTURE = {  # files whose tests each show one lecture, and by which of their parameters
    WATCHED: "slug",
    "tests/scenes/test_showings.py": "shown",
}
CACHE = "__pycache__"  # of compiled code: made from what is read beside it
WIDE = ("session", "package")  # fixtures that more than one file shares


def pytest_addoption(parser: pytest.Parser) -> None:
    """--changed, and --changed=REV."""
    parser.addoption(
        "--changed", nargs="?", const="HEAD", metavar="REV",
        help="Only the tests that a change since REV reaches (HEAD: what is not committed).",
    )  # fmt: skip


def pytest_configure(config: pytest.Config) -> None:
    """Begin to listen; with --changed, choose."""
    config.pluginmanager.register(Listener(config), "compass-reach")


class Listener:
    """One session's listening and choosing."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.is_leading = not hasattr(config, "workerinput")
        self.failed: set[str] = set()
        self.chosen: list[str] | None = None
        if self.is_leading:
            self.logs = Path(tempfile.mkdtemp(prefix="compass-reads-"))
            self.before = {
                name: os.environ.get(name) for name in (listening.LOGS, listening.UNIT, "PYTHONPATH")
            }
            os.environ[listening.LOGS] = str(self.logs)
            path = filter(None, [str(CHILD), os.environ.get("PYTHONPATH")])
            os.environ["PYTHONPATH"] = os.pathsep.join(path)
            if config.getoption("changed"):
                self.chosen = self._choose(config.getoption("changed"))
        else:
            self.chosen = config.workerinput["chosen"]
        listening.listen()

    def _choose(self, revision: str) -> list[str]:
        try:
            change = changed_since(ROOT, revision)
        except LookupError as error:
            raise pytest.UsageError(str(error)) from None
        catalog = read_catalog(ROOT)
        lectures = {each.slug: each.path.relative_to(ROOT).as_posix() for each in catalog}
        files = [each.relative_to(ROOT).as_posix() for each in sorted((ROOT / "tests").rglob("test_*.py"))]
        units = [
            unit
            for file in files
            for unit in ([f"{file}[{slug}]" for slug in lectures] if file in BY_LECTURE else [file])
        ]
        return Selection(ROOT, self._known(), change, lectures).units(units)

    # -- choosing --------------------------------------------------------------------------------------

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a process that runs tests what was chosen."""
        node.workerinput["chosen"] = self.chosen

    def pytest_report_header(self) -> str | None:
        """How many files of tests the change reaches."""
        if self.chosen is None:
            return None
        files = len({parts_of(unit)[0] for unit in self.chosen})
        return f"reached by what changed since {self.config.getoption('changed')}: {files} files of tests"

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        """Do not even import a file that is not reached."""
        if self.chosen is None or not collection_path.name.startswith("test_") or collection_path.is_dir():
            return None
        return None if _name(collection_path) in {parts_of(unit)[0] for unit in self.chosen} else True

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Leave out the lectures that are not reached, of files that show each of them."""
        if self.chosen is None:
            return
        out = [each for each in items if unit_of(each) not in self.chosen]
        if out:
            items[:] = [each for each in items if unit_of(each) in self.chosen]
            config.hook.pytest_deselected(items=out)

    # -- listening -------------------------------------------------------------------------------------

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Generator[None, Any, Any]:
        """What a file of tests reads when it is imported: of no single lecture."""
        file = _name(collector.path) if isinstance(collector, pytest.Module) else ""
        former = listening.turn_to(f"importing {file}" if file else "")
        try:
            return (yield)
        finally:
            listening.turn_to(former)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """What a test reads, and the processes that it starts."""
        unit = unit_of(item)
        listening.turn_to(unit)
        if (slug := parts_of(unit)[1]) is not None:  # watched in another process, perhaps for another file
            listening.note(listening.USES, f"{WATCHED}[{slug}]")
        for name in getattr(item, "fixturenames", ()):
            listening.note(listening.USES, f"fixture {name}")
        try:
            return (yield)
        finally:
            listening.turn_to("")

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(
        self, fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
    ) -> Generator[None, Any, Any]:
        """What a fixture reads that more than one file shares belongs to all who use it."""
        if fixturedef.scope not in WIDE or "slug" in fixturedef.argnames:  # that of one lecture is its unit's
            return (yield)
        former = listening.turn_to(f"fixture {fixturedef.argname}")
        try:
            return (yield)
        finally:
            listening.turn_to(former)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember which units failed."""
        if report.failed:
            file = report.nodeid.split("::")[0]
            self.failed |= {file, *(unit for unit in self._logged() if parts_of(unit)[0] == file)}

    def _logged(self) -> list[str]:
        return [listening.unit_of(log.name) for log in self.logs.iterdir()] if self.is_leading else []

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Keep what was heard, of units that ran whole."""
        if not self.is_leading or not self.logs.is_dir():
            return
        if (
            exitstatus in (0, 1)
            and _is_whole(self.config)
            and not session.shouldstop
            and not session.shouldfail
        ):
            cache = getattr(self.config, "cache", None)  # there is none under -p no:cacheprovider
            if cache is not None:
                cache.set(KEPT, merged(self._known(), _heard(self.logs), self.failed, Imports(ROOT)))

    def _known(self) -> Map:
        cache = getattr(self.config, "cache", None)
        return {} if cache is None else cache.get(KEPT, {})

    def pytest_unconfigure(self) -> None:
        """Leave nothing."""
        if self.is_leading:
            shutil.rmtree(self.logs, ignore_errors=True)
            for name, value in self.before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


def unit_of(item: pytest.Item) -> str:
    """The unit that a test belongs to."""
    file = _name(item.path)
    slug = getattr(item, "callspec", None) and item.callspec.params.get(BY_LECTURE.get(file, ""))
    return f"{file}[{slug}]" if slug else file


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)


def _is_whole(config: pytest.Config) -> bool:
    """Whether every test of every file ran that was asked for."""
    narrowed = ("keyword", "markexpr", "lf", "failedfirst", "stepwise", "collectonly", "deselect")
    return not any(config.getoption(each, None) for each in narrowed) and not any(
        "::" in arg for arg in config.args
    )


def _heard(logs: Path) -> Map:
    """What all logs tell, what a file reads on being imported with what its tests read. What is read of
    lectures while a file is imported is the catalog's list of them all, and no reach of it.
    """
    found: dict[str, dict[str, set[str]]] = {}
    importing: dict[str, dict[str, set[str]]] = {}
    for log in logs.iterdir():
        unit = listening.unit_of(log.name)
        place = importing if unit.startswith("importing ") else found
        kinds: dict[str, set[str]] = {each: set() for each in Heard.__annotations__}
        for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
            kind, _, what = line.partition("\t")
            if kind in kinds and not (place is importing and what.startswith("scenes/")):
                kinds[kind].add(what)
        place[unit.removeprefix("importing ")] = kinds
    for unit, kinds in found.items():
        for kind, more in importing.get(parts_of(unit)[0], {}).items():
            kinds[kind] |= more
    for unit, kinds in found.items():
        if parts_of(unit)[1] is not None:  # it asks the catalog for its own lecture alone
            kinds["listed"] = {name for name in kinds["listed"] if not name.startswith("scenes/")}
        kinds["uses"] &= found.keys() - {unit}
        for kind in ("read", "imported"):
            kinds[kind] = {name for name in kinds[kind] if (ROOT / name).is_file() and CACHE not in name}
    return {
        unit: Heard(**{kind: sorted(what) for kind, what in kinds.items()}) for unit, kinds in found.items()
    }  # type: ignore[typeddict-item]
